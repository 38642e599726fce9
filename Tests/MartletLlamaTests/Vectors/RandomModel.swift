#if Llama
    import LanguageModels
    import Testing

    @testable import MartletLlama

    extension LlamaContextOptions {
        /// Numbers of 32 bits throughout, so that the same tokens give nearly the same logits in batches of any kind.
        ///
        /// With those of 16 bits, kernels for one, few and many tokens round in different ways, and an answer may go on
        /// with the second likeliest token where two are as good as equal.
        static var exact: LlamaContextOptions {
            LlamaContextOptions(keyCacheType: .f32, valueCacheType: .f32, flashAttention: .off)
        }
    }

    /// Small models with random weights of 32 bits, written and loaded once.
    enum RandomModel: String, CaseIterable, Sendable {
        /// A llama.
        case plain
        /// Every other layer sees the last 32 tokens alone.
        case windows
        /// A state instead of a list of tokens.
        case recurrent

        private static let loaded = Dictionary(
            uniqueKeysWithValues: Self.allCases.map { model in
                (model, Result { try model.load() })
            }
        )

        /// The loaded model.
        var weights: LlamaWeights {
            get throws { try #require(Self.loaded[self]).get() }
        }

        /// Writes the model's file.
        func write(_ fixture: LlamaFixture) throws -> String {
            switch self {
            case .plain: try fixture.make("llama", "--mixing")
            case .windows: try fixture.make("gemma3")
            case .recurrent: try fixture.make("mamba")
            }
        }

        private func load() throws -> LlamaWeights {
            let fixture = try LlamaFixture()
            // What is mapped stays when the file's name goes.
            return try withExtendedLifetime(fixture) { try LlamaWeights.test(try self.write(fixture)) }
        }
    }

    extension LlamaWeights {
        /// The tests' model or another one, loaded.
        static func test(_ path: String = LlamaTestModel.path, vocabularyOnly: Bool = false) throws -> LlamaWeights {
            try LlamaWeights(path: path, options: LlamaTestModel.options, vocabularyOnly: vocabularyOnly) { _ in true }
        }

        /// Tokens that stand for ordinary text, the same ones for the same seed.
        func words(_ count: Int, seed: UInt64) -> [Int32] {
            var random = SeededRandom(seed)
            return (0..<count).map { _ in Int32.random(in: 300..<Int32(self.vocabularySize), using: &random) }
        }
    }
#endif
