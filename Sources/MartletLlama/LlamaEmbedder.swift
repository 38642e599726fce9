#if Llama
    import Foundation
    import LanguageModels
    import Logging
    import Synchronization

    /// What makes embeddings with a file, for all who opened it: a thread of its own, and texts of many callers at once.
    final class LlamaEmbedder: Sendable {
        private enum Message: Sendable {
            case embed(LlamaEmbeddingJob)
            case stop
        }

        /// How many calls may wait at once.
        private static let openLimit = 1024
        /// The most tokens of a text where the caller does not say.
        static let defaultContextLength = 512

        let file: LlamaModelFile
        let weights: LlamaWeights
        let identity: ModelIdentity
        /// The most tokens of a text.
        let contextLength: Int
        /// How a text's vectors become one.
        let pooling: LlamaPooling
        private let mailbox: Mailbox<Message>
        private let abort: LlamaEmbeddingContext.Abort
        private let openCount = Atomic(0)

        /// Loads a file, or takes weights that are loaded, and starts the thread.
        ///
        /// - Parameters:
        ///   - path: The file's path.
        ///   - options: How to load it.
        ///   - pooling: How a text's vectors become one; nil means as the model asks, or else their mean.
        ///   - registry: What gives out weights.
        ///   - logger: Where the load is logged.
        ///   - progress: Called on any thread with numbers from 0 to 1.
        /// - Throws: A ``LanguageModelError``, or `CancellationError`.
        init(
            path: String,
            options: LlamaLoadOptions,
            pooling: LlamaPooling?,
            registry: LlamaRegistry,
            logger: Logger,
            progress: @escaping @Sendable (Double) -> Void
        ) async throws {
            let start = ContinuousClock.now
            let file = try await LoadedLlama.onThread(name: "Check \(path)") {
                let file = try LlamaModelFile(checking: path, forEmbeddings: true)
                try LoadedLlama.checkMemory(of: file, options: options)
                return file
            }
            let pooling = try Self.pooling(pooling, of: file)
            let weights = try await registry.weights(of: file, options: options, progress: progress)
            let length = Self.contextLength(options, weights: weights, file: file)
            let batchLength = max(length, options.batchSize)
            // Each token of a batch takes a number for each token of the vocabulary.
            try LoadedLlama.check(
                Int64(batchLength) * Int64(weights.vocabularySize + weights.embeddingOutputLength) * 4,
                "A batch of \(batchLength) tokens takes",
                remedy: "load with a smaller contextLength and batchSize"
            )
            let (mailbox, abort) = (Mailbox<Message>(), LlamaEmbeddingContext.Abort())
            let context = { @Sendable in
                try LlamaEmbeddingContext(
                    weights: weights,
                    options: options,
                    batchLength: batchLength,
                    pooling: pooling,
                    abort: abort
                )
            }
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                DedicatedThread.start(name: "LlamaEmbedder") {
                    do {
                        let context = try context()
                        continuation.resume()
                        Self.run(context, mailbox: mailbox, batchLength: batchLength, sequences: options.sequences)
                    } catch {
                        continuation.resume(throwing: error)
                    }
                }
            }
            self.file = file
            self.weights = weights
            self.contextLength = length
            self.pooling = pooling
            self.mailbox = mailbox
            self.abort = abort
            self.identity = ModelIdentity(
                type: "llama",
                name: URL(fileURLWithPath: file.path).lastPathComponent,
                parameters: [
                    "model": file.path,
                    "description": weights.summary,
                    "context_length": String(length),
                    "pooling": pooling.rawValue,
                    "threads": String(options.resolvedThreads),
                    "gpu_layers": String(options.gpuLayers),
                ].merging(options.parameters) { $1 }
            )
            logger.info(
                "Embedding model loaded",
                metadata: [
                    "model.path": "\(file.path)",
                    "model.description": "\(weights.summary)",
                    "model.context_length": "\(length)",
                    "model.pooling": "\(pooling.rawValue)",
                    "model.load_seconds": "\(Double(start.duration(to: .now) / .milliseconds(1)) / 1000)",
                ]
            )
        }

        /// Finds a file and takes what makes embeddings with it, for models of any kind.
        ///
        /// - Parameters:
        ///   - model: A path, a folder, or a name on the hub.
        ///   - modelFile: The file in the folder or repository.
        ///   - options: How to load it.
        ///   - pooling: How a text's vectors become one; nil means as the model asks.
        ///   - logger: Where the load is logged; nil means a logger of the library's own.
        ///   - progress: Called while loading with numbers from 0 to 1; 1 comes last.
        /// - Returns: What makes embeddings.
        /// - Throws: A ``LanguageModelError``, or `CancellationError`.
        static func open(
            _ model: String,
            modelFile: String?,
            options: LlamaLoadOptions,
            pooling: LlamaPooling?,
            logger: Logger?,
            progress: (@Sendable (Double) -> Void)?
        ) async throws -> LlamaEmbedder {
            try options.validate()
            return try await LlamaRegistry.shared.embedder(
                at: try await ModelLocator.locate(model, modelFile: modelFile),
                options: options,
                pooling: pooling,
                logger: logger ?? Logger(label: LlamaLibrary.loggerLabel),
                progress: progress
            )
        }

        deinit {
            self.abort.request()
            self.mailbox.post(.stop)
        }

        private static func pooling(
            _ pooling: LlamaPooling?,
            of file: LlamaModelFile
        ) throws(LanguageModelError) -> LlamaPooling {
            if pooling == .rank, !file.hasClassifier {
                throw LanguageModelError(
                    .unsupportedModel,
                    "'\(file.path)' has no classification head, so it gives no scores; choose a reranking model."
                )
            }
            if let pooling { return pooling }
            let architecture = file.metadata["general.architecture"]?.string ?? ""
            let poolings: [Int: LlamaPooling] = [1: .mean, 2: .first, 3: .last]
            return file.metadata["\(architecture).pooling_type"]?.integer.flatMap { poolings[$0] } ?? .mean
        }

        /// A text never has more tokens than the model has positions for.
        private static func contextLength(
            _ options: LlamaLoadOptions,
            weights: LlamaWeights,
            file: LlamaModelFile
        ) -> Int {
            var options = options
            options.contextLength = options.contextLength ?? Self.defaultContextLength
            let length = options.resolvedContextLength(training: weights.trainingContextLength)
            return max(min(length, file.positionCount ?? length), 1)
        }

        // MARK: Callers

        /// Turns texts into vectors.
        ///
        /// - Parameter texts: The tokens of each, at least one and at most ``contextLength``.
        /// - Returns: For each text its vector, or those of its tokens without pooling.
        /// - Throws: A ``LanguageModelError``, or `CancellationError`.
        func embed(_ texts: [[Int32]]) async throws -> LlamaEmbeddingJob.Vectors {
            guard !texts.isEmpty else { return [] }
            defer { self.openCount.subtract(1, ordering: .relaxed) }
            guard self.openCount.add(1, ordering: .relaxed).newValue <= Self.openLimit else {
                throw LanguageModelError(
                    .queueFull,
                    "\(Self.openLimit) calls wait for this embedding model, and no more are taken; try again in a moment."
                )
            }
            let job = LlamaEmbeddingJob(texts: texts)
            return try await withTaskCancellationHandler {
                try await withCheckedThrowingContinuation { continuation in
                    if job.begin(continuation) { self.mailbox.post(.embed(job)) }
                }
            } onCancel: {
                job.finish(.failure(CancellationError()))
            }
        }

        // MARK: The thread

        private struct Work {
            let job: LlamaEmbeddingJob
            var results: LlamaEmbeddingJob.Vectors = []
            /// Texts in the batch at hand.
            var taken = 0
        }

        private static func run(
            _ context: LlamaEmbeddingContext,
            mailbox: Mailbox<Message>,
            batchLength: Int,
            sequences: Int
        ) {
            var works: [Work] = []
            while true {
                for message in mailbox.take(waits: works.isEmpty) {
                    switch message {
                    case .embed(let job):
                        works.append(Work(job: job))
                    case .stop:
                        // Nobody waits: who does holds the embedder.
                        for work in works { work.job.finish(.failure(CancellationError())) }
                        return
                    }
                }
                works.removeAll { $0.job.isFinished }
                let batch = Self.compose(&works, batchLength: batchLength, sequences: sequences)
                guard !batch.isEmpty else { continue }
                do {
                    var vectors = try context.embed(batch.map { works[$0.work].job.texts[$0.text] })[...]
                    for index in works.indices where works[index].taken > 0 {
                        works[index].results += vectors.prefix(works[index].taken)
                        vectors = vectors.dropFirst(works[index].taken)
                        works[index].taken = 0
                        if works[index].results.count == works[index].job.texts.count {
                            works[index].job.finish(.success(works[index].results))
                        }
                    }
                } catch {
                    for index in works.indices where works[index].taken > 0 {
                        works[index].job.finish(.failure(error))
                    }
                }
                works.removeAll { $0.job.isFinished }
                // Who had their turn goes behind those who had less of one.
                if works.count > 1 { works.append(works.removeFirst()) }
            }
        }

        /// Takes texts of all calls in turn, as far as they fit together; the batch has those of a call side by side.
        private static func compose(
            _ works: inout [Work],
            batchLength: Int,
            sequences: Int
        ) -> [(work: Int, text: Int)] {
            var room = batchLength
            var count = 0
            var hasTaken = true
            while hasTaken, count < sequences {
                hasTaken = false
                for index in works.indices where count < sequences {
                    let work = works[index]
                    let next = work.results.count + work.taken
                    guard next < work.job.texts.count, work.job.texts[next].count <= room else { continue }
                    room -= work.job.texts[next].count
                    works[index].taken += 1
                    count += 1
                    hasTaken = true
                }
            }
            return works.indices.flatMap { index in
                let first = works[index].results.count
                return (first..<first + works[index].taken).map { (work: index, text: $0) }
            }
        }
    }
#endif
