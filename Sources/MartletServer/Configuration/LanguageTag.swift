/// A language as browsers name it, such as `en-US`; short and plain, since it becomes part of file names.
struct LanguageTag: Hashable, Sendable {
    /// The tag as it was written.
    let text: String

    /// Reads a tag.
    ///
    /// - Parameter text: Letters and digits in parts of up to 8, with a hyphen between them.
    init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        let isTag =
            text.utf8.count <= 35
            && parts.allSatisfy { part in
                (1...8).contains(part.utf8.count) && part.utf8.allSatisfy(Self.isAlphanumeric)
            }
        guard isTag else { return nil }
        self.text = text
    }

    /// The language without its region: `en` of `en-US`.
    var base: String {
        String(self.text.prefix { $0 != "-" })
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }
}
