/// What the task that reads a server's answer passes it on with.
///
/// When the channel is full the task waits, and with it the connection: nothing is dropped and nothing piles up.
final class AnswerWriter: Sendable {
    /// Where the task waits until there is room.
    private final class Gate: Sendable {
        private let writer = Guarded<CheckedContinuation<Void, Never>?>(nil)

        func open() { self.writer.withLock { $0.take() }?.resume() }

        /// Waits until it is opened, or the task is cancelled.
        func wait(while isClosed: @Sendable () -> Bool) async {
            await withTaskCancellationHandler {
                await withCheckedContinuation { continuation in
                    // What changes from here on opens the gate.
                    let waits = self.writer.withLock { writer in
                        guard isClosed(), !Task.isCancelled else { return false }
                        writer = continuation
                        return true
                    }
                    if !waits { continuation.resume() }
                }
            } onCancel: {
                self.open()
            }
        }
    }

    let channel: GenerationChannel
    private let gate: Gate

    /// Creates a writer with a channel of its own.
    ///
    /// - Parameter capacity: How many deltas may wait for their reader.
    init(capacity: Int = 64) {
        let gate = Gate()
        self.gate = gate
        self.channel = GenerationChannel(capacity: capacity, onResume: gate.open, onCancel: gate.open)
    }

    /// Hands a delta to the reader, or keeps it for it; waits while too many are kept.
    ///
    /// - Throws: `CancellationError` when the reader is gone or the task was cancelled.
    func send(_ delta: GenerationDelta) async throws {
        if self.channel.isCancelled { throw CancellationError() }
        self.channel.send(delta)
        guard self.channel.isPaused else { return }
        await self.gate.wait { [channel] in channel.isPaused && !channel.isCancelled }
        if Task.isCancelled || self.channel.isCancelled { throw CancellationError() }
    }
}

extension GenerationStream {
    /// A stream that a task fills: it begins with the first delta that is asked for, and ends when the reader goes.
    ///
    /// - Parameter fill: Passes the answer on, and ends the channel.
    init(filledBy fill: @escaping @Sendable (AnswerWriter) async -> Void) {
        self.init(
            InferenceStream {
                let writer = AnswerWriter()
                let task = Task { await fill(writer) }
                return InferenceRequest(channel: writer.channel, onEnd: task.cancel)
            }
        )
    }
}
