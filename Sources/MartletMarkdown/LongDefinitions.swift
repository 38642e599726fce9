/// Finds link reference definitions that would make the output explode, because each reference repeats them whole.
enum LongDefinitions {
    /// The most bytes that all references together may repeat.
    private static let mostRepeatedBytes = 50_000_000
    /// How far the end of a title is looked for, in bytes; one that is longer may go on to the end of the text.
    private static let titleReach = 1_000

    /// Where the definitions begin that are too long for the number of references.
    static func excesses(in text: ArraySlice<UInt8>, references: Int) -> [Int] {
        guard text.count * references > self.mostRepeatedBytes else { return [] }
        return LabelScanner.definitions(in: text)
            .filter {
                (self.end(ofDefinitionAfter: $0, in: text) - $0.upperBound) * references > self.mostRepeatedBytes
            }
            .map { $0.lowerBound - 1 }
    }

    /// Where a definition ends at the latest, given its label: after its destination, or after its title.
    private static func end(ofDefinitionAfter label: Range<Int>, in text: ArraySlice<UInt8>) -> Int {
        let destination = self.skipSpace(from: label.upperBound + 2, in: text)
        let isBracketed = destination < text.endIndex && text[destination] == UInt8(ascii: "<")
        let destinationEnd =
            text[destination...].firstIndex { byte in
                isBracketed ? byte == UInt8(ascii: ">") || byte == 0x0A || byte == 0x0D : byte <= 0x20
            } ?? text.endIndex
        let title = self.skipSpace(from: destinationEnd, in: text)
        guard title < text.endIndex, let closing = self.closingQuote(of: text[title]) else { return destinationEnd }
        let reach = text[(title + 1)...].prefix(self.titleReach)
        return reach.firstIndex(of: closing) ?? text.endIndex
    }

    private static func closingQuote(of opening: UInt8) -> UInt8? {
        switch opening {
        case UInt8(ascii: "\""), UInt8(ascii: "'"): opening
        case UInt8(ascii: "("): UInt8(ascii: ")")
        default: nil
        }
    }

    /// Skips white space, line ends and the quote markers that may follow these.
    private static func skipSpace(from start: Int, in text: ArraySlice<UInt8>) -> Int {
        guard start < text.endIndex else { return text.endIndex }
        return text[start...].firstIndex { $0 > 0x20 && $0 != UInt8(ascii: ">") } ?? text.endIndex
    }
}
