/// The variables of a parsed template.
struct TemplateNames {
    /// All names in the order of their first place.
    let ordered: [String]
    /// The names outside formats.
    let topLevel: Set<String>

    /// Collects the names.
    ///
    /// - Parameter segments: The parsed template.
    init(_ segments: [TemplateSegment]) {
        let fields = segments.compactMap { segment -> TemplateField? in
            if case .field(let field) = segment { field } else { nil }
        }
        var seen: Set<String> = []
        self.ordered = fields.flatMap { [$0.name] + $0.nestedNames }.filter { seen.insert($0).inserted }
        self.topLevel = Set(fields.map(\.name))
    }

    /// All names.
    var all: Set<String> { Set(self.ordered) }

    /// Compares the names with the declared ones.
    ///
    /// - Parameters:
    ///   - declared: The input variables the author listed, or nil.
    ///   - partial: The names of the partial variables.
    /// - Returns: What is wrong, if anything is.
    func problem(declared: [String]?, partial: some Collection<String>) -> LanguageModelError? {
        let named = self.all.union(declared ?? []).union(partial)
        if named.contains("stop") {
            return Self.error("has a variable named \"stop\", which stands for stop texts; choose another name")
        }
        if let name = declared?.first(where: partial.contains) {
            return Self.error("lists \"\(name)\" as input and as partial variable; keep one of the two")
        }
        let unused = Set(declared ?? []).union(partial).subtracting(self.all).sorted()
        if !unused.isEmpty {
            return Self.error("has no place for \(Self.list(unused)); add it to the text, or drop the variable")
        }
        guard let declared else { return nil }
        let undeclared = self.topLevel.subtracting(declared).subtracting(partial).sorted()
        if !undeclared.isEmpty {
            return Self.error("uses \(Self.list(undeclared)), which its input variables lack; list it there")
        }
        return nil
    }

    private static func error(_ reason: String) -> LanguageModelError {
        LanguageModelError(.invalidTemplate, "The prompt template \(reason).")
    }

    private static func list(_ names: [String]) -> String {
        names.map { "{\($0)}" }.joined(separator: ", ")
    }
}
