import Foundation
import LanguageModels
import MartletCore
import MartletServer
import Testing

@testable import Martlet

struct CompletionTests {
    @Test func `texts go on, each as often as asked`() async throws {
        let model = try await TestModel { "<\($0)>" }
        let request = #"{"model":"m","prompt":["a","b"],"n":2,"echo":true}"#
        let reply = try await client(model).post("/v1/completions", request)
        #expect(reply.json["object"] == "text_completion" && reply.json["id"]?.stringValue?.hasPrefix("cmpl-") == true)
        #expect(reply.json["choices"]?.arrayValue?.map { $0["text"] } == ["a<a>", "a<a>", "b<b>", "b<b>"])
        #expect(reply.json["choices"]?.arrayValue?.map { $0["index"] } == [0, 1, 2, 3])
        #expect(reply.json["usage"]?["prompt_tokens"] == 4)
    }

    @Test func `many texts go on a few at a time, in their order`() async throws {
        let model = try await TestModel { "<\($0)>" }
        let prompts = (0..<40).map { "\"\($0)\"" }.joined(separator: ",")
        let request = "\"model\":\"m\",\"prompt\":[\(prompts)]"
        let whole = try await client(model).post("/v1/completions", "{\(request)}")
        #expect(whole.json["choices"]?.arrayValue?.map { $0["text"]?.stringValue } == (0..<40).map { "<\($0)>" })
        let streamed = try await client(model).post("/v1/completions", "{\(request),\"stream\":true}")
        var texts: [Int: String] = [:]
        for choice in streamed.events.compactMap({ $0["choices"]?[0] }) {
            texts[choice["index"]?.intValue ?? -1, default: ""] += choice["text"]?.stringValue ?? ""
        }
        #expect(texts == Dictionary(uniqueKeysWithValues: (0..<40).map { ($0, "<\($0)>") }))
    }

    @Test func `a stream begins with the echo`() async throws {
        let model = try await TestModel { _ in "xy" }
        let request = #"{"model":"m","prompt":"a","echo":true,"stream":true,"max_tokens":1}"#
        let reply = try await client(model).post("/v1/completions", request)
        let choices = reply.events.compactMap { $0["choices"]?[0] }
        #expect(choices.compactMap { $0["text"]?.stringValue }.joined() == "ax")
        #expect(choices.last?["finish_reason"] == "length" && reply.text.hasSuffix("data: [DONE]\n\n"))
    }

    @Test(
        arguments: [
            (#""prompt":[1,2]"#, "prompt"), (#""prompt":[[1],[2]]"#, "prompt"), (#""prompt":[]"#, "prompt"),
            ("\"a\":1", "prompt"),
            (#""prompt":"a","suffix":"b""#, "suffix"), (#""prompt":"a","logprobs":3"#, "logprobs"),
            (#""prompt":"a","best_of":3"#, "best_of"), (#""prompt":["a",5]"#, "prompt"),
        ] as [(String, String)]
    )
    func `what cannot be done is refused by its name`(members: String, parameter: String) async throws {
        let reply = try await client(DeltaModel()).post("/v1/completions", "{\"model\":\"m\",\(members)}")
        #expect(reply.status == 400 && reply.error?["param"] == .string(parameter), "\(reply.text)")
    }

    // MARK: Vectors

    private var vectors: APIClient {
        let app = ChatApp()
        app.serve(embeddings: LengthModel(), as: "v")
        app.serve(reranker: LengthModel(), as: "r")
        return APIClient(app: app)
    }

    @Test func `texts become vectors, as numbers or as bytes`() async throws {
        let numbers = try await self.vectors.post("/v1/embeddings", #"{"model":"v","input":["a","abc"]}"#)
        let second = numbers.json["data"]?[1]
        #expect(second?["embedding"]?.arrayValue?.map(\.doubleValue) == [3, 0.5] && second?["index"] == 1)
        #expect(numbers.json["usage"] == ["prompt_tokens": 4, "total_tokens": 4])
        let request = #"{"model":"v","input":"abc","encoding_format":"base64","dimensions":2}"#
        let bytes = try await self.vectors.post("/v1/embeddings", request)
        let text = try #require(bytes.json["data"]?[0]?["embedding"]?.stringValue)
        #expect(Data(base64Encoded: text) == Data([0, 0, 0x40, 0x40, 0, 0, 0, 0x3F]))
    }

    @Test(
        arguments: [
            (#""input":"""#, "input"), (#""input":[]"#, "input"), (#""input":[[1]]"#, "input"),
            (#""input":{}"#, "input"),
            (#""input":"a","dimensions":3"#, "dimensions"),
            (#""input":"a","encoding_format":"hex""#, "encoding_format"),
        ] as [(String, String)]
    )
    func `wrong vectors are refused`(members: String, parameter: String) async throws {
        let reply = try await self.vectors.post("/v1/embeddings", "{\"model\":\"v\",\(members)}")
        #expect(reply.status == 400 && reply.error?["param"] == .string(parameter), "\(reply.text)")
    }

    @Test func `a path that is not there is told from one that is`() async throws {
        let error = await #expect(throws: ServerExtensionFailure.self) {
            _ = try await self.vectors.post("/v1/responses", "{}")
        }
        #expect(error?.status == 404 && error?.message.contains("/v1/chat/completions") == true)
        let request = #"{"query":"q","documents":["a"]}"#
        let reply = try await self.vectors.post("/v1/reranking", request)
        #expect(reply.status == 200 && reply.json["results"]?[0]?["index"] == 0, "\(reply.text)")
    }

    @Test func `documents come in the order of their scores`() async throws {
        let request = #"{"query":"q","documents":["a",{"text":"abc"},"ab"],"top_n":2,"return_documents":true}"#
        let reply = try await self.vectors.post("/v1/rerank", request)
        let results = reply.json["results"]?.arrayValue ?? []
        #expect(results.map { $0["index"] } == [1, 2] && results.first?["relevance_score"]?.doubleValue == 3)
        #expect(results.first?["document"]?["text"] == "abc")
        // This one does not count.
        #expect(reply.json["usage"] == ["prompt_tokens": 0, "total_tokens": 0])
        let wrong = try await self.vectors.post("/v1/rerank", #"{"query":"q","documents":[{"title":"a"}]}"#)
        #expect(wrong.status == 400 && wrong.error?["param"] == "documents[0]")
    }
}

/// Makes of each text its length and a half.
struct LengthModel: EmbeddingModel, RerankModel {
    let identity = ModelIdentity(type: "test", name: "LengthModel")
    let dimensions: Int? = 2

    func embeddings(of texts: [String]) async throws -> [[Float]] { texts.map { [Float($0.count), 0.5] } }

    func countedEmbeddings(of texts: [String]) async throws -> CountedResult<[[Float]]> {
        CountedResult(try await self.embeddings(of: texts), promptTokens: texts.reduce(0) { $0 + $1.count })
    }

    func scores(query: String, documents: [String]) async throws -> [Double] { documents.map { Double($0.count) } }
}
