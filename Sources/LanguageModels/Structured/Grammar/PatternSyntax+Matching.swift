extension PatternSyntax {
    /// Whether the pattern is found in a text.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - atStart: Whether only at the text's beginning.
    ///   - atEnd: Whether only up to the text's end.
    /// - Returns: Whether it is found; nil when that takes too long to tell.
    func isFound(in text: String, atStart: Bool, atEnd: Bool) -> Bool? {
        let codes = text.unicodeScalars.map(\.value)
        var matcher = PatternMatcher(codes: codes)
        guard let ends = matcher.ends(of: self, from: atStart ? [0] : Set(0...codes.count)) else { return nil }
        return atEnd ? ends.contains(codes.count) : !ends.isEmpty
    }
}

/// Follows a pattern through a text from all places at once, so that no text makes it go back.
private struct PatternMatcher {
    let codes: [UInt32]
    private var steps = 0
    private static let mostSteps = 500_000

    init(codes: [UInt32]) {
        self.codes = codes
    }

    /// Where the pattern can end that begins at one of these places; nil when that takes too many steps.
    mutating func ends(of syntax: PatternSyntax, from starts: Set<Int>) -> Set<Int>? {
        self.steps += 1 + starts.count
        guard self.steps <= Self.mostSteps else { return nil }
        switch syntax {
        case .set(let ranges):
            var ends = Set<Int>()
            for start in starts where start < self.codes.count {
                let code = self.codes[start]
                if ranges.contains(where: { $0.contains(code) }) { ends.insert(start + 1) }
            }
            return ends
        case .sequence(let parts):
            var current = starts
            for part in parts {
                guard let next = self.ends(of: part, from: current) else { return nil }
                current = next
            }
            return current
        case .choice(let options):
            var all = Set<Int>()
            for option in options {
                guard let ends = self.ends(of: option, from: starts) else { return nil }
                all.formUnion(ends)
            }
            return all
        case .repeated(let part, let least, let most):
            var reached = least == 0 ? starts : []
            var current = starts
            var count = 0
            while count < most ?? .max, !current.isEmpty {
                guard let next = self.ends(of: part, from: current) else { return nil }
                count += 1
                // Once more changes nothing, however often.
                let isDone = next == current
                if count >= least || isDone { reached.formUnion(next) }
                if isDone { break }
                current = next
            }
            return reached
        }
    }
}
