extension StringFormats {
    /// RFC 3339's durations, up to six digits for each unit.
    static let duration: GrammarNode = {
        func amount(_ unit: String, _ next: GrammarNode = .empty) -> GrammarNode {
            let number = GrammarNode.sequence([.repeated(.set("0-9"), 1, 6), .literal(unit)])
            return next == .empty ? number : .sequence([number, .optional(next)])
        }
        let minutes = amount("M", amount("S"))
        let time = GrammarNode.sequence([.literal("T"), .choice([amount("H", minutes), minutes, amount("S")])])
        let months = amount("M", amount("D"))
        let date = GrammarNode.choice([amount("Y", months), months, amount("D")])
        return .sequence([
            .literal("P"), .choice([.sequence([date, .optional(time)]), time, amount("W")]),
        ])
    }()

    /// RFC 4291's addresses, whole or with zeros left out at one place.
    static let ipv6: GrammarNode = {
        let group = GrammarNode.repeated(.set("0-9a-fA-F"), 1, 4)
        let next = GrammarNode.sequence([.literal(":"), group])
        var options = [GrammarNode.sequence([group, .repeated(next, 7, 7)])]
        // At least two groups of zeros are left out, since some readers take no fewer.
        for before in 0...6 {
            var parts: [GrammarNode] = before > 0 ? [group] : []
            if before > 1 { parts.append(.repeated(next, before - 1, before - 1)) }
            parts.append(.literal("::"))
            let after = 6 - before
            if after > 1 { parts.append(.optional(.sequence([group, .repeated(next, 0, after - 1)]))) }
            if after == 1 { parts.append(.optional(group)) }
            options.append(.sequence(parts))
        }
        return .choice(options)
    }()

    /// RFC 1123's names of hosts, without two hyphens in a row, which have a meaning of their own.
    static let hostname: GrammarNode = {
        let word = GrammarNode.repeated(.set("a-zA-Z0-9"), 1, 20)
        let more = GrammarNode.optional(.sequence([.literal("-"), word]))
        let label = GrammarNode.sequence([word, more, .literal(".")])
        // The last begins with a letter, so that the name is no address.
        let last = GrammarNode.sequence([.set("a-zA-Z"), .repeated(.set("a-zA-Z0-9"), 0, 19), more])
        return .sequence([.repeated(label, 0, 4), last])
    }()
}
