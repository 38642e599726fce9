#if Llama
    import Foundation
    import LanguageModels
    import Testing

    @testable import MartletLlama

    /// What a model says of itself and its vocabulary, compared with llama.cpp's own words.
    @Suite(
        .enabled(
            if: LlamaTestModel.exists && LlamaOracle.isAvailable,
            "python3, Scripts/setup-llama's files or the tests' model are missing"
        )
    )
    struct LlamaDescriptionTests {
        private func hex(_ bytes: [UInt8]) -> String {
            bytes.map { (($0 < 16) ? "0" : "") + String($0, radix: 16) }.joined()
        }

        // Vectors 2 and 3
        @Test func `metadata, sizes and pieces are equal`() async throws {
            let model = try await LlamaModel(LlamaTestModel.path, threads: 1)
            let expected = try #require(try LlamaExtrasOracle(describe: true).answer().description)
            let weights = model.loaded.weights
            for (key, value) in expected.metadata where !value.hasPrefix("[") {
                #expect(weights.metadata(key) == value, "\(key)")
            }
            #expect(model.trainingContextLength == expected.numbers["training_context"])
            #expect(model.embeddingLength == expected.numbers["embedding_length"])
            #expect(model.size == expected.numbers["size"].map(Int64.init))
            #expect(model.parameterCount == expected.numbers["parameters"].map(Int64.init))
            #expect(model.vocabularySize == expected.numbers["vocabulary"])
            #expect(model.summary == expected.description)
            #expect(weights.chatTemplate == expected.template)
            #expect(expected.pieces.count == model.vocabularySize)
            for (token, pieces) in expected.pieces.enumerated() {
                #expect(self.hex(try weights.piece(of: Int32(token))) == pieces[0])
                #expect(self.hex(try weights.piece(of: Int32(token), special: true)) == pieces[1])
            }
        }

        // Vector 2
        @Test(arguments: [(true, true), (true, false), (false, true), (false, false)])
        func `lists of any tokens become the same bytes`(removeSpecial: Bool, unparseSpecial: Bool) throws {
            let weights = try LlamaWeights.test()
            let size = Int32(weights.vocabularySize)
            var random = SeededRandom(2)
            var lists: [[Int32]] = (0..<60).map { list in
                (0..<Int.random(in: 1...40, using: &random)).map { _ in
                    // Every other list is of control tokens and bytes for a good part.
                    Int32.random(in: 0..<(list.isMultiple(of: 2) ? size : 300), using: &random)
                }
            }
            let (begin, end) = (weights.specialToken(0) ?? 1, weights.specialToken(1) ?? 2)
            // What flags are about: special tokens at either end, in the middle, alone and twice.
            lists += [[begin], [end], [begin, end], [begin, begin, 400, end, end], [400, begin, 500, end, 600]]
            lists += [[begin] + weights.words(5, seed: 1) + [end], weights.words(1, seed: 2)]
            let cases = lists.map {
                LlamaExtrasOracle.Detokenize(
                    tokens: $0,
                    removeSpecial: removeSpecial,
                    unparseSpecial: unparseSpecial
                )
            }
            let expected = try LlamaExtrasOracle(detokenize: cases).answer().detokenize
            #expect(expected.count == lists.count)
            for (list, text) in zip(lists, expected) {
                let found = try weights.detokenize(
                    list,
                    removeSpecial: removeSpecial,
                    unparseSpecial: unparseSpecial
                )
                #expect(self.hex(found) == text, "\(list)")
            }
        }
    }
#endif
