#if Llama
    import Foundation
    import LanguageModels
    import Logging

    /// The process's loaded models: opening one again is free, and opening one from many chats at once loads it once.
    ///
    /// Weights are shared beyond that, such as by the same file for answers and for embeddings. The registry holds all of it
    /// weakly.
    final class LlamaRegistry: Sendable {
        /// The process's only registry.
        static let shared = LlamaRegistry()

        /// A file as it is now; links are followed.
        private struct FileKey: Hashable {
            var path: String
            var size: Int64
            var modified: Date?

            init(_ path: String) {
                self.path = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
                let attributes = try? FileManager.default.attributesOfItem(atPath: self.path)
                self.size = attributes?[.size] as? Int64 ?? 0
                self.modified = attributes?[.modificationDate] as? Date
            }
        }

        private struct WeightsKey: Hashable {
            var file: FileKey
            var gpuLayers: Int
            var memoryMap: Bool
            var memoryLock: Bool
            var model: LlamaModelOptions
            /// A context of this kind changes what llama.cpp keeps of the model's shape.
            var yarn: LlamaRopeScaling?

            init(path: String, options: LlamaLoadOptions) {
                self.file = FileKey(path)
                self.gpuLayers = options.gpuLayers
                self.memoryMap = options.memoryMap
                self.memoryLock = options.memoryLock
                self.model = options.model
                self.yarn = options.context.ropeScaling
            }
        }

        private struct ModelKey: Hashable {
            var file: FileKey
            var options: LlamaLoadOptions
            var adapters: [FileKey]
            var draft: FileKey?
        }

        private struct EmbedderKey: Hashable {
            var model: ModelKey
            var pooling: LlamaPooling?
        }

        private let weights = SharedLoads<WeightsKey, LlamaWeights>()
        private let models = SharedLoads<ModelKey, LoadedLlama>()
        private let embedders = SharedLoads<EmbedderKey, LlamaEmbedder>()

        private static func key(_ path: String, _ options: LlamaLoadOptions) -> ModelKey {
            ModelKey(
                file: FileKey(path),
                options: options,
                adapters: options.adapters.map { FileKey($0.path) },
                draft: options.draft.map { FileKey($0.model) }
            )
        }

        /// Gives out the model of a file, and loads it if no one has.
        ///
        /// - Parameters:
        ///   - url: The file; of a model in several files any.
        ///   - options: How to load it.
        ///   - logger: Where a load is logged.
        ///   - progress: Called with numbers from 0 to 1, 1 being last.
        /// - Returns: The model.
        /// - Throws: A ``LanguageModelError``, or `CancellationError`.
        func model(
            at url: URL,
            options: LlamaLoadOptions,
            logger: Logger,
            progress: LlamaLoad<LoadedLlama>.Progress?
        ) async throws -> LoadedLlama {
            let path = LlamaModelFile.firstPart(of: url.path)
            let model = try await self.models.value(for: Self.key(path, options), progress: progress) { report in
                try await LoadedLlama(path: path, options: options, registry: self, logger: logger) { _ = report($0) }
            }
            progress?(1)
            return model
        }

        /// Gives out what makes embeddings with a file, and loads it if no one has.
        ///
        /// - Parameters:
        ///   - url: The file; of a model in several files any.
        ///   - options: How to load it.
        ///   - pooling: How a text's vectors become one; nil means as the model asks.
        ///   - logger: Where a load is logged.
        ///   - progress: Called with numbers from 0 to 1, 1 being last.
        /// - Returns: What makes embeddings.
        /// - Throws: A ``LanguageModelError``, or `CancellationError`.
        func embedder(
            at url: URL,
            options: LlamaLoadOptions,
            pooling: LlamaPooling?,
            logger: Logger,
            progress: LlamaLoad<LlamaEmbedder>.Progress?
        ) async throws -> LlamaEmbedder {
            let path = LlamaModelFile.firstPart(of: url.path)
            let key = EmbedderKey(model: Self.key(path, options), pooling: pooling)
            let embedder = try await self.embedders.value(for: key, progress: progress) { report in
                try await LlamaEmbedder(path: path, options: options, pooling: pooling, registry: self, logger: logger)
                {
                    _ = report($0)
                }
            }
            progress?(1)
            return embedder
        }

        /// Gives out the weights of a file that was checked, and loads them if no one has.
        ///
        /// - Parameters:
        ///   - file: The file.
        ///   - options: How to load it.
        ///   - progress: Called with numbers from 0 to 1.
        /// - Returns: The weights.
        /// - Throws: A ``LanguageModelError``, or `CancellationError`.
        func weights(
            of file: LlamaModelFile,
            options: LlamaLoadOptions,
            progress: @escaping LlamaLoad<LlamaWeights>.Progress
        ) async throws -> LlamaWeights {
            let key = WeightsKey(path: file.path, options: options)
            // Loading an adapter changes what other contexts of the same weights read without a lock.
            let loads = options.adapters.isEmpty ? self.weights : SharedLoads<WeightsKey, LlamaWeights>()
            return try await loads.value(for: key, progress: progress) { report in
                try await Self.load(file, options: options, report: report)
            }
        }

        private static func load(
            _ file: LlamaModelFile,
            options: LlamaLoadOptions,
            report: @escaping @Sendable (Double) -> Bool
        ) async throws -> LlamaWeights {
            let bar = TerminalProgressBar(label: "Loading \(URL(fileURLWithPath: file.path).lastPathComponent)")
            do {
                let weights = try await LoadedLlama.onThread(name: "Load \(file.path)") {
                    try LlamaWeights(path: file.path, options: options) { fraction in
                        bar.update(fraction: fraction)
                        return report(fraction)
                    }
                }
                bar.finish()
                return weights
            } catch {
                bar.clear()
                throw error
            }
        }
    }
#endif
