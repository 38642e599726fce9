import Foundation

/// What the references in a schema lead to.
struct SchemaReferences {
    private let document: TemplateValue
    /// The pointers that lead back to themselves.
    private let recursive: Set<String>
    /// Whether it refers to more places than can be followed.
    let isTooLarge: Bool
    static let mostPlaces = 500

    init(_ document: TemplateValue) {
        self.document = document
        var targets: [String: Set<String>] = [:]
        var waiting = Self.pointers(in: document)
        while targets.count <= Self.mostPlaces, let pointer = waiting.popFirst() {
            guard targets[pointer] == nil else { continue }
            let found = Self.find(pointer, in: document).map(Self.pointers) ?? []
            targets[pointer] = found
            waiting.formUnion(found)
        }
        let isTooLarge = targets.count > Self.mostPlaces
        self.isTooLarge = isTooLarge
        self.recursive =
            isTooLarge ? [] : Set(targets.keys.filter { Self.leads($0, to: $0, targets) })
    }

    /// The schema at a pointer such as `#/$defs/Name`, or nil.
    func schema(at pointer: String) -> TemplateValue? { Self.find(pointer, in: self.document) }

    /// Whether a schema refers to itself, directly or not.
    func isRecursive(_ pointer: String) -> Bool { self.recursive.contains(pointer) }

    private static func leads(_ start: String, to end: String, _ targets: [String: Set<String>]) -> Bool {
        var seen = Set<String>()
        var waiting = Array(targets[start] ?? [])
        while let pointer = waiting.popLast() {
            if pointer == end { return true }
            if seen.insert(pointer).inserted { waiting += targets[pointer] ?? [] }
        }
        return false
    }

    private static func find(_ pointer: String, in document: TemplateValue) -> TemplateValue? {
        guard pointer == "#" || pointer == "#/" || pointer.hasPrefix("#/") else { return nil }
        var value = document
        // Names may be empty, but "#/" is written by those who mean the whole.
        let names = pointer.dropFirst(2)
        for part in names.isEmpty ? [] : names.split(separator: "/", omittingEmptySubsequences: false) {
            let decoded = String(part).removingPercentEncoding ?? String(part)
            let name = decoded.replacingOccurrences(of: "~1", with: "/").replacingOccurrences(of: "~0", with: "~")
            if let next = value[name] {
                value = next
            } else if let items = value.items, let index = Int(name), items.indices.contains(index) {
                value = items[index]
            } else {
                return nil
            }
        }
        return value
    }

    /// All references in a schema; texts in values that are given as such are none.
    private static func pointers(in value: TemplateValue) -> Set<String> {
        switch value {
        case .array(let items): items.reduce(into: []) { $0.formUnion(Self.pointers(in: $1)) }
        case .object(let members):
            members.reduce(into: []) { found, member in
                switch (member.name, member.value) {
                case ("$ref", .string(let pointer)): found.insert(pointer)
                // Their members' names are no keywords, even if one is called `default`.
                case ("properties", .object(let named)), ("patternProperties", .object(let named)),
                    ("dependentSchemas", .object(let named)):
                    for schema in named { found.formUnion(Self.pointers(in: schema.value)) }
                case ("const", _), ("enum", _), ("default", _), ("examples", _), ("$defs", _), ("definitions", _): break
                default: found.formUnion(Self.pointers(in: member.value))
                }
            }
        default: []
        }
    }
}
