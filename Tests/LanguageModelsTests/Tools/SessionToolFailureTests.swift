import LanguageModels
import Testing

/// What stays of a turn that fails after its tools have run, and whose failure it is.
struct SessionToolFailureTests {
    /// Ends the turn when a tool is done.
    private struct StrictHandler: CallbackHandler {
        struct Failure: Error {}

        let raisesErrors = true

        func onToolEnd(_ output: ChainValue, run: RunInfo) async throws { throw Failure() }
    }

    /// Answers like another model, but for one request that fails, or that says nothing until it is cancelled.
    private struct FragileModel: LanguageModel {
        enum Fault: Sendable {
            case failure(after: String)
            case silence(AsyncStream<Void>.Continuation)
        }

        let identity = ModelIdentity(type: "scripted", name: "fragile")
        let base: ToolScript
        let faultyRequest: Int
        let fault: Fault

        func stream(_ prompt: ModelPrompt, options: GenerationOptions) -> GenerationStream {
            let answer = self.base.stream(prompt, options: options)
            guard self.base.requests.count == self.faultyRequest else { return answer }
            let (stream, continuation) = AsyncThrowingStream<GenerationDelta, any Error>.makeStream()
            switch self.fault {
            case .failure(let text):
                continuation.yield(GenerationDelta(text: text))
                continuation.finish(throwing: LanguageModelError(.serverUnavailable, "Gone."))
            case .silence(let told): told.yield()
            }
            return GenerationStream(stream)
        }
    }

    private let sum = GenerationDelta.call("add", #"{"a": 2, "b": 3}"#)

    @Test
    func `a handler that ends the turn makes no failure of the tool's success`() async throws {
        let model = ToolScript([self.sum], [.text("5")])
        let recorder = EventRecorder()
        let session = LanguageModelSession(model: model, tools: [AddTool()], callbacks: [recorder, StrictHandler()])
        await #expect(throws: StrictHandler.Failure.self) { try await session.respond(to: "?") }
        #expect(model.requests.count == 1)
        #expect(recorder.names.contains("toolEnd"))
        #expect(!recorder.names.contains("toolError"))
        #expect(!session.isResponding)
    }

    @Test
    func `a failure after tools have run keeps the prompt, the calls and their results`() async throws {
        let script = ToolScript([self.sum], [], [.text("So it is 5.")])
        let model = FragileModel(base: script, faultyRequest: 2, fault: .failure(after: "It "))
        let recorder = EventRecorder()
        let session = LanguageModelSession(
            model: model,
            tools: [AddTool()],
            callbacks: [recorder],
            instructions: "Be exact."
        )
        let error = await #expect(throws: LanguageModelError.self) { try await session.respond(to: "2 + 3?") }
        #expect(error?.code == .serverUnavailable)
        #expect(session.transcript.map(\.content) == ["Be exact.", "2 + 3?", "", "5"])
        #expect(!session.isResponding)
        let response = try await session.respond(to: "Go on.")
        #expect(response.content == "So it is 5.")
        #expect(response.transcriptEntries.map(\.content) == ["Go on.", "So it is 5."])
        #expect(script.requests.last?.messages.map(\.role) == [.system, .user, .assistant, .tool, .user])
        #expect(recorder.names.count { $0 == "toolStart" } == 1)
    }

    @Test
    func `a failure of the next prompt, without tools, takes that one back alone`() async throws {
        let script = ToolScript([self.sum], [.text("5")], [])
        let model = FragileModel(base: script, faultyRequest: 3, fault: .failure(after: ""))
        let session = LanguageModelSession(model: model, tools: [AddTool()])
        try await session.respond(to: "2 + 3?")
        await #expect(throws: LanguageModelError.self) { try await session.respond(to: "And now?") }
        #expect(session.transcript.map(\.content) == ["2 + 3?", "", "5", "5"])
    }

    @Test
    func `a stop after tools have run keeps them, though nothing was seen`() async throws {
        let (told, continuation) = AsyncStream<Void>.makeStream()
        let script = ToolScript([self.sum], [])
        let model = FragileModel(base: script, faultyRequest: 2, fault: .silence(continuation))
        let session = LanguageModelSession(model: model, tools: [AddTool()])
        let task = Task { try await session.respond(to: "2 + 3?") }
        for await _ in told { break }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(session.transcript.map(\.content) == ["2 + 3?", "", "5"])
    }
}
