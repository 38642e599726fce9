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

        let identity = ModelIdentity(type: "telling", name: "Telling")

        init(failure: (any Error)? = nil) {
            self.failure = failure
        }

        func stream(_ prompt: ModelPrompt, options: GenerationOptions) -> GenerationStream {
            GenerationStream(
                AsyncThrowingStream { continuation in
                    continuation.yield(GenerationDelta(text: "", activity: .waiting(position: 2)))
                    continuation.yield(GenerationDelta(text: "", activity: .readingPrompt(done: 8, total: 16)))
                    continuation.yield(GenerationDelta(text: "blue", tokens: [1]))
                    if let failure = self.failure { return continuation.finish(throwing: failure) }
                    let summary = GenerationSummary(
                        finishReason: .maxNewTokens,
                        promptTokens: 16,
                        newTokens: 1,
                        contextLength: 64,
                        timeToFirstToken: 0.25,
                        duration: 0.5
                    )
                    continuation.yield(GenerationDelta(text: "", summary: summary))
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
