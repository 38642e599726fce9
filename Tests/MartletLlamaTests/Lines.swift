import Logging
import Synchronization

/// Log lines at information level and above, in their order.
final class Lines: Sendable {
    private let lines = Mutex<[(message: String, metadata: [String: String])]>([])

    var messages: [String] { self.lines.withLock { $0.map(\.message) } }
    /// What each line says besides its message.
    var metadata: [[String: String]] { self.lines.withLock { $0.map(\.metadata) } }

    /// A handler that notes lines here.
    var handler: any LogHandler { Handler(lines: self) }

    private struct Handler: LogHandler {
        let lines: Lines
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.info

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { self.metadata[key] }
            set { self.metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let metadata = (event.metadata ?? [:]).mapValues { "\($0)" }
            self.lines.lines.withLock { $0.append(("\(event.message)", metadata)) }
        }
    }
}
