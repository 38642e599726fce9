/// What happens to a request that is longer than the model's context.
///
/// Whatever happens is told: by an error, or in the answer's ``GenerationSummary``.
public enum ContextOverflow: Hashable, Sendable {
    /// The request is refused with an error of code `contextOverflow`, and an answer that fills the context ends there.
    case refuse
    /// The oldest turns of the chat are left out, whole, until the rest fits; instructions and the latest message stay.
    case dropOldestTurns
    /// The oldest tokens are forgotten as the answer grows, all but the first so many.
    ///
    /// The token that models expect before every text stays in any case. A prompt that is too long is handled as with ``dropOldestTurns``.
    case shift(keep: Int)
}
