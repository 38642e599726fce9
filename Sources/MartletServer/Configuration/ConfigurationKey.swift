import MartletCore

/// One value of a configuration file, and where it stands.
struct ConfigurationNode {
    /// The value.
    let value: JSONValue
    /// The names that lead to it.
    let path: [String]

    /// The name to speak of it by.
    var name: String { self.path.last(where: { !$0.hasPrefix("#") }) ?? "" }

    /// The elements, or nil when this is no list.
    var elements: [ConfigurationNode]? {
        guard case .array(let values) = self.value else { return nil }
        return values.enumerated().map { ConfigurationNode(value: $1, path: self.path + ["#\($0)"]) }
    }

    /// The members, or nil when this is no table.
    var members: [String: ConfigurationNode]? {
        guard case .object(let values) = self.value else { return nil }
        return Dictionary(
            uniqueKeysWithValues: values.map { ($0, ConfigurationNode(value: $1, path: self.path + [$0])) }
        )
    }

    /// The text, or nil when this is none.
    var text: String? { self.value.stringValue }

    /// The texts, or nil when this is no list of texts.
    var texts: [String]? {
        guard let elements = self.elements else { return nil }
        let texts = elements.compactMap(\.text)
        return texts.count == elements.count ? texts : nil
    }

    /// Names and texts, or nil when this is no table of texts.
    var textMembers: [String: String]? {
        guard let members = self.members else { return nil }
        let texts = members.compactMapValues(\.text)
        return texts.count == members.count ? texts : nil
    }
}

/// What reading a configuration file came upon.
struct ConfigurationFindings {
    /// A thing worth a word, and where it stands.
    struct Finding {
        let path: [String]
        let text: String
    }

    /// Values that cannot be taken.
    private(set) var refusals: [Finding] = []
    /// What was passed over.
    private(set) var warnings: [Finding] = []

    /// Refuses a value.
    ///
    /// - Parameters:
    ///   - node: The value.
    ///   - accepted: What is taken in its place, to be read after "give".
    mutating func refuse(_ node: ConfigurationNode, accepted: String) {
        let shown = "\(node.value)"
        let value = shown.count > 80 ? shown.prefix(77) + "..." : shown
        self.refuse(node.path, "\(node.name) is \(value); give \(accepted).")
    }

    /// Refuses what stands at a place.
    mutating func refuse(_ path: [String], _ text: String) {
        self.refusals.append(Finding(path: path, text: text))
    }

    /// Passes over what stands at a place.
    mutating func warn(_ path: [String], _ text: String) {
        self.warnings.append(Finding(path: path, text: text))
    }

    /// Passes over a key that nothing is known of.
    mutating func unknown(_ path: [String], known: [String]) {
        let name = path.last ?? ""
        let hint = NearestName.of(name, among: known).map { "did you mean \($0)?" } ?? "it is ignored."
        self.warn(path, "\(name) is not known here; \(hint)")
    }
}

/// One key of a configuration file: what it is for, what it looks like, and how it is read.
struct ConfigurationKey: Sendable {
    typealias Reader = @Sendable (ConfigurationNode, inout ChatConfiguration, inout ConfigurationFindings) -> Void

    /// The key's name within its table.
    let name: String
    /// What it is for, for the file that is written on first run.
    let comment: String
    /// The lines that set it, for that file.
    let sample: String
    /// Whether the sample shows what could be set, rather than what holds when nothing is set.
    let isExample: Bool
    /// Takes a value over.
    let read: Reader

    init(_ name: String, sample: String, isExample: Bool = false, _ comment: String, read: @escaping Reader) {
        self.name = name
        self.sample = sample
        self.isExample = isExample
        self.comment = comment
        self.read = read
    }
}

/// One table of a configuration file.
struct ConfigurationTable: Sendable {
    /// The names that lead to it.
    let path: [String]
    /// What it is for; empty when its name says so.
    let comment: String
    /// Its keys.
    let keys: [ConfigurationKey]

    init(_ path: String..., comment: String = "", keys: [ConfigurationKey]) {
        self.path = path
        self.comment = comment
        self.keys = keys
    }
}
