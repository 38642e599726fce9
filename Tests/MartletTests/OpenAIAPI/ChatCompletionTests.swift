import Foundation
import LanguageModels
import Logging
import MartletCore
import MartletServer
import Synchronization
import Testing

@testable import Martlet

struct ChatCompletionTests {
    private static let hello = #""model":"m","messages":[{"role":"user","content":"hello"}]"#

    @Test func `an answer comes whole, with what it cost`() async throws {
        let model = try await TestModel { "<\($0)>" }
        let reply = try await client(model).post("/v1/chat/completions", "{\(Self.hello)}")
        #expect(reply.status == 200 && reply.headers["Content-Type"] == "application/json")
        let json = reply.json
        #expect(json["object"] == "chat.completion" && json["model"] == "m")
        #expect(json["id"]?.stringValue?.hasPrefix("chatcmpl-") == true)
        #expect(json["system_fingerprint"]?.stringValue?.hasPrefix("fp_") == true)
        #expect((json["created"]?.intValue ?? 0) > 1_700_000_000)
        let choice = json["choices"]?[0]
        #expect(choice?["message"]?["content"] == "<user: hello\nassistant: >")
        #expect(choice?["message"]?["role"] == "assistant" && choice?["finish_reason"] == "stop")
        // Bytes are tokens, and one more ends the prompt.
        #expect(json["usage"]?["prompt_tokens"] == 24 && json["usage"]?["total_tokens"]?.intValue != nil)
        #expect(json["usage"]?["prompt_tokens_details"]?["cached_tokens"] == 0)
    }

    @Test func `a stream has the role, the text, the end, the cost, and the mark of the end`() async throws {
        let model = try await TestModel { _ in "Größe \"x\"\n" }
        let request = #"{\#(Self.hello),"stream":true,"stream_options":{"include_usage":true}}"#
        let reply = try await client(model).post("/v1/chat/completions", request)
        #expect(reply.headers["Content-Type"] == "text/event-stream; charset=utf-8")
        #expect(reply.text.hasSuffix("data: [DONE]\n\n"))
        let events = reply.events
        let deltas = events.compactMap { $0["choices"]?[0]?["delta"] }
        #expect(deltas.first == ["role": "assistant", "content": ""] && deltas.last == [:])
        #expect(deltas.compactMap { $0["content"]?.stringValue }.joined() == "Größe \"x\"\n")
        let reasons = events.map { $0["choices"]?[0]?["finish_reason"] }
        #expect(reasons.filter { $0?.stringValue != nil }.count == 1 && reasons[events.count - 2] == "stop")
        #expect(events.last?["choices"] == [] && events.last?["usage"]?["prompt_tokens"] == 24)
        #expect(events.dropLast().allSatisfy { $0["usage"] == .null && $0["object"] == "chat.completion.chunk" })
        #expect(Set(events.compactMap { $0["id"]?.stringValue }).count == 1)
    }

