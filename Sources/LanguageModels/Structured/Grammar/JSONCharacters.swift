/// The characters of JSON's strings, as ranges of their code points.
enum JSONCharacters {
    /// Characters that may stand in a string as they are; control characters and halves of pairs are left out.
    static let plain: [ClosedRange<UInt32>] = [
        0x20...0x21, 0x23...0x5B, 0x5D...0x7E, 0xA0...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF,
    ]

    /// Characters that are written with a backslash, and what stands after it.
    static let escapes: [(code: UInt32, letter: String)] = [
        (0x22, "\""), (0x5C, "\\"), (0x08, "b"), (0x0C, "f"), (0x0A, "n"), (0x0D, "r"), (0x09, "t"),
    ]

    /// Every code point that is a character.
    static let all: [ClosedRange<UInt32>] = [0...0xD7FF, 0xE000...0x10FFFF]

    /// One character of a string, in every way that JSON may write it but as two halves.
    static let any = GrammarNode.choice([
        .set(GrammarText.ranges(plain)),
        .sequence([
            .literal("\\"),
            .choice([
                .set(GrammarText.ranges("\"\\/bfnrt".unicodeScalars.map { $0.value...$0.value })),
                .sequence([
                    .literal("u"),
                    .choice([
                        .sequence([.set("0-9a-cA-Ce-fE-F"), .repeated(.set("0-9a-fA-F"), 3, 3)]),
                        .sequence([.set("dD"), .set("0-7"), .repeated(.set("0-9a-fA-F"), 2, 2)]),
                    ]),
                ]),
            ]),
        ]),
    ])

    /// One character of a set, as JSON writes it; nil when the set has none that JSON's strings can hold.
    static func node(_ set: [ClosedRange<UInt32>]) -> GrammarNode? {
        let plain = set.intersected(Self.plain)
        var options: [GrammarNode] = plain.isEmpty ? [] : [.set(GrammarText.ranges(plain))]
        for (code, letter) in Self.escapes where set.contains(where: { $0.contains(code) }) {
            options.append(.literal("\\" + letter))
        }
        return options.isEmpty ? nil : options.count == 1 ? options[0] : .choice(options)
    }
}

extension [ClosedRange<UInt32>] {
    /// The ranges in order, without overlaps.
    var united: [ClosedRange<UInt32>] {
        self.sorted { $0.lowerBound < $1.lowerBound }.reduce(into: []) { result, range in
            if let last = result.last, range.lowerBound <= last.upperBound &+ 1 {
                result[result.count - 1] = last.lowerBound...Swift.max(last.upperBound, range.upperBound)
            } else {
                result.append(range)
            }
        }
    }

    func intersected(_ other: [ClosedRange<UInt32>]) -> [ClosedRange<UInt32>] {
        self.flatMap { range in
            other.compactMap { range.overlaps($0) ? range.clamped(to: $0) : nil }
        }.united
    }

    func removing(_ code: UInt32) -> [ClosedRange<UInt32>] {
        self.flatMap { range -> [ClosedRange<UInt32>] in
            guard range.contains(code) else { return [range] }
            return (range.lowerBound < code ? [range.lowerBound...(code - 1)] : [])
                + (code < range.upperBound ? [(code + 1)...range.upperBound] : [])
        }
    }

    /// All characters but these.
    var inverted: [ClosedRange<UInt32>] {
        var result: [ClosedRange<UInt32>] = []
        var next: UInt32 = 0
        for range in self.united {
            if range.lowerBound > next { result.append(next...(range.lowerBound - 1)) }
            next = range.upperBound + 1
        }
        if next <= 0x10FFFF { result.append(next...0x10FFFF) }
        return result.intersected(JSONCharacters.all)
    }
}
