/// A question to the person, and what counts as an answer.
///
/// Chainlit: the `ask` event.
public struct AskRequest: Sendable {
    /// What is asked for.
    ///
    /// Chainlit: an ask spec's `type`.
    public enum Kind: Hashable, Sendable {
        /// A text.
        case text
        /// Files.
        case files(FileRule)
        /// One of these actions, by their identifiers.
        case action(keys: [String])
        /// What an element gives back.
        case element(id: String)
    }

    /// Which files are taken.
    public struct FileRule: Hashable, Sendable {
        /// The types of files.
        public var accept: FileTypes
        /// The largest file, in MiB.
        public var maxSizeMB: Int
        /// The most files.
        public var maxFiles: Int

        /// Creates a rule.
        ///
        /// - Parameters:
        ///   - accept: The types of files.
        ///   - maxSizeMB: The largest file, in MiB.
        ///   - maxFiles: The most files.
        public init(accept: FileTypes, maxSizeMB: Int, maxFiles: Int) {
            self.accept = accept
            self.maxSizeMB = maxSizeMB
            self.maxFiles = maxFiles
        }
    }

    /// The message that asks.
    public let message: StepRecord
    /// What is asked for.
    public let kind: Kind
    /// How long an answer is awaited.
    public let timeout: Duration

    /// The question's identifier: that of its message.
    public var id: String { self.message.id }
}

/// How a question ended.
public enum AskOutcome: Hashable, Sendable {
    /// The person answered.
    case answered
    /// The time is over.
    case timedOut
    /// The app no longer asks.
    case withdrawn
}
