import Foundation
import NIOHTTP1
import Synchronization
import Testing

@testable import LanguageModels

@Suite struct OpenAIModelServerTests {
    @Test func `embeddings come in the order of their texts`() async throws {
        try await FakeServer.with({ request in
            let input = (try? OpenAIFixture.body(request))?["input"] as? [String] ?? []
            let vectors = input.enumerated().reversed().map { #"{"index":\#($0),"embedding":[\#($1.count),0.5]}"# }
            return OpenAIFixture.json(#"{"data":[\#(vectors.joined(separator: ","))]}"#)
        }) { server in
            var settings = OpenAIFixture.settings()
            settings.embeddingDimensions = 2
            let model: any EmbeddingModel = OpenAIFixture.model(server, settings: settings)
            #expect(model.dimensions == 2)
            #expect(try await model.embeddings(of: ["a", "bbb"]) == [[1, 0.5], [3, 0.5]])
            #expect(try await model.embeddings(of: []) == [])
            let many = (0..<300).map { String(repeating: "x", count: $0) }
            #expect(try await model.embeddings(of: many).map { $0[0] } == (0..<300).map { Float($0) })
            #expect(server.requests.count == 3)
            let body = try OpenAIFixture.body(server.requests[0])
            #expect(body["dimensions"] as? Int == 2 && body["encoding_format"] as? String == "float")
            #expect(server.requests[0].uri == "/v1/embeddings")
        }
    }

    @Test func `tokens of embeddings are counted, unless the server does not tell`() async throws {
        for (usage, count) in [
            (#","usage":{"prompt_tokens":7}"#, 7), ("", nil), (#","usage":{"prompt_tokens":-1}"#, nil),
        ]
            as [(String, Int?)]
        {
            try await FakeServer.with({ request in
                let input = (try? OpenAIFixture.body(request))?["input"] as? [String] ?? []
                let vectors = input.map { _ in #"{"embedding":[1]}"# }.joined(separator: ",")
                return OpenAIFixture.json("{\"data\":[\(vectors)]\(usage)}")
            }) { server in
                let texts = Array(repeating: "a", count: 300)
                let result = try await OpenAIFixture.model(server).countedEmbeddings(of: texts)
                // In two requests.
                #expect(result.value.count == 300 && result.promptTokens == count.map { 2 * $0 })
            }
        }
    }

    @Test(
        arguments: [
            #"{"data":[]}"#, "{}", "no", #"{"data":[{"embedding":[1]},{"embedding":[1,2]}]}"#,
            #"{"data":[{"index":7,"embedding":[1]},{"index":0,"embedding":[1]}]}"#,
            #"{"data":[{"embedding":[]},{"embedding":[]}]}"#,
        ]
    )
    func `vectors that do not match their texts are refused`(body: String) async throws {
        try await FakeServer.with({ _ in OpenAIFixture.json(body) }) { server in
            let error = try await #require(throws: LanguageModelError.self) {
                try await OpenAIFixture.model(server).embeddings(of: ["a", "b"])
            }
            #expect(error.code == .generationFailed)
        }
    }

    @Test func `models are listed`() async throws {
        let body = #"""
            {"object":"list","data":[{"id":"a","owned_by":"me","max_model_len":4096},
            {"id":"b","meta":{"n_ctx_train":512}},{"id":"c","meta":null}]}
            """#
        try await FakeServer.with({ _ in OpenAIFixture.json(body) }) { server in
            let models = try await OpenAIFixture.model(server).models()
            #expect(models.map(\.name) == ["a", "b", "c"])
            #expect(models.map(\.contextLength) == [4096, 512, nil])
            #expect(models[0].owner == "me")
            #expect(server.lines == ["GET /v1/models"])
        }
    }

    @Test func `health is asked once`() async throws {
        try await FakeServer.with({ _ in OpenAIFixture.json("{}", status: .serviceUnavailable) }) { server in
            let model = OpenAIFixture.model(server, settings: OpenAIFixture.settings(retries: 5))
            let error = try await #require(throws: LanguageModelError.self) { try await model.checkHealth() }
            #expect(error.code == .serverUnavailable)
            #expect(server.requests.count == 1)
            server.answer { _ in OpenAIFixture.json("{}") }
            try await model.checkHealth()
        }
    }
}
