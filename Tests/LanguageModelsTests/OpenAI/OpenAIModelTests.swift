import Foundation
import NIOHTTP1
import Testing

@testable import LanguageModels

@Suite struct OpenAIModelTests {
    @Test func `a chat streams`() async throws {
        try await FakeServer.with({ _ in OpenAIFixture.hello }) { server in
            let model = OpenAIFixture.model(server)
            let deltas = try await OpenAIFixture.deltas(model.stream(OpenAIFixture.chat, options: GenerationOptions()))
            #expect(deltas.map(\.text) == ["Hel", "lo", ""])
            let summary = try #require(deltas.last?.summary)
            #expect(summary.finishReason == .endOfText)
            #expect(summary.promptTokens == 11 && summary.cachedTokens == 8 && summary.newTokens == 3)
            let request = try #require(server.requests.first)
            #expect(request.uri == "/v1/chat/completions" && request.method == .POST)
            #expect(request.headers.first(name: "Authorization") == "Bearer \(OpenAIFixture.key)")
            #expect(request.headers.first(name: "Content-Type") == "application/json")
            let body = try OpenAIFixture.body(request)
            #expect(body["model"] as? String == "tiny" && body["stream"] as? Bool == true)
            #expect((body["stream_options"] as? [String: Bool]) == ["include_usage": true])
        }
    }

    @Test func `a text goes to completions, and comes whole where no stream is asked for`() async throws {
        let usage = #"{"completion_tokens":1,"prompt_tokens":2}"#
        let answer = #"{"choices":[{"text":" upon","finish_reason":"length"}],"usage":\#(usage)}"#
        try await FakeServer.with({ _ in OpenAIFixture.json(answer) }) { server in
            let options = GenerationOptions(maxNewTokens: 1, stream: false)
            let deltas = try await OpenAIFixture.deltas(
                OpenAIFixture.model(server).stream(.text("Once"), options: options)
            )
            #expect(deltas.map(\.text) == [" upon", ""])
            #expect(deltas.last?.summary?.finishReason == .maxNewTokens)
            let request = try #require(server.requests.first)
            #expect(request.uri == "/v1/completions")
            let body = try OpenAIFixture.body(request)
            #expect(body["prompt"] as? String == "Once" && body["stream"] as? Bool == false)
            #expect(body["stream_options"] == nil)
        }
    }

    @Test func `nothing is asked before the answer is read`() async throws {
        try await FakeServer.with({ _ in OpenAIFixture.hello }) { server in
            let stream = OpenAIFixture.model(server).stream(OpenAIFixture.chat, options: GenerationOptions())
            #expect(server.requests.isEmpty)
            _ = try await stream.collect()
            #expect(server.requests.count == 1)
        }
    }

    @Test func `a stream that comes byte by byte is the same`() async throws {
        let whole = OpenAIFixture.stream([
            OpenAIFixture.delta("größer 👩‍👩‍👧 "), OpenAIFixture.delta("日本"), OpenAIFixture.finish("stop"),
        ])
        var bytes = whole
        bytes.pieces = whole.body.map { [$0] }
        try await FakeServer.with({ [bytes] _ in bytes }) { server in
            let stream = OpenAIFixture.model(server).stream(OpenAIFixture.chat, options: GenerationOptions())
            let text = try await stream.collect().text
            #expect(text == "größer 👩‍👩‍👧 日本")
        }
    }

    @Test func `whoever answers in the other form than asked is understood`() async throws {
        let json = #"{"choices":[{"message":{"content":"Hi"},"finish_reason":"stop"}]}"#
        try await FakeServer.with({ _ in OpenAIFixture.json(json) }) { server in
            let model = OpenAIFixture.model(server)
            #expect(try await model.stream(OpenAIFixture.chat, options: GenerationOptions()).collect().text == "Hi")
            server.answer { _ in OpenAIFixture.hello }
            let deltas = try await OpenAIFixture.deltas(
                model.stream(OpenAIFixture.chat, options: GenerationOptions(stream: false))
            )
            #expect(deltas.map(\.text).joined() == "Hello")
        }
    }

    @Test func `a stream may end without its mark, and without the last empty line`() async throws {
        try await FakeServer.with({ _ in
            OpenAIFixture.stream([OpenAIFixture.delta("a")], end: "data: \(OpenAIFixture.finish("stop"))")
        }) { server in
            let stream = OpenAIFixture.model(server).stream(OpenAIFixture.chat, options: GenerationOptions())
            let (text, summary) = try await stream.collect()
            #expect(text == "a" && summary?.finishReason == .endOfText)
        }
    }

    @Test func `cancelling ends the connection`() async throws {
        var response = OpenAIFixture.stream([])
        response.pieces = [Array("data: \(OpenAIFixture.delta("a"))\n\n".utf8)]
        response.stalls = true
        try await FakeServer.with({ [response] _ in response }) { server in
            let model = OpenAIFixture.model(server)
            let (begun, continuation) = AsyncStream<Void>.makeStream()
            let task = Task {
                let stream = model.stream(OpenAIFixture.chat, options: GenerationOptions())
                for try await _ in stream { continuation.yield() }
            }
            for await _ in begun { break }
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            try await Self.wait { server.abandoned == 1 }
        }
    }