    @Test func `a stream without the wish for it has no cost`() async throws {
        let reply = try await client(DeltaModel()).post("/v1/chat/completions", #"{\#(Self.hello),"stream":true}"#)
        #expect(!reply.text.contains("usage") && reply.text.hasSuffix("data: [DONE]\n\n"))
    }

    @Test func `several choices are answered side by side, and the prompt is paid for once`() async throws {
        let model = DeltaModel([GenerationDelta(text: "a"), .end(.maxNewTokens)])
        let whole = try await client(model).post("/v1/chat/completions", #"{\#(Self.hello),"n":3,"seed":5}"#)
        #expect(whole.json["choices"]?.arrayValue?.map { $0["index"] } == [0, 1, 2])
        #expect(whole.json["choices"]?[2]?["finish_reason"] == "length")
        #expect(whole.json["usage"]?["prompt_tokens"] == 7 && whole.json["usage"]?["completion_tokens"] == 6)
        let stream = try await client(model).post("/v1/chat/completions", #"{\#(Self.hello),"n":3,"stream":true}"#)
        for choice in 0..<3 {
            let own = stream.events.filter { $0["choices"]?[0]?["index"] == .int(choice) }
            #expect(own.count == 3 && own.last?["choices"]?[0]?["finish_reason"] == "length")
        }
    }

    @Test func `calls of tools come with their numbers, and end the answer`() async throws {
        let calls = ["a", "b"].map { ToolCall(id: "call_" + $0, name: $0, arguments: #"{"x":1}"#) }
        let model = DeltaModel(calls.map { GenerationDelta(text: "", toolCalls: [$0]) } + [.end(.endOfText)])
        let tools = #""tools":[{"type":"function","function":{"name":"a"}}],"tool_choice":"required""#
        let whole = try await client(model).post("/v1/chat/completions", "{\(Self.hello),\(tools)}")
        let message = whole.json["choices"]?[0]?["message"]
        #expect(message?["content"] == .null && whole.json["choices"]?[0]?["finish_reason"] == "tool_calls")
        #expect(message?["tool_calls"]?[1]?["function"] == ["name": "b", "arguments": #"{"x":1}"#])
        let stream = try await client(model).post("/v1/chat/completions", "{\(Self.hello),\(tools),\"stream\":true}")
        let sent = stream.events.compactMap { $0["choices"]?[0]?["delta"]?["tool_calls"]?[0] }
        #expect(sent.map { $0["index"] } == [0, 1] && sent.map { $0["id"] } == ["call_a", "call_b"])
        #expect(model.options?.toolChoice == .required && model.options?.tools.map(\.name) == ["a"])
    }

    @Test func `an answer that is cut off behind a call asks for that call, and without one says so`() async throws {
        let call = ToolCall(id: "call_a", name: "a", arguments: "{}")
        let tools = #""tools":[{"type":"function","function":{"name":"a"}}]"#
        for reason in [FinishReason.maxNewTokens, .contextFull, .timeLimit] {
            let model = DeltaModel([GenerationDelta(text: "", toolCalls: [call]), .end(reason)])
            let whole = try await client(model).post("/v1/chat/completions", "{\(Self.hello),\(tools)}")
            let choice = whole.json["choices"]?[0]
            #expect(choice?["finish_reason"] == "tool_calls", "\(whole.text)")
            #expect(choice?["message"]?["tool_calls"]?[0]?["id"] == "call_a")
            let cut = try await client(DeltaModel([.end(reason)])).post(
                "/v1/chat/completions",
                "{\(Self.hello),\(tools)}"
            )
            #expect(cut.json["choices"]?[0]?["finish_reason"] == "length", "\(cut.text)")
        }
    }

    @Test func `an error before the answer has its status, and one in the middle is an event`() async throws {
        let overflow = LanguageModelError(overflow: OverflowDetails(needed: 10, available: 8))
        let early = client(DeltaModel([], failure: overflow))
        for stream in ["true", "false"] {
            let reply = try await early.post("/v1/chat/completions", #"{\#(Self.hello),"stream":\#(stream)}"#)
            #expect(reply.status == 400 && reply.error?["code"] == "context_length_exceeded")
            #expect(reply.error?["param"] == "messages" && reply.error?["message"] == .string(overflow.message))
            #expect(reply.error?["n_prompt_tokens"] == 9 && reply.error?["n_ctx"] == 8)
        }
        let late = client(DeltaModel([GenerationDelta(text: "a")], failure: overflow))
        let reply = try await late.post("/v1/chat/completions", #"{\#(Self.hello),"stream":true}"#)
        #expect(reply.status == 200 && reply.events.last?["error"]?["code"] == "context_length_exceeded")
        #expect(!reply.text.contains("[DONE]"))
    }

    @Test(arguments: [
        (LanguageModelError(.queueFull, "full"), 429, "rate_limit_exceeded"),
        (LanguageModelError(.serverUnavailable, "away"), 503, "service_unavailable"),
        (LanguageModelError(.timeLimitExceeded, "late"), 503, "time_limit_exceeded"),
        (LanguageModelError(.generationFailed, "/secret/path failed"), 500, "server_error"),
        (LanguageModelError(.fileNotFound, "/secret/path is not there"), 500, "server_error"),
    ])
    func `each failure of a model has its status`(error: LanguageModelError, status: Int, code: String) async throws {
        let reply = try await client(DeltaModel([], failure: error)).post("/v1/chat/completions", "{\(Self.hello)}")
        #expect(reply.status == status && reply.error?["code"] == .string(code))
        #expect(!reply.text.contains("/secret/path"))
        #expect((reply.headers["Retry-After"] == "1") == (status == 429 || status == 503))
    }

    @Test(arguments: [
        (LanguageModelError(.invalidOption, "no such token").about(.logitBias), "logit_bias"),
        (LanguageModelError(.invalidInput, "no such schema").about(.tools), "tools"),
        (LanguageModelError(.invalidOption, "no such word").about(.templateArguments), "chat_template_kwargs"),
        (LanguageModelError(.invalidInput, "no such picture"), "messages"),
    ])
    func `what a model refuses is named by its parameter`(error: LanguageModelError, parameter: String) async throws {
        let early = client(DeltaModel([], failure: error))
        for stream in ["true", "false"] {
            let reply = try await early.post("/v1/chat/completions", #"{\#(Self.hello),"stream":\#(stream)}"#)
            #expect(reply.status == 400 && reply.error?["param"] == .string(parameter), "\(reply.text)")
            #expect(reply.error?["message"] == .string(error.message))
        }
    }

    /// A model that says nothing until it is let, and what its stream writes meanwhile.
    private func silentStream(
        onComment: @escaping @Sendable (Int, AsyncThrowingStream<GenerationDelta, any Error>.Continuation) -> Void,
        first: GenerationDelta? = nil
    ) async throws -> String {
        let (deltas, continuation) = AsyncThrowingStream<GenerationDelta, any Error>.makeStream()
        if let first { continuation.yield(first) }
        let identity = ModelIdentity(type: "test", name: "silent")
        let runner = AnswerRunner(
            format: ChatFormat(
                head: ReplyHead("chatcmpl-", model: "m", identity: identity, announcesUsage: false)
            ),
            requests: [AnswerRunner.Request(stream: GenerationStream(deltas), prompt: 0)],
            includesUsage: false,
            model: identity,
            logger: Logger(label: "test"),
            patience: .milliseconds(20)
        )
        let response = try await runner.streamed()
        guard case .stream(let produce) = response.body else { return "" }
        let written = Mutex((text: "", comments: 0))
        try await produce(
            ServerExtensionWriter { bytes in
                let piece = String(decoding: bytes, as: UTF8.self)
                let comments = written.withLock { written in
                    written.text += piece
                    if piece == ":\n\n" { written.comments += 1 }
                    return written.comments
                }
                if piece == ":\n\n" { onComment(comments, continuation) }
            }
        )
        return written.withLock { $0.text }
    }

    @Test func `a stream that is silent says that it is still there, also before the model begins`() async throws {
        for first in [nil, GenerationDelta(text: "a")] {
            let text = try await self.silentStream(
                onComment: { number, continuation in
                    guard number == 3 else { return }
                    continuation.yield(GenerationDelta(text: "late"))
                    continuation.yield(.end(.endOfText))
                    continuation.finish()
                },
                first: first
            )
            let parts = text.components(separatedBy: "\n\n")
            let before = parts.prefix { !$0.contains("late") }
            #expect(before.filter { $0 == ":" }.count >= 3, "\(text)")
            #expect(text.hasPrefix(first == nil ? ":\n\n" : "data: {") && text.hasSuffix("data: [DONE]\n\n"))
        }
    }

    @Test func `an error after a long silence is an event`() async throws {
        let text = try await self.silentStream(onComment: { number, continuation in
            guard number == 2 else { return }
            continuation.finish(throwing: LanguageModelError(.queueFull, "full"))
        })
        #expect(text.hasPrefix(":\n\n:\n\n") && text.contains("rate_limit_exceeded"))
        #expect(!text.contains("[DONE]"))
    }

    @Test func `a client that reads slowly has the model wait`() async throws {
        let model = try await TestModel(configuration: .init(bufferCapacity: 4)) { _ in
            String(repeating: "x", count: 2000)
        }
        let most = Mutex(0)
        let reply = try await client(model).post("/v1/chat/completions", #"{\#(Self.hello),"stream":true}"#) { _ in
            let steps = model.statistics.steps
            try await Task.sleep(for: .milliseconds(1))
            // While one piece is written, the model may fill its small buffer and no more.
            most.withLock { $0 = max($0, model.statistics.steps - steps) }
        }
        #expect(reply.events.count > 100)
        #expect(most.withLock { $0 } < 50)
    }

    @Test func `a client that leaves frees the model`() async throws {
        struct Gone: Error {}
        let model = try await TestModel(configuration: .init(bufferCapacity: 4)) { _ in
            String(repeating: "x", count: 3000)
        }
        await #expect(throws: Gone.self) {
            _ = try await client(model).post("/v1/chat/completions", #"{\#(Self.hello),"stream":true}"#) { piece in
                if piece.contains("xx") || piece.contains("\"x\"") { throw Gone() }
            }
        }
        while model.statistics.running > 0 || model.statistics.open > 0 { try await Task.sleep(for: .milliseconds(1)) }
        #expect(model.statistics.open == 0)
    }

    @Test func `what a model writes is always JSON`() async throws {
        let texts = ["\u{0}\u{1}\u{1F}", "\"\\/", "\u{2028}\u{FEFF}", "👩‍👩‍👧", "\u{FFFD}\r\n\t", "data: [DONE]\n\n"]
        let model = DeltaModel(texts.map { GenerationDelta(text: $0) } + [.end(.endOfText)])
        let whole = try await client(model).post("/v1/chat/completions", "{\(Self.hello)}")
        #expect(whole.json["choices"]?[0]?["message"]?["content"]?.stringValue == texts.joined())
        let stream = try await client(model).post("/v1/chat/completions", #"{\#(Self.hello),"stream":true}"#)
        let sent = stream.events.compactMap { $0["choices"]?[0]?["delta"]?["content"]?.stringValue }
        #expect(sent.joined() == texts.joined())
    }
}
