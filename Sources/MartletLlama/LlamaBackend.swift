#if Llama
    import CMartletLlama
    import LanguageModels

    /// llama.cpp as a back end: one context with a cache that all sequences share.
    ///
    /// Made and used on the engine's thread only.
    final class LlamaBackend: InferenceBackend {
        let limits: InferenceLimits
        private let weights: LlamaWeights
        private let context: OpaquePointer
        private let abort: DecodeAbort

        /// Creates a context, and evaluates two tokens in it so that the first request finds everything in place.
        ///
        /// - Parameters:
        ///   - weights: The loaded model.
        ///   - options: How it was asked for.
        ///   - abort: What ends a decode.
        /// - Throws: A ``LanguageModelError``.
        init(weights: LlamaWeights, options: LlamaLoadOptions, abort: DecodeAbort) throws {
            let contextLength = options.resolvedContextLength(training: weights.trainingContextLength)
            let parameters = martlet_context_options(
                cache_length: UInt32(options.resolvedCacheLength(contextLength: contextLength)),
                batch_length: UInt32(max(options.batchSize, options.sequences)),
                sequence_count: UInt32(options.sequences),
                threads: Int32(options.resolvedThreads)
            )
            var error = martlet_error()
            // The context is freed before the flag, which this object holds.
            let user = Unmanaged.passUnretained(abort).toOpaque()
            let created = martlet_context_create(
                weights.pointer,
                parameters,
                { user in
                    guard let user else { return false }
                    return Unmanaged<DecodeAbort>.fromOpaque(user).takeUnretainedValue().isRequested
                },
                user,
                &error
            )
            guard let created else { throw Self.creationError(error, cacheLength: Int(parameters.cache_length)) }
            self.weights = weights
            self.context = created
            self.abort = abort
            do {
                self.limits = InferenceLimits(
                    contextLength: contextLength,
                    cacheLength: Int(martlet_context_cache_length(created)),
                    batchLength: Int(martlet_context_batch_length(created)),
                    sequenceCount: Int(martlet_context_sequence_count(created)),
                    canTruncate: try Self.probe(created, token: weights.specialToken(MARTLET_TOKEN_BOS) ?? 0)
                )
            } catch {
                martlet_context_free(created)
                throw error
            }
        }

        deinit {
            martlet_context_free(self.context)
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

        private static func creationError(_ error: martlet_error, cacheLength: Int) -> LanguageModelError {
            switch error.status {
            case Int32(MARTLET_OUT_OF_MEMORY):
                LanguageModelError(
                    .outOfMemory,
                    "A cache of \(cacheLength) tokens does not fit into memory (\(error.text)); "
                        + "load the model with a shorter contextLength."
                )
            case Int32(MARTLET_INVALID_ARGUMENT):
                LanguageModelError(.invalidOption, "\(error.text.capitalizedFirst); change the load options.")
            default:
                LanguageModelError(
                    .unsupportedModel,
                    "No context can be made for the model (\(error.text)); choose another model."
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
            let window = options.lastNTokens < 0 ? self.limits.contextLength : options.lastNTokens
            let parameters = martlet_sampler_options(
                penalty_window: Int32(clamping: window),
                repetition_penalty: Float(options.repetitionPenalty),
                frequency_penalty: Float(options.frequencyPenalty),
                presence_penalty: Float(options.presencePenalty),
                top_k: Int32(clamping: options.topK),
                typical_p: Float(options.typicalP),
                top_p: Float(options.topP),
                min_p: Float(options.minP),
                temperature: Float(options.temperature),
                // The greatest number would mean "choose one".
                seed: min(seed, UInt32.max - 1)
            )
            var error = martlet_error()
            guard let chain = martlet_sampler_create(self.weights.pointer, parameters, &error) else {
                throw LanguageModelError(.invalidOption, "No sampler can be made: \(error.text); change the options.")
            }
            let sampler = LlamaSampler(chain: chain, context: self.context, weights: self.weights)
            // Only the window's tokens matter.
            for token in prompt.suffix(max(window, 0)) {
                try sampler.accept(token)
            }
            return sampler
        }

        func piece(of token: Int32) -> [UInt8] {
            (try? self.weights.piece(of: token)) ?? []
        }

        func isEndOfGeneration(_ token: Int32) -> Bool {
            self.weights.isEndOfGeneration(token)
        }

        func truncate(sequence: Int, to position: Int) -> Bool {
            martlet_memory_remove(self.context, Int32(sequence), Int32(position), -1, nil) == MARTLET_OK
        }

        func share(from source: Int, to destination: Int, count: Int) -> Bool {
            martlet_memory_share(self.context, Int32(source), Int32(destination), Int32(count), nil) == MARTLET_OK
                && self.length(of: destination) == count
        }

        func length(of sequence: Int) -> Int {
            var (first, last): (Int32, Int32) = (-1, -1)
            guard martlet_memory_range(self.context, Int32(sequence), &first, &last, nil) == MARTLET_OK else {
                return 0
            }
            return Int(last) + 1
        }
    }

    /// A chain of llama.cpp's samplers; used on the engine's thread only.
    final class LlamaSampler: TokenSampler {
        private let chain: OpaquePointer
        private let context: OpaquePointer
        private let weights: LlamaWeights

        init(chain: OpaquePointer, context: OpaquePointer, weights: LlamaWeights) {
            self.chain = chain
            self.context = context
            self.weights = weights
        }

        deinit {
            martlet_sampler_free(self.chain)
        }

        func accept(_ token: Int32) throws(LanguageModelError) {
            var error = martlet_error()
            guard martlet_sampler_accept(self.chain, token, &error) == MARTLET_OK else {
                throw LanguageModelError(.invalidToken, "\(error.text.capitalizedFirst); give a token of this model.")
            }
        }

        func sample(output index: Int) throws(LanguageModelError) -> Int32 {
            var error = martlet_error()
            let token = martlet_sampler_sample(self.chain, self.context, Int32(clamping: index), &error)
            guard error.isSuccess, token >= 0 else { throw error.generationError() }
            return token
        }
    }
#endif
