import LanguageModels
import Logging
import Martlet
import MartletCore
import Synchronization
import Testing

/// What a chat tells of a model's work, while it goes on and in the end.
struct ActivityTests {
    /// A viewer that writes activities down, and lets a test wait until the chat is idle.
    private final class Watcher: ChatTransport {
        private let stream: AsyncStream<Void>
        private let continuation: AsyncStream<Void>.Continuation
        let told = Mutex<[ModelActivity]>([])

        init() {
            (self.stream, self.continuation) = AsyncStream.makeStream()
        }

        func deliver(_ event: ChatEvent) {
            if case .taskEnded = event { self.continuation.yield() }
            if case .activity(let activity) = event { self.told.withLock { $0.append(activity) } }
        }

        func wait() async {
            for await _ in self.stream { return }
        }
    }

    /// A model that tells what it does.
    private struct TellingModel: LanguageModel {
        var failure: (any Error)?
        var summary: GenerationSummary

        let identity = ModelIdentity(type: "telling", name: "Telling")

        init(failure: (any Error)? = nil, summary: GenerationSummary = Self.limited) {
            self.failure = failure
            self.summary = summary
        }

        static var limited: GenerationSummary {
            GenerationSummary(
                finishReason: .maxNewTokens,
                promptTokens: 16,
                newTokens: 1,
                contextLength: 64,
                timeToFirstToken: 0.25,
                duration: 0.5
            )
        }

        func stream(_ prompt: ModelPrompt, options: GenerationOptions) -> GenerationStream {
            GenerationStream(
                AsyncThrowingStream { continuation in
                    continuation.yield(GenerationDelta(text: "", activity: .waiting(position: 2)))
                    continuation.yield(GenerationDelta(text: "", activity: .readingPrompt(done: 8, total: 16)))
                    continuation.yield(GenerationDelta(text: "blue", tokens: [1]))
                    if let failure = self.failure { return continuation.finish(throwing: failure) }
                    continuation.yield(GenerationDelta(text: "", summary: self.summary))
                    continuation.finish()
                }
            )
        }
    }

    /// Has an app answer one message.
    private func answer(
        _ work: @escaping @Sendable (Chat) async throws -> Void
    ) async -> (records: [StepRecord], told: [ModelActivity]) {
        var hooks = ChatHooks()
        hooks.onMessage = { _, chat in try await work(chat) }
        let session = ChatSession(id: "s", hooks: hooks, logger: Logger(label: "test"))
        let watcher = Watcher()
        let viewer = session.attach(watcher) { _ in }
        session.receive(IncomingMessage(id: Identifier.random(), content: "sky?"), from: viewer)
        await watcher.wait()
        return (session.snapshot.records, watcher.told.withLock { $0 })
    }

    private static let phases: [ModelActivity.Phase] = [
        .waiting(position: 2), .readingPrompt(done: 8, total: 16), .generating(tokens: 1, perSecond: nil),
    ]

    @Test func `an answer that is streamed tells what the model does, and how it went`() async throws {
        let (records, told) = await self.answer { chat in
            try await chat.send(streaming: TellingModel().stream(.text("sky?"), options: GenerationOptions()))
        }
        let message = try #require(records.first { $0.type == .assistantMessage })
        #expect(told.map(\.phase) == Self.phases)
        #expect(told.allSatisfy { $0.id == message.id })
        let generation = try #require(message.generation)
        #expect(generation["metadata"] == ["finishReason": "max_new_tokens", "contextLength": 64])
        #expect(generation["inputTokenCount"] == 16 && generation["outputTokenCount"] == 1)
        #expect(generation["ttFirstToken"]?.doubleValue == 250)
    }

