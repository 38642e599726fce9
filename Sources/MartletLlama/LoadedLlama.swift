#if Llama
    import Foundation
    import LanguageModels
    import Logging

    /// A model in memory with its engine: what all handles of the same file and options share.
    final class LoadedLlama: Sendable {
        let file: LlamaModelFile
        let weights: LlamaWeights
        /// What guesses next tokens, if there is such a model.
        let draft: LlamaDraft?
        let engine: InferenceEngine
        let identity: ModelIdentity
        /// The file's own chat template, or why it cannot be used.
        let chatTemplate: Result<ChatTemplate, LanguageModelError>?
        let controlTokens: ControlTokenIndex

        /// Loads a file on a thread of its own.
        ///
        /// - Parameters:
        ///   - path: The file's path.
        ///   - options: How to load it.
        ///   - registry: What gives out weights.
        ///   - logger: Where the load is logged.
        ///   - progress: Called on any thread with numbers from 0 to 1.
        /// - Throws: A ``LanguageModelError``, or `CancellationError`.
        init(
            path: String,
            options: LlamaLoadOptions,
            registry: LlamaRegistry,
            logger: Logger,
            progress: @escaping @Sendable (Double) -> Void
        ) async throws {
            let start = ContinuousClock.now
            let file = try await Self.onThread(name: "Check \(path)") {
                let file = try LlamaModelFile(checking: path)
                try Self.checkMemory(of: file, options: options)
                return file
            }
            // A draft model is small beside the model.
            let share = options.draft == nil ? 1 : 0.9
            let weights = try await registry.weights(of: file, options: options) { progress($0 * share) }
            guard weights.generatesText else {
                throw LanguageModelError(
                    .unsupportedModel,
                    "'\(path)' is a model (\(weights.summary)) that does not continue text; choose a chat model."
                )
            }
            try Self.checkCacheMemory(of: weights, options: options)
            let adapters = try await Self.onThread(name: "Load adapters") {
                try options.adapters.map { try LlamaLoadedAdapter($0, weights: weights) }
            }
            var draft: LlamaDraft?
            if let model = options.draft {
                draft = try await LlamaDraft(model, for: weights, options: options, registry: registry) {
                    progress(share + $0 * (1 - share))
                }
            }
            self.file = file
            self.weights = weights
            self.draft = draft
            let fileIdentity = Self.fileIdentity(of: file, options: options)
            self.engine = try await InferenceEngine(name: "LlamaModel", configuration: options.scheduling) {
                [draft] abort in
                try LlamaBackend(
                    weights: weights,
                    options: options,
                    adapters: adapters,
                    fileIdentity: fileIdentity,
                    draft: draft,
                    abort: abort
                )
            }
            self.controlTokens = ControlTokenIndex(weights.controlTokenTexts())
            self.chatTemplate = weights.chatTemplate.map { source in
                do throws(LanguageModelError) { return .success(try ChatTemplate(source)) } catch {
                    return .failure(error)
                }
            }
            self.identity = Self.identity(file: file, weights: weights, options: options, limits: self.engine.limits)
            InferenceReports.add(self.engine, name: self.identity.name)
            self.log(to: logger, options: options, duration: start.duration(to: .now))
        }

        /// Runs blocking work away from the threads that tasks share.
        static func onThread<Value: Sendable>(
            name: String,
            _ work: @escaping @Sendable () throws -> Value
        ) async throws -> Value {
            try await withCheckedThrowingContinuation { continuation in
                DedicatedThread.start(name: name) {
                    continuation.resume(with: Result { try work() })
                }
            }
        }

        /// What copies of the cache depend on besides the context: the files as they are now, and the adapters.
        private static func fileIdentity(of file: LlamaModelFile, options: LlamaLoadOptions) -> String {
            let adapters = options.adapters.map { "\(self.state(of: $0.path))*\($0.scale)" }
            return " " + (file.parts.map(self.state(of:)) + adapters).joined(separator: ",")
        }

        /// A file's place, size and time of change, behind whatever links lead to it.
        private static func state(of path: String) -> String {
            let path = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
            let attributes = try? FileManager.default.attributesOfItem(atPath: path)
            let size = attributes?[.size] as? Int64 ?? 0
            let modified = (attributes?[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0
            return "\(path) \(size) \(modified)"
        }

        private func log(to logger: Logger, options: LlamaLoadOptions, duration: Duration) {
            var metadata: Logger.Metadata = [
                "model.path": "\(self.file.path)",
                "model.description": "\(self.weights.summary)",
                "model.bytes": "\(self.weights.size)",
                "model.context_length": "\(self.engine.limits.contextLength)",
                "model.cache_length": "\(self.engine.limits.cacheLength)",
                "model.threads": "\(options.resolvedThreads)",
                "model.load_seconds": "\(Double(duration / .milliseconds(1)) / 1000)",
            ]
            if let draft = self.draft {
                metadata["draft.path"] = "\(draft.path)"
                metadata["draft.description"] = "\(draft.weights.summary)"
                metadata["draft.bytes"] = "\(draft.weights.size)"
                metadata["draft.cache_bytes"] = "\(draft.cacheBytes)"
            }
            logger.info("Model loaded", metadata: metadata)
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
                ].merging(options.parameters) { $1 }
            )
        }

        // MARK: Memory

        /// Weights that are not mapped have to fit into memory as a whole.
        static func checkMemory(of file: LlamaModelFile, options: LlamaLoadOptions) throws(LanguageModelError) {
            guard !options.memoryMap || options.memoryLock || options.model.directIO else { return }
            try Self.check(
                file.size,
                "'\(file.path)' takes",
                remedy: "use memoryMap without memoryLock, or a smaller file"
            )
        }

        /// The cache is taken and written at once, so more than the machine has would end the process.
        static func checkCacheMemory(
            of weights: LlamaWeights,
            options: LlamaLoadOptions
        ) throws(LanguageModelError) {
            let contextLength = options.resolvedContextLength(training: weights.trainingContextLength)
            let cells = options.resolvedCacheLength(contextLength: contextLength)
            let perToken = weights.cacheBytesPerToken(
                keys: options.context.keyCacheType,
                values: options.context.valueCacheType
            )
            let (bytes, overflow) = perToken.multipliedReportingOverflow(by: Int64(cells))
            try Self.check(
                overflow ? .max : bytes,
                "A cache of \(cells) tokens takes",
                remedy: "load with a smaller contextLength, or a smaller kind of cache such as q8_0"
            )
        }

        static func check(_ bytes: Int64, _ what: String, remedy: String) throws(LanguageModelError) {
            let memory = Int64(clamping: ProcessInfo.processInfo.physicalMemory)
            guard bytes > memory else { return }
            throw LanguageModelError(
                .outOfMemory,
                "\(what) \(ByteCount.text(bytes)) and this machine has \(ByteCount.text(memory)) of memory; \(remedy)."
            )
        }
    }
#endif
