import Foundation

/// A queue that one thread waits on and any may post to.
///
/// `@unchecked Sendable`: the condition's lock protects the messages.
package final class Mailbox<Message: Sendable>: @unchecked Sendable {
    private let condition = NSCondition()
    private var messages: [Message] = []

    /// Creates an empty queue.
    package init() {}

    /// Adds a message and wakes the waiting thread.
    package func post(_ message: Message) {
        self.condition.lock()
        self.messages.append(message)
        self.condition.signal()
        self.condition.unlock()
    }

    /// Takes all messages.
    ///
    /// - Parameters:
    ///   - waits: Whether to block until there is at least one.
    ///   - moment: When to stop waiting; never if nil.
    /// - Returns: The messages in the order they came.
    package func take(waits: Bool, until moment: ContinuousClock.Instant? = nil) -> [Message] {
        self.condition.lock()
        defer { self.condition.unlock() }
        while waits, self.messages.isEmpty {
            guard let moment else {
                self.condition.wait()
                continue
            }
            let rest = (moment - .now).seconds
            guard rest > 0, self.condition.wait(until: Date(timeIntervalSinceNow: rest)) else { break }
        }
        defer { self.messages.removeAll(keepingCapacity: true) }
        return self.messages
    }
}
