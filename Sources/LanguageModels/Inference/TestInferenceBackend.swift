/// A back end without a model: its next token is a plain function of the tokens before it.
///
/// It keeps each sequence's tokens as a real cache does, with cells that sequences share, and answers from what it
/// holds, so that a scheduler that mixes sequences up or leaves gaps changes the answers. Tokens 0 to 255 are the bytes
/// of UTF-8.
public final class TestInferenceBackend: InferenceBackend {
    /// The token that ends an answer.
    public static let endOfGeneration: Int32 = 256
    /// The token that ends a prompt.
    public static let endOfPrompt: Int32 = 257
    /// The token before every text, for those who use one.
    public static let beginOfText: Int32 = 258

    private struct Cell {
        var token: Int32
        /// Equal where sequences share the cell.
        var id: Int
    }

    public let limits: InferenceLimits
    public let drafter: (any TokenDrafter)?
    private let certainty: @Sendable (_ context: [Int32]) -> Double
    private let nextToken: @Sendable (_ context: [Int32]) -> Int32
    private let onDecode: (@Sendable (_ batch: [DecodeToken], _ abort: DecodeAbort) -> DecodeResult)?
    private let abort: DecodeAbort
    private var sequences: [[Cell]]
    private var nextCell = 0
    /// Where the last batch's outputs lie: their sequence and position.
    private var outputs: [Int: (sequence: Int, position: Int)] = [:]

    /// Creates a back end.
    ///
    /// - Parameters:
    ///   - limits: What it can hold.
    ///   - abort: What ends a decode.
    ///   - onDecode: Called before each decode; a result other than `done` is what becomes of it, with nothing evaluated.
    ///   - drafter: What guesses next tokens.
    ///   - certainty: How likely the model finds the next token after all tokens of a sequence; 1 if not given.
    ///   - nextToken: The model: from all tokens of a sequence to the next one.
    public init(
        limits: InferenceLimits,
        abort: DecodeAbort,
        onDecode: (@Sendable (_ batch: [DecodeToken], _ abort: DecodeAbort) -> DecodeResult)? = nil,
        drafter: (any TokenDrafter)? = nil,
        certainty: @escaping @Sendable (_ context: [Int32]) -> Double = { _ in 1 },
        nextToken: @escaping @Sendable (_ context: [Int32]) -> Int32
    ) {
        self.limits = limits
        self.drafter = drafter
        self.certainty = certainty
        self.abort = abort
        self.onDecode = onDecode
        self.nextToken = nextToken
        self.sequences = Array(repeating: [], count: limits.sequenceCount)
    }

    public func decode(_ batch: [DecodeToken]) -> DecodeResult {
        self.outputs = [:]
        if case let result? = self.onDecode?(batch, self.abort) {
            guard case .done = result else { return result }
        }
        guard (1...self.limits.batchLength).contains(batch.count) else {
            return self.refusal("A batch of \(batch.count) tokens exceeds \(self.limits.batchLength)")
        }
        guard self.usedCount + batch.count <= self.limits.cacheLength else { return .noSpace }
        for (index, token) in batch.enumerated() {
            guard self.sequences.indices.contains(token.sequence) else {
                return self.refusal("Sequence \(token.sequence) does not exist")
            }
            guard token.position == self.sequences[token.sequence].count else {
                return self.refusal("Sequence \(token.sequence) does not go on at \(token.position)")
            }
            self.sequences[token.sequence].append(Cell(token: token.token, id: self.nextCell))
            self.nextCell += 1
            if token.isOutput { self.outputs[index] = (token.sequence, token.position) }
        }
        return .done
    }

    /// How many cells are taken.
    private var usedCount: Int { Set(self.sequences.joined().map(\.id)).count }

    private func refusal(_ reason: String) -> DecodeResult {
        .failed(LanguageModelError(.generationFailed, "\(reason); this is a fault of the engine."))
    }

    public func makeSampler(
        options: GenerationOptions,
        seed: UInt32,
        prompt: [Int32]
    ) throws(LanguageModelError) -> any TokenSampler {
        Sampler(backend: self)
    }

    public func piece(of token: Int32) -> [UInt8] {
        UInt8(exactly: token).map { [$0] } ?? []
    }

    public func isEndOfGeneration(_ token: Int32) -> Bool { token == Self.endOfGeneration }

