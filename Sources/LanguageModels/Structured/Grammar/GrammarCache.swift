/// Grammars that were compiled lately: an app asks for the same few forms and tools again and again.
final class GrammarCache<Key: Hashable & Sendable>: Sendable {
    /// How many grammars are kept; then all are let go, since only an app that makes schemas up gets there.
    private static var capacity: Int { 64 }
    /// Longer grammars are compiled each time, so that what is kept stays small.
    private static var longest: Int { 1 << 17 }

    private let constraints = Guarded<[Key: SamplerConstraint]>([:])

    /// The grammar of something.
    ///
    /// - Parameters:
    ///   - key: What it is the grammar of.
    ///   - compile: Makes the grammar, if it is not kept; nil is none.
    func constraint(
        for key: Key,
        compile: () throws(LanguageModelError) -> SamplerConstraint?
    ) throws(LanguageModelError) -> SamplerConstraint? {
        if let found = self.constraints.withLock({ $0[key] }) { return found }
        guard let made = try compile() else { return nil }
        guard made.grammar.utf8.count <= Self.longest else { return made }
        self.constraints.withLock { constraints in
            if constraints.count >= Self.capacity { constraints.removeAll() }
            constraints[key] = made
        }
        return made
    }

    /// How many grammars are kept.
    var count: Int { self.constraints.withLock { $0.count } }
}

/// The process's caches.
enum GrammarCaches {
    /// What a tools' grammar depends on.
    struct Tools: Hashable, Sendable {
        var format: ToolCallFormat
        var tools: [ToolDefinition]
        var choice: ToolChoice
        var answer: ResponseFormat?
        var isSingle: Bool
        var limits: GrammarLimits
    }

    /// What a form's grammar depends on.
    struct Format: Hashable, Sendable {
        var format: ResponseFormat
        var limits: GrammarLimits
    }

    static let formats = GrammarCache<Format>()
    static let tools = GrammarCache<Tools>()
}
