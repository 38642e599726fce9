/// Why a file cannot be read as a GGUF model: a code to switch on and a sentence to show.
public struct GGUFError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kind of a ``GGUFError``.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Value: String, Hashable, Sendable {
            case fileNotFound, unreadable, notGGUF, legacyContainer, unsupportedVersion, otherByteOrder
            case truncated, corrupt
        }

        private let value: Value

        private init(_ value: Value) {
            self.value = value
        }

        /// No file lies at the path.
        public static let fileNotFound = Self(.fileNotFound)
        /// The path is a directory, or the system refuses to open or read it.
        public static let unreadable = Self(.unreadable)
        /// The file does not begin with the GGUF magic.
        public static let notGGUF = Self(.notGGUF)
        /// The file is a GGML, GGMF, GGJT or GGLA container, which came before GGUF.
        public static let legacyContainer = Self(.legacyContainer)
        /// The file has a GGUF version other than 2 and 3.
        public static let unsupportedVersion = Self(.unsupportedVersion)
        /// The file was written for a machine of the other byte order.
        public static let otherByteOrder = Self(.otherByteOrder)
        /// The file ends before its header, or before the tensor data that its header promises.
        public static let truncated = Self(.truncated)
        /// The header contradicts itself or the format.
        public static let corrupt = Self(.corrupt)

        /// The code's name, fit for a metrics label.
        public var description: String { self.value.rawValue }
    }

    /// What kind of error this is.
    public let code: Code
    /// One sentence: what is wrong, with which value, and what to do next.
    public let message: String

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// The message alone, fit to be shown to a person.
    public var description: String { self.message }

    /// The same error in the words of ``LanguageModelError``.
    public var languageModelError: LanguageModelError {
        LanguageModelError(self.code == .fileNotFound ? .fileNotFound : .notAModelFile, self.message, cause: self)
    }
}
