/// What went wrong in or on the way to a language model: a code to switch on and a sentence to show.
///
/// The message says what happened, with which value, and what to do next.
public struct LanguageModelError: Error, Sendable, CustomStringConvertible {
    /// The kind of a ``LanguageModelError``.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Value: String, Hashable, Sendable {
            case invalidOption, invalidTemplate, missingVariable, unexpectedVariable, invalidInput, concurrentRequests
            case fileNotFound, notAModelFile, unsupportedModel, outOfMemory
            case contextOverflow, queueFull, timeLimitExceeded, generationFailed, invalidToken
            case requestFailed, rateLimited, serverUnavailable, toolFailed
            case templateFailed
            case downloadFailed, checksumMismatch, unauthorized, repositoryNotFound, diskFull
        }

        private let value: Value

        private init(_ value: Value) {
            self.value = value
        }

        /// A generation or load option lies outside its range.
        public static let invalidOption = Self(.invalidOption)
        /// A prompt template cannot be parsed.
        public static let invalidTemplate = Self(.invalidTemplate)
        /// A prompt template has a variable that nobody gave.
        public static let missingVariable = Self(.missingVariable)
        /// A value was given for a variable that the prompt template does not have.
        public static let unexpectedVariable = Self(.unexpectedVariable)
        /// An input to a chain or session does not fit.
        public static let invalidInput = Self(.invalidInput)
        /// A session got a prompt while it was answering another one.
        public static let concurrentRequests = Self(.concurrentRequests)
        /// No file lies at the given path.
        public static let fileNotFound = Self(.fileNotFound)
        /// The file is not a whole GGUF model file.
        public static let notAModelFile = Self(.notAModelFile)
        /// The file is a GGUF file, but of a kind the engine cannot run.
        public static let unsupportedModel = Self(.unsupportedModel)
        /// The model or its context does not fit into memory.
        public static let outOfMemory = Self(.outOfMemory)
        /// The prompt is longer than the context.
        public static let contextOverflow = Self(.contextOverflow)
        /// Too many requests wait for the model.
        public static let queueFull = Self(.queueFull)
        /// The request's time limit passed before its answer began.
        public static let timeLimitExceeded = Self(.timeLimitExceeded)
        /// A model server refused the request.
        public static let requestFailed = Self(.requestFailed)
        /// A model server asks to wait, and still did after all tries.
        public static let rateLimited = Self(.rateLimited)
        /// No model server could be reached, or it failed, after all tries.
        public static let serverUnavailable = Self(.serverUnavailable)
        /// A tool that the model called failed.
        public static let toolFailed = Self(.toolFailed)
        /// The engine failed while it generated.
        public static let generationFailed = Self(.generationFailed)
        /// A token id lies outside the vocabulary.
        public static let invalidToken = Self(.invalidToken)
        /// A chat template cannot be parsed or rendered.
        public static let templateFailed = Self(.templateFailed)
        /// A download did not finish.
        public static let downloadFailed = Self(.downloadFailed)
        /// A downloaded file does not have the promised SHA-256.
        public static let checksumMismatch = Self(.checksumMismatch)
        /// The model hub asks for a token, or refuses the one it got.
        public static let unauthorized = Self(.unauthorized)
        /// The model hub has no such repository, revision or file.
        public static let repositoryNotFound = Self(.repositoryNotFound)
        /// The disk is full.
        public static let diskFull = Self(.diskFull)

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

    /// An option that a request is refused for.
    package enum Option: Hashable, Sendable {
        case logitBias, tools, templateArguments
    }

    /// What kind of error this is.
    public let code: Code
    /// One sentence: what happened, with which value, and what to do next.
    public let message: String
    /// The error underneath, if there was one.
    public let cause: (any Error)?
    /// Where the error was made.
    public let location: Location
    /// For an error of code `contextOverflow`: how much too long the request is, where that is known.
    public var overflow: OverflowDetails?
    /// Which option is wrong, where that is known, for those who call it by another name.
    package var option: Option?

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

    /// The same error, with word of the option that is wrong.
    ///
    /// - Parameter option: The option.
    package func about(_ option: Option) -> LanguageModelError {
        var error = self
        error.option = option
        return error
    }

    /// The message alone, fit to be shown to a person.
    public var description: String { self.message }
}
