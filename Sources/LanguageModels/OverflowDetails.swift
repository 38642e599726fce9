/// How much too long a request is, and what takes the most room in it.
public struct OverflowDetails: Hashable, Sendable {
    /// One part of a prompt, such as a message.
    public struct Part: Hashable, Sendable {
        /// What it is, fit to be shown, such as `message 3 (user)`.
        public var name: String
        /// How many tokens it takes.
        public var tokens: Int

        /// Creates a part.
        ///
        /// - Parameters:
        ///   - name: What it is.
        ///   - tokens: How many tokens it takes.
        public init(name: String, tokens: Int) {
            self.name = name
            self.tokens = tokens
        }
    }

    /// How many tokens the request needs: its prompt, and one for the answer.
    public var needed: Int
    /// How many tokens the context holds.
    public var available: Int
    /// The largest parts, the largest first; none where they are not known.
    public var largestParts: [Part]

    /// Creates details.
    ///
    /// - Parameters:
    ///   - needed: How many tokens the request needs.
    ///   - available: How many tokens the context holds.
    ///   - largestParts: The largest parts.
    public init(needed: Int, available: Int, largestParts: [Part] = []) {
        self.needed = needed
        self.available = available
        self.largestParts = largestParts
    }
}

extension LanguageModelError {
    /// An error of code `contextOverflow`.
    ///
    /// - Parameter overflow: How much too long the request is.
    public init(overflow: OverflowDetails, file: String = #fileID, line: Int = #line) {
        let parts = overflow.largestParts.map { "\($0.name): \($0.tokens)" }.joined(separator: ", ")
        self.init(
            .contextOverflow,
            "The prompt has \(overflow.needed - 1) tokens and the context holds \(overflow.available), one of them "
                + "for the answer; shorten the prompt, or load the model with a longer context."
                + (parts.isEmpty ? "" : " The largest parts are \(parts)."),
            file: file,
            line: line
        )
        self.overflow = overflow
    }
}
