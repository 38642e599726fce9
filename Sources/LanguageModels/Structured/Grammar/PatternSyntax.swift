/// A regular expression as far as a grammar can express it.
indirect enum PatternSyntax: Hashable, Sendable {
    /// One of these characters.
    case set([ClosedRange<UInt32>])
    /// One part after another.
    case sequence([PatternSyntax])
    /// One of these.
    case choice([PatternSyntax])
    /// A part several times; nil is no limit.
    case repeated(PatternSyntax, Int, Int?)

    /// The pattern with a limit on every repetition that has none.
    ///
    /// - Parameters:
    ///   - characters: The most repetitions of a character; nil is no limit.
    ///   - groups: The most repetitions of anything longer; nil is no limit.
    func limited(to characters: Int?, groups: Int?) -> PatternSyntax {
        switch self {
        case .set: return self
        case .sequence(let parts): return .sequence(parts.map { $0.limited(to: characters, groups: groups) })
        case .choice(let options): return .choice(options.map { $0.limited(to: characters, groups: groups) })
        case .repeated(let part, let least, let most):
            var limit = groups
            if case .set = part { limit = characters }
            return .repeated(part.limited(to: characters, groups: groups), least, most ?? limit.map { max($0, least) })
        }
    }

    /// The pattern held to a text's lengths, where it only repeats one character.
    func clamped(_ least: Int, _ most: Int?) -> PatternSyntax {
        if case .sequence(let parts) = self, parts.count == 1 { return parts[0].clamped(least, most) }
        guard case .repeated(.set(let set), let from, let to) = self else { return self }
        return .repeated(.set(set), max(from, least), [to, most].compactMap { $0 }.min())
    }

    /// How short and how long its texts can be, in characters.
    var lengths: ClosedRange<Int> {
        switch self {
        case .set: return 1...1
        case .sequence(let parts):
            return parts.map(\.lengths).reduce(0...0) {
                Self.sum($0.lowerBound, $1.lowerBound)...Self.sum($0.upperBound, $1.upperBound)
            }
        case .choice(let options):
            let all = options.map(\.lengths)
            return (all.map(\.lowerBound).min() ?? 0)...(all.map(\.upperBound).max() ?? 0)
        case .repeated(let part, let least, let most):
            let one = part.lengths
            let (longest, isTooLong) = one.upperBound.multipliedReportingOverflow(by: max(most ?? .max, least))
            return Self.product(one.lowerBound, least)...(isTooLong ? .max : longest)
        }
    }

    /// How many places in it a text may have reached, each repetition being one of its own.
    private var places: Int {
        switch self {
        case .set: 1
        case .sequence(let parts), .choice(let parts): parts.map(\.places).reduce(0, Self.sum)
        case .repeated(let part, let least, let most): Self.product(part.places, max(least, most ?? 1, 1))
        }
    }

    private var repeats: Bool {
        switch self {
        case .set: false
        case .sequence(let parts), .choice(let parts): parts.contains(where: \.repeats)
        case .repeated(let part, let least, let most): max(least, most ?? 2) > 1 || part.repeats
        }
    }

    /// How many places there are in repetitions that lie inside others.
    ///
    /// A text may have reached all of them at once, and a sampler tries each token on each.
    var nestedPlaces: Int {
        switch self {
        case .set: 0
        case .sequence(let parts), .choice(let parts): parts.map(\.nestedPlaces).reduce(0, Self.sum)
        case .repeated(let part, _, _): part.repeats ? self.places : 0
        }
    }

    private static func sum(_ first: Int, _ second: Int) -> Int {
        let (sum, isTooLarge) = first.addingReportingOverflow(second)
        return isTooLarge ? .max : sum
    }

    private static func product(_ first: Int, _ second: Int) -> Int {
        let (product, isTooLarge) = first.multipliedReportingOverflow(by: second)
        return isTooLarge ? .max : product
    }
}
