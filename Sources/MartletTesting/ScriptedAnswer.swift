/// What a ``ScriptedModel`` answers: pieces of text, how long they take, and perhaps a failure in the end.
///
/// ```swift
/// "It is sunny."                                                    // word by word, at once
/// ScriptedAnswer("It is sunny.", delay: .seconds(2))                // begins after two seconds of the model's clock
/// ScriptedAnswer.failure(LanguageModelError(.queueFull, "Too many wait."), after: "It is ")
/// ```
public struct ScriptedAnswer: Sendable, ExpressibleByStringLiteral, ExpressibleByStringInterpolation {
    /// The pieces in which the text arrives; each counts as a token.
    public var pieces: [String]
    /// What goes wrong after the last piece.
    public var error: (any Error)?
    /// The time before the first piece.
    public var delay: Duration
    /// The time between two pieces.
    public var pause: Duration

    /// Creates an answer from its pieces.
    ///
    /// - Parameters:
    ///   - pieces: The pieces in which the text arrives.
    ///   - delay: The time before the first piece.
    ///   - pause: The time between two pieces.
    ///   - error: What goes wrong after the last piece.
    public init(
        pieces: [String],
        delay: Duration = .zero,
        pause: Duration = .zero,
        error: (any Error)? = nil
    ) {
        self.pieces = pieces
        self.delay = delay
        self.pause = pause
        self.error = error
    }

    /// Creates an answer that arrives word by word.
    ///
    /// - Parameters:
    ///   - text: The text; each piece is a word with the space before it.
    ///   - delay: The time before the first word.
    ///   - pause: The time between two words.
    public init(_ text: String, delay: Duration = .zero, pause: Duration = .zero) {
        self.init(pieces: Self.words(of: text), delay: delay, pause: pause)
    }

    /// Creates an answer that arrives word by word, at once.
    public init(stringLiteral value: String) {
        self.init(value)
    }

    /// Creates an answer that fails.
    ///
    /// - Parameters:
    ///   - error: What goes wrong.
    ///   - text: What arrives before.
    public static func failure(_ error: any Error, after text: String = "") -> ScriptedAnswer {
        ScriptedAnswer(pieces: Self.words(of: text), error: error)
    }

    /// Cuts a text before each space that follows a word, so that the pieces add up to the text.
    private static func words(of text: String) -> [String] {
        var pieces: [String] = []
        for character in text {
            if let last = pieces.last, !(character.isWhitespace && last.last?.isWhitespace == false) {
                pieces[pieces.count - 1].append(character)
            } else {
                pieces.append(String(character))
            }
        }
        return pieces
    }
}
