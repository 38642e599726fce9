/// The bounded buffer between what writes an answer and the task that reads it.
///
/// When it is full the engine leaves the request out of its steps, and takes it up again once half is read; the reader of
/// a server's answer waits as long. Nothing is dropped, and a slow reader slows nobody else.
final class GenerationChannel: Sendable {
    private struct State {
        var deltas: [GenerationDelta] = []
        var end: Result<Void, any Error>?
        var reader: CheckedContinuation<GenerationDelta?, any Error>?
        var isCancelled = false
        var isPaused = false
        /// Whether the reader has the summary: what comes too late to cancel is an answer that is done.
        var isWhole = false

        /// What the reader gets of an answer that was cancelled.
        var endOfCancelled: Result<GenerationDelta?, any Error> {
            self.isWhole ? .success(nil) : .failure(CancellationError())
        }
    }

    private let state = Guarded(State())
    private let capacity: Int
    private let onResume: @Sendable () -> Void
    private let onCancel: @Sendable () -> Void

    /// Creates a channel.
    ///
    /// - Parameters:
    ///   - capacity: How many deltas may wait before the engine pauses.
    ///   - onResume: Called when a paused request can go on.
    ///   - onCancel: Called once when the reader is gone.
    init(capacity: Int, onResume: @escaping @Sendable () -> Void, onCancel: @escaping @Sendable () -> Void) {
        self.capacity = capacity
        self.onResume = onResume
        self.onCancel = onCancel
    }

    /// Whether the reader is gone.
    var isCancelled: Bool { self.state.withLock { $0.isCancelled } }

    /// Whether the buffer is full and has not been half emptied since.
    var isPaused: Bool { self.state.withLock { $0.isPaused } }

    /// Hands a delta to the reader, or keeps it for it.
    func send(_ delta: GenerationDelta) {
        let reader = self.state.withLock { state -> CheckedContinuation<GenerationDelta?, any Error>? in
            if let reader = state.reader.take() {
                state.isWhole = delta.summary != nil
                return reader
            }
            state.deltas.append(delta)
            state.isPaused = state.deltas.count >= self.capacity
            return nil
        }
        reader?.resume(returning: delta)
    }

    /// Tells the reader what is being done for it; of several that wait for it the newest alone is kept, and the last
    /// that tells what was left out.
    func send(_ activity: GenerationActivity) {
        let delta = GenerationDelta(text: "", activity: activity)
        let isReplaced = self.state.withLock { state in
            guard let last = state.deltas.last, last.activity != nil, last.text.isEmpty, last.summary == nil
            else { return false }
            if last.activity?.tellsOfLoss == true, !activity.tellsOfLoss { return false }
            state.deltas[state.deltas.count - 1] = delta
            return true
        }
        if !isReplaced { self.send(delta) }
    }

    /// Ends the answer once everything in the buffer is read.
    func finish(_ end: Result<Void, any Error> = .success(())) {
        let reader = self.state.withLock { state -> CheckedContinuation<GenerationDelta?, any Error>? in
            if state.end == nil { state.end = end }
            return state.reader.take()
        }
        reader?.resume(with: end.map { nil })
    }

    /// Ends the answer at once: the reader gets a `CancellationError` unless it has the whole answer, and the engine stops
    /// at its next step.
    func cancel() {
        let (reader, end, isFirst) = self.state.withLock { state in
            let isFirst = !state.isCancelled
            state.isCancelled = true
            state.deltas = []
            return (state.reader.take(), state.endOfCancelled, isFirst)
        }
        reader?.resume(with: end)
        if isFirst { self.onCancel() }
    }

    /// Waits for the next delta.
    ///
    /// - Returns: The delta, or nil at the end.
    /// - Throws: What the engine ended with, or `CancellationError`.
    func next() async throws -> GenerationDelta? {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                self.read(continuation)
            }
        } onCancel: {
            self.cancel()
        }
    }

    private func read(_ continuation: CheckedContinuation<GenerationDelta?, any Error>) {
        enum Action {
            case resume(Result<GenerationDelta?, any Error>, unpauses: Bool)
            case wait
        }
        let action = self.state.withLock { state -> Action in
            if state.isCancelled { return .resume(state.endOfCancelled, unpauses: false) }
            if !state.deltas.isEmpty {
                let delta = state.deltas.removeFirst()
                state.isWhole = delta.summary != nil
                let unpauses = state.isPaused && state.deltas.count <= self.capacity / 2
                if unpauses { state.isPaused = false }
                return .resume(.success(delta), unpauses: unpauses)
            }
            if let end = state.end { return .resume(end.map { nil }, unpauses: false) }
            state.reader = continuation
            return .wait
        }
        if case .resume(let result, let unpauses) = action {
            continuation.resume(with: result)
            if unpauses { self.onResume() }
        }
    }
}
