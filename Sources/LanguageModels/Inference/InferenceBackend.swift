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

    /// Makes samplers in the tasks that ask, so that one that takes long to make keeps no other chat waiting.
    ///
    /// Nil, the default, has ``makeSampler(options:seed:prompt:)`` called on the engine's thread instead.
    var samplerPreparation: SamplerPreparation? { get }

    /// A token's bytes, possibly a part of a character; none for a control token.
    func piece(of token: Int32) -> [UInt8]

    /// Whether the model ends its answer with this token.
    func isEndOfGeneration(_ token: Int32) -> Bool

    /// Whether the model expects this token before every text, and writes badly once it is forgotten.
    func isBeginOfText(_ token: Int32) -> Bool

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

    /// Forgets tokens within a sequence that shares none of them, and none after them, and moves up those after them.
    ///
    /// - Parameters:
    ///   - sequence: The sequence.
    ///   - range: The positions to forget.
    /// - Returns: False if this back end cannot, and nothing was changed.
    func shift(sequence: Int, forgetting range: Range<Int>) -> Bool

    /// Forgets all sequences, and leaves the cache as it was when it was new.
    func clear()

    /// What copies of sequences depend on: the model and its adapters, the library, the kinds of cache.
    var stateIdentity: String { get }

    /// Copies what a sequence holds, so that it can be given back later.
    ///
    /// - Parameter sequence: The sequence.
    /// - Returns: The copy, not sealed, or nil if this back end cannot.
    func save(sequence: Int) -> [UInt8]?

    /// Lets an empty sequence hold what was copied of another one.
    ///
    /// - Parameters:
    ///   - bytes: The copy; one from a file was found intact by ``stateSeal`` before.
    ///   - sequence: The empty sequence.
    /// - Returns: What became of it; the sequence is empty unless it was restored.
    func restore(_ bytes: [UInt8], into sequence: Int) -> RestoreResult

    /// What tells damage to copies in files; constant.
    ///
    /// Nil, the default, has every copy taken for intact that has its length.
    var stateSeal: StateSeal? { get }

    /// How many tokens a sequence holds, asked after a decode that was ended or failed.
    func length(of sequence: Int) -> Int

    /// What guesses next tokens for this back end, if there is such a thing; constant.
    var drafter: (any TokenDrafter)? { get }

    /// The likeliest next token, whatever a request's options say.
    ///
    /// - Parameter index: The index in the last batch of a token that was marked as output.
    /// - Returns: The token, the first one of several; nil if this back end cannot tell.
    func likeliest(output index: Int) -> LikelyToken?
}

extension InferenceBackend {
    /// Samplers are made on the engine's thread.
    public var samplerPreparation: SamplerPreparation? { nil }
    /// No token is one.
    public func isBeginOfText(_ token: Int32) -> Bool { false }
    /// This back end cannot.
    public func shift(sequence: Int, forgetting range: Range<Int>) -> Bool { false }
    /// Forgets each sequence.
    public func clear() {
        for sequence in 0..<self.limits.sequenceCount { _ = self.truncate(sequence: sequence, to: 0) }
    }
    /// Nothing is known.
    public var stateIdentity: String { "" }
    /// This back end cannot.
    public func save(sequence: Int) -> [UInt8]? { nil }
    /// This back end cannot.
    public func restore(_ bytes: [UInt8], into sequence: Int) -> RestoreResult { .unusable }
    /// Nothing does.
    public var stateSeal: StateSeal? { nil }
    /// There is none.
    public var drafter: (any TokenDrafter)? { nil }
    /// This back end cannot tell.
    public func likeliest(output index: Int) -> LikelyToken? { nil }
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
