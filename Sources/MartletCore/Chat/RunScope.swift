import Synchronization

/// One run of a handler: where its messages hang in the chat, and which of its streams are still open.
final class RunScope: Sendable {
    /// The entry under which everything of this run is shown.
    let parentID: String?
    /// The run that this one is a part of, and which ends its streams.
    private let enclosing: RunScope?
    private let openStreams = Mutex<[String: LiveRecord]>([:])

    init(parentID: String?, in enclosing: RunScope? = nil) {
        self.parentID = parentID
        self.enclosing = enclosing
    }

    func streamOpened(_ record: LiveRecord) {
        if let enclosing { return enclosing.streamOpened(record) }
        self.openStreams.withLock { $0[record.id] = record }
    }

    func streamClosed(_ id: String) {
        if let enclosing { return enclosing.streamClosed(id) }
        _ = self.openStreams.withLock { $0.removeValue(forKey: id) }
    }

    /// Ends what the handler left streaming, for example because it was stopped.
    func closeStreams() {
        let open = self.openStreams.withLock { streams in
            defer { streams.removeAll() }
            return Array(streams.values)
        }
        for record in open {
            record.finish()
        }
    }
}
