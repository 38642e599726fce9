#if Llama
    import CMartletLlama
    import LanguageModels

    /// A chain of llama.cpp's samplers and, outside it, a grammar; used on the engine's thread only.
    final class LlamaSampler: TokenSampler {
        private let pointer: OpaquePointer
        private let context: OpaquePointer
        /// The shim's sampler reads the vocabulary for as long as it lives.
        private let weights: LlamaWeights

        private init(pointer: OpaquePointer, context: OpaquePointer, weights: LlamaWeights) {
            self.pointer = pointer
            self.context = context
            self.weights = weights
        }

        /// Creates a sampler that knows a prompt's tokens.
        ///
        /// - Parameters:
        ///   - options: The request's options, already checked.
        ///   - seed: The random number seed.
        ///   - prompt: The prompt's tokens, which count for penalties but not for the grammar.
        ///   - contextLength: The most tokens of a request, which windows of -1 stand for.
        ///   - context: Where logits are read.
        ///   - weights: The model.
        /// - Throws: A ``LanguageModelError`` of code `invalidOption` for options that this model cannot follow.
        convenience init(
            options: GenerationOptions,
            seed: UInt32,
            prompt: [Int32],
            contextLength: Int,
            context: OpaquePointer,
            weights: LlamaWeights
        ) throws(LanguageModelError) {
            let windows = (
                penalties: Self.window(options.lastNTokens, contextLength: contextLength),
                dry: options.dryMultiplier > 0 ? Self.window(options.dryLastNTokens, contextLength: contextLength) : 0
            )
            let pointer = try LlamaSamplerOptions(
                options: options,
                seed: seed,
                windows: windows
            ).makeSampler(weights: weights)
            self.init(pointer: pointer, context: context, weights: weights)
            // Only the windows' tokens matter.
            for token in prompt.suffix(max(windows.penalties, windows.dry)) {
                try self.accept(token)
            }
        }

        deinit {
            martlet_sampler_free(self.pointer)
        }

        /// How many tokens a window holds; never more than the context, since windows are allocated at once.
        private static func window(_ count: Int, contextLength: Int) -> Int {
            count < 0 ? contextLength : min(count, contextLength)
        }

        /// Creates a sampler in the same state: both choose the same tokens from the same logits from now on.
        ///
        /// - Throws: A ``LanguageModelError`` if memory runs out.
        func clone() throws(LanguageModelError) -> LlamaSampler {
            var error = martlet_error()
            guard let copy = martlet_sampler_clone(self.pointer, &error) else { throw error.generationError() }
            return LlamaSampler(pointer: copy, context: self.context, weights: self.weights)
        }

        /// Lets penalties and DRY, but not the grammar, count a token that was not sampled here.
        ///
        /// - Parameter token: The token.
        /// - Throws: A ``LanguageModelError`` of code `invalidToken` for a token that the model does not have.
        func accept(_ token: Int32) throws(LanguageModelError) {
            var error = martlet_error()
            guard martlet_sampler_accept(self.pointer, token, &error) == MARTLET_OK else {
                throw LanguageModelError(.invalidToken, "\(error.text.capitalizedFirst); give a token of this model.")
            }
        }

        func sample(output index: Int) throws(LanguageModelError) -> Int32 {
            var error = martlet_error()
            let token = martlet_sampler_sample(self.pointer, self.context, Int32(clamping: index), &error)
            guard error.isSuccess, token >= 0 else { throw error.generationError() }
            return token
        }
    }
#endif
