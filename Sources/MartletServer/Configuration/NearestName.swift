/// Finds what somebody may have meant to write.
enum NearestName {
    /// The name that takes the fewest changed characters to come from a text.
    ///
    /// - Parameters:
    ///   - text: What was written.
    ///   - names: What may be written.
    /// - Returns: The nearest name, or nil when none is near.
    static func of(_ text: String, among names: [String]) -> String? {
        let written = Array(text.lowercased().prefix(64).unicodeScalars)
        let distances = names.map { (name: $0, steps: Self.distance(written, Array($0.lowercased().unicodeScalars))) }
        guard let nearest = distances.min(by: { ($0.steps, $0.name) < ($1.steps, $1.name) }),
            nearest.steps <= max(1, min(written.count, nearest.name.unicodeScalars.count) / 3)
        else { return nil }
        return nearest.name
    }

    /// How many scalars must be put in, taken out or exchanged.
    private static func distance(_ first: [Unicode.Scalar], _ second: [Unicode.Scalar]) -> Int {
        var row = Array(0...second.count)
        for (line, scalar) in first.enumerated() {
            var diagonal = row[0]
            row[0] = line + 1
            for (column, other) in second.enumerated() {
                let exchanged = diagonal + (scalar == other ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(exchanged, row[column] + 1, diagonal + 1)
            }
        }
        return row[second.count]
    }
}
