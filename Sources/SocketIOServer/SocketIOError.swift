/// Why an emit with an acknowledgement got none.
public struct SocketIOError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What went wrong.
    public struct Code: Sendable, Hashable {
        private enum Value {
            case disconnected, acknowledgementTimeout
        }

        private let value: Value

        private init(_ value: Value) {
            self.value = value
        }

        /// The client is gone.
        public static let disconnected = Code(.disconnected)
        /// The client did not answer in time.
        public static let acknowledgementTimeout = Code(.acknowledgementTimeout)
    }

    /// What went wrong.
    public let code: Code

    /// One sentence.
    public let message: String

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// The message.
    public var description: String { self.message }
}
