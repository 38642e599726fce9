public import Foundation

/// What went wrong in a chat or its server: a code to switch on and a sentence to show.
///
/// The message says what happened, with which value, and what to do next.
public struct MartletError: Error, Sendable, CustomStringConvertible {
    /// The kind of a ``MartletError``.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Value: String, Hashable, Sendable {
            case invalidSetting, unknownSetting, missingSessionValue, invalidMessage
            case chatEnded, invalidConfiguration, portInUse, fileNotFound, internalError
            case storageFailed, askTimedOut, unknownAction, tooBusy
        }

        private let value: Value

        private init(_ value: Value) {
            self.value = value
        }

        /// A settings widget is ill-defined, or a value does not fit its widget.
        public static let invalidSetting = Self(.invalidSetting)
        /// No settings widget has the given id.
        public static let unknownSetting = Self(.unknownSetting)
        /// The session holds no value under the given key.
        public static let missingSessionValue = Self(.missingSessionValue)
        /// A message from a client is malformed.
        public static let invalidMessage = Self(.invalidMessage)
        /// The chat is over.
        public static let chatEnded = Self(.chatEnded)
        /// A configuration value cannot be used.
        public static let invalidConfiguration = Self(.invalidConfiguration)
        /// Another program listens on the port.
        public static let portInUse = Self(.portInUse)
        /// No file lies at the given path.
        public static let fileNotFound = Self(.fileNotFound)
        /// A file cannot be written.
        public static let storageFailed = Self(.storageFailed)
        /// The person did not answer a question in time.
        public static let askTimedOut = Self(.askTimedOut)
        /// No handler has the given action's name.
        public static let unknownAction = Self(.unknownAction)
        /// The chat or its server has as much to do as it takes.
        public static let tooBusy = Self(.tooBusy)
        /// Something broke inside Martlet.
        public static let internalError = Self(.internalError)

        /// The code's name, fit for a metrics label.
        public var description: String { self.value.rawValue }
    }

    /// Where in the source an error was made.
    public struct Location: Hashable, Sendable {
        /// The source file's identifier: module and file name.
        public let file: String
        /// The line in that file.
        public let line: Int
    }

    /// What kind of error this is.
    public let code: Code
    /// One sentence: what happened, with which value, and what to do next.
    public let message: String
    /// The error underneath, if there was one.
    public let cause: (any Error)?
    /// Where the error was made.
    public let location: Location

    /// Creates an error.
    ///
    /// - Parameters:
    ///   - code: What kind of error this is.
    ///   - message: One sentence: what happened, with which value, and what to do next.
    ///   - cause: The error underneath, if there was one.
    ///   - file: The source file, filled in by the compiler.
    ///   - line: The source line, filled in by the compiler.
    public init(
        _ code: Code,
        _ message: String,
        cause: (any Error)? = nil,
        file: String = #fileID,
        line: Int = #line
    ) {
        self.code = code
        self.message = message
        self.cause = cause
        self.location = Location(file: file, line: line)
    }

    /// The message alone, fit to be shown to a person.
    public var description: String { self.message }
}

extension MartletError: LocalizedError {
    /// The message, so that `localizedDescription` says it too.
    public var errorDescription: String? { self.message }
}
