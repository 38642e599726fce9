import Foundation
import NIOCore
import NIOHTTP1
import Testing

@testable import LanguageModels

/// Answers of servers that speak OpenAI's protocol, and models on the fake server.
enum OpenAIFixture {
    static let key = "sk-very-secret-1234"

    /// A model on a server of the test.
    static func model(
        _ server: FakeServer,
        api: OpenAIAPI = .automatic,
        dialect: OpenAIDialect = .automatic,
        settings: OpenAISettings? = nil
    ) -> OpenAIModel {
        OpenAIModel(
            "tiny",
            baseURL: "http://127.0.0.1:\(server.port)/v1/",
            apiKey: Self.key,
            api: api,
            dialect: dialect,
            settings: settings ?? Self.settings(),
            environment: [:]
        )
    }

    /// Settings with short pauses, and with time enough for a machine that runs all tests at once.
    static func settings(retries: Int = 0, firstByte: Duration = .seconds(180), between: Duration = .seconds(180))
        -> OpenAISettings
    {
        OpenAISettings(
            timeouts: .init(connect: .seconds(60), firstByte: firstByte, betweenChunks: between),
            retries: .init(count: retries, baseDelay: .milliseconds(5), longestDelay: .seconds(2)),
            proxy: .none
        )
    }

    /// A stream of events.
    static func stream(_ events: [String], end: String = "data: [DONE]\n\n") -> FakeServer.Response {
        let text = events.map { "data: \($0)\n\n" }.joined() + end
        return FakeServer.Response(
            headers: ["Content-Type": "text/event-stream"],
            body: Array(text.utf8),
            isChunked: true
        )
    }

    static func json(_ text: String, status: HTTPResponseStatus = .ok, headers: [String: String] = [:])
        -> FakeServer.Response
    {
        FakeServer.Response(
            status: status,
            headers: headers.merging(["Content-Type": "application/json"]) { first, _ in first },
            body: Array(text.utf8)
        )
    }

    /// A piece of a chat's answer.
    static func delta(_ text: String) -> String {
        #"{"choices":[{"index":0,"delta":{"content":"\#(text)"},"finish_reason":null}]}"#
    }

    static func finish(_ reason: String) -> String {
        #"{"choices":[{"index":0,"delta":{},"finish_reason":"\#(reason)"}]}"#
    }

    static let usage =
        #"{"choices":[],"usage":{"prompt_tokens":11,"completion_tokens":3,"prompt_tokens_details":{"cached_tokens":8}}}"#

    /// A whole answer.
    static let hello = Self.stream([Self.delta("Hel"), Self.delta("lo"), Self.finish("stop"), Self.usage])

    static let chat = ModelPrompt.chat([
        ChatMessage(role: .system, content: "Be kind."), ChatMessage(role: .user, content: "Hello"),
    ])

    /// The members of a request's body.
    static func body(_ request: FakeServer.Request) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(request.body)) as? [String: Any])
    }

    /// Every delta of an answer.
    static func deltas(_ stream: GenerationStream) async throws -> [GenerationDelta] {
        var deltas: [GenerationDelta] = []
        for try await delta in stream { deltas.append(delta) }
        return deltas
    }
}
