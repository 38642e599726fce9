/// Makes documents that exercise the seams between blocks, the same ones for the same seed.
struct MarkdownGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        self.state = seed
    }

    /// SplitMix64, for documents that are the same on every machine.
    mutating func next() -> UInt64 {
        self.state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = self.state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    private static let pieces = [
        "word", "two words", "*emphasis*", "**open", "`code`", "``", "# Heading", "#", "===", "---", "-", "- item",
        "  - nested", "+ other", "1. first", "2. second", "    indented", "\ttab", "> quote", ">", "> - both", "```",
        "```swift", "~~~", "   ```", "| a | b |", "|---|:-:|", "|-|", "| 1 | 2 |", "a|b", "-|-", ":-", "<div>",
        "</div>",
        "<!-- open", "-->", "<script>", "</script>", "<?php", "?>", "text  ", "text\\", "\\", "&amp;", "é", "e\u{301}",
        "👩‍👩‍👧", "日本", "\u{FEFF}", "\u{0}", "- [ ] task", "- [x] done", "***", "~~gone~~", "https://a.b/c", "me@a.b",
        "> [!NOTE]", "[!TIP]", "![i](/j)", "[k](l", "(m)", "$$", "$x$", "  ", "\r", "- - -", "> ```", "- ```", "1)",
        "*", "_", "[", "]", "<b>",
    ]

    private static let definitions = [
        "[foo]", "[foo][bar]", "[Foo][]", "[foo]: /one", "[bar]: <two> 'title'", "[foo]:", "/three", "'title'",
        "\"open",
        "> [foo]: /quoted", "- [bar]: /listed", "[^n]", "[^n]: note", "- [^m]: b", "[^m]", "[bär]: /umlaut", "[BÄR]",
        "[foo]: /x y z", "![bar]", "see [bar].",
    ]

    private static let separators = ["\n", "\n", "\n", "\n\n", "\n\n", "", " ", "\r\n", "\r", "\n \n", "\n  "]

    /// A document of up to 40 fragments; with link reference definitions if asked for.
    mutating func document(withDefinitions: Bool) -> String {
        let pieces = withDefinitions ? Self.pieces + Self.definitions + Self.definitions : Self.pieces
        var document = ""
        for _ in 0..<Int.random(in: 1...40, using: &self) {
            document += pieces.randomElement(using: &self)!
            document += Self.separators.randomElement(using: &self)!
        }
        return document
    }

    /// Cuts a text at random places, also within a character.
    mutating func chunks(of text: String) -> [String] {
        let scalars = Array(text.unicodeScalars)
        var chunks: [String] = []
        var position = 0
        while position < scalars.count {
            let length = min(Int.random(in: 1...9, using: &self), scalars.count - position)
            var chunk = String.UnicodeScalarView()
            chunk.append(contentsOf: scalars[position..<(position + length)])
            chunks.append(String(chunk))
            position += length
        }
        return chunks
    }
}
