#if Llama
    import CMartletLlama
    public import LanguageModels
    public import Logging

    /// A GGUF model that says how well documents answer a query, in this process on llama.cpp.
    ///
    /// ```swift
    /// let model = try await LlamaRerankModel("bge-reranker-v2-m3-Q8_0.gguf")
    /// let scores = try await model.scores(query: "Why is the sky blue?", documents: passages)
    /// ```
    ///
    /// The file has a classification head. Query and document are joined as its template named `rerank` says, or else by
    /// the tokens that the model wants at texts' ends.
    ///
    /// llama-server: `--rerank`.
    public struct LlamaRerankModel: RerankModel {
        private let embedder: LlamaEmbedder
        private let truncates: Bool
        private let template: String?
        private let controlTokens: ControlTokenIndex

        /// Opens a model, and loads it if it is not loaded.
        ///
        /// - Parameters:
        ///   - model: A path; a folder; `hf:owner/repo/file.gguf`; or `owner/repo`, of which the smallest file is taken.
        ///   - modelFile: The file in the folder or repository.
        ///   - truncates: Whether the end of a document that is too long is left out, default false, which is an error.
        ///   - threads: Threads to compute with; nil means all processors of a small machine and half of a larger one's.
        ///   - contextLength: The most tokens of query and document together, never more than the model was trained on;
        ///     nil means as many as that, up to 512.
        ///   - batchSize: The most tokens of several documents evaluated at once, default 512.
        ///   - sequences: How many documents can be evaluated at once, 1 to 256, default 16.
        ///   - gpuLayers: Layers to compute on the graphics processor, default 0; -1 means all.
        ///   - memoryMap: Whether to map the file instead of reading it, default true.
        ///   - memoryLock: Whether to keep the weights from being swapped out, default false.
        ///   - modelOptions: How the file is read and where its weights go.
        ///   - contextOptions: Attention, positions and threads.
        ///   - logger: Where the load is logged; nil means a logger of label `martlet.llama`.
        ///   - progress: Called while loading with numbers from 0 to 1, on any thread; 1 comes last.
        /// - Throws: A ``LanguageModelError`` that names what is wrong with the path, the file or an option, also when
        ///   the model has no classification head; or `CancellationError`.
        public init(
            _ model: String,
            modelFile: String? = nil,
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
                pooling: .rank,
                logger: logger,
                progress: progress
            )
            self.truncates = truncates
            self.template = self.embedder.weights.chatTemplate(named: "rerank")
            self.controlTokens = ControlTokenIndex(self.embedder.weights.controlTokenTexts())
        }

        /// What the model is called and how it was loaded.
        public var identity: ModelIdentity { self.embedder.identity }

        /// The most tokens of query and document together.
        public var contextLength: Int { self.embedder.contextLength }

        /// Scores documents.
        ///
        /// - Parameters:
        ///   - query: What is asked; control tokens in it are plain text, as in documents.
        ///   - documents: The texts that may answer it.
        /// - Returns: A score for each document, in the same order; the higher, the better.
        /// - Throws: A ``LanguageModelError`` when a document is too long or the model fails; `CancellationError` when
        ///   the task is cancelled.
        public func scores(query: String, documents: [String]) async throws -> [Double] {
            try await self.countedScores(query: query, documents: documents).value
        }

        /// Scores documents, and tells how many tokens they have.
        ///
        /// - Parameters:
        ///   - query: What is asked.
        ///   - documents: The texts that may answer it.
        /// - Returns: What ``scores(query:documents:)`` does, with the number of tokens that were evaluated: the query
        ///   counts for each document.
        /// - Throws: A ``LanguageModelError`` as ``scores(query:documents:)`` does.
        public func countedScores(query: String, documents: [String]) async throws -> CountedResult<[Double]> {
            let texts = try documents.enumerated().map { try self.tokens(query, $1, number: $0 + 1) }
            // The first score is that of "relevant".
            let scores = try await self.embedder.embed(texts).map { Double($0[0][0]) }
            return CountedResult(scores, promptTokens: texts.reduce(0) { $0 + $1.count })
        }

        /// The tokens of a query and a document, shortened where that is allowed.
        func tokens(_ query: String, _ document: String, number: Int) throws(LanguageModelError) -> [Int32] {
            let limit = self.contextLength
            var tokens = try self.joined(query, document)
            guard !tokens.isEmpty else {
                throw LanguageModelError(
                    .invalidInput,
                    "Query and document \(number) are empty; give at least a character."
                )
            }
            guard tokens.count > limit else { return tokens }
            let whole = tokens.count
            let weights = self.embedder.weights
            var kept = try weights.tokenize(document, addSpecial: false, parseSpecial: false)
            while self.truncates, tokens.count > limit, !kept.isEmpty {
                kept.removeLast(min(tokens.count - limit, kept.count))
                let bytes = try weights.detokenize(kept, removeSpecial: false, unparseSpecial: false)
                tokens = try self.joined(query, String(decoding: bytes, as: UTF8.self))
            }
            guard tokens.count <= limit else {
                throw LanguageModelError(
                    .contextOverflow,
                    "Query and document \(number) have \(whole) tokens and the model takes \(limit); shorten them, load "
                        + "with a longer contextLength, or with truncates true."
                )
            }
            return tokens
        }

        private func joined(_ query: String, _ document: String) throws(LanguageModelError) -> [Int32] {
            let weights = self.embedder.weights
            if let template = self.template { return try self.rendered(template, query, document) }
            let end = weights.specialToken(.endOfText) ?? weights.specialToken(.separator)
            var tokens: [Int32] = []
            if weights.addsBeginOfText, let begin = weights.specialToken(.beginOfText) { tokens.append(begin) }
            tokens += try weights.tokenize(query, addSpecial: false, parseSpecial: false)
            if weights.addsEndOfText, let end { tokens.append(end) }
            if weights.addsSeparator, let separator = weights.specialToken(.separator) { tokens.append(separator) }
            tokens += try weights.tokenize(document, addSpecial: false, parseSpecial: false)
            if weights.addsEndOfText, let end { tokens.append(end) }
            return tokens
        }

        private func rendered(
            _ template: String,
            _ query: String,
            _ document: String
        ) throws(LanguageModelError) -> [Int32] {
            var segments: [RenderedPrompt.Segment] = []
            func append(_ text: Substring, isUserContent: Bool = false) {
                if !text.isEmpty { segments.append(.init(text: String(text), isUserContent: isUserContent)) }
            }
            var rest = template[...]
            while let place = rest.firstMatch(of: /\{(?:query|document)\}/) {
                append(rest[..<place.range.lowerBound])
                append(place.output == "{query}" ? query[...] : document[...], isUserContent: true)
                rest = rest[place.range.upperBound...]
            }
            append(rest)
            var tokens: [Int32] = []
            for segment in RenderedPrompt(segments: segments).segments(forControlTokens: self.controlTokens) {
                tokens += try self.embedder.weights.tokenize(
                    segment.text,
                    addSpecial: false,
                    parseSpecial: !segment.isUserContent
                )
            }
            return tokens
        }
    }

    extension LlamaWeights {
        /// Tokens that join texts.
        enum JoiningToken {
            case beginOfText, endOfText, separator
        }

        func specialToken(_ token: JoiningToken) -> Int32? {
            switch token {
            case .beginOfText: self.specialToken(MARTLET_TOKEN_BOS)
            case .endOfText: self.specialToken(MARTLET_TOKEN_EOS)
            case .separator: self.specialToken(MARTLET_TOKEN_SEPARATOR)
            }
        }
    }
#endif
