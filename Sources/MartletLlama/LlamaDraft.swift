#if Llama
    import CMartletLlama
    import LanguageModels

    /// A draft model in memory that was found to fit the model it is for.
    struct LlamaDraft: Sendable {
        /// How many requests' tokens it holds at once; at most two are guessed for, and others may come back.
        private static let sequences = 4
        /// One vocabulary may have so many tokens more than the other, as models of a family do; llama.cpp's number.
        private static let mostExtraTokens = 128
        /// The tokens before it may have other names.
        private static let firstComparedToken: Int32 = 5

        let weights: LlamaWeights
        var path: String { self.model.model }
        /// What its cache takes; 0 if the file does not tell.
        var cacheBytes: Int64 {
            let length = self.options.resolvedContextLength(training: self.weights.trainingContextLength)
            return self.weights.cacheBytesPerToken() * Int64(self.options.resolvedCacheLength(contextLength: length))
        }
        private let model: LlamaDraftModel
        private let options: LlamaLoadOptions
        /// How many tokens both models have.
        private let commonTokens: Int

        /// Loads a draft model, and checks that it can guess for another one.
        ///
        /// - Parameters:
        ///   - model: The draft model, with its path.
        ///   - target: The model that it is for.
        ///   - options: How that one is loaded.
        ///   - registry: What gives out weights.
        ///   - progress: Called on any thread with numbers from 0 to 1.
        /// - Throws: A ``LanguageModelError`` that says why it cannot be used, or `CancellationError`.
        init(
            _ model: LlamaDraftModel,
            for target: LlamaWeights,
            options: LlamaLoadOptions,
            registry: LlamaRegistry,
            progress: @escaping @Sendable (Double) -> Void
        ) async throws {
            let own = Self.options(for: model, target: target, options: options)
            self.weights = try await Self.explaining(model) {
                let file = try await LoadedLlama.onThread(name: "Check \(model.model)") {
                    let file = try LlamaModelFile(checking: model.model)
                    try LoadedLlama.checkMemory(of: file, options: own)
                    return file
                }
                let weights = try await registry.weights(of: file, options: own, progress: progress)
                guard weights.generatesText else {
                    throw LanguageModelError(
                        .unsupportedModel,
                        "It (\(weights.summary)) does not continue text; choose a small chat model."
                    )
                }
                try LoadedLlama.checkCacheMemory(of: weights, options: own)
                try Self.checkVocabulary(of: weights, against: target)
                return weights
            }
            self.model = model
            self.options = own
            self.commonTokens = min(self.weights.vocabularySize, target.vocabularySize)
        }

        /// Makes the drafter, on the engine's thread.
        ///
        /// - Parameters:
        ///   - target: The back end that it guesses for; both compute with the same threads.
        ///   - abort: What ends a decode.
        /// - Throws: A ``LanguageModelError``.
        func makeDrafter(for target: LlamaBackend, abort: DecodeAbort) throws -> ModelDrafter {
            do {
                let backend = try LlamaBackend(
                    weights: self.weights,
                    options: self.options,
                    threadsOf: target.owner,
                    abort: abort
                )
                guard backend.limits.canTruncate, target.limits.canTruncate else {
                    let weights = backend.limits.canTruncate ? target.owner.weights : self.weights
                    throw LanguageModelError(
                        .unsupportedModel,
                        "'\(weights.summary)' cannot take tokens back, as guessing needs; leave draftModel out."
                    )
                }
                return ModelDrafter(
                    backend: backend,
                    longestDraft: self.model.longestDraft,
                    leastProbability: self.model.leastProbability,
                    vocabularySize: self.commonTokens,
                    abort: abort
                )
            } catch let error as LanguageModelError {
                throw Self.explained(error, self.model)
            }
        }

        /// How the draft model is loaded: as the other one, but for what concerns that one alone.
        private static func options(
            for model: LlamaDraftModel,
            target: LlamaWeights,
            options: LlamaLoadOptions
        ) -> LlamaLoadOptions {
            let length = options.resolvedContextLength(training: target.trainingContextLength)
            return LlamaLoadOptions(
                threads: options.threads,
                contextLength: length,
                batchSize: options.batchSize,
                gpuLayers: model.gpuLayers,
                memoryMap: options.memoryMap,
                memoryLock: options.memoryLock,
                sequences: Self.sequences,
                cacheLength: min(options.resolvedCacheLength(contextLength: length), 2 * length),
                model: options.model,
                // Other kinds of cache do not fit every shape of model, and windows that are short forget for good.
                context: LlamaContextOptions(
                    flashAttention: options.context.flashAttention,
                    offloadsCache: options.context.offloadsCache,
                    batchThreads: options.context.batchThreads,
                    microBatchSize: options.context.microBatchSize
                )
            )
        }

        // MARK: Vocabularies

        /// Checks that a token means the same to both models, by the rules of llama.cpp.
        private static func checkVocabulary(
            of draft: LlamaWeights,
            against target: LlamaWeights
        ) throws(LanguageModelError) {
            guard let difference = try Self.difference(draft, target) else { return }
            throw LanguageModelError(
                .unsupportedModel,
                "Its vocabulary is not that of the model '\(target.summary)': \(difference). "
                    + "Give a smaller model of the same family, or leave draftModel out."
            )
        }

        private static func difference(
            _ draft: LlamaWeights,
            _ target: LlamaWeights
        ) throws(LanguageModelError) -> String? {
            guard draft.vocabularyKind == target.vocabularyKind else {
                let kinds = [draft, target].map { $0.metadata("tokenizer.ggml.model") ?? "unknown" }
                return "it is of the kind '\(kinds[0])', and the model's of the kind '\(kinds[1])'"
            }
            let ends = [
                ("begin-of-text", MARTLET_TOKEN_BOS, draft.addsBeginOfText, target.addsBeginOfText),
                ("end-of-text", MARTLET_TOKEN_EOS, draft.addsEndOfText, target.addsEndOfText),
            ]
            for (name, role, isAdded, isAddedByTarget) in ends {
                guard isAdded == isAddedByTarget else {
                    return "only one of them puts its \(name) token around texts"
                }
                let tokens = [draft, target].map { $0.specialToken(role) }
                guard !isAdded || tokens[0] == tokens[1] else {
                    let numbers = tokens.map { $0.map(String.init) ?? "missing" }
                    return "its \(name) token is \(numbers[0]), and the model's is \(numbers[1])"
                }
            }
            let sizes = [draft.vocabularySize, target.vocabularySize]
            guard abs(sizes[0] - sizes[1]) <= Self.mostExtraTokens else {
                return "it has \(sizes[0]) tokens, and the model's has \(sizes[1])"
            }
            guard let token = draft.firstDifference(from: target, start: Self.firstComparedToken) else { return nil }
            return
                "token \(token) is '\(try draft.text(of: token))', and the model's is '\(try target.text(of: token))'"
        }

        // MARK: Errors

        private static func explaining<Value: Sendable>(
            _ model: LlamaDraftModel,
            _ body: @Sendable () async throws -> Value
        ) async throws -> Value {
            do { return try await body() } catch let error as LanguageModelError {
                throw Self.explained(error, model)
            }
        }

        /// The error with the draft model's name.
        private static func explained(_ error: LanguageModelError, _ model: LlamaDraftModel) -> LanguageModelError {
            LanguageModelError(
                error.code,
                "'\(model.model)' cannot be used as draft model. \(error.message)",
                cause: error
            )
        }
    }
#endif
