import Foundation
import LanguageModels
import Testing

struct SessionToolTests {
    private let sum = GenerationDelta.call("add", #"{"a": 2, "b": 3}"#)

    @Test
    func `a session calls tools until the model answers`() async throws {
        let model = ToolScript([.text("Let me see."), self.sum], [.text("It is "), .text("5.")])
        let recorder = EventRecorder()
        let session = LanguageModelSession(
            model: model,
            tools: [AddTool()],
            callbacks: [recorder],
            instructions: "Be exact."
        )
        let response = try await session.respond(to: "2 + 3?")
        #expect(response.content == "It is 5.")
        #expect(response.toolCalls.isEmpty)
        #expect(response.summary?.finishReason == .endOfText)
        #expect(response.transcriptEntries.map(\.content) == ["2 + 3?", "Let me see.", "5", "It is 5."])
        let call = ToolCall(id: "call_1", name: "add", arguments: #"{"a": 2, "b": 3}"#)
        #expect(
            model.requests.last?.messages == [
                ChatMessage(role: .system, content: "Be exact."), ChatMessage(role: .user, content: "2 + 3?"),
                ChatMessage(role: .assistant, content: "Let me see.", toolCalls: [call]),
                ChatMessage(role: .tool, content: "5", toolCallID: "call_1"),
            ]
        )
        #expect(model.requests.map { $0.options.tools.map(\.name) } == [["add"], ["add"]])
        #expect(
            recorder.names == [
                "llmStart", "token", "llmEnd", "toolStart", "toolEnd", "llmStart", "token", "token", "llmEnd",
            ]
        )
        #expect(recorder.lines.contains(#"toolStart: {"a": 2, "b": 3}"#))
        #expect(recorder.lines.contains("toolEnd: 5"))
        #expect(recorder.all.first { $0.name == "toolStart" }?.run.name == "add")
    }

    @Test
    func `a stream goes across rounds, with one summary`() async throws {
        let model = ToolScript([.text("Let me see."), self.sum], [.text("5")])
        let session = LanguageModelSession(model: model, tools: [AddTool()])
        var deltas: [GenerationDelta] = []
        for try await delta in session.streamResponse(to: "?") { deltas.append(delta) }
        #expect(deltas.map(\.text).joined() == "Let me see.\n\n5")
        #expect(deltas.flatMap(\.toolCalls).map(\.name) == ["add"])
        #expect(deltas.compactMap(\.summary).count == 1)
        #expect(deltas.last?.summary?.finishReason == .endOfText)
    }

