/// A language model for tests: a real engine, scheduler and stream over a function from prompt to answer.
///
/// Each byte of UTF-8 is a token, so that numbers of tokens are easy to foresee.
///
/// ```swift
/// let model = try await TestModel { prompt in "You said: \(prompt)" }
/// let answer = try await model.stream(.text("Hello"), options: GenerationOptions()).collect()
/// ```
public struct TestModel: TokenCounter {
    public let identity: ModelIdentity
    /// The engine that answers.
    public let engine: InferenceEngine

    /// Creates a model.
    ///
    /// - Parameters:
    ///   - limits: What it can hold.
    ///   - configuration: How it is shared among requests.
    ///   - onDecode: Called before each decode, on the engine's thread; it may block, or answer for the decode.
    ///   - makeDrafter: Makes what guesses next tokens, on the engine's thread.
    ///   - reply: The answer to a prompt; called more than once for each.
    /// - Throws: Nothing at present.
    public init(
        limits: InferenceLimits = InferenceLimits(
            contextLength: 4096,
            cacheLength: 16384,
            batchLength: 512,
            sequenceCount: 8
        ),
        configuration: InferenceConfiguration = InferenceConfiguration(),
        onDecode: (@Sendable (_ batch: [DecodeToken], _ abort: DecodeAbort) -> DecodeResult)? = nil,
        makeDrafter: (@Sendable (_ abort: DecodeAbort) -> any TokenDrafter)? = nil,
        reply: @escaping @Sendable (_ prompt: String) -> String
    ) async throws {
        self.identity = ModelIdentity(type: "test", name: "TestModel")
        self.engine = try await InferenceEngine(
            name: "TestModel",
            configuration: configuration
        ) { abort in
            TestInferenceBackend(
                limits: limits,
                abort: abort,
                onDecode: onDecode,
                drafter: makeDrafter?(abort)
            ) { context in
                Self.nextToken(context, reply: reply)
            }
        }
    }

    public func stream(_ prompt: ModelPrompt, options: GenerationOptions) -> GenerationStream {
        let limit = self.engine.limits.contextLength
        return self.engine.stream {
            guard case .chat(let messages) = prompt else {
                return EngineRequest(prompt: Self.tokens(of: prompt), options: options)
            }
            let fitted = try ContextFitting.fit(
                messages,
                options: options,
                limit: limit,
                count: { $0.utf8.count },
                tokens: { Self.tokens(of: .chat($0)) }
            )
            return EngineRequest(prompt: fitted.tokens, options: options, droppedMessages: fitted.dropped)
        }
    }

    private static func tokens(of prompt: ModelPrompt) -> [Int32] {
        Array(Self.text(of: prompt).utf8).map(Int32.init) + [TestInferenceBackend.endOfPrompt]
    }

    public var contextLength: Int { self.engine.limits.contextLength }

    public func countTokens(of prompt: ModelPrompt) async throws -> Int { Self.text(of: prompt).utf8.count + 1 }

    private static func text(of prompt: ModelPrompt) -> String {
        switch prompt {
        case .text(let text): text
        case .chat(let messages):
            messages.map { "\($0.role.rawValue): \($0.content)\n" }.joined() + "assistant: "
        }
    }

    private static func nextToken(_ context: [Int32], reply: (String) -> String) -> Int32 {
        guard let end = context.lastIndex(of: TestInferenceBackend.endOfPrompt) else {
            return TestInferenceBackend.endOfGeneration
        }
        let prompt = String(decoding: context[..<end].compactMap { UInt8(exactly: $0) }, as: UTF8.self)
        let said = context.count - end - 1
        let answer = Array(reply(prompt).utf8)
        return said < answer.count ? Int32(answer[said]) : TestInferenceBackend.endOfGeneration
    }
}
