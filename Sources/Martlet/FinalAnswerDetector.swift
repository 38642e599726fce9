/// Finds the place where a model's thinking ends and its final answer begins.
///
/// Chainlit: the final answer part of `LangchainCallbackHandler`. The prefix is reached when the last tokens are its
/// tokens, white space aside, or when one token holds all of them.
struct FinalAnswerDetector: Sendable {
    private let prefix: [String]
    private var window: [String] = []
    private(set) var isReached: Bool

    init(prefix: [String], isReached: Bool) {
        self.prefix = prefix.map(Self.stripped)
        self.isReached = isReached
    }

    /// Takes a token.
    ///
    /// - Parameter token: The token, as the model gave it.
    /// - Returns: Whether the token belongs to the final answer; the one that completes the prefix does not.
    mutating func take(_ token: String) -> Bool {
        guard !self.isReached else { return true }
        let stripped = Self.stripped(token)
        self.window.append(stripped)
        if self.window.count > self.prefix.count {
            self.window.removeFirst()
        }
        let holdsAll = !self.prefix.isEmpty && self.prefix.allSatisfy { stripped.contains($0) }
        self.isReached = self.window == self.prefix || holdsAll
        return false
    }

    private static func stripped(_ text: String) -> String {
        var view = Substring(text)
        while let first = view.first, first.isWhitespace { view.removeFirst() }
        while let last = view.last, last.isWhitespace { view.removeLast() }
        return String(view)
    }
}
