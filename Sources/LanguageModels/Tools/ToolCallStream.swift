/// A model's answer with the calls in its text taken out of it.
public struct ToolCallStream: AsyncSequence, Sendable {
    /// The sequence's elements.
    public typealias Element = GenerationDelta
    /// What iterating throws.
    public typealias Failure = any Error

    private let base: GenerationStream
    private let parser: ToolCallParser

    /// Creates a stream.
    ///
    /// - Parameters:
    ///   - base: The answer.
    ///   - parser: Finds the calls in it.
    public init(_ base: GenerationStream, parser: ToolCallParser) {
        self.base = base
        self.parser = parser
    }

    /// The stream's iterator; dropping it ends the generation.
    public struct AsyncIterator: AsyncIteratorProtocol {
        var base: GenerationStream.AsyncIterator
        var parser: ToolCallParser
        private var hasCalls = false
        private var isFinished = false
        /// The tokens of text that is held back.
        private var tokens: [Int32] = []

        init(base: GenerationStream.AsyncIterator, parser: ToolCallParser) {
            self.base = base
            self.parser = parser
        }

        /// Waits for the next delta.
        ///
        /// - Returns: The next delta, or nil at the end.
        /// - Throws: What the model's own stream throws.
        public mutating func next() async throws -> GenerationDelta? {
            try await self.next(isolation: nil)
        }

        /// Waits for the next delta.
        ///
        /// - Parameter actor: The actor the caller is on.
        /// - Returns: The next delta, or nil at the end.
        /// - Throws: What the model's own stream throws.
        public mutating func next(isolation actor: isolated (any Actor)?) async throws -> GenerationDelta? {
            while let delta = try await self.base.next(isolation: actor) {
                let delta = self.taken(delta)
                let isEmpty = delta.text.isEmpty && delta.toolCalls.isEmpty && delta.activity == nil
                if isEmpty, delta.summary == nil {
                    self.tokens = delta.tokens
                    continue
                }
                return delta
            }
            // An answer that just ends still gives what was held back.
            guard !self.isFinished else { return nil }
            let rest = self.taken(GenerationDelta(text: ""), isEnd: true)
            return rest.text.isEmpty && rest.toolCalls.isEmpty ? nil : rest
        }

        private mutating func taken(_ delta: GenerationDelta, isEnd: Bool = false) -> GenerationDelta {
            var delta = delta
            var output = self.parser.append(delta.text)
            if isEnd || delta.summary != nil, !self.isFinished {
                self.isFinished = true
                let rest = self.parser.finish()
                output.text += rest.text
                output.calls += rest.calls
            }
            delta.text = output.text
            delta.toolCalls += output.calls
            delta.tokens = self.tokens + delta.tokens
            self.tokens = []
            self.hasCalls = self.hasCalls || !delta.toolCalls.isEmpty
            if self.hasCalls, let reason = delta.summary?.finishReason {
                switch reason {
                case .endOfText, .stopText: delta.summary?.finishReason = .toolCalls
                case .maxNewTokens, .contextFull, .toolCalls, .timeLimit: break
                }
            }
            return delta
        }
    }

    /// Begins to iterate.
    ///
    /// - Returns: The iterator.
    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(base: self.base.makeAsyncIterator(), parser: self.parser)
    }
}
