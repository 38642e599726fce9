import Synchronization

/// Work of the app that runs in a chat.
struct RunningTask: Sendable {
    let task: Task<Void, Never>
    let mark: RunMark
    /// Whether `stop` ends it.
    let endsOnStop: Bool
    /// Whether a client had it begun, of which there may be only so many at once.
    let isClients: Bool
    /// The person's message that it answers.
    let messageID: String?
}

/// Says of a run whether what it sends still counts.
final class RunMark: Sendable {
    /// The run that the current task belongs to.
    @TaskLocal static var current: RunMark?

    private let discarded = Atomic(false)

    /// Whether the run's messages were taken away, because the person changed the message that it answers.
    var isDiscarded: Bool { self.discarded.load(ordering: .acquiring) }

    func discard() {
        self.discarded.store(true, ordering: .releasing)
    }
}
