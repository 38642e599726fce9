#if Llama
    import Foundation
    import LanguageModels
    import Logging
    import Synchronization

    /// The process's loaded models: opening one again is free, and opening one from many chats at once loads it once.
    ///
    /// The registry holds models weakly; one is released with its last handle or answer.
    final class LlamaRegistry: Sendable {
        /// The process's only registry.
        static let shared = LlamaRegistry()

        /// What makes two loads the same: the file itself, and the options.
        private struct Key: Hashable {
            var path: String
            var size: Int64
            var modified: Date?
            var options: LlamaLoadOptions
        }

        private struct WeakModel {
            weak var model: LoadedLlama?
        }

        private enum Entry {
            case loading(LlamaLoad)
            case loaded(WeakModel)
        }

        private let entries = Mutex<[Key: Entry]>([:])

        /// Gives out the model of a file, and loads it if no one has.
        ///
        /// - Parameters:
        ///   - url: The file; links are followed.
        ///   - options: How to load it.
        ///   - logger: Where a load is logged.
        ///   - progress: Called with numbers from 0 to 1, 1 being last.
        /// - Returns: The model.
        /// - Throws: A ``LanguageModelError``, or `CancellationError`.
        func model(
            at url: URL,
            options: LlamaLoadOptions,
            logger: Logger,
            progress: LlamaLoad.Progress?
        ) async throws -> LoadedLlama {
            let path = url.resolvingSymlinksInPath().path
            let attributes = try? FileManager.default.attributesOfItem(atPath: path)
            let key = Key(
                path: path,
                size: attributes?[.size] as? Int64 ?? 0,
                modified: attributes?[.modificationDate] as? Date,
                options: options
            )
            let model: LoadedLlama
            switch self.open(key, progress: progress) {
            case .loaded(let loaded):
                model = loaded
            case .joined(let load, let id):
                model = try await load.value(for: id)
            case .began(let load, let id):
                self.start(load, key: key, logger: logger)
                model = try await load.value(for: id)
            }
            progress?(1)
            return model
        }

        private enum Opening {
            case loaded(LoadedLlama)
            case joined(LlamaLoad, Int)
            case began(LlamaLoad, Int)
        }

        private func open(_ key: Key, progress: LlamaLoad.Progress?) -> Opening {
            self.entries.withLock { entries in
                switch entries[key] {
                case .loaded(let weak):
                    if let model = weak.model { return .loaded(model) }
                case .loading(let load):
                    if let id = load.join(progress: progress) { return .joined(load, id) }
                case nil:
                    break
                }
                // Entries of models that are gone go with the next load.
                entries = entries.filter { entry in
                    if case .loaded(let weak) = entry.value { weak.model != nil } else { true }
                }
                let load = LlamaLoad()
                entries[key] = .loading(load)
                // A new load takes everyone in.
                return .began(load, load.join(progress: progress) ?? 0)
            }
        }

        private func start(_ load: LlamaLoad, key: Key, logger: Logger) {
            let name = URL(fileURLWithPath: key.path).lastPathComponent
            // Ends with the load, which ends early when nobody waits for it any more: no caller owns it alone.
            Task {
                let bar = TerminalProgressBar(label: "Loading \(name)")
                do {
                    let model = try await LoadedLlama(path: key.path, options: key.options, logger: logger) {
                        fraction in
                        bar.update(fraction: fraction)
                        return load.report(fraction)
                    }
                    bar.finish()
                    self.settle(load, key: key, model: model)
                    load.complete(.success(model))
                } catch {
                    bar.clear()
                    self.settle(load, key: key, model: nil)
                    load.complete(.failure(error))
                }
            }
        }

        /// Replaces a load by its model, unless another load took its place.
        private func settle(_ load: LlamaLoad, key: Key, model: LoadedLlama?) {
            self.entries.withLock { entries in
                guard case .loading(let current)? = entries[key], current === load else { return }
                entries[key] = model.map { .loaded(WeakModel(model: $0)) }
            }
        }
    }
#endif