    @Test
    func `what goes wrong in a tool is told to the model`() async throws {
        let model = ToolScript(
            [
                .call("broken", "{}", id: "1"), .call("add", #"{"a": "x"}"#, id: "2"), .call("missing", "{}", id: "3"),
                .call("add", "not json", id: "4"), .call("add", #"{"a": 1, "b": 1}"#, id: "5"),
            ],
            [.text("Done.")]
        )
        let recorder = EventRecorder()
        let session = LanguageModelSession(model: model, tools: [AddTool(), BrokenTool()], callbacks: [recorder])
        try await session.respond(to: "?")
        let results = try #require(model.requests.last?.messages.filter { $0.role == .tool })
        #expect(results.map(\.toolCallID) == ["1", "2", "3", "4", "5"])
        #expect(results[0].content == "Error: out of order")
        #expect(results[1].content.hasPrefix("Error: The arguments of 'add' do not fit: 'a'"))
        #expect(results[2].content == "Error: There is no tool 'missing'; there are: add, broken.")
        #expect(results[3].content.hasPrefix("Error: The arguments of 'add' do not fit: "))
        #expect(results[4].content == "2")
        #expect(recorder.names.count { $0 == "toolError" } == 4)
        #expect(recorder.names.count { $0 == "toolEnd" } == 1)
    }

    @Test
    func `tools of one answer are called at once, and keep their order`() async throws {
        // Each waits for the other: one after another they would wait for ever.
        let (first, second) = (AsyncStream<Void>.makeStream(), AsyncStream<Void>.makeStream())
        struct None: Generable {}
        let one = FunctionTool(name: "one", description: "") { (_: None) in
            second.continuation.yield()
            for await _ in first.stream { break }
            return "1"
        }
        let two = FunctionTool(name: "two", description: "") { (_: None) in
            first.continuation.yield()
            for await _ in second.stream { break }
            return "2"
        }
        let model = ToolScript([.call("one", "{}", id: "a"), .call("two", "", id: "b")], [.text("!")])
        let session = LanguageModelSession(model: model, tools: [one, two])
        let response = try await session.respond(to: "?")
        #expect(response.transcriptEntries.map(\.content) == ["?", "", "1", "2", "!"])
    }

    @Test
    func `rounds are limited, and the last one asks for text`() async throws {
        let model = ToolScript([self.sum])
        let session = LanguageModelSession(model: model, tools: [AddTool()], maxToolRounds: 3)
        let error = await #expect(throws: LanguageModelError.self) { try await session.respond(to: "?") }
        #expect(error?.code == .toolFailed)
        #expect(model.requests.map(\.options.toolChoice) == [.automatic, .automatic, .automatic, .none])
        #expect(session.transcript.map(\.content) == ["?", "", "5", "", "5", "", "5"])
        #expect(!session.isResponding)
    }

    @Test
    func `a call that must be is asked for once`() async throws {
        let model = ToolScript([self.sum], [.text("5")])
        var options = GenerationOptions()
        options.toolChoice = .tool("add")
        try await LanguageModelSession(model: model, tools: [AddTool()], options: options).respond(to: "?")
        #expect(model.requests.map(\.options.toolChoice) == [.tool("add"), .automatic])
    }

    @Test
    func `calls of tools that the options name are for the caller`() async throws {
        let model = ToolScript([.text("Hm."), self.sum])
        let session = LanguageModelSession(model: model)
        var options = GenerationOptions()
        options.tools = [try AddTool().definition]
        let response = try await session.respond(to: "?", options: options)
        #expect(response.toolCalls.map(\.name) == ["add"])
        #expect(response.content == "Hm.")
        #expect(session.transcript.messages.last?.toolCalls == response.toolCalls)
    }

    @Test
    func `a turn that is stopped while a tool works is settled`() async throws {
        let began = AsyncStream<Void>.makeStream()
        struct None: Generable {}
        let slow = FunctionTool(name: "slow", description: "") { (_: None) in
            began.continuation.yield()
            try await Task.sleep(for: .seconds(600))
            return ""
        }
        let recorder = EventRecorder()
        let model = ToolScript([.call("slow", "{}")], [.text("never")])
        let session = LanguageModelSession(model: model, tools: [slow], callbacks: [recorder])
        let task = Task { try await session.respond(to: "?") }
        for await _ in began.stream { break }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(session.transcript.isEmpty)
        #expect(!session.isResponding)
        #expect(recorder.lines.last == "toolError: CancellationError()")
    }

    @Test
    func `a stop while a tool works keeps what was seen before the call`() async throws {
        let began = AsyncStream<Void>.makeStream()
        struct None: Generable {}
        let slow = FunctionTool(name: "slow", description: "") { (_: None) in
            began.continuation.yield()
            try await Task.sleep(for: .seconds(600))
            return ""
        }
        let model = ToolScript([.text("Let me look."), .call("slow", "{}")], [.text("never")])
        let session = LanguageModelSession(model: model, tools: [slow])
        let task = Task { try await session.respond(to: "?") }
        for await _ in began.stream { break }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(session.transcript.map(\.content) == ["?", "Let me look."])
        #expect(!session.isResponding)
    }

    @Test
    func `a tool that gives up by itself does not end the turn`() async throws {
        struct None: Generable {}
        let weary = FunctionTool(name: "weary", description: "") { (_: None) -> String in throw CancellationError() }
        let model = ToolScript([.call("weary", "{}")], [.text("It gave up.")])
        let session = LanguageModelSession(model: model, tools: [weary])
        #expect(try await session.respond(to: "?").content == "It gave up.")
        #expect(model.requests.last?.messages.last?.content == "Error: CancellationError()")
    }

    @Test
    func `calls and results survive JSON, and old transcripts are read`() throws {
        let call = ToolCall(id: "c", name: "add", arguments: "{}")
        let messages = [
            ChatMessage(role: .user, content: "?"), ChatMessage(role: .assistant, content: "", toolCalls: [call]),
            ChatMessage(role: .tool, content: "5", toolCallID: "c"), ChatMessage(role: .assistant, content: "Five."),
        ]
        let transcript = try Transcript(messages: messages)
        #expect(transcript.messages == messages)
        let decoded = try JSONDecoder().decode(Transcript.self, from: JSONEncoder().encode(transcript))
        #expect(decoded == transcript)
        #expect(transcript.keepingLatestTurns(0).isEmpty)
        let old = #"{"entries":[{"content":"Hi","id":"p","type":"prompt"},{"content":"x","id":"r","type":"response"}]}"#
        #expect(try JSONDecoder().decode(Transcript.self, from: Data(old.utf8)).map(\.content) == ["Hi", "x"])
    }

    @Test
    func `a tool needs no types for its arguments`() async throws {
        let schema = try JSONSchema(#"{"type": "object", "properties": {"q": {"type": "string"}}}"#)
        let tool = FunctionTool(name: "search", description: "Looks up.", parameters: schema) {
            (arguments: [String: ChainValue]) in arguments["q"]?.stringValue ?? "nothing"
        }
        #expect(try tool.definition == ToolDefinition(name: "search", description: "Looks up.", parameters: schema))
        #expect(try await tool.call(json: #"{"q": "birds"}"#) == "birds")
        #expect(try await tool.call(json: "") == "nothing")
        let properties = try TemplateValue(json: AddTool().parameters.text)["properties"]
        #expect(properties == ["a": ["type": "integer"], "b": ["type": "integer"]])
    }
}
