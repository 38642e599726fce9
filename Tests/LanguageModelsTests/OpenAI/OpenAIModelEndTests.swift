import Foundation
import NIOHTTP1
import Testing

@testable import LanguageModels

/// How answers end, and what leads to none.
@Suite struct OpenAIModelEndTests {
    private func error(_ model: OpenAIModel) async throws -> LanguageModelError {
        try await #require(throws: LanguageModelError.self) {
            try await model.stream(OpenAIFixture.chat, options: GenerationOptions()).collect()
        }
    }

    @Test func `a cut answer is not told as a whole one`() async throws {
        let text = OpenAIFixture.delta("a")
        let cases: [([String], String)] = [
            ([text, OpenAIFixture.finish("insufficient_system_resource")], "insufficient_system_resource"),
            ([text, #"{"object":"error","message":"CUDA out of memory","code":500}"#], "CUDA out of memory"),
            ([text, #"{"message":"upstream died"}"#], "upstream died"), ([text], "ended in the midst"),
            ([text, OpenAIFixture.finish("")], "ended in the midst"),
        ]
        for (events, part) in cases {
            try await FakeServer.with({ _ in OpenAIFixture.stream(events) }) { server in
                let error = try await self.error(OpenAIFixture.model(server))
                #expect(error.code == .generationFailed, "\(events)")
                #expect(error.message.contains(part), "\(error.message)")
            }
        }
    }

    @Test func `what the content filter refuses is asked for once`() async throws {
        let answer = OpenAIFixture.stream([OpenAIFixture.finish("content_filter")])
        try await FakeServer.with({ _ in answer }) { server in
            let model = OpenAIFixture.model(server, settings: OpenAIFixture.settings(retries: 2))
            let error = try await self.error(model)
            #expect(error.code == .generationFailed && error.message.contains("content filter"))
            #expect(server.requests.count == 1)
        }
    }

    @Test func `an answer is whole when the server falls silent after its reason to end`() async throws {
        var response = OpenAIFixture.stream([])
        let events = [OpenAIFixture.delta("a"), OpenAIFixture.finish("stop"), OpenAIFixture.usage]
        response.pieces = [Array(events.map { "data: \($0)\n\n" }.joined().utf8)]
        response.stalls = true
        try await FakeServer.with({ [response] _ in response }) { server in
            let model = OpenAIFixture.model(server, settings: OpenAIFixture.settings(between: .seconds(2)))
            let (text, summary) = try await model.stream(OpenAIFixture.chat, options: GenerationOptions()).collect()
            #expect(text == "a" && summary?.finishReason == .endOfText && summary?.newTokens == 3)
            #expect(server.requests.count == 1)
        }
    }

    @Test func `a stream that stays open after its mark ends the answer too`() async throws {
        var response = OpenAIFixture.hello
        response.pieces = [response.body]
        response.stalls = true
        // The silence that is allowed in the midst of an answer lasts longer than this test may.
        try await FakeServer.with({ [response] _ in response }) { server in
            let stream = OpenAIFixture.model(server).stream(OpenAIFixture.chat, options: GenerationOptions())
            let (text, summary) = try await stream.collect()
            #expect(text == "Hello" && summary?.finishReason == .endOfText)
            #expect(server.requests.count == 1)
        }
    }

    @Test func `where no tokens are wanted the prompt is read and nothing told`() async throws {
        let usage = #"{"choices":[],"usage":{"prompt_tokens":11,"completion_tokens":1}}"#
        let answer = OpenAIFixture.stream([OpenAIFixture.delta("Hel"), OpenAIFixture.finish("length"), usage])
        try await FakeServer.with({ _ in answer }) { server in
            let model = OpenAIFixture.model(server, dialect: .vLLM)
            let options = GenerationOptions(maxNewTokens: 0)
            let (text, summary) = try await model.stream(OpenAIFixture.chat, options: options).collect()
            #expect(text.isEmpty && summary?.finishReason == .maxNewTokens)
            #expect(summary?.newTokens == 0 && summary?.promptTokens == 11)
        }
    }

    @Test func `the numbers in vLLM's words save asking once per turn`() async throws {
        var messages = [ChatMessage(role: .system, content: "Rules")]
        for turn in 0..<4 {
            messages.append(ChatMessage(role: .user, content: "question \(turn)"))
            messages.append(ChatMessage(role: .assistant, content: "answer \(turn)"))
        }
        messages.append(ChatMessage(role: .user, content: "last"))
        let words =
            "You passed 901 input tokens and requested 256 output tokens. However, the model's context length is only "
            + "768 tokens, resulting in a maximum input length of 512 tokens."
        let refusal = OpenAIFixture.json(#"{"error":{"message":"\#(words)","code":400}}"#, status: .badRequest)
        try await FakeServer.with({ request in
            let count = ((try? OpenAIFixture.body(request))?["messages"] as? [Any])?.count ?? 0
            return count > 4 ? refusal : OpenAIFixture.hello
        }) { server in
            var options = GenerationOptions()
            options.overflow = .dropOldestTurns
            let model = OpenAIFixture.model(server)
            let summary = try await model.stream(.chat(messages), options: options).collect().summary
            #expect(summary?.droppedMessages == 6)
            #expect(server.requests.count == 2)
        }
    }

    @Test func `a query of the base URL follows every path, and is shown nowhere`() async throws {
        let refusal = #"{"error":{"message":"no access with hush-hush at 2024-10-21"}}"#
        try await FakeServer.with({ _ in OpenAIFixture.json(refusal, status: .forbidden) }) { server in
            let base = "http://127.0.0.1:\(server.port)/openai/deployments/dep"
            let query = "?api-version=2024-10-21&code=hush-hush"
            for end in ["", "/"] {
                let model = OpenAIModel(
                    "gpt",
                    baseURL: base + end + query,
                    settings: OpenAIFixture.settings(),
                    environment: [:]
                )
                let error = try await self.error(model)
                #expect(error.message.contains("(hidden) at 2024-10-21"), "\(error.message)")
                #expect(model.identity.parameters["base_url"] == base)
                await #expect(throws: LanguageModelError.self) { try await model.models() }
            }
            let lines = [
                "POST /openai/deployments/dep/chat/completions" + query, "GET /openai/deployments/dep/models" + query,
            ]
            #expect(server.lines == lines + lines)
        }
    }

    @Test func `a redirection is told with the base URL to set`() async throws {
        let cases = [
            (301, "https://new.example/v1/chat/completions", "'https://new.example/v1'"),
            (302, "https://new.example/login?next=a", "'https://new.example/login'"),
            (307, "/v2/chat/completions/", "/v2'"), (308, "https://a:b@new.example/v1", "'https://new.example/v1'"),
        ]
        for (status, location, base) in cases {
            let answer = OpenAIFixture.json("", status: .init(statusCode: status), headers: ["Location": location])
            try await FakeServer.with({ _ in answer }) { server in
                let error = try await self.error(OpenAIFixture.model(server))
                #expect(error.code == .requestFailed)
                #expect(error.message.contains("set the base URL to '"), "\(error.message)")
                #expect(error.message.contains(base), "\(error.message)")
            }
        }
    }

    @Test func `a proxy gets the name and password of its variable, and its refusal is told`() async throws {
        try await FakeServer.with({ _ in FakeServer.Response(status: .proxyAuthenticationRequired) }) { server in
            var settings = OpenAIFixture.settings()
            settings.proxy = .environment
            let model = OpenAIModel(
                "tiny",
                baseURL: "http://model.example/v1",
                settings: settings,
                environment: ["HTTP_PROXY": "http://ada:p%40ss@127.0.0.1:\(server.port)"]
            )
            let error = try await self.error(model)
            #expect(error.code == .unauthorized && error.message.contains("The proxy"), "\(error.message)")
            let header = try #require(server.requests.first).headers.first(name: "Proxy-Authorization")
            #expect(header == "Basic " + Data("ada:p@ss".utf8).base64EncodedString())
        }
        let environment = HubEnvironment(["HTTPS_PROXY": "http://ada:hush-hush@proxy.example:3128"])
        let endpoint = try #require(URL(string: "https://model.example"))
        let proxy = try #require(HubProxy(environment: environment, endpoint: endpoint))
        #expect(proxy.host == "proxy.example" && proxy.port == 3128)
        let credentials = Data("ada:hush-hush".utf8).base64EncodedString()
        #expect(proxy.credentials == HubToken(credentials))
        var dumped = ""
        dump(proxy, to: &dumped)
        #expect(!"\(proxy) \(dumped)".contains(credentials))
        #expect(HubProxy(host: "proxy.example", port: 3128).credentials == nil)
    }
}
