#if Llama
    import Foundation
    import LanguageModels
    import Testing

    @testable import MartletLlama

    /// Vector 1: texts to token ids, compared with llama.cpp's own.
    @Suite(
        .enabled(
            if: LlamaTestModel.exists && LlamaOracle.isAvailable,
            "python3, Scripts/setup-llama's files or the tests' model are missing"
        )
    )
    struct LlamaTokenTests {
        /// Fifty texts: the empty one, spaces, scripts, marks that combine, zeros, what looks like special tokens, and
        /// some of 64 KiB.
        static let texts: [String] = {
            var texts = [
                "", " ", "  ", "   leading", "trailing   ", "\t", "tab\tbetween", "\n", "\r\n", "a\n\n\nb", "a  b   c",
                "Hello", "Hello, world!", "The quick brown fox.", "don't, they're, we've I'll",
                "3.14159 1,000,000 007", "ÄÖÜäöüß", "naïve café", "e\u{301}a\u{308}o\u{302}", "\u{301}alone",
                "日本語", "中文字符，标点。", "한국어 텍스트", "Русский текст", "العربية نص", "עברית", "हिन्दी पाठ",
                "😀", "👩‍👩‍👧‍👦 family", "🏳️‍🌈🇩🇪", "é😀x😀é", "a\u{0}b", "\u{0}", "\u{0}\u{0}\u{0}",
                "\u{FEFF}mark", "\u{200B}zero\u{200D}width", "\u{202E}turned", "\u{1F}\u{7F}\u{80}", "\u{10FFFF}",
                "<s>", "</s>", "<s>in<s> the </s>middle</s>", "<|im_start|>user\nHi<|im_end|>\n", "<|im_end", "<unk>",
                "<0x41><0xE2>", "▁▁word", "let x = [1: \"a\"] // code\n    return x?.y ?? {}",
            ]
            texts.append(Self.cut(String(repeating: "long words and 日本語 😀 <s> ", count: 3000)))
            var random = SeededRandom(1)
            let scalars = (0..<40_000).compactMap { _ in
                UnicodeScalar(UInt32.random(in: 0..<(Bool.random(using: &random) ? 128 : 0x3000), using: &random))
            }
            texts.append(Self.cut(String(String.UnicodeScalarView(scalars))))
            return texts
        }()

        /// A text of 64 KiB at most.
        private static func cut(_ text: String) -> String {
            String(decoding: text.utf8.prefix(65_536 - 4), as: UTF8.self)
        }

        private func compare(_ weights: LlamaWeights, path: String, vocabularyOnly: Bool) throws {
            let cases = Self.texts.flatMap { text in
                [(true, true), (true, false), (false, true), (false, false)].map { flags in
                    LlamaOracle.Tokenize(text: text, addSpecial: flags.0, parseSpecial: flags.1)
                }
            }
            let answer = try LlamaOracle.run(model: path, vocabularyOnly: vocabularyOnly, tokenize: cases)
            #expect(answer.tokenize.count == 4 * Self.texts.count)
            for (test, expected) in zip(cases, answer.tokenize) {
                let found = try weights.tokenize(
                    test.text,
                    addSpecial: test.addSpecial,
                    parseSpecial: test.parseSpecial
                )
                let flags = "special tokens added: \(test.addSpecial), parsed: \(test.parseSpecial)"
                #expect(found == expected, "\(test.text.prefix(40).debugDescription), \(flags)")
            }
        }

        // Vector 1
        @Test func `token ids are equal for fifty texts and all flags`() throws {
            #expect(Self.texts.count == 50)
            #expect(Self.texts.map(\.utf8.count).max() ?? 0 > 65_000)
            try self.compare(LlamaWeights.test(), path: LlamaTestModel.path, vocabularyOnly: false)
        }

        /// One of each kind: pieces with scores, merges of two generations, words.
        static let vocabularies = ["llama-spm", "llama-bpe", "gpt-2", "bert-bge"]
            .filter(LlamaVocabularyTests.names.contains)

        // Vector 1
        @Test(arguments: vocabularies)
        func `token ids of other vocabularies are equal for fifty texts and all flags`(name: String) throws {
            let path = LlamaTestModel.vocabularies.appendingPathComponent("ggml-vocab-\(name).gguf").path
            try self.compare(LlamaWeights.test(path, vocabularyOnly: true), path: path, vocabularyOnly: true)
        }
    }
#endif
