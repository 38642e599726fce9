#if Llama
    import CMartletLlama
    import LanguageModels
    import Synchronization

    /// A context that turns texts into vectors; made, used and freed on one thread.
    final class LlamaEmbeddingContext {
        /// Ends a computation from another thread.
        final class Abort: Sendable {
            private let requested = Atomic(false)

            var isRequested: Bool { self.requested.load(ordering: .relaxed) }

            func request() { self.requested.store(true, ordering: .relaxed) }
        }

        private let weights: LlamaWeights
        private let context: OpaquePointer
        private let abort: Abort
        private let isPooled: Bool

        /// Creates a context, and evaluates a token in it so that a model that cannot be used is found out at once.
        ///
        /// - Parameters:
        ///   - weights: The loaded model.
        ///   - options: How it was asked for.
        ///   - batchLength: The most tokens of all texts of one batch.
        ///   - pooling: How a text's vectors become one.
        ///   - abort: What ends a computation.
        /// - Throws: A ``LanguageModelError``.
        init(
            weights: LlamaWeights,
            options: LlamaLoadOptions,
            batchLength: Int,
            pooling: LlamaPooling,
            abort: Abort
        ) throws {
            var parameters = martlet_context_options(
                cache_length: UInt32(max(batchLength, options.sequences)),
                batch_length: UInt32(max(batchLength, options.sequences)),
                sequence_count: UInt32(options.sequences),
                threads: Int32(options.resolvedThreads)
            )
            parameters.apply(options.context)
            parameters.embeddings = true
            parameters.pooling = LlamaPooling.kind(pooling)
            // The context is freed before the flag, which this object holds.
            let user = Unmanaged.passUnretained(abort).toOpaque()
            self.context = try LlamaContext.create(weights: weights, options: parameters, user: user) { user in
                guard let user else { return false }
                return Unmanaged<Abort>.fromOpaque(user).takeUnretainedValue().isRequested
            }
            self.weights = weights
            self.abort = abort
            self.isPooled = pooling != .none
            _ = try self.embed([[weights.specialToken(MARTLET_TOKEN_BOS) ?? 0]])
        }

        deinit {
            martlet_context_free(self.context)
        }

        /// Evaluates texts together.
        ///
        /// - Parameter texts: The tokens of each, not more than fit into a batch.
        /// - Returns: For each text its vector, or those of its tokens without pooling.
        /// - Throws: A ``LanguageModelError``.
        func embed(_ texts: [[Int32]]) throws(LanguageModelError) -> [[[Float]]] {
            var error = martlet_error()
            let tokens = texts.flatMap { $0 }
            let lengths = texts.map(\.count)
            guard martlet_embed(self.context, tokens, lengths, lengths.count, &error) == MARTLET_OK else {
                throw error.generationError()
            }
            var next: Int32 = 0
            var results: [[[Float]]] = []
            for text in texts {
                var vectors: [[Float]] = []
                for _ in 0..<(self.isPooled ? 1 : text.count) {
                    vectors.append(try self.vector(next))
                    next += 1
                }
                results.append(vectors)
            }
            return results
        }

        private func vector(_ index: Int32) throws(LanguageModelError) -> [Float] {
            var error = martlet_error()
            var length = 0
            guard let numbers = martlet_embedding(self.context, index, &length, &error) else {
                throw error.generationError()
            }
            let vector = Array(UnsafeBufferPointer(start: numbers, count: length))
            guard vector.allSatisfy(\.isFinite) else {
                throw LanguageModelError(
                    .generationFailed,
                    "The model computes no numbers (NaN); its file may be damaged, download it again."
                )
            }
            return vector
        }
    }
#endif
