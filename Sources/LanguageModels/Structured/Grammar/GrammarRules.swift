/// A grammar's rules by name.
struct GrammarRules {
    private var bodies: [String: GrammarNode] = [:]
    /// The rules' names as they were defined: most come after those that they refer to.
    private var order: [String] = []
    private var names: [GrammarNode: String] = [:]
    private var uses: [String: Int] = [:]

    /// How many rules there are.
    var count: Int { self.order.count }

    /// Takes a rule in, or finds one that is the same.
    ///
    /// - Parameters:
    ///   - hint: What the rule is called, as far as its name is free.
    ///   - body: What it generates.
    /// - Returns: A reference to the rule; an atom as it is.
    mutating func add(_ hint: String, _ body: GrammarNode) -> GrammarNode {
        if body.isAtom || body == .empty || body == .never { return body }
        if let name = self.names[body] { return .rule(name) }
        let name = self.reserve(hint)
        self.define(name, body)
        self.names[body] = name
        return .rule(name)
    }

    /// Finds a free name.
    mutating func reserve(_ hint: String) -> String {
        let letters = hint.unicodeScalars.map { scalar in
            ("a"..."z") ~= scalar || ("A"..."Z") ~= scalar || ("0"..."9") ~= scalar ? Character(scalar) : "-"
        }
        var name = String(letters.prefix(40)).split(separator: "-").joined(separator: "-")
        if name.isEmpty || name == "root" { name = "rule" }
        let count = self.uses[name, default: 0]
        self.uses[name] = count + 1
        // Two hyphens never come from a hint, so numbered names cannot meet others.
        return count == 0 ? name : "\(name)--\(count + 1)"
    }

    mutating func define(_ name: String, _ body: GrammarNode) {
        if self.bodies.updateValue(body, forKey: name) == nil { self.order.append(name) }
    }

    /// A node several times, written so that llama.cpp's limit on repetitions is never met.
    ///
    /// - Returns: The node, or nil when it is too often.
    mutating func repeated(_ node: GrammarNode, _ least: Int, _ most: Int?) -> GrammarNode? {
        guard least <= Self.mostRepetitions, (most ?? 0) <= Self.mostRepetitions else { return nil }
        if let most, most < least { return .never }
        if most == 0 { return .empty }
        let item = self.add("item", node)
        guard max(least, most ?? 0) > Self.mostDirect else { return .repeated(item, least, most) }
        let chunk = self.add("chunk", .repeated(item, Self.chunk, Self.chunk))
        func exactly(_ count: Int) -> [GrammarNode] {
            let (chunks, rest) = count.quotientAndRemainder(dividingBy: Self.chunk)
            return (chunks > 0 ? [.repeated(chunk, chunks, chunks)] : [])
                + (rest > 0 ? [.repeated(item, rest, rest)] : [])
        }
        guard let most else { return .sequence(exactly(least) + [.repeated(item, 0, nil)]) }
        let (chunks, rest) = (most - least).quotientAndRemainder(dividingBy: Self.chunk)
        var options: [GrammarNode] = [
            .sequence(
                (chunks > 0 ? [.repeated(chunk, chunks, chunks)] : []) + (rest > 0 ? [.repeated(item, 0, rest)] : [])
            )
        ]
        if chunks > 0 {
            options.append(.sequence([.repeated(chunk, 0, chunks - 1), .repeated(item, 0, Self.chunk - 1)]))
        }
        return .sequence(exactly(least) + [options.count == 1 ? options[0] : .choice(options)])
    }

    private static let chunk = 64
    /// Up to here items are counted one by one, which costs rules; above by chunks, which costs time for each token.
    private static let mostDirect = 1024
    static let mostRepetitions = 100_000

    /// Writes the grammar, without what can never be generated or is not used.
    ///
    /// - Returns: The text, or nil when the root generates nothing.
    func text(root: GrammarNode) -> String? {
        let productive = self.productiveRules()
        guard let root = root.pruned(productive) else { return nil }
        var lines = ["root ::= \(root.text())"]
        var seen = Set<String>()
        var waiting = root.ruleNames
        while let name = waiting.popLast() {
            guard seen.insert(name).inserted, let body = self.bodies[name]?.pruned(productive) else { continue }
            lines.append("\(name) ::= \(body.text())")
            waiting += body.ruleNames
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The rules that generate at least one finite text.
    private func productiveRules() -> Set<String> {
        var productive = Set<String>()
        // Rules by one that they wait for.
        var waiting: [String: [String]] = [:]
        var open = Array(self.order.reversed())
        while let name = open.popLast() {
            guard !productive.contains(name), let body = self.bodies[name] else { continue }
            if let missing = body.missing(productive) {
                for other in missing { waiting[other, default: []].append(name) }
            } else {
                productive.insert(name)
                open += waiting.removeValue(forKey: name) ?? []
            }
        }
        return productive
    }
}

extension GrammarNode {
    /// The node without alternatives that generate nothing; nil if it generates nothing itself.
    fileprivate func pruned(_ productive: Set<String>) -> GrammarNode? {
        switch self {
        case .literal, .set: return self
        case .rule(let name): return productive.contains(name) ? self : nil
        case .sequence(let parts):
            var kept: [GrammarNode] = []
            for part in parts {
                guard let part = part.pruned(productive) else { return nil }
                if part != .empty { kept.append(part) }
            }
            return kept.count == 1 ? kept[0] : .sequence(kept)
        case .choice(let options):
            let kept = options.compactMap { $0.pruned(productive) }
            return kept.isEmpty ? nil : kept.count == 1 ? kept[0] : .choice(kept)
        case .repeated(let node, let least, let most):
            guard let node = node.pruned(productive) else { return least == 0 ? .empty : nil }
            return node == .empty ? .empty : .repeated(node, least, most)
        }
    }

    /// The rules of which at least one has to generate something before the node can; nil if it can already.
    fileprivate func missing(_ productive: Set<String>) -> [String]? {
        switch self {
        case .literal, .set: return nil
        case .rule(let name): return productive.contains(name) ? nil : [name]
        case .sequence(let parts):
            for part in parts {
                if let missing = part.missing(productive) { return missing }
            }
            return nil
        case .choice(let options):
            var all: [String] = []
            for option in options {
                guard let missing = option.missing(productive) else { return nil }
                all += missing
            }
            return all
        case .repeated(let node, let least, _): return least == 0 ? nil : node.missing(productive)
        }
    }

    /// The rules it refers to.
    fileprivate var ruleNames: [String] {
        switch self {
        case .literal, .set: []
        case .rule(let name): [name]
        case .sequence(let nodes), .choice(let nodes): nodes.flatMap(\.ruleNames)
        case .repeated(let node, _, _): node.ruleNames
        }
    }
}
