import LanguageModels
import Logging
import Martlet
import MartletCore
import Synchronization
import Testing

struct ChatCallbackHandlerTests {
    /// A viewer that lets a test wait until the chat is idle.
    private final class Idle: ChatTransport {
        private let stream: AsyncStream<Void>
        private let continuation: AsyncStream<Void>.Continuation
        let streamed = Mutex<[String]>([])

        init() {
            (self.stream, self.continuation) = AsyncStream.makeStream()
        }

        func deliver(_ event: ChatEvent) {
            if case .taskEnded = event { self.continuation.yield() }
            if case .token(let token) = event { self.streamed.withLock { $0.append(token.text) } }
        }

        func wait() async {
            for await _ in self.stream { return }
        }
    }

    /// What the chat shows after a chain answered "sky?", and what was streamed on the way.
    private func records(
        of model: ScriptedModel,
        handler: @escaping @Sendable (Chat) -> ChatCallbackHandler
    ) async -> (records: [StepRecord], streamed: [String]) {
        var hooks = ChatHooks()
        hooks.onMessage = { message, chat in
            let chain = LLMChain(
                prompt: PromptTemplate("Question: {question}", inputVariables: ["question"]),
                model: model
            )
            _ = try await chain.call(message.content, callbacks: [handler(chat)])
        }
        let session = ChatSession(id: "s", hooks: hooks, logger: Logger(label: "test"))
        let idle = Idle()
        let viewer = session.attach(idle) { _ in }
        session.receive(IncomingMessage(id: Identifier.random(), content: "sky?"), from: viewer)
        await idle.wait()
        return (session.snapshot.records, idle.streamed.withLock { $0 })
    }

    @Test func `a chain is shown as a run with the model's work in it, token by token`() async throws {
        let (records, streamed) = await self.records(of: ScriptedModel(pieces: ["It ", "is ", "blue."])) {
            $0.callbackHandler()
        }
        let chain = try #require(records.first { $0.name == "LLMChain" })
        let model = try #require(records.first { $0.type == .llm })
        let run = try #require(records.first { $0.name == "on_message" })
        #expect(chain.type == .run && chain.parentID == run.id && model.parentID == chain.id)
        #expect(chain.input.contains("sky?") && chain.output.contains("It is blue."))
        #expect(model.output == "It is blue." && model.showInput == .hidden)
        #expect(chain.end != nil && model.end != nil && !model.isStreaming)
        // The first piece opens the stream.
        #expect(streamed == ["is ", "blue."])
    }

    @Test func `the model's step says how the answer was made, and no secrets`() async throws {
        let (records, _) = await self.records(of: ScriptedModel(pieces: ["a", "b"])) { $0.callbackHandler() }
        let generation = try #require(records.first { $0.type == .llm }?.generation)
        #expect(generation["provider"] == "scripted" && generation["model"] == "Scripted")
        #expect(generation["prompt"] == "Question: sky?" && generation["completion"] == "ab")
        #expect(generation["variables"] == ["question": "sky?"])
        #expect(generation["outputTokenCount"] == 2 && generation["inputTokenCount"] == 4)
        #expect(generation["settings"]?["secret_api_key"] == nil)
        #expect(generation["tokenThroughputInSeconds"]?.doubleValue == 4)
    }

    @Test func `a failing model leaves marked steps`() async throws {
        let failure = LanguageModelError(.generationFailed, "The model tripped; pick it up.")
        let (records, _) = await self.records(of: ScriptedModel(pieces: ["a"], failure: failure)) {
            $0.callbackHandler()
        }
        for name in ["LLMChain", "on_message"] {
            let record = try #require(records.first { $0.name == name })
            #expect(record.isError && record.output == "The model tripped; pick it up." && record.end != nil)
        }
        #expect(records.first { $0.type == .llm }?.isError == true)
    }

    @Test func `the final answer is streamed as a message after its prefix`() async throws {
        let model = ScriptedModel(pieces: ["Let me think. ", "Final", " Answer", ":", " blue", " sky"])
        let (records, _) = await self.records(of: model) { $0.callbackHandler(streamFinalAnswer: true) }
        let message = try #require(records.first { $0.type == .assistantMessage })
        #expect(message.output == " blue sky" && !message.isStreaming)
    }

    @Test func `a forced final answer is everything`() async throws {
        let (records, _) = await self.records(of: ScriptedModel(pieces: ["a", "b"])) {
            $0.callbackHandler(forceStreamFinalAnswer: true)
        }
        #expect(records.first { $0.type == .assistantMessage }?.output == "ab")
    }

    @Test func `an ignored chain is not shown, but the model under it is`() async throws {
        let (records, _) = await self.records(of: ScriptedModel(pieces: ["a"])) {
            $0.callbackHandler(ignoring: ["LLMChain"])
        }
        let run = try #require(records.first { $0.name == "on_message" })
        #expect(!records.contains { $0.name == "LLMChain" })
        #expect(records.first { $0.type == .llm }?.parentID == run.id)
    }
}