    @Test func `an answer that breaks off tells what was cut from its context all the same`() async throws {
        let (records, _) = await self.answer { chat in
            let deltas = [
                GenerationDelta(text: "", activity: .shortened(messages: 2, tokens: 0)), GenerationDelta(text: "blue"),
                GenerationDelta(text: "", activity: .shortened(messages: 2, tokens: 64)), GenerationDelta(text: "r"),
            ]
            let stream = AsyncThrowingStream<GenerationDelta, any Error> { continuation in
                for delta in deltas { continuation.yield(delta) }
                continuation.finish(throwing: CancellationError())
            }
            try await chat.send(streaming: GenerationStream(stream))
        }
        let message = try #require(records.first { $0.type == .assistantMessage })
        #expect(message.output == "bluer")
        #expect(
            message.generation?["metadata"]
                == ["finishReason": "stopped", "droppedMessages": 2, "shiftedTokens": 64]
        )
    }

    /// The `metadata` of an answer that went like this.
    private func metadata(of summary: GenerationSummary) async throws -> JSONValue? {
        let (records, _) = await self.answer { chat in
            let model = TellingModel(summary: summary)
            try await chat.send(streaming: model.stream(.text("sky?"), options: GenerationOptions()))
        }
        return try #require(records.first { $0.type == .assistantMessage }?.generation)["metadata"]
    }

    @Test func `an answer tells what was cut from its context and where the time went`() async throws {
        var summary = GenerationSummary(
            finishReason: .timeLimit,
            promptTokens: 16,
            newTokens: 1,
            seed: .max,
            duration: 2
        )
        summary.queueTime = 0.5
        summary.promptTime = 0.25
        summary.tokenIntervalMedian = 0.125
        summary.tokenInterval95th = 0.75
        summary.droppedMessages = 3
        summary.shiftedTokens = 128
        summary.preemptions = 2
        summary.draftedTokens = 40
        summary.acceptedDraftTokens = 31
        let expected: JSONValue = [
            "finishReason": "time_limit", "seed": .int(4_294_967_295),
            "droppedMessages": 3, "shiftedTokens": 128, "preemptions": 2,
            "draftedTokens": 40, "acceptedDraftTokens": 31,
            "queueTime": .double(500), "promptTime": .double(250),
            "tokenIntervalMedian": .double(125), "tokenInterval95th": .double(750),
        ]
        #expect(try await self.metadata(of: summary) == expected)
    }

    @Test func `an answer tells of no counts that are 0 and of no times that nobody knows`() async throws {
        var summary = GenerationSummary(finishReason: .toolCalls, promptTokens: 16, newTokens: 1, duration: 2)
        #expect(try await self.metadata(of: summary) == ["finishReason": "tool_calls"])
        summary.queueTime = 0
        summary.draftedTokens = 8
        let expected: JSONValue = ["finishReason": "tool_calls", "queueTime": .double(0), "draftedTokens": 8]
        #expect(try await self.metadata(of: summary) == expected)
    }

    @Test func `a chain's step tells the same`() async throws {
        let (records, told) = await self.answer { chat in
            let prompt = PromptTemplate("{question}", inputVariables: ["question"])
            let chain = LLMChain(prompt: prompt, model: TellingModel())
            _ = try await chain.call("sky?", callbacks: [chat.callbackHandler()])
        }
        let step = try #require(records.first { $0.type == .llm })
        #expect(told.map(\.phase) == Self.phases)
        #expect(told.allSatisfy { $0.id == step.id })
        #expect(step.generation?["metadata"]?["finishReason"] == "max_new_tokens")
    }

    @Test(arguments: [true, false])
    func `an answer that ends before its time says why`(isStopped: Bool) async throws {
        let failure: any Error =
            isStopped ? CancellationError() : LanguageModelError(.generationFailed, "It tripped; pick it up.")
        let (records, _) = await self.answer { chat in
            try await chat.send(
                streaming: TellingModel(failure: failure).stream(.text("sky?"), options: GenerationOptions())
            )
        }
        let message = try #require(records.first { $0.output == "blue" })
        #expect(message.generation?["metadata"]?["finishReason"] == .string(isStopped ? "stopped" : "error"))
        #expect(message.generation?["outputTokenCount"] == 1)
    }

    @Test func `a chain's model that fails leaves its generation`() async throws {
        let failure = LanguageModelError(.generationFailed, "It tripped; pick it up.")
        let (records, _) = await self.answer { chat in
            let prompt = PromptTemplate("{question}", inputVariables: ["question"])
            let chain = LLMChain(prompt: prompt, model: TellingModel(failure: failure))
            _ = try await chain.call("sky?", callbacks: [chat.callbackHandler()])
        }
        let step = try #require(records.first { $0.type == .llm })
        #expect(step.isError && step.generation?["metadata"]?["finishReason"] == "error")
        #expect(step.generation?["model"] == "Telling")
    }

    @Test func `a chain on a model that counts shows how much of the context is used`() async throws {
        let model = try await TestModel { _ in "blue" }
        var hooks = ChatHooks()
        hooks.onMessage = { message, chat in
            let prompt = PromptTemplate("{question}", inputVariables: ["question"])
            _ = try await LLMChain(prompt: prompt, model: model)
                .call(message.content, callbacks: [chat.callbackHandler()])
        }
        let session = ChatSession(id: "s", hooks: hooks, logger: Logger(label: "test"))
        let watcher = Watcher()
        let viewer = session.attach(watcher) { _ in }
        let before = await session.contextUse(of: "why?")
        #expect(before?.used == nil)
        session.receive(IncomingMessage(id: Identifier.random(), content: "sky?"), from: viewer)
        await watcher.wait()
        #expect(session.snapshot.contextLimit == 4096)
        let use = await session.contextUse(of: "why?")
        #expect(use?.used == 5 && use?.limit == 4096)
        // Nobody counts what cannot fit.
        let far = await session.contextUse(of: String(repeating: "x", count: 4096 * 17))
        #expect((far?.used ?? 0) > 4096)
    }
}
