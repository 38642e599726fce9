/// A model that tells what its engine is doing.
public protocol InferenceReporting: LanguageModel {
    /// What the engine is doing at present, for all who use it.
    var statistics: InferenceStatistics { get }
}

extension TestModel: InferenceReporting {
    /// What the engine is doing at present.
    public var statistics: InferenceStatistics { self.engine.statistics }
}

/// The process's engines by the names of their models, so that their numbers can be shown wherever they were loaded.
public enum InferenceReports {
    private struct Entry: Sendable {
        let name: String
        let read: @Sendable () -> InferenceStatistics?
    }

    private static let entries = Guarded<[Entry]>([])

    /// Adds an engine; it is forgotten when it is released.
    ///
    /// - Parameters:
    ///   - engine: The engine, which is not held.
    ///   - name: The name of its model.
    public static func add(_ engine: InferenceEngine, name: String) {
        let entry = Entry(name: name) { [weak engine] in engine?.statistics }
        self.entries.withLock { entries in
            entries.removeAll { $0.read() == nil }
            entries.append(entry)
        }
    }

    /// What each engine is doing; engines of equally named models are told apart by a number after the name.
    public static var all: [(name: String, statistics: InferenceStatistics)] {
        var seen: [String: Int] = [:]
        return self.entries.withLock { $0 }.compactMap { entry in
            guard let statistics = entry.read() else { return nil }
            seen[entry.name, default: 0] += 1
            let number = seen[entry.name] ?? 1
            return (number == 1 ? entry.name : "\(entry.name) (\(number))", statistics)
        }
    }
}