    @Test func `leaving the loop ends the connection`() async throws {
        var response = OpenAIFixture.stream([])
        response.pieces = [Array("data: \(OpenAIFixture.delta("a"))\n\n".utf8)]
        response.stalls = true
        try await FakeServer.with({ [response] _ in response }) { server in
            let stream = OpenAIFixture.model(server).stream(OpenAIFixture.chat, options: GenerationOptions())
            for try await _ in stream { break }
            try await Self.wait { server.abandoned == 1 }
        }
    }

    @Test func `a reader that takes its time loses nothing`() async throws {
        let events = (0..<500).map { OpenAIFixture.delta("\($0) ") } + [OpenAIFixture.finish("stop")]
        try await FakeServer.with({ _ in OpenAIFixture.stream(events) }) { server in
            let model = OpenAIFixture.model(server, settings: OpenAIFixture.settings(between: .seconds(3)))
            var text = ""
            for try await delta in model.stream(OpenAIFixture.chat, options: GenerationOptions()) {
                // Longer than the server may be silent: its time stands still meanwhile.
                if text.isEmpty { try await Task.sleep(for: .seconds(4)) }
                text += delta.text
            }
            #expect(text == (0..<500).map { "\($0) " }.joined())
        }
    }

    @Test func `the time limit ends an answer that has begun`() async throws {
        var response = OpenAIFixture.stream([])
        response.pieces = [Array("data: \(OpenAIFixture.delta("a"))\n\n".utf8)]
        response.stalls = true
        try await FakeServer.with({ [response] _ in response }) { server in
            var options = GenerationOptions()
            options.timeLimit = .seconds(2)
            let (text, summary) = try await OpenAIFixture.model(server).stream(OpenAIFixture.chat, options: options)
                .collect()
            #expect(text == "a" && summary?.finishReason == .timeLimit)
        }
    }

    @Test func `turns are left out until the chat fits, and it is told`() async throws {
        var messages = [ChatMessage(role: .system, content: "Rules")]
        for turn in 0..<4 {
            messages.append(ChatMessage(role: .user, content: "question \(turn)"))
            messages.append(ChatMessage(role: .assistant, content: "answer \(turn)"))
        }
        messages.append(ChatMessage(role: .user, content: "last"))
        try await FakeServer.with({ request in
            let count = ((try? OpenAIFixture.body(request))?["messages"] as? [Any])?.count ?? 0
            return count > 4
                ? OpenAIFixture.json(Self.overflow, status: .badRequest) : OpenAIFixture.hello
        }) { server in
            var options = GenerationOptions()
            let model = OpenAIFixture.model(server)
            let error = try await #require(throws: LanguageModelError.self) {
                try await model.stream(.chat(messages), options: options).collect()
            }
            #expect(error.code == .contextOverflow)
            options.overflow = .dropOldestTurns
            let summary = try await model.stream(.chat(messages), options: options).collect().summary
            #expect(summary?.droppedMessages == 6)
            let sent = try OpenAIFixture.body(try #require(server.requests.last))["messages"] as? [[String: String]]
            #expect(sent?.map { $0["content"] } == ["Rules", "question 3", "answer 3", "last"])
        }
    }

    private static let overflow =
        #"{"error":{"code":400,"message":"too long","type":"exceed_context_size_error","n_prompt_tokens":900,"n_ctx":512}}"#

    @Test func `names, headers and secrets`() async throws {
        try await FakeServer.with({ _ in OpenAIFixture.hello }) { server in
            var settings = OpenAIFixture.settings()
            settings.organization = "org"
            settings.headers = ["X-Route": "blue-secret"]
            let model = OpenAIModel(
                "tiny",
                baseURL: "http://ada:pass@127.0.0.1:\(server.port)/v1",
                settings: settings,
                contextLength: 99,
                environment: ["OPENAI_API_KEY": "sk-from-environment", "OPENAI_PROJECT_ID": "proj"]
            )
            let summary = try await model.stream(OpenAIFixture.chat, options: GenerationOptions()).collect().summary
            #expect(summary?.contextLength == 99)
            let headers = try #require(server.requests.first).headers
            #expect(headers.first(name: "Authorization") == "Bearer sk-from-environment")
            #expect(headers.first(name: "OpenAI-Organization") == "org")
            #expect(headers.first(name: "OpenAI-Project") == "proj")
            #expect(headers.first(name: "X-Route") == "blue-secret")
            #expect(
                model.identity
                    == ModelIdentity(
                        type: "openai",
                        name: "tiny",
                        parameters: [
                            "base_url": "http://127.0.0.1:\(server.port)/v1", "api": "automatic",
                            "dialect": "automatic",
                            "context_length": "99",
                        ]
                    )
            )
            var dumped = ""
            dump(model.identity, to: &dumped)
            dump(settings, to: &dumped)
            #expect(!dumped.contains("sk-") && !dumped.contains("pass") && !dumped.contains("blue-secret"))
        }
    }

    /// Waits for what another thread is about to do.
    static func wait(_ condition: () -> Bool) async throws {
        for _ in 0..<1000 where !condition() { try await Task.sleep(for: .milliseconds(10)) }
        #expect(condition())
    }
}
