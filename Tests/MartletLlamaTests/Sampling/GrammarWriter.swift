#if Llama
    import CMartletLlama
    import LanguageModels
    import Testing

    @testable import MartletLlama

    /// Has a sampler choose given tokens, by making them likely.
    struct GrammarWriter {
        /// The token that ends an answer.
        let end: Int32
        private let size: Int
        private var bytes: [UInt8: Int32] = [:]

        init(_ weights: LlamaWeights) throws {
            self.size = weights.vocabularySize
            self.end = try #require((0..<Int32(self.size)).first(where: weights.isEndOfGeneration))
            for token in (0..<Int32(self.size)).reversed() {
                let piece = try weights.piece(of: token)
                if piece.count == 1 { self.bytes[piece[0]] = token }
            }
        }

        /// The token of a text of one byte.
        func token(_ text: String) throws -> Int32 {
            let byte = try #require(text.utf8.first)
            return try #require(self.bytes[byte])
        }

        /// What a sampler chooses when one token is by far the likeliest.
        func choose(_ token: Int32, from sampler: ShimSampler) throws -> Int32 {
            var logits = [Float](repeating: 0, count: self.size)
            logits[Int(token)] = 100
            return try sampler.choose(logits)
        }

        /// Writes a text byte by byte and tells whether the sampler's grammar allowed all of it.
        func write(_ text: String, to sampler: ShimSampler) throws -> Bool {
            for byte in text.utf8 {
                let token = try #require(self.bytes[byte], "no token for byte \(byte)")
                guard sampler.allows(token) else { return false }
                #expect(try self.choose(token, from: sampler) == token)
            }
            return true
        }
    }
#endif
