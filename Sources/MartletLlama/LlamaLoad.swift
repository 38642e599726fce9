#if Llama
    import LanguageModels
    import Synchronization

    /// One load under way, which several callers may wait for.
    ///
    /// Each caller can give up by itself; the load is cancelled when the last one does.
    final class LlamaLoad<Value: Sendable>: Sendable {
        typealias Progress = @Sendable (Double) -> Void

        private struct Waiter {
            var progress: Progress?
            var continuation: CheckedContinuation<Value, any Error>?
        }

        private struct State {
            var waiters: [Int: Waiter] = [:]
            var nextID = 0
            var fraction = 0.0
            var result: Result<Value, any Error>?
            var isCancelled = false
            var task: Task<Void, Never>?
        }

        private let state = Mutex(State())

        /// Notes the task that loads, which is cancelled with the load.
        func begin(_ task: Task<Void, Never>) {
            let isCancelled = self.state.withLock { state in
                if state.result == nil { state.task = task }
                return state.isCancelled
            }
            if isCancelled { task.cancel() }
        }

        /// Notes a caller.
        ///
        /// - Parameter progress: What tells the caller how far the load is.
        /// - Returns: The caller's number, or nil if the load was cancelled or has failed.
        func join(progress: Progress?) -> Int? {
            self.state.withLock { state in
                guard !state.isCancelled else { return nil }
                if case .failure? = state.result { return nil }
                state.nextID += 1
                state.waiters[state.nextID] = Waiter(progress: progress)
                return state.nextID
            }
        }

        /// Waits for the load.
        ///
        /// - Parameter id: The caller's number.
        /// - Returns: What was loaded.
        /// - Throws: What loading threw, or `CancellationError` if the caller's task was cancelled.
        func value(for id: Int) async throws -> Value {
            try await withTaskCancellationHandler {
                try await withCheckedThrowingContinuation { continuation in
                    let result = self.state.withLock { state -> Result<Value, any Error>? in
                        if state.waiters[id] == nil { return .failure(CancellationError()) }
                        if let result = state.result { return result }
                        state.waiters[id]?.continuation = continuation
                        return nil
                    }
                    if let result { continuation.resume(with: result) }
                }
            } onCancel: {
                self.leave(id)
            }
        }

        private func leave(_ id: Int) {
            let (continuation, task) = self.state.withLock { state in
                let waiter = state.waiters.removeValue(forKey: id)
                if state.waiters.isEmpty, state.result == nil { state.isCancelled = true }
                return (waiter?.continuation, state.isCancelled ? state.task : nil)
            }
            task?.cancel()
            continuation?.resume(throwing: CancellationError())
        }

        /// Tells the callers how far the load is.
        ///
        /// - Parameter fraction: From 0 to 1.
        /// - Returns: False if nobody waits any more and the load should end.
        func report(_ fraction: Double) -> Bool {
            let (progress, goesOn) = self.state.withLock { state in
                state.fraction = max(state.fraction, fraction)
                return (state.waiters.values.compactMap(\.progress), !state.isCancelled)
            }
            for report in progress { report(fraction) }
            return goesOn
        }

        /// Ends the load for all who wait.
        func complete(_ result: Result<Value, any Error>) {
            let waiters = self.state.withLock { state in
                state.result = result
                state.task = nil
                defer { for id in state.waiters.keys { state.waiters[id]?.continuation = nil } }
                return state.waiters.values.compactMap(\.continuation)
            }
            for continuation in waiters { continuation.resume(with: result) }
        }
    }
#endif
