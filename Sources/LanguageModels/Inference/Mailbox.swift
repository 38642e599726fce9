import Foundation

/// A queue that one thread waits on and any may post to.
///
/// `@unchecked Sendable`: the condition's lock protects the messages.
final class Mailbox<Message: Sendable>: @unchecked Sendable {
    private let condition = NSCondition()
    private var messages: [Message] = []

    /// Adds a message and wakes the waiting thread.
    func post(_ message: Message) {
        self.condition.lock()
        self.messages.append(message)
        self.condition.signal()
        self.condition.unlock()
    }

    /// Takes all messages.
    ///
    /// - Parameter waits: Whether to block until there is at least one.
    /// - Returns: The messages in the order they came.
    func take(waits: Bool) -> [Message] {
        self.condition.lock()
        defer { self.condition.unlock() }
        while waits, self.messages.isEmpty {
            self.condition.wait()
        }
        defer { self.messages.removeAll(keepingCapacity: true) }
        return self.messages
    }
}
