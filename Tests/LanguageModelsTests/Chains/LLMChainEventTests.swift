import Foundation
import LanguageModels
import Synchronization
import Testing

struct LLMChainEventTests {
    private let prompt = PromptTemplate("Q: {question}", inputVariables: ["question"])

    @Test
    func `a streaming call tells its events in order, under its own and its model's run`() async throws {
        let recorder = EventRecorder()
        let chain = LLMChain(prompt: self.prompt, model: ScriptedLanguageModel(["Be", "cause"]))
        let result = try await chain.call("Why?", callbacks: [recorder], includeRunInfo: true)
        #expect(
            recorder.lines == [
                "chainStart: {'question': 'Why?'}", "text: Q: Why?", "llmStart: Q: Why?", "token: Be", "token: cause",
                "llmEnd: Because", "chainEnd: {'text': 'Because'}",
            ]
        )
        let chainRun = recorder.all[0].run
        let modelRun = recorder.all[2].run
        #expect(chainRun.parentRunID == nil)
        #expect(modelRun.parentRunID == chainRun.runID)
        #expect(
            recorder.all.map(\.run.runID)
                == [chainRun, chainRun, modelRun, modelRun, modelRun, modelRun, chainRun].map(\.runID)
        )
        #expect(chainRun.name == "LLMChain")
        #expect(modelRun.name == "ScriptedLanguageModel")
        #expect([chainRun.type, modelRun.type] == [.chain, .llm])
        #expect(chainRun.runID.uuidString.dropFirst(14).first == "4")
        #expect(result.runID == chainRun.runID)
    }

    @Test
    func `runs have fresh ids`() async throws {
        let recorder = EventRecorder()
        let chain = LLMChain(prompt: self.prompt, model: ScriptedLanguageModel(["a"]))
        try await chain.call("1", callbacks: [recorder])
        try await chain.call("2", callbacks: [recorder])
        #expect(Set(recorder.all.map(\.run.runID)).count == 4)
    }

    @Test
    func `without streaming the whole answer is one token event`() async throws {
        let recorder = EventRecorder()
        let chain = LLMChain(
            prompt: self.prompt,
            model: ScriptedLanguageModel(["Be", "cause"]),
            options: GenerationOptions(stream: false)
        )
        try await chain.call("Why?", callbacks: [recorder])
        #expect(recorder.names == ["chainStart", "text", "llmStart", "token", "llmEnd", "chainEnd"])
        #expect(recorder.lines[3] == "token: Because")
    }

    @Test
    func `an answer without text has no token event`() async throws {
        let recorder = EventRecorder()
        let result = try await LLMChain(prompt: self.prompt, model: ScriptedLanguageModel([]))
            .call("Why?", callbacks: [recorder])
        #expect(recorder.names == ["chainStart", "text", "llmStart", "llmEnd", "chainEnd"])
        #expect(result.text == "")
    }

    @Test
    func `call-time handlers, tags and metadata reach the model, the chain's own do not`() async throws {
        let own = EventRecorder()
        let given = EventRecorder()
        let chain = LLMChain(
            prompt: self.prompt,
            model: ScriptedLanguageModel(["a"]),
            callbacks: [own],
            tags: ["own"],
            metadata: ["own": 1],
            name: "Answerer"
        )
        try await chain.call("?", callbacks: [given], tags: ["given"], metadata: ["given": 2])
        #expect(own.names == ["chainStart", "text", "chainEnd"])
        #expect(given.names == ["chainStart", "text", "llmStart", "token", "llmEnd", "chainEnd"])
        #expect(given.all[0].run.tags == ["given", "own"])
        #expect(given.all[0].run.metadata == ["given": 2, "own": 1])
        #expect(given.all[0].run.name == "Answerer")
        #expect(given.all[2].run.tags == ["given"])
        #expect(given.all[2].run.metadata == ["given": 2])
    }

    @Test
    func `a model's failure is told for the model, then for the chain, then thrown`() async throws {
        let recorder = EventRecorder()
        let failure = LanguageModelError(.generationFailed, "Broken.")
        let chain = LLMChain(prompt: self.prompt, model: ScriptedLanguageModel(["Be"], ending: .failure(failure)))
        let error = await #expect(throws: LanguageModelError.self) { try await chain.call("?", callbacks: [recorder]) }
        #expect(error?.code == .generationFailed)
        #expect(recorder.names == ["chainStart", "text", "llmStart", "token", "llmError", "chainError"])
        #expect(recorder.lines.suffix(2) == ["llmError: Broken.", "chainError: Broken."])
    }

    @Test
    func `a prompt that cannot be formatted is a failure of the begun chain`() async throws {
        let recorder = EventRecorder()
        let chain = LLMChain(prompt: PromptTemplate("{x:d}"), model: ScriptedLanguageModel(["a"]))
        let error = await #expect(throws: LanguageModelError.self) { try await chain.call("?", callbacks: [recorder]) }
        #expect(error?.code == .invalidInput)
        #expect(recorder.names == ["chainStart", "chainError"])
    }

    @Test
    func `a wrong template and missing inputs fail before the chain begins`() async throws {
        let recorder = EventRecorder()
        let model = ScriptedLanguageModel(["a"])
        let wrong = await #expect(throws: LanguageModelError.self) {
            try await LLMChain(prompt: PromptTemplate("{"), model: model).call("?", callbacks: [recorder])
        }
        #expect(wrong?.code == .invalidTemplate)
        let missing = await #expect(throws: LanguageModelError.self) {
            try await LLMChain(prompt: PromptTemplate("{a}{b}{c}"), model: model)
                .call(["b": 1], callbacks: [recorder])
        }
        #expect(missing?.message == "The chain lacks the inputs \"a\", \"c\"; give a value for each by name.")
        #expect(recorder.names.isEmpty)
        #expect(model.requests.isEmpty)
    }

    @Test(arguments: [true, false])
    func `a cancelled call tells both runs and throws CancellationError`(_ stream: Bool) async throws {
        let began = AsyncStream<Void>.makeStream()
        let recorder = EventRecorder { event in
            if event.name == (stream ? "token" : "llmStart") { began.continuation.yield() }
            // A handler can still wait and talk when it is told of the end.
            if event.name.hasSuffix("Error") { try Task.checkCancellation() }
        }
        let chain = LLMChain(
            prompt: self.prompt,
            model: ScriptedLanguageModel(["Be"], ending: .silence),
            options: GenerationOptions(stream: stream)
        )
        let task = Task { try await chain.call("?", callbacks: [recorder]) }
        for await _ in began.stream { break }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(
            recorder.names == ["chainStart", "text", "llmStart"] + (stream ? ["token"] : []) + [
                "llmError", "chainError",
            ]
        )
        #expect(recorder.lines.last == "chainError: CancellationError()")
    }

    @Test
    func `a handler that insists ends the run, one that does not is forgotten`() async throws {
        let recorder = EventRecorder()
        let chain = LLMChain(prompt: self.prompt, model: ScriptedLanguageModel(["a"]))
        let result = try await chain.call("?", callbacks: [FailingHandler(), recorder])
        #expect(result.text == "a")
        await #expect(throws: FailingHandler.Failure.self) {
            try await chain.call("?", callbacks: [FailingHandler(raisesErrors: true), recorder])
        }
    }

    @Test
    func `a chain can run inside another run`() async throws {
        let recorder = EventRecorder()
        let outer = try await CallbackManager(handlers: [recorder])
            .toolStart(ToolStart(component: ComponentInfo(name: "Tool"), input: "x"))
        let chain = LLMChain(prompt: self.prompt, model: ScriptedLanguageModel(["a"]))
        try await chain.call(["question": "?"], callbackManager: outer.child())
        try await outer.toolEnd("a")
        #expect(recorder.all[1].name == "chainStart")
        #expect(recorder.all[1].run.parentRunID == outer.info.runID)
    }

    @Test
    func `a model's start and end carry prompt, options and identity`() async throws {
        let probe = StartProbe()
        let options = GenerationOptions(maxNewTokens: nil, temperature: 0.25, seed: 9, stop: ["\n"])
        let result = try await ScriptedLanguageModel(["a"]).generate(.text("p"), options: options, callbacks: [probe])
        let start = try #require(probe.starts.first)
        #expect(start.prompt == "p")
        #expect(start.options == options)
        #expect(start.model.name == "script")
        #expect(start.component.name == "ScriptedLanguageModel")
        #expect(start.component.parameters == ["threads": "2"])
        #expect(start.invocationParameters["_type"] == "scripted")
        #expect(start.invocationParameters["model"] == "script")
        #expect(start.invocationParameters["stop"] == ["\n"])
        #expect(start.invocationParameters["temperature"] == 0.25)
        #expect(start.invocationParameters["max_new_tokens"] == .null)
        #expect(start.invocationParameters["seed"] == 9)
        #expect(start.invocationParameters["threads"] == "2")
        #expect(result.invocationParameters == start.invocationParameters)
        #expect(result.summary?.newTokens == 1)
        #expect(result.prompt == .text("p"))
    }
}

private final class StartProbe: CallbackHandler {
    private let state = Mutex<[LLMStart]>([])

    var starts: [LLMStart] { self.state.withLock { $0 } }

    func onLLMStart(_ start: LLMStart, run: RunInfo) async { self.state.withLock { $0.append(start) } }
}
