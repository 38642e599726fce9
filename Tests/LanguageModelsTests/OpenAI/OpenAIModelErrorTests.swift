import Foundation
import NIOCore
import NIOHTTP1
import Synchronization
import Testing

@testable import LanguageModels

@Suite struct OpenAIModelErrorTests {
    private func error(
        settings: OpenAISettings = OpenAIFixture.settings(),
        options: GenerationOptions = GenerationOptions(),
        _ handler: @escaping FakeServer.Handler
    ) async throws -> LanguageModelError {
        try await FakeServer.with(handler) { server in
            let error = try await #require(throws: LanguageModelError.self) {
                try await OpenAIFixture.model(server, settings: settings).stream(OpenAIFixture.chat, options: options)
                    .collect()
            }
            #expect(!"\(error) \(String(describing: error.cause))".contains(OpenAIFixture.key))
            return error
        }
    }

    private static func said(_ message: String, code: String = "x") -> String {
        #"{"error":{"message":"\#(message)","type":"t","code":"\#(code)"}}"#
    }

    @Test(arguments: [401, 403])
    func `a refused key is told, and never shown`(status: Int) async throws {
        let error = try await self.error { _ in
            OpenAIFixture.json(Self.said("Incorrect key \(OpenAIFixture.key)"), status: .init(statusCode: status))
        }
        #expect(error.code == .unauthorized)
        #expect(error.message.contains("Incorrect key (hidden)"))
    }

    @Test func `statuses become errors of their kind`() async throws {
        let cases: [(Int, String, LanguageModelError.Code, String)] = [
            (404, Self.said("no such model"), .requestFailed, "'tiny'"),
            (429, Self.said("slow down"), .rateLimited, "slow down"),
            (400, Self.said("bad"), .requestFailed, "(bad)"),
            (400, Self.said("long", code: "context_length_exceeded"), .contextOverflow, "long"),
            (400, #"{"object":"error","message":"The maximum context length is 10"}"#, .contextOverflow, "is 10"),
            (400, #"{"error":"invalid option"}"#, .requestFailed, "invalid option"),
            (500, "<html>oops</html>", .serverUnavailable, "500"),
            (503, Self.said("Loading model"), .serverUnavailable, "Loading model"),
            (307, "", .requestFailed, "307"),
        ]
        for (status, body, code, part) in cases {
            let error = try await self.error { _ in OpenAIFixture.json(body, status: .init(statusCode: status)) }
            #expect(error.code == code, "\(status)")
            #expect(error.message.contains(part), "\(error.message)")
        }
    }

    @Test func `a prompt that is too long has its numbers, where they can be true`() async throws {
        let cases: [(String, OverflowDetails?)] = [
            (#""n_prompt_tokens":90,"n_ctx":64"#, OverflowDetails(needed: 91, available: 64)),
            (#""n_prompt_tokens":9223372036854775807,"n_ctx":64"#, nil), (#""n_prompt_tokens":-5,"n_ctx":64"#, nil),
            (#""n_ctx":64"#, nil), (#""n_prompt_tokens":"90","n_ctx":null"#, nil),
        ]
        for (members, overflow) in cases {
            let error = try await self.error { _ in
                let type = #""type":"exceed_context_size_error""#
                return OpenAIFixture.json("{\"error\":{\(type),\(members)}}", status: .badRequest)
            }
            #expect(error.code == .contextOverflow && error.overflow == overflow, "\(members)")
        }
    }

    @Test func `what llama-server answers with 500 though the request is wrong is not tried again`() async throws {
        let long =
            "input (5003 tokens) is too large to process. increase the physical batch size (current batch size: 512)"
        let cases: [(String, LanguageModelError.Code, OverflowDetails?)] = [
            (long, .contextOverflow, OverflowDetails(needed: 5004, available: 512)),
            ("image input is not supported - hint: you may need the mmproj", .requestFailed, nil),
        ]
        for (words, code, overflow) in cases {
            let requests = Mutex(0)
            let error = try await self.error(settings: OpenAIFixture.settings(retries: 3)) { _ in
                requests.withLock { $0 += 1 }
                return OpenAIFixture.json(Self.said(words), status: .internalServerError)
            }
            #expect(error.code == code && error.overflow == overflow, "\(error)")
            #expect(requests.withLock { $0 } == 1)
        }
    }

    @Test func `what is temporary is tried again, and Retry-After is kept to`() async throws {
        let count = Mutex(0)
        let answer: FakeServer.Handler = { _ in
            switch count.withLock({
                $0 += 1
                return $0
            }) {
            case 1: OpenAIFixture.json("{}", status: .serviceUnavailable)
            case 2: OpenAIFixture.json("{}", status: .tooManyRequests, headers: ["Retry-After": "1"])
            default: OpenAIFixture.hello
            }
        }
        try await FakeServer.with(answer) { server in
            let model = OpenAIFixture.model(server, settings: OpenAIFixture.settings(retries: 2))
            let start = ContinuousClock.now
            let text = try await model.stream(OpenAIFixture.chat, options: GenerationOptions()).collect().text
            #expect(text == "Hello")
            #expect(ContinuousClock.now - start >= .seconds(1))
            #expect(server.requests.count == 3)
        }
    }

    @Test func `a server that asks for too long a pause fails at once`() async throws {
        let requests = Mutex(0)
        let error = try await self.error(settings: OpenAIFixture.settings(retries: 5)) { _ in
            requests.withLock { $0 += 1 }
            return OpenAIFixture.json("{}", status: .tooManyRequests, headers: ["Retry-After": "30"])
        }
        #expect(error.code == .rateLimited)
        #expect(error.message.contains("wait 31 seconds"))
        #expect(requests.withLock { $0 } == 1)
    }

    @Test func `retries end`() async throws {
        let requests = Mutex(0)
        let error = try await self.error(settings: OpenAIFixture.settings(retries: 2)) { _ in
            requests.withLock { $0 += 1 }
            return OpenAIFixture.json("{}", status: .internalServerError)
        }
        #expect(error.code == .serverUnavailable)
        #expect(requests.withLock { $0 } == 3)
    }

    @Test func `used up quotas and refusals are not tried again`() async throws {
        for (status, body) in [(429, Self.said("q", code: "insufficient_quota")), (400, Self.said("b")), (501, "{}")] {
            let requests = Mutex(0)
            _ = try await self.error(settings: OpenAIFixture.settings(retries: 3)) { _ in
                requests.withLock { $0 += 1 }
                return OpenAIFixture.json(body, status: .init(statusCode: status))
            }
            #expect(requests.withLock { $0 } == 1)
        }
    }

    @Test func `a connection that breaks before the first text is made again`() async throws {
        let count = Mutex(0)
        var broken = OpenAIFixture.hello
        broken.dropsAfter = 5
        try await FakeServer.with({ [broken] _ in
            count.withLock {
                $0 += 1
                return $0
            } == 1 ? broken : OpenAIFixture.hello
        }) { server in
            let model = OpenAIFixture.model(server, settings: OpenAIFixture.settings(retries: 1))
            let text = try await model.stream(OpenAIFixture.chat, options: GenerationOptions()).collect().text
            #expect(text == "Hello")
        }
    }

    @Test func `after the first text nothing is tried again`() async throws {
        let requests = Mutex(0)
        var broken = OpenAIFixture.hello
        broken.dropsAfter = OpenAIFixture.delta("Hel").utf8.count + 12
        let error = try await self.error(settings: OpenAIFixture.settings(retries: 3)) { [broken] _ in
            requests.withLock { $0 += 1 }
            return broken
        }
        #expect(error.code == .generationFailed)
        #expect(requests.withLock { $0 } == 1)
    }

    @Test func `nobody there`() async throws {
        let port = try await FakeServer.with({ _ in .init() }) { $0.port }
        let model = OpenAIModel(
            "tiny",
            baseURL: "http://127.0.0.1:\(port)/v1",
            settings: OpenAIFixture.settings(),
            environment: [:]
        )
        let error = try await #require(throws: LanguageModelError.self) {
            try await model.stream(OpenAIFixture.chat, options: GenerationOptions()).collect()
        }
        #expect(error.code == .serverUnavailable)
        #expect(error.message.contains("refused the connection"))
    }

    @Test func `a server that says nothing is given up`() async throws {
        let error = try await self.error(settings: OpenAIFixture.settings(firstByte: .milliseconds(100))) { _ in
            var response = OpenAIFixture.hello
            response.delay = .seconds(5)
            return response
        }
        #expect(error.code == .serverUnavailable)
        #expect(error.message.contains("100 milliseconds"))
    }

    @Test func `a head alone is nothing`() async throws {
        let error = try await self.error(settings: OpenAIFixture.settings(firstByte: .milliseconds(100))) { _ in
            var response = OpenAIFixture.hello
            response.pieces = [response.body]
            response.pieceDelay = .seconds(5)
            return response
        }
        #expect(error.code == .serverUnavailable)
    }

    @Test func `a server that falls silent is given up, one that pings is not`() async throws {
        let first = Array("data: \(OpenAIFixture.delta("a"))\n\n".utf8)
        var silent = OpenAIFixture.stream([])
        silent.pieces = [first]
        silent.stalls = true
        let settings = OpenAIFixture.settings(between: .seconds(3))
        let error = try await self.error(settings: settings) { [silent] _ in silent }
        #expect(error.code == .generationFailed)
        #expect(error.message.contains("fell silent"))

        var pings = OpenAIFixture.stream([])
        pings.pieces = [first] + Array(repeating: Array(": ping\n\n".utf8), count: 10) + [OpenAIFixture.hello.body]
        pings.pieceDelay = .milliseconds(400)
        try await FakeServer.with({ [pings] _ in pings }) { server in
            let model = OpenAIFixture.model(server, settings: settings)
            let text = try await model.stream(OpenAIFixture.chat, options: GenerationOptions()).collect().text
            #expect(text == "aHello")
        }
    }

    @Test func `the time limit holds before the answer too`() async throws {
        var options = GenerationOptions()
        options.timeLimit = .milliseconds(100)
        let error = try await self.error(options: options) { _ in
            var response = OpenAIFixture.hello
            response.delay = .seconds(5)
            return response
        }
        #expect(error.code == .timeLimitExceeded)
    }

    @Test func `answers that are not what was agreed on fail`() async throws {
        let cases: [(FakeServer.Response, String)] = [
            (OpenAIFixture.stream(["{not json"]), "is not the JSON"),
            (OpenAIFixture.stream([#"{"choices":"none"}"#]), "is not the JSON"),
            (OpenAIFixture.stream([OpenAIFixture.delta("a")], end: ""), "ended in the midst"),
            (OpenAIFixture.stream([]), "no answer"),
            (OpenAIFixture.stream([OpenAIFixture.delta("a"), Self.said("out of memory")]), "out of memory"),
            (OpenAIFixture.stream([OpenAIFixture.delta("a")], end: "event: error\ndata: \(Self.said("b"))\n\n"), "(b)"),
            (OpenAIFixture.stream([OpenAIFixture.delta("a"), #"{"error":"text alone"}"#]), "text alone"),
            (OpenAIFixture.json("[1]"), "is not the JSON"),
            (OpenAIFixture.json("{}"), "sent no answer"),
            (OpenAIFixture.stream([], end: "data: " + String(repeating: "x", count: 5 << 20)), "longer than"),
        ]
        for (response, part) in cases {
            let error = try await self.error { _ in response }
            #expect(error.code == .generationFailed)
            #expect(error.message.contains(part), "\(error.message)")
        }
    }

    @Test func `what cannot be sent is told before it is`() async throws {
        var settings = OpenAIFixture.settings()
        func code(_ url: String, key: String? = nil, _ settings: OpenAISettings) async throws -> LanguageModelError {
            let model = OpenAIModel("m", baseURL: url, apiKey: key, settings: settings, environment: [:])
            return try await #require(throws: LanguageModelError.self) {
                try await model.stream(OpenAIFixture.chat, options: GenerationOptions()).collect()
            }
        }
        for url in ["", "no address", "ftp://host/v1", "http://", "http://host/v1#x"] {
            #expect(try await code(url, settings).code == .invalidOption, "\(url)")
        }
        let error = try await code("http://127.0.0.1:1/v1", key: "sk-a\nb", settings)
        #expect(error.code == .invalidOption && !error.message.contains("sk-a"))
        settings.headers = ["X-A": "1\r\nX-B: 2"]
        #expect(try await code("http://127.0.0.1:1/v1", settings).message.contains("'X-A'"))
    }

    @Test func `Retry-After as seconds, milliseconds and a date`() {
        func wait(_ name: String, _ value: String) -> Duration? {
            let now = Date(timeIntervalSince1970: 784_111_767)
            return OpenAIFailure.retryAfter(HTTPHeaders([(name, value)]), now: now)
        }
        #expect(wait("Retry-After", " 3 ") == .seconds(3))
        #expect(wait("Retry-After", "0.25") == .milliseconds(250))
        #expect(wait("retry-after-ms", "1500") == .milliseconds(1500))
        #expect(wait("Retry-After", "Sun, 06 Nov 1994 08:49:37 GMT") == .seconds(10))
        #expect(wait("Retry-After", "soon") == nil)
        #expect(wait("Retry-After", "-5") == .zero)
    }

    @Test func `pauses grow and end`() {
        var retry = OpenAIRetry(.init(count: 6, baseDelay: .seconds(1)))
        let failure = OpenAIFailure.status(500, WireError(), retryAfter: nil)
        let pauses = (0..<7).map { _ in retry.pause(after: failure, chance: 0) }
        #expect(pauses == [.seconds(1), .seconds(2), .seconds(4), .seconds(8), .seconds(8), .seconds(8), nil])
    }
}
