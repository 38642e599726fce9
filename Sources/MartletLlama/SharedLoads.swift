#if Llama
    import LanguageModels
    import Synchronization

    /// Things that are loaded once for all who ask: asking again is free, and asking from many tasks at once loads once.
    ///
    /// They are held weakly; one is released with its last user.
    final class SharedLoads<Key: Hashable & Sendable, Value: AnyObject & Sendable>: Sendable {
        /// Loads a value; what it is given tells how far it is, and answers whether anybody still waits.
        typealias Body = @Sendable (_ report: @escaping @Sendable (Double) -> Bool) async throws -> Value

        private struct WeakValue {
            weak var value: Value?
        }

        private enum Entry {
            case loading(LlamaLoad<Value>)
            case loaded(WeakValue)
        }

        private enum Opening {
            case loaded(Value)
            case joined(LlamaLoad<Value>, Int)
            case began(LlamaLoad<Value>, Int)
        }

        private let entries = Mutex<[Key: Entry]>([:])

        /// Gives out the value of a key, and loads it if no one has.
        ///
        /// - Parameters:
        ///   - key: What makes two loads the same.
        ///   - progress: Called with numbers from 0 to 1.
        ///   - body: Loads the value; called only if it has to be.
        /// - Returns: The value.
        /// - Throws: What loading throws, or `CancellationError`.
        func value(
            for key: Key,
            progress: LlamaLoad<Value>.Progress?,
            body: @escaping Body
        ) async throws -> Value {
            switch self.open(key, progress: progress) {
            case .loaded(let value):
                return value
            case .joined(let load, let id):
                return try await load.value(for: id)
            case .began(let load, let id):
                self.start(load, key: key, body: body)
                return try await load.value(for: id)
            }
        }

        private func open(_ key: Key, progress: LlamaLoad<Value>.Progress?) -> Opening {
            self.entries.withLock { entries in
                switch entries[key] {
                case .loaded(let weak):
                    if let value = weak.value { return .loaded(value) }
                case .loading(let load):
                    if let id = load.join(progress: progress) { return .joined(load, id) }
                case nil:
                    break
                }
                // Entries of values that are gone go with the next load.
                entries = entries.filter { entry in
                    if case .loaded(let weak) = entry.value { weak.value != nil } else { true }
                }
                let load = LlamaLoad<Value>()
                entries[key] = .loading(load)
                // A new load takes everyone in.
                return .began(load, load.join(progress: progress) ?? 0)
            }
        }

        private func start(_ load: LlamaLoad<Value>, key: Key, body: @escaping Body) {
            // Ends with the load, which is cancelled when nobody waits for it any more: no caller owns it alone.
            let task = Task {
                do {
                    let value = try await body { load.report($0) }
                    self.settle(load, key: key, value: value)
                    load.complete(.success(value))
                } catch {
                    self.settle(load, key: key, value: nil)
                    load.complete(.failure(error))
                }
            }
            load.begin(task)
        }

        /// Replaces a load by its value, unless another load took its place.
        private func settle(_ load: LlamaLoad<Value>, key: Key, value: Value?) {
            self.entries.withLock { entries in
                guard case .loading(let current)? = entries[key], current === load else { return }
                entries[key] = value.map { .loaded(WeakValue(value: $0)) }
            }
        }
    }
#endif
