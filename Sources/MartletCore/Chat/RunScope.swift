import Synchronization

/// One run of a handler: where its messages hang in the chat, and which of its streams are still open.
final class RunScope: Sendable {
    /// The entry under which everything of this run is shown.
    let parentID: String?
    private let openStreams = Mutex<[String: LiveRecord]>([:])

    init(parentID: String?) {
        self.parentID = parentID
    }

    func streamOpened(_ record: LiveRecord) {
        self.openStreams.withLock { $0[record.id] = record }
    }

    func streamClosed(_ id: String) {
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
