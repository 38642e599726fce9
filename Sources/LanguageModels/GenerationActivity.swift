/// What a model is doing for one request, before and while it answers.
///
/// A model tells of it by ``GenerationDelta/activity``, a few times a second at most and never for each token.
public enum GenerationActivity: Hashable, Sendable {
    /// The request waits for its turn; the first in the queue has the position 1.
    case waiting(position: Int)
    /// The prompt is read: so many of its tokens, those that were found in the cache included.
    case readingPrompt(done: Int, total: Int)
    /// The answer is generated; also told by the first text.
    case generating
    /// The chat does not fit the context: so many of its messages were left out, and so many tokens forgotten so far.
    ///
    /// Told each time one of the numbers grows, also while the answer is generated; a whole answer's
    /// ``GenerationSummary`` has them too.
    case shortened(messages: Int, tokens: Int)

    /// Whether it is about what the model does not see.
    var tellsOfLoss: Bool {
        if case .shortened = self { true } else { false }
    }
}
