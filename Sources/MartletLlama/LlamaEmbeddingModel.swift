#if Llama
    public import LanguageModels
    public import Logging

    /// A GGUF model that turns texts into vectors in this process, on llama.cpp.
    ///
    /// ```swift
    /// let model = try await LlamaEmbeddingModel("nomic-embed-text-v1.5.Q8_0.gguf")
    /// let vectors = try await model.embeddings(of: ["search_query: Why is the sky blue?"])
    /// ```
    ///
    /// Any model of text gives vectors, though those of models made for it mean more. Opening the same file again gives
    /// another handle to the same model, and weights are shared with a ``LlamaModel`` of the same file. Texts of many
    /// callers are evaluated together.
    ///
    /// ctransformers: `LLM.embed`. llama-server: `--embeddings`.
    public struct LlamaEmbeddingModel: EmbeddingModel {
        let embedder: LlamaEmbedder
        private let normalizes: Bool
        private let truncates: Bool

        /// Opens a model, and loads it if it is not loaded.
        ///
        /// - Parameters:
        ///   - model: A path; a folder; `hf:owner/repo/file.gguf`; or `owner/repo`, of which the smallest file is taken.
        ///   - modelFile: The file in the folder or repository.
        ///   - pooling: How the vectors of a text's tokens become one; nil means as the model asks, or else their mean.
        ///   - normalizes: Whether vectors have the length 1, default true; their dot products are then cosines.
        ///   - truncates: Whether the end of a text that is too long is left out, default false, which is an error.
        ///   - threads: Threads to compute with; nil means all processors of a small machine and half of a larger one's.
        ///   - contextLength: The most tokens of one text, never more than the model was trained on; nil means as many as
        ///     that, up to 512. Longer ones need more memory, for each token as many numbers as the vocabulary has.
        ///   - batchSize: The most tokens of several texts evaluated at once, default 512, never less than one text's.
        ///   - sequences: How many texts can be evaluated at once, 1 to 256, default 16.
        ///   - gpuLayers: Layers to compute on the graphics processor, default 0; -1 means all.
        ///   - memoryMap: Whether to map the file instead of reading it, default true.
        ///   - memoryLock: Whether to keep the weights from being swapped out, default false.
        ///   - modelOptions: How the file is read and where its weights go.
        ///   - contextOptions: Attention, positions and threads.
        ///   - logger: Where the load is logged; nil means a logger of label `martlet.llama`.
        ///   - progress: Called while loading with numbers from 0 to 1, on any thread; 1 comes last.
        /// - Throws: A ``LanguageModelError`` that names what is wrong with the path, the file or an option, or
        ///   `CancellationError`.
        public init(
            _ model: String,
            modelFile: String? = nil,
            pooling: LlamaPooling? = nil,
            normalizes: Bool = true,
            truncates: Bool = false,
            threads: Int? = nil,
            contextLength: Int? = nil,
            batchSize: Int = 512,
            sequences: Int = 16,
            gpuLayers: Int = 0,
            memoryMap: Bool = true,
            memoryLock: Bool = false,
            modelOptions: LlamaModelOptions = LlamaModelOptions(),
            contextOptions: LlamaContextOptions = LlamaContextOptions(),
            logger: Logger? = nil,
            progress: (@Sendable (Double) -> Void)? = nil
        ) async throws {
            guard pooling != .rank else {
                throw LanguageModelError(
                    .invalidOption,
                    "pooling is rank, which gives scores of a query and a document; open the file as LlamaRerankModel."
                )
            }
            self.embedder = try await LlamaEmbedder.open(
                model,
                modelFile: modelFile,
                options: LlamaLoadOptions(
                    threads: threads,
                    contextLength: contextLength,
                    batchSize: batchSize,
                    gpuLayers: gpuLayers,
                    memoryMap: memoryMap,
                    memoryLock: memoryLock,
                    sequences: sequences,
                    model: modelOptions,
                    context: contextOptions
                ),
                pooling: pooling,
                logger: logger,
                progress: progress
            )
            self.normalizes = normalizes
            self.truncates = truncates
        }

        /// What the model is called and how it was loaded.
        public var identity: ModelIdentity { self.embedder.identity }

        /// How many numbers a vector has.
        public var dimensions: Int? { self.embedder.weights.embeddingOutputLength }

        /// The most tokens of one text.
        public var contextLength: Int { self.embedder.contextLength }

        /// How the vectors of a text's tokens become one.
        public var pooling: LlamaPooling { self.embedder.pooling }

        /// Turns texts into vectors.
        ///
        /// - Parameter texts: The texts, each with at least one token; control tokens in them are plain text.
        /// - Returns: A vector for each text, in the same order.
        /// - Throws: A ``LanguageModelError`` when a text is empty or too long, the model was opened without pooling, or
        ///   it fails; `CancellationError` when the task is cancelled.
        public func embeddings(of texts: [String]) async throws -> [[Float]] {
            try await self.countedEmbeddings(of: texts).value
        }

        /// Turns texts into vectors, and tells how many tokens they have.
        ///
        /// - Parameter texts: The texts.
        /// - Returns: What ``embeddings(of:)`` does, with the number of tokens that were evaluated.
        /// - Throws: A ``LanguageModelError`` as ``embeddings(of:)`` does.
        public func countedEmbeddings(of texts: [String]) async throws -> CountedResult<[[Float]]> {
            guard self.pooling != .none else {
                throw LanguageModelError(
                    .invalidOption,
                    "The model was opened with pooling none, so a text has no vector of its own; call "
                        + "tokenEmbeddings(of:), or choose another pooling."
                )
            }
            let tokens = try texts.enumerated().map { try self.tokens($1, number: $0 + 1) }
            let vectors = try await self.embedder.embed(tokens).map { self.finished($0[0]) }
            return CountedResult(vectors, promptTokens: tokens.reduce(0) { $0 + $1.count })
        }

        /// Turns each token of a text into a vector; the model was opened with pooling ``LlamaPooling/none``.
        ///
        /// - Parameter text: The text.
        /// - Returns: A vector for each of the text's tokens, also for those that the model adds at its ends.
        /// - Throws: A ``LanguageModelError`` as ``embeddings(of:)`` does, or if the model was opened with pooling.
        public func tokenEmbeddings(of text: String) async throws -> [[Float]] {
            guard self.pooling == .none else {
                throw LanguageModelError(
                    .invalidOption,
                    "The model was opened with pooling \(self.pooling.rawValue); open it with none for tokens' vectors."
                )
            }
            return try await self.embedder.embed([try self.tokens(text, number: 1)])[0].map(self.finished)
        }

        private func tokens(_ text: String, number: Int) throws(LanguageModelError) -> [Int32] {
            let tokens = try self.embedder.weights.tokenize(text, addSpecial: true, parseSpecial: false)
            guard !tokens.isEmpty else {
                throw LanguageModelError(.invalidInput, "Text \(number) has no tokens; give at least one character.")
            }
            let limit = self.contextLength
            guard tokens.count > limit else { return tokens }
            guard self.truncates else {
                throw LanguageModelError(
                    .contextOverflow,
                    "Text \(number) has \(tokens.count) tokens and the model takes \(limit); shorten it, load with a "
                        + "longer contextLength, or with truncates true."
                )
            }
            // What the model wants at the end of a text stays there.
            guard let last = tokens.last, limit > 1, self.embedder.weights.isSpecial(last) else {
                return Array(tokens.prefix(limit))
            }
            return tokens.prefix(limit - 1) + [last]
        }

        private func finished(_ vector: [Float]) -> [Float] {
            guard self.normalizes else { return vector }
            let length = vector.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
            return length > 0 ? vector.map { Float(Double($0) / length) } : vector
        }
    }
#endif
