public import MartletCore

/// What went wrong between Martlet and an MCP server: a code to switch on and a sentence to show.
///
/// The message says what happened and what to do next, and never holds a header's or an environment variable's value.
/// What the server or the system said lies apart in ``detail``: show that only to whom the server belongs.
public struct MCPError: Error, Sendable, CustomStringConvertible {
    /// The kind of an ``MCPError``.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Value: String, Hashable, Sendable {
            case invalidCommand, invalidURL, urlNotAllowed, invalidArgument
            case connectFailed, timedOut, connectionLost, closed
            case refused, busy, invalidAnswer, messageTooLarge
        }

        private let value: Value

        private init(_ value: Value) {
            self.value = value
        }

        /// A command line cannot be split, or its program cannot be started.
        public static let invalidCommand = Self(.invalidCommand)
        /// An address is none that a server can have.
        public static let invalidURL = Self(.invalidURL)
        /// An address lies outside of what was granted.
        public static let urlNotAllowed = Self(.urlNotAllowed)
        /// An argument cannot be sent.
        public static let invalidArgument = Self(.invalidArgument)
        /// No connection came about; the reason is the ``MCPError/detail``.
        public static let connectFailed = Self(.connectFailed)
        /// The server took too long.
        public static let timedOut = Self(.timedOut)
        /// The connection ended by itself.
        public static let connectionLost = Self(.connectionLost)
        /// The connection was closed by this side.
        public static let closed = Self(.closed)
        /// The server answered with an error; see ``MCPError/answer``.
        public static let refused = Self(.refused)
        /// Too many requests wait for the server.
        public static let busy = Self(.busy)
        /// The server sent something that the protocol does not allow.
        public static let invalidAnswer = Self(.invalidAnswer)
        /// A message is larger than the limit.
        public static let messageTooLarge = Self(.messageTooLarge)

        /// The code's name, fit for a metrics label.
        public var description: String { self.value.rawValue }
    }

    /// The error that a server answered with, by JSON-RPC.
    public struct Answer: Hashable, Sendable {
        /// The number of the error; -32601 is a method that the server does not have.
        public let code: Int
        /// The server's words.
        public let message: String
        /// What else the server tells.
        public let data: JSONValue?
    }

    /// What kind of error this is.
    public let code: Code
    /// What happened, with which value, and what to do next; fit for anyone.
    public let message: String
    /// What the server or the system said, or nil; fit only for whom the server belongs.
    public let detail: String?
    /// The server's own error, with the code ``Code/refused``.
    public let answer: Answer?
    /// The error underneath, if there was one.
    public let cause: (any Error)?

    /// Creates an error.
    ///
    /// - Parameters:
    ///   - code: What kind of error this is.
    ///   - message: What happened, with which value, and what to do next.
    ///   - detail: What the server or the system said.
    ///   - answer: The server's own error.
    ///   - cause: The error underneath, if there was one.
    public init(
        _ code: Code,
        _ message: String,
        detail: String? = nil,
        answer: Answer? = nil,
        cause: (any Error)? = nil
    ) {
        self.code = code
        self.message = message
        self.detail = detail
        self.answer = answer
        self.cause = cause
    }

    /// The message and the detail, for logs.
    public var description: String {
        guard let detail = self.detail else { return self.message }
        return "\(self.message) (\(detail))"
    }
}

/// Foreign text made fit for a message or a line of the log.
enum ShownText {
    /// The text without control characters, cut at a length.
    static func shown(_ text: some StringProtocol, limit: Int = 300) -> String {
        var result = ""
        var count = 0
        for scalar in text.unicodeScalars {
            guard count < limit else { return result + "…" }
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator, .format: result.append(" ")
            default: result.unicodeScalars.append(scalar)
            }
            count += 1
        }
        return result
    }

    /// A time span in the words of messages.
    static func shown(_ duration: Duration) -> String {
        let seconds = Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
        return seconds == seconds.rounded() ? "\(Int(seconds)) s" : "\(seconds) s"
    }
}
