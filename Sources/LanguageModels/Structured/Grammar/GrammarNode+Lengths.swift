extension GrammarNode {
    /// How short and how long its texts can be, in characters.
    var lengths: ClosedRange<Int> {
        switch self {
        case .literal(let text):
            let count = text.unicodeScalars.count
            return count...count
        case .set: return 1...1
        case .rule: return 0...Int.max
        case .sequence(let parts):
            return parts.map(\.lengths).reduce(0...0) { sum, next in
                let (most, isTooLong) = sum.upperBound.addingReportingOverflow(next.upperBound)
                return (sum.lowerBound + next.lowerBound)...(isTooLong ? .max : most)
            }
        case .choice(let options):
            let all = options.map(\.lengths)
            return (all.map(\.lowerBound).min() ?? 0)...(all.map(\.upperBound).max() ?? 0)
        case .repeated(let node, let least, let most):
            let one = node.lengths
            let (longest, isTooLong) = one.upperBound.multipliedReportingOverflow(by: most ?? .max)
            return (one.lowerBound * least)...(isTooLong ? .max : longest)
        }
    }

    /// The node without its texts of more characters, and without some others where that is simpler.
    ///
    /// - Parameter most: The most characters.
    /// - Returns: The node; nil if it has no text that is short enough.
    func shortened(to most: Int) -> GrammarNode? {
        let lengths = self.lengths
        if lengths.upperBound <= most { return self }
        guard lengths.lowerBound <= most else { return nil }
        switch self {
        case .literal, .set, .rule: return nil
        case .sequence(let parts):
            // All parts get the same beyond their least, and those that need less leave it to the others.
            let all = parts.map(\.lengths)
            let wishes = all.map { $0.upperBound - $0.lowerBound }
            var spare = most - lengths.lowerBound
            var kept = parts
            for (done, index) in parts.indices.sorted(by: { wishes[$0] < wishes[$1] }).enumerated() {
                let share = min(wishes[index], spare / (parts.count - done))
                spare -= share
                guard let part = parts[index].shortened(to: all[index].lowerBound + share) else { return nil }
                kept[index] = part
            }
            return .sequence(kept)
        case .choice(let options):
            let kept = options.compactMap { $0.shortened(to: most) }
            return kept.isEmpty ? nil : .choice(kept)
        case .repeated(let node, let least, let times):
            // As many of any length as fit, or else as many short ones as there must be.
            let count = max(least, min(times ?? .max, most / node.lengths.upperBound), 1)
            guard let part = node.shortened(to: most / count) else { return least == 0 ? .empty : nil }
            return .repeated(part, least, count)
        }
    }
}
