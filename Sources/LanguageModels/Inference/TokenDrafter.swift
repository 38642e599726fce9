/// Guesses a request's next tokens with means of its own, such as a smaller model.
///
/// A back end has at most one, and it is called on the engine's thread only. What it guesses is checked, so it can make
/// answers slower but not change them. Whatever goes wrong in it costs guesses and never an answer: it then gives none.
public protocol TokenDrafter: AnyObject {
    /// The most tokens that are worth guessing at once; at least 1.
    var longestDraft: Int { get }

    /// How much of a request it has to read before it can guess what comes next.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - tokens: All of its tokens so far; at least one.
    /// - Returns: How many of the last tokens are unread, at least 1; nil if it cannot guess for this request.
    func unreadCount(request: Int, tokens: [Int32]) -> Int?

    /// Reads on, all tokens but the last one at most, without guessing.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - tokens: All of its tokens so far; at least one.
    ///   - limit: The most tokens to read; at least 1.
    func read(request: Int, tokens: [Int32], limit: Int)

    /// Reads what is unread and guesses what comes next.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - tokens: All of its tokens so far; at least one.
    ///   - limit: The most tokens to guess; at least 1.
    /// - Returns: The guess; none where it is not sure enough, or cannot.
    func draft(request: Int, tokens: [Int32], limit: Int) -> [Int32]

    /// Notes that a request has ended or waits; what was read of it may be kept for another one.
    ///
    /// - Parameter request: The request; it may be unknown here.
    func release(request: Int)
}

/// The token that a model finds likeliest to come next.
public struct LikelyToken: Hashable, Sendable {
    /// The token's id.
    public var token: Int32
    /// How likely it is among all tokens, from 0 to 1.
    public var probability: Double

    /// Creates a likely token.
    ///
    /// - Parameters:
    ///   - token: The token's id.
    ///   - probability: How likely it is among all tokens, from 0 to 1.
    public init(token: Int32, probability: Double) {
        self.token = token
        self.probability = probability
    }
}
