import Logging
import Synchronization

/// Where the app's log goes: standard error, from info up, or everything from debug up with `--debug`.
enum Logs {
    private static let isStarted = Atomic(false)

    /// Sets the log up, once.
    ///
    /// - Parameter isDebug: Whether to log from debug up.
    static func start(isDebug: Bool) {
        guard Self.isStarted.compareExchange(expected: false, desired: true, ordering: .relaxed).exchanged else {
            return
        }
        LoggingSystem.bootstrap { label in
            var handler = StreamLogHandler.standardError(label: label)
            handler.logLevel = isDebug ? .debug : .info
            return handler
        }
    }
}
