#if Llama
    import Synchronization

    /// The texts of one caller on their way through an embedder.
    final class LlamaEmbeddingJob: Sendable {
        typealias Vectors = [[[Float]]]

        private struct State {
            var continuation: CheckedContinuation<Vectors, any Error>?
            var result: Result<Vectors, any Error>?
        }

        /// The tokens of each text.
        let texts: [[Int32]]
        private let state = Mutex(State())

        init(texts: [[Int32]]) {
            self.texts = texts
        }

        /// Whether nobody waits for it any more.
        var isFinished: Bool { self.state.withLock { $0.result != nil } }

        /// Notes the caller who waits.
        ///
        /// - Returns: False if it was cancelled before; the caller goes on at once.
        func begin(_ continuation: CheckedContinuation<Vectors, any Error>) -> Bool {
            let result = self.state.withLock { state in
                if state.result == nil { state.continuation = continuation }
                return state.result
            }
            if let result { continuation.resume(with: result) }
            return result == nil
        }

        /// Has the caller go on; only the first result counts.
        func finish(_ result: Result<Vectors, any Error>) {
            let continuation = self.state.withLock { state -> CheckedContinuation<Vectors, any Error>? in
                guard state.result == nil else { return nil }
                state.result = result
                defer { state.continuation = nil }
                return state.continuation
            }
            continuation?.resume(with: result)
        }
    }
#endif
