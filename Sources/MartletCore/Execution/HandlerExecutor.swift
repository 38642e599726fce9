/// Runs one handler's code on the threads that are kept for handlers, and knows the handler's name.
///
/// Handlers are other people's code: one that blocks must neither hold up sockets nor other chats.
final class HandlerExecutor: TaskExecutor {
    /// The handler's name, such as `on_message`.
    let name: String
    private let threads: HandlerThreads

    init(name: String, threads: HandlerThreads = .shared) {
        self.name = name
        self.threads = threads
    }

    func enqueue(_ job: consuming ExecutorJob) {
        self.threads.run(UnownedJob(job), for: self)
    }
}
