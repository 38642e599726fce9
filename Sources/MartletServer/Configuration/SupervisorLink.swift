import Foundation
import Logging
import MartletCore
import ServiceLifecycle

/// What the supervisor of a watched app says on standard input, one JSON object a line: an event for all pages.
///
/// `{"event": "build_status", "data": {…}}` shows how the next version fares; `{"event": "reload", "data": {}}` says
/// that it is there. When the supervisor goes, the app goes too.
struct SupervisorLink: Service {
    let gateway: ChatGateway
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            for await line in Self.lines() {
                self.take(line)
            }
        }
        // End of input means that nobody supervises the app any more.
        if !Task.isShuttingDownGracefully, !Task.isCancelled {
            self.logger.notice("Supervisor gone, ending")
            // As if told to end from outside, for a service that merely returns counts as a failure.
            kill(getpid(), SIGTERM)
            try? await gracefulShutdown()
        }
    }

    private func take(_ line: String) {
        guard let message = try? JSONDecoder().decode(JSONValue.self, from: Data(line.utf8)),
            let event = message["event"]?.stringValue
        else {
            self.logger.warning("Supervisor line ignored")
            return
        }
        var buffer = JSONBuffer()
        buffer.value(message["data"] ?? [:])
        self.gateway.broadcast(event, json: buffer.bytes)
    }

    /// The lines of standard input, read on a thread of their own, since reading blocks.
    private static func lines() -> AsyncStream<String> {
        AsyncStream { continuation in
            // Ends with standard input, or with the process.
            let thread = Thread {
                while let line = readLine() {
                    continuation.yield(line)
                }
                continuation.finish()
            }
            thread.start()
        }
    }
}
