#if Llama
    import Foundation
    import LanguageModels
    import Logging

    /// A model in memory with its engine: what all handles of the same file and options share.
    final class LoadedLlama: Sendable {
        let file: LlamaModelFile
        let weights: LlamaWeights
        let engine: InferenceEngine
        let identity: ModelIdentity
        /// The file's own chat template, or why it cannot be used.
        let chatTemplate: Result<ChatTemplate, LanguageModelError>?
        let controlTokens: [String]

        /// Loads a file on a thread of its own.
        ///
        /// - Parameters:
        ///   - path: The file's path.
        ///   - options: How to load it.
        ///   - logger: Where the load is logged.
        ///   - progress: Called on that thread with numbers from 0 to 1; returning false cancels.
        /// - Throws: A ``LanguageModelError``, or `CancellationError`.
        init(
            path: String,
            options: LlamaLoadOptions,
            logger: Logger,
            progress: @escaping @Sendable (Double) -> Bool
        ) async throws {
            let start = ContinuousClock.now
            let file: LlamaModelFile
            (file, self.weights) = try await Self.onThread(name: "Load \(path)") {
                let file = try LlamaModelFile(checking: path)
                try Self.checkMemory(of: file, options: options)
                let weights = try LlamaWeights(path: file.path, options: options, progress: progress)
                guard weights.generatesText else {
                    throw LanguageModelError(
                        .unsupportedModel,
                        "'\(path)' is a model (\(weights.summary)) that does not continue text; choose a chat model."
                    )
                }
                try Self.checkCacheMemory(of: weights, options: options)
                return (file, weights)
            }
            self.file = file
            let weights = self.weights
            self.engine = try await InferenceEngine(name: "LlamaModel") { abort in
                try LlamaBackend(weights: weights, options: options, abort: abort)
            }
            self.controlTokens = weights.controlTokenTexts()
            self.chatTemplate = weights.chatTemplate.map { source in
                do throws(LanguageModelError) { return .success(try ChatTemplate(source)) } catch {
                    return .failure(error)
                }
            }
            self.identity = Self.identity(file: file, weights: weights, options: options, limits: self.engine.limits)
            self.log(to: logger, options: options, duration: start.duration(to: .now))
        }

        /// Runs blocking work away from the threads that tasks share.
        private static func onThread<Value: Sendable>(
            name: String,
            _ work: @escaping @Sendable () throws -> Value
        ) async throws -> Value {
            try await withCheckedThrowingContinuation { continuation in
                DedicatedThread.start(name: name) {
                    continuation.resume(with: Result { try work() })
                }
            }
        }

        private func log(to logger: Logger, options: LlamaLoadOptions, duration: Duration) {
            logger.info(
                "Model loaded",
                metadata: [
                    "model.path": "\(self.file.path)",
                    "model.description": "\(self.weights.summary)",
                    "model.bytes": "\(self.weights.size)",
                    "model.context_length": "\(self.engine.limits.contextLength)",
                    "model.cache_length": "\(self.engine.limits.cacheLength)",
                    "model.threads": "\(options.resolvedThreads)",
                    "model.load_seconds": "\(Double(duration / .milliseconds(1)) / 1000)",
                ]
            )
        }

        private static func identity(
            file: LlamaModelFile,
            weights: LlamaWeights,
            options: LlamaLoadOptions,
            limits: InferenceLimits
        ) -> ModelIdentity {
            ModelIdentity(
                type: "llama",
                name: URL(fileURLWithPath: file.path).lastPathComponent,
                parameters: [
                    "model": file.path,
                    "description": weights.summary,
                    "context_length": String(limits.contextLength),
                    "batch_size": String(limits.batchLength),
                    "threads": String(options.resolvedThreads),
                    "gpu_layers": String(options.gpuLayers),
                ]
            )
        }

        // MARK: Memory

        /// Weights that are not mapped have to fit into memory as a whole.
        private static func checkMemory(of file: LlamaModelFile, options: LlamaLoadOptions) throws(LanguageModelError) {
            guard !options.memoryMap || options.memoryLock else { return }
            let size = (try? FileManager.default.attributesOfItem(atPath: file.path)[.size] as? Int64) ?? 0
            try Self.check(size, "'\(file.path)' takes", remedy: "use memoryMap without memoryLock, or a smaller file")
        }

        /// The cache is taken and written at once, so more than the machine has would end the process.
        private static func checkCacheMemory(
            of weights: LlamaWeights,
            options: LlamaLoadOptions
        ) throws(LanguageModelError) {
            let contextLength = options.resolvedContextLength(training: weights.trainingContextLength)
            let cells = options.resolvedCacheLength(contextLength: contextLength)
            let (bytes, overflow) = weights.cacheBytesPerToken.multipliedReportingOverflow(by: Int64(cells))
            try Self.check(
                overflow ? .max : bytes,
                "A cache of \(cells) tokens takes",
                remedy: "load with a smaller contextLength"
            )
        }

        private static func check(_ bytes: Int64, _ what: String, remedy: String) throws(LanguageModelError) {
            let memory = Int64(clamping: ProcessInfo.processInfo.physicalMemory)
            guard bytes > memory else { return }
            throw LanguageModelError(
                .outOfMemory,
                "\(what) \(ByteCount.text(bytes)) and this machine has \(ByteCount.text(memory)) of memory; \(remedy)."
            )
        }
    }
#endif
