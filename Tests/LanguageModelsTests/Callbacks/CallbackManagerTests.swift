import Foundation
import LanguageModels
import Synchronization
import Testing

struct CallbackManagerTests {
    private let component = ComponentInfo(name: "Part")

    @Test
    func `what is given at a call is inherited, what a component has is local`() async throws {
        let inherited = EventRecorder()
        let local = EventRecorder()
        let manager = CallbackManager(handlers: [inherited], tags: ["call"], metadata: ["a": 1, "b": 1])
            .adding(localHandlers: [local], tags: ["own"], metadata: ["b": 2])
        let parent = try await manager.chainStart(self.component, inputs: [:])
        let child = try await parent.child(tag: "step").toolStart(ToolStart(component: self.component, input: "x"))
        try await child.toolEnd("y")
        try await parent.chainEnd([:])
        #expect(inherited.names == ["chainStart", "toolStart", "toolEnd", "chainEnd"])
        #expect(local.names == ["chainStart", "chainEnd"])
        #expect(parent.info.parentRunID == nil)
        #expect(child.info.parentRunID == parent.info.runID)
        #expect(child.info.runID != parent.info.runID)
        #expect(parent.info.tags == ["call", "own"])
        #expect(parent.info.metadata == ["a": 1, "b": 2])
        #expect(child.info.tags == ["call", "step"])
        #expect(child.info.metadata == ["a": 1, "b": 1])
    }

    @Test
    func `a handler that is inherited and local hears each event once`() async throws {
        let recorder = EventRecorder()
        let manager = CallbackManager(handlers: [recorder]).adding(localHandlers: [recorder])
        _ = try await manager.chainStart(self.component, inputs: [:])
        #expect(recorder.names == ["chainStart"])
    }

    @Test
    func `inline handlers come first, in order, and the next event waits for all`() async throws {
        let order = Mutex<[String]>([])
        func recorder(_ name: String, inline: Bool) -> EventRecorder {
            EventRecorder(runsInline: inline) { event in
                for _ in 0..<(inline ? 3 : 20) { await Task.yield() }
                order.withLock { $0.append("\(name) \(event.name)") }
            }
        }
        let handlers = [
            recorder("slow", inline: false), recorder("first", inline: true), recorder("second", inline: true),
            recorder("other", inline: false),
        ]
        let run = try await CallbackManager(handlers: handlers).chainStart(self.component, inputs: [:])
        try await run.chainEnd([:])
        let heard = order.withLock { $0 }
        #expect(Array(heard[0..<2]) == ["first chainStart", "second chainStart"])
        #expect(Set(heard[2..<4]) == ["slow chainStart", "other chainStart"])
        #expect(Array(heard[4..<6]) == ["first chainEnd", "second chainEnd"])
        #expect(Set(heard[6..<8]) == ["slow chainEnd", "other chainEnd"])
    }

    @Test
    func `handlers that are not inline run side by side`() async throws {
        // Each waits for the other: one after another would never end.
        let first = AsyncStream<Void>.makeStream()
        let second = AsyncStream<Void>.makeStream()
        let handlers = [
            EventRecorder { _ in
                first.continuation.yield()
                for await _ in second.stream { break }
            },
            EventRecorder { _ in
                second.continuation.yield()
                for await _ in first.stream { break }
            },
        ]
        _ = try await CallbackManager(handlers: handlers).chainStart(self.component, inputs: [:])
        #expect(handlers.map(\.names) == [["chainStart"], ["chainStart"]])
    }

    @Test
    func `a failing handler is forgotten unless it raises its errors`() async throws {
        let recorder = EventRecorder()
        _ = try await CallbackManager(handlers: [FailingHandler(), recorder])
            .chainStart(self.component, inputs: [:])
        #expect(recorder.names == ["chainStart"])
        await #expect(throws: FailingHandler.Failure.self) {
            try await CallbackManager(handlers: [FailingHandler(raisesErrors: true), recorder])
                .chainStart(self.component, inputs: [:])
        }
        #expect(recorder.names == ["chainStart", "chainStart"])
    }

    @Test(arguments: [
        (IgnoredEvents.chain, ["chainStart", "chainEnd", "chainError"]),
        (.llm, ["llmStart", "token", "llmEnd", "llmError"]),
        (.agent, ["toolStart", "toolEnd", "toolError", "agentAction", "agentFinish"]),
        (.retriever, ["retrieverStart", "retrieverEnd", "retrieverError"]),
        (.retry, ["retry"]),
        (.chatModel, [] as [String]),
        (IgnoredEvents(), [] as [String]),
    ])
    func `a handler does not hear what it ignores`(_ ignored: IgnoredEvents, _ missing: [String]) async throws {
        let recorder = EventRecorder(ignores: ignored)
        try await Self.tellEverything(CallbackManager(handlers: [recorder]))
        let everything = EventRecorder()
        try await Self.tellEverything(CallbackManager(handlers: [everything]))
        #expect(everything.names.count == 17)
        #expect(recorder.names == everything.names.filter { !missing.contains($0) })
    }

    private static func tellEverything(_ manager: CallbackManager) async throws {
        let component = ComponentInfo(name: "Part")
        let error = LanguageModelError(.generationFailed, "It failed.")
        let chain = try await manager.chainStart(component, inputs: [:])
        try await chain.text(CallbackText(caption: "A", content: "b"))
        try await chain.retry(RetryState(attempt: 1, error: error, delay: .seconds(1)))
        try await chain.agentAction(AgentAction(tool: "t", toolInput: "i", log: "l"))
        try await chain.agentFinish(AgentFinish(returnValues: [:], log: "l"))
        let model = ModelIdentity(type: "m", name: "n")
        let options = GenerationOptions()
        let llm = try await manager.llmStart(
            LLMStart(component: component, model: model, prompt: "p", options: options, invocationParameters: [:])
        )
        try await llm.llmNewToken(GenerationDelta(text: "t"))
        try await llm.llmNewToken(GenerationDelta(text: ""))
        try await llm.llmEnd(
            LLMResult(
                text: "t",
                summary: nil,
                prompt: .text("p"),
                model: model,
                options: options,
                invocationParameters: [:]
            )
        )
        try await llm.llmError(error)
        let tool = try await manager.toolStart(ToolStart(component: component, input: "i"))
        try await tool.toolEnd("o")
        try await tool.toolError(error)
        let retriever = try await manager.retrieverStart(RetrieverStart(component: component, query: "q"))
        try await retriever.retrieverEnd([])
        try await retriever.retrieverError(error)
        try await chain.chainEnd([:])
        try await chain.chainError(error)
    }

    @Test
    func `a chat's start reaches a handler for texts as one text, unless it ignores either`() async throws {
        let start = ChatModelStart(
            component: self.component,
            model: ModelIdentity(type: "m", name: "n"),
            messages: [
                ChatMessage(role: .system, content: "Be kind."), ChatMessage(role: .user, content: "Hi"),
                ChatMessage(role: .assistant, content: "Hello"),
            ],
            options: GenerationOptions(),
            invocationParameters: [:]
        )
        let handlers = [EventRecorder(), EventRecorder(ignores: .llm), EventRecorder(ignores: .chatModel)]
        _ = try await CallbackManager(handlers: handlers).chatModelStart(start)
        #expect(handlers.map(\.lines) == [["llmStart: System: Be kind.\nHuman: Hi\nAI: Hello"], [], []])
    }

    @Test
    func `a component is named by its type and module`() {
        let info = ComponentInfo(type: LLMChain.self)
        #expect(info.name == "LLMChain")
        #expect(info.id == ["LanguageModels", "LLMChain"])
    }
}
