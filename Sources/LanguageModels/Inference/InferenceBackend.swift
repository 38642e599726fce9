/// What turns tokens into next tokens: the part of an engine that knows a model.
///
/// An ``InferenceEngine`` makes its back end on a thread of its own and calls it there only, so a back end needs no
/// locks. It keeps, for each of a fixed number of sequences, the tokens evaluated so far, and evaluates batches that
/// may hold tokens of many sequences at once.
public protocol InferenceBackend: AnyObject {
    /// What the back end can hold; constant.
    var limits: InferenceLimits { get }

    /// Evaluates tokens.
    ///
    /// The tokens of one sequence follow each other, and go on exactly where the sequence ends.
    ///
    /// - Parameter batch: At least one token, at most `limits.batchLength`.
    /// - Returns: What became of it.
    func decode(_ batch: [DecodeToken]) -> DecodeResult

    /// Creates what chooses a request's tokens.
    ///
    /// - Parameters:
    ///   - options: The request's options, already checked.
    ///   - seed: The random number seed.
    ///   - prompt: The prompt's tokens, which count for repetition penalties.
    /// - Returns: The sampler; it is used until the request ends.
    /// - Throws: A ``LanguageModelError`` when the sampler cannot be made.
    func makeSampler(
        options: GenerationOptions,
        seed: UInt32,
        prompt: [Int32]
    ) throws(LanguageModelError) -> any TokenSampler

    /// A token's bytes, possibly a part of a character; none for a control token.
    func piece(of token: Int32) -> [UInt8]

    /// Whether the model ends its answer with this token.
    func isEndOfGeneration(_ token: Int32) -> Bool

    /// Forgets a sequence's tokens from a position on.
    ///
    /// - Parameters:
    ///   - sequence: The sequence.
    ///   - position: The first position to forget; 0 forgets the whole sequence, which never fails.
    /// - Returns: False if only the whole sequence can be forgotten, and nothing was.
    func truncate(sequence: Int, to position: Int) -> Bool

    /// Lets an empty sequence begin with what another one holds, without evaluating it again.
    ///
    /// - Parameters:
    ///   - source: The sequence that holds the tokens.
    ///   - destination: The empty sequence.
    ///   - count: How many tokens to take.
    /// - Returns: False if this back end cannot, and nothing was changed.
    func share(from source: Int, to destination: Int, count: Int) -> Bool

    /// How many tokens a sequence holds, asked after a decode that was ended or failed.
    func length(of sequence: Int) -> Int
}

/// What chooses the next token from a decode's results; used on the engine's thread only.
public protocol TokenSampler: AnyObject {
    /// Chooses the next token and remembers it for penalties.
    ///
    /// - Parameter index: The index in the last batch of a token that was marked as output.
    /// - Returns: The chosen token.
    /// - Throws: A ``LanguageModelError`` when the model gave nothing to choose from.
    func sample(output index: Int) throws(LanguageModelError) -> Int32
}

/// A token to evaluate.
public struct DecodeToken: Hashable, Sendable {
    /// The token's id.
    public var token: Int32
    /// Where it stands in its sequence, from 0.
    public var position: Int
    /// The sequence it belongs to.
    public var sequence: Int
    /// Whether the next token will be sampled here.
    public var isOutput: Bool

    /// Creates a token to evaluate.
    ///
    /// - Parameters:
    ///   - token: The token's id.
    ///   - position: Where it stands in its sequence.
    ///   - sequence: The sequence it belongs to.
    ///   - isOutput: Whether the next token will be sampled here.
    public init(token: Int32, position: Int, sequence: Int, isOutput: Bool) {
        self.token = token
        self.position = position
        self.sequence = sequence
        self.isOutput = isOutput
    }
}

/// What became of a batch.
public enum DecodeResult: Sendable {
    /// Everything was evaluated.
    case done
    /// The cache had no room; nothing was evaluated.
    case noSpace
    /// The decode was ended by its ``DecodeAbort``; a beginning of the batch may have been evaluated.
    case aborted
    /// The decode failed; a beginning of the batch may have been evaluated.
    case failed(LanguageModelError)
}

/// What a back end can hold.
public struct InferenceLimits: Hashable, Sendable {
    /// The most tokens that one request may have, prompt and answer together.
    public var contextLength: Int
    /// The most tokens that all sequences may hold together; at least `contextLength`.
    public var cacheLength: Int
    /// The most tokens in one batch; at least `sequenceCount`.
    public var batchLength: Int
    /// How many sequences there are; their ids begin with 0.
    public var sequenceCount: Int
    /// Whether a part of a sequence can be forgotten; false for recurrent models.
    public var canTruncate: Bool

    /// Creates limits.
    ///
    /// - Parameters:
    ///   - contextLength: The most tokens of one request.
    ///   - cacheLength: The most tokens of all sequences together; the same as `contextLength` if nil.
    ///   - batchLength: The most tokens in one batch.
    ///   - sequenceCount: How many sequences there are.
    ///   - canTruncate: Whether a part of a sequence can be forgotten.
    public init(
        contextLength: Int,
        cacheLength: Int? = nil,
        batchLength: Int,
        sequenceCount: Int,
        canTruncate: Bool = true
    ) {
        self.contextLength = contextLength
        self.cacheLength = cacheLength ?? contextLength
        self.batchLength = batchLength
        self.sequenceCount = sequenceCount
        self.canTruncate = canTruncate
    }
}
