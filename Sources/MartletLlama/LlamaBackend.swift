#if Llama
    import CMartletLlama
    import LanguageModels

    /// llama.cpp as a back end: one context with a cache that all sequences share.
    ///
    /// Made and used on the engine's thread only.
    final class LlamaBackend: InferenceBackend {
        let limits: InferenceLimits
        let weights: LlamaWeights
        let owner: LlamaContextOwner
        var context: OpaquePointer { self.owner.pointer }
        /// How many positions some of the layers look back at; 0 if all look at everything.
        let slidingWindow: Int
        /// Guesses with a draft model, if there is one.
        private(set) var drafter: (any TokenDrafter)?
        /// What tells the model's file and adapters from others.
        let fileIdentity: String

        /// Creates a context, and evaluates two tokens in it so that the first request finds everything in place.
        ///
        /// - Parameters:
        ///   - weights: The loaded model.
        ///   - options: How it was asked for.
        ///   - adapters: What changes the model's answers.
        ///   - fileIdentity: What tells the model's file and adapters from others.
        ///   - draft: A model that guesses what this one says.
        ///   - threadsOf: The context whose threads it computes with; nil means threads of its own.
        ///   - abort: What ends a decode.
        /// - Throws: A ``LanguageModelError``.
        init(
            weights: LlamaWeights,
            options: LlamaLoadOptions,
            adapters: [LlamaLoadedAdapter] = [],
            fileIdentity: String = "",
            draft: LlamaDraft? = nil,
            threadsOf: LlamaContextOwner? = nil,
            abort: DecodeAbort
        ) throws {
            let contextLength = options.resolvedContextLength(training: weights.trainingContextLength)
            var parameters = martlet_context_options(
                cache_length: UInt32(options.resolvedCacheLength(contextLength: contextLength)),
                batch_length: UInt32(max(options.batchSize, options.sequences)),
                sequence_count: UInt32(options.sequences),
                threads: Int32(options.resolvedThreads)
            )
            parameters.apply(options.context)
            let owner = try LlamaContextOwner(
                weights: weights,
                options: parameters,
                adapters: adapters,
                threadsOf: threadsOf,
                abort: abort
            )
            let created = owner.pointer
            try Self.apply(adapters, to: created)
            self.fileIdentity = fileIdentity
            self.weights = weights
            self.slidingWindow = Int(martlet_model_sliding_window(weights.pointer))
            self.owner = owner
            self.limits = InferenceLimits(
                contextLength: contextLength,
                cacheLength: Int(martlet_context_cache_length(created)),
                batchLength: Int(martlet_context_batch_length(created)),
                sequenceCount: Int(martlet_context_sequence_count(created)),
                canTruncate: try Self.probe(created, token: weights.specialToken(MARTLET_TOKEN_BOS) ?? 0),
                canShift: martlet_memory_can_shift(created)
            )
            self.drafter = try draft?.makeDrafter(for: self, abort: abort)
        }

        /// Evaluates two tokens and finds out whether one alone can be forgotten.
        private static func probe(_ context: OpaquePointer, token: Int32) throws -> Bool {
            let batch = (0..<2).map { position in
                martlet_batch_token(token: token, position: Int32(position), sequence: 0, output: position == 1)
            }
            var error = martlet_error()
            guard martlet_decode(context, batch, batch.count, &error) == MARTLET_OK else {
                throw LanguageModelError(
                    .unsupportedModel,
                    "The model cannot be evaluated: \(error.text); choose another model."
                )
            }
            let canTruncate = martlet_memory_remove(context, 0, 1, -1, &error) == MARTLET_OK
            _ = martlet_memory_remove(context, 0, 0, -1, &error)
            return canTruncate
        }

        private static func apply(_ adapters: [LlamaLoadedAdapter], to context: OpaquePointer) throws {
            var error = martlet_error()
            let pointers = adapters.map { Optional($0.pointer) }
            let scales = adapters.map { Float($0.scale) }
            guard martlet_context_set_adapters(context, pointers, scales, pointers.count, &error) == MARTLET_OK else {
                throw LanguageModelError(
                    .unsupportedModel,
                    "The adapters cannot be used: \(error.text); leave them out."
                )
            }
        }

        func decode(_ batch: [DecodeToken]) -> DecodeResult {
            let tokens = batch.map { token in
                martlet_batch_token(
                    token: token.token,
                    position: Int32(clamping: token.position),
                    sequence: Int32(clamping: token.sequence),
                    output: token.isOutput
                )
            }
            var error = martlet_error()
            switch martlet_decode(self.context, tokens, tokens.count, &error) {
            case Int32(MARTLET_OK): return .done
            case Int32(MARTLET_NO_SPACE): return .noSpace
            case Int32(MARTLET_ABORTED): return .aborted
            default: return .failed(error.generationError())
            }
        }

        func makeSampler(
            options: GenerationOptions,
            seed: UInt32,
            prompt: [Int32]
        ) throws(LanguageModelError) -> any TokenSampler {
            try LlamaSampler(
                options: options,
                seed: seed,
                prompt: prompt,
                contextLength: self.limits.contextLength,
                context: self.context,
                weights: self.weights
            )
        }

        func likeliest(output index: Int) -> LikelyToken? {
            var probability = 0.0
            let token = martlet_likeliest(self.context, Int32(clamping: index), &probability, nil)
            return token >= 0 ? LikelyToken(token: token, probability: probability) : nil
        }

        func piece(of token: Int32) -> [UInt8] {
            (try? self.weights.piece(of: token)) ?? []
        }

        func isEndOfGeneration(_ token: Int32) -> Bool {
            self.weights.isEndOfGeneration(token)
        }

        func isBeginOfText(_ token: Int32) -> Bool {
            self.weights.addsBeginOfText && token == self.weights.specialToken(MARTLET_TOKEN_BOS)
        }
    }
#endif
