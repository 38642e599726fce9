/// A place in a template's source, both counted from one.
struct JinjaPosition: Hashable, Sendable {
    var line: Int
    var column: Int
}

/// Why a template could not be parsed or rendered.
struct JinjaFailure: Error {
    /// What kind of failure it is, which decides the remedy.
    enum Kind { case syntax, evaluation, raised, limit, input }

    var kind: Kind
    var message: String
    var position: JinjaPosition?

    init(_ kind: Kind, _ message: String, at position: JinjaPosition? = nil) {
        self.kind = kind
        self.message = message
        self.position = position
    }

    /// A failure at run time, whose position the renderer fills in.
    init(_ message: String) {
        self.init(.evaluation, message)
    }

    /// The same failure as the library's error: a sentence with line and remedy.
    var publicError: LanguageModelError {
        let place = self.position.map { " at line \($0.line), column \($0.column)" } ?? ""
        let reason = self.message.hasSuffix(".") ? String(self.message.dropLast()) : self.message
        let sentence =
            switch self.kind {
            case .syntax:
                "The chat template cannot be parsed\(place): \(reason); "
                    + "correct it, or choose another, such as ChatTemplate.named(\"chatml\")."
            case .evaluation:
                "The chat template failed\(place): \(reason); "
                    + "pass what it asks for, or choose another, such as ChatTemplate.named(\"chatml\")."
            case .raised:
                "The chat template refuses these messages: \(reason) (raised\(place)); "
                    + "change the messages or choose another template."
            case .limit:
                "The chat template does too much work\(place): \(reason); shorten the chat or choose another template."
            case .input:
                "The chat template cannot be given these values: \(reason)."
            }
        return LanguageModelError(.templateFailed, sentence)
    }
}