    public func isBeginOfText(_ token: Int32) -> Bool { token == Self.beginOfText }

    public func truncate(sequence: Int, to position: Int) -> Bool {
        guard position == 0 || self.limits.canTruncate else { return false }
        self.sequences[sequence].removeLast(max(self.sequences[sequence].count - position, 0))
        return true
    }

    public func shift(sequence: Int, forgetting range: Range<Int>) -> Bool {
        guard self.limits.canShift, range.upperBound <= self.sequences[sequence].count else { return false }
        let moved = Set(self.sequences[sequence][range.lowerBound...].map(\.id))
        for (other, cells) in self.sequences.enumerated() where other != sequence {
            // What llama.cpp would do is to move the other sequence's tokens as well, without a word.
            guard !cells.contains(where: { moved.contains($0.id) }) else { return false }
        }
        self.sequences[sequence].removeSubrange(range)
        return true
    }

    public var stateIdentity: String { "test" }

    /// A copy of a sequence that holds these tokens: room for a checksum, and the tokens.
    static func copy(of tokens: [Int32]) -> [UInt8] {
        let bytes: [UInt8] = tokens.flatMap { withUnsafeBytes(of: $0.littleEndian) { Array($0) } }
        return [0, 0, 0, 0] + bytes
    }

    private static func checksum(_ tokens: some Sequence<UInt8>) -> UInt32 {
        tokens.reduce(UInt32(0x811c_9dc5)) { sum, byte in (sum ^ UInt32(byte)) &* 0x0100_0193 }
    }

    /// What tells damage to copies.
    static let seal = StateSeal(
        seal: { bytes in
            guard bytes.count >= 4 else { return }
            let sum = TestInferenceBackend.checksum(bytes.dropFirst(4))
            bytes.storeBytes(of: sum.littleEndian, as: UInt32.self)
        },
        isIntact: { bytes in
            guard bytes.count >= 4 else { return false }
            let sum = TestInferenceBackend.checksum(bytes.dropFirst(4))
            return bytes.loadUnaligned(as: UInt32.self) == sum.littleEndian
        }
    )

    public var stateSeal: StateSeal? { Self.seal }

    public func save(sequence: Int) -> [UInt8]? {
        Self.copy(of: self.sequences[sequence].map(\.token))
    }

    public func restore(_ bytes: [UInt8], into sequence: Int) -> RestoreResult {
        guard bytes.count >= 4, bytes.count.isMultiple(of: 4), self.sequences[sequence].isEmpty else {
            return .unusable
        }
        guard self.usedCount + bytes.count / 4 - 1 <= self.limits.cacheLength else { return .noSpace }
        self.sequences[sequence] = stride(from: 4, to: bytes.count, by: 4).map { start in
            let token = bytes[start..<start + 4].reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            self.nextCell += 1
            return Cell(token: Int32(bitPattern: token), id: self.nextCell - 1)
        }
        return .restored
    }

    public func share(from source: Int, to destination: Int, count: Int) -> Bool {
        guard self.sequences[destination].isEmpty, count <= self.sequences[source].count else { return false }
        self.sequences[destination] = Array(self.sequences[source][..<count])
        return true
    }

    public func length(of sequence: Int) -> Int { self.sequences[sequence].count }

    public func likeliest(output index: Int) -> LikelyToken? {
        guard let context = self.context(of: index) else { return nil }
        return LikelyToken(token: self.nextToken(context), probability: self.certainty(context))
    }

    private func next(after output: Int) throws(LanguageModelError) -> Int32 {
        guard let context = self.context(of: output) else {
            throw LanguageModelError(.generationFailed, "Token \(output) of the last batch is no output.")
        }
        return self.nextToken(context)
    }

    /// All tokens up to an output of the last batch.
    private func context(of output: Int) -> [Int32]? {
        guard let place = self.outputs[output], place.position < self.sequences[place.sequence].count else {
            return nil
        }
        return self.sequences[place.sequence][...place.position].map(\.token)
    }

    private final class Sampler: TokenSampler {
        private let backend: TestInferenceBackend

        init(backend: TestInferenceBackend) {
            self.backend = backend
        }

        func sample(output index: Int) throws(LanguageModelError) -> Int32 {
            try self.backend.next(after: index)
        }
    }
}
