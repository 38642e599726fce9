import Synchronization

/// Which of a chat's viewers, also after it lost its connection and came back.
public struct ViewerID: Hashable, Sendable {
    let number: Int
}

/// One who reads a chat's run log at its own pace: a browser tab.
///
/// It keeps a position in the log and reads on with ``ChatSession/read(after:)`` when it is woken.
public protocol LogViewer: Sendable {
    /// Says that the log has grown; called from any thread, often, with locks held: it must only note it and return.
    func wake()

    /// Where it stands in the log; nil when it is not to be waited for.
    ///
    /// Asked from any thread, with locks held: it must only be told and return.
    var position: LogPosition? { get }
}

/// One who is told of everything at once: a test.
///
/// Called in order, one call at a time, and never to block.
public protocol ChatTransport: Sendable {
    /// Takes what happened.
    ///
    /// - Parameter event: What happened.
    func deliver(_ event: ChatEvent)
}

/// Reads the log for a transport that is told of everything at once.
final class PushingViewer: LogViewer {
    private let transport: any ChatTransport
    private let log: RunLog
    private let reached: Mutex<LogPosition?> = Mutex(nil)

    /// It reads while it is woken, so it is never behind.
    var position: LogPosition? { nil }

    init(_ transport: any ChatTransport, log: RunLog) {
        self.transport = transport
        self.log = log
    }

    /// Begins to read after a position.
    func start(after position: LogPosition) {
        self.reached.withLock { $0 = position }
        self.wake()
    }

    func wake() {
        self.reached.withLock { position in
            while let current = position {
                guard case .events(let events, let next) = self.log.read(after: current), !events.isEmpty else {
                    return
                }
                for event in events { self.transport.deliver(event.event) }
                position = next
            }
        }
    }
}
