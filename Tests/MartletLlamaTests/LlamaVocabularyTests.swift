#if Llama
    import Foundation
    import LanguageModels
    import Testing

    @testable import MartletLlama

    /// Token ids on the vocabularies that llama.cpp's source release carries, with the cases beside them.
    struct LlamaVocabularyTests {
        static let names = [
            "llama-spm", "llama-bpe", "gpt-2", "qwen2", "phi-3", "falcon", "starcoder", "deepseek-llm",
            "deepseek-coder", "command-r", "mpt", "refact", "bert-bge", "qwen35", "gemma-4",
        ].filter { FileManager.default.fileExists(atPath: file($0).path + ".inp") }

        private static func file(_ name: String) -> URL {
            LlamaTestModel.vocabularies.appendingPathComponent("ggml-vocab-\(name).gguf")
        }

        // Vector 1, with the flags of llama.cpp's own cases; LlamaTokenTests has all flags.
        @Test(.enabled(if: !names.isEmpty, "no vocabulary files; run Scripts/setup-llama"), arguments: names)
        func `token ids are those that llama cpp's own cases expect`(name: String) throws {
            let path = Self.file(name).path
            let weights = try LlamaWeights(path: path, options: LlamaTestModel.options, vocabularyOnly: true) { _ in
                true
            }
            let texts = try String(contentsOfFile: path + ".inp", encoding: .utf8)
                .components(separatedBy: "\n__ggml_vocab_test__\n")
            let answers = try String(contentsOfFile: path + ".out", encoding: .utf8).components(separatedBy: "\n")
            #expect(texts.count > 20)
            for (text, answer) in zip(texts, answers) {
                let expected = answer.split(separator: " ").compactMap { Int32($0) }
                #expect(
                    try weights.tokenize(text, addSpecial: false, parseSpecial: false) == expected,
                    "\(text.debugDescription)"
                )
            }
        }

        @Test(.enabled(if: !names.isEmpty, "no vocabulary files; run Scripts/setup-llama"))
        func `bytes of tokens add up to the text again`() throws {
            let weights = try LlamaWeights(
                path: Self.file("gpt-2").path,
                options: LlamaTestModel.options,
                vocabularyOnly: true
            ) { _ in true }
            for text in ["", "plain", "日本語 😀 é", "a\u{0}b", String(repeating: "x😀", count: 20_000)] {
                let tokens = try weights.tokenize(text, addSpecial: false, parseSpecial: false)
                #expect(try tokens.flatMap { try weights.piece(of: $0) } == Array(text.utf8))
            }
        }

        @Test(.enabled(if: !names.isEmpty, "no vocabulary files; run Scripts/setup-llama"))
        func `special texts become tokens only where that is asked for`() throws {
            let weights = try LlamaWeights(
                path: Self.file("llama-bpe").path,
                options: LlamaTestModel.options,
                vocabularyOnly: true
            ) { _ in true }
            let text = "<|begin_of_text|>hi<|eot_id|>"
            let parsed = try weights.tokenize(text, addSpecial: false, parseSpecial: true)
            #expect(parsed.count == 3)
            #expect(try weights.tokenize(text, addSpecial: false, parseSpecial: false).count > 6)
            #expect(weights.controlTokenTexts().contains("<|eot_id|>"))
        }
    }
#endif
