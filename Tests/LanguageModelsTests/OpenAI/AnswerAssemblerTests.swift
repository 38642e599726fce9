import Foundation
import Testing

@testable import LanguageModels

@Suite struct AnswerAssemblerTests {
    private func assemble(
        _ chunks: [String],
        _ options: GenerationOptions = GenerationOptions()
    ) throws -> [GenerationDelta] {
        var assembler = AnswerAssembler(options: options, contextLength: 512, seed: 9, start: .now)
        var deltas: [GenerationDelta] = []
        for chunk in chunks {
            let chunk = try JSONDecoder().decode(CompletionChunk.self, from: Data(chunk.utf8))
            deltas += try assembler.take(chunk, now: .now)
        }
        return deltas + [try assembler.finish(now: .now)]
    }

    private func piece(_ json: String) -> String { #"{"choices":[{"delta":{"tool_calls":[\#(json)]}}]}"# }

    @Test func `calls come together from pieces, each by its index`() throws {
        let deltas = try self.assemble([
            self.piece(#"{"index":0,"id":"c0","type":"function","function":{"name":"get_","arguments":""}}"#),
            self.piece(#"{"index":0,"function":{"name":"weather","arguments":"{\"ci"}}"#),
            self.piece(#"{"index":1,"id":"c1","function":{"name":"time"}}"#),
            self.piece(#"{"index":0,"function":{"arguments":"ty\":\"Bonn\"}"}}"#),
            OpenAIFixture.finish("tool_calls"),
        ])
        let last = try #require(deltas.last)
        #expect(
            last.toolCalls == [
                ToolCall(id: "c0", name: "get_weather", arguments: #"{"city":"Bonn"}"#),
                ToolCall(id: "c1", name: "time", arguments: "{}"),
            ]
        )
        #expect(last.summary?.finishReason == .toolCalls)
        #expect(deltas.dropLast().allSatisfy { $0.text.isEmpty && $0.toolCalls.isEmpty })
        #expect(deltas.first?.activity == .generating)
    }

    @Test func `a call that the limit cut off is none`() throws {
        for (arguments, count) in [(#"{\"city\":\"Bo"#, 1), ("", 1), (#"{\"city\":\"Bonn\"}"#, 2)] {
            let last = try #require(
                try self.assemble([
                    self.piece(#"{"index":0,"id":"a","function":{"name":"one","arguments":"{}"}}"#),
                    self.piece(#"{"index":1,"id":"b","function":{"name":"two","arguments":"\#(arguments)"}}"#),
                    OpenAIFixture.finish("length"),
                ]).last
            )
            #expect(last.toolCalls.count == count && last.summary?.finishReason != .toolCalls)
        }
    }

    @Test func `servers that number all calls alike, or not at all, are understood`() throws {
        for index in [#""index":0,"#, ""] {
            let calls = try #require(
                try self.assemble([
                    self.piece(#"{\#(index)"id":"a","function":{"name":"one","arguments":"{}"}}"#),
                    self.piece(#"{\#(index)"id":"b","function":{"name":"two","arguments":"{\"x\":"}}"#),
                    self.piece(#"{\#(index)"function":{"arguments":"1}"}}"#),
                    OpenAIFixture.finish("stop"),
                ]).last
            )
            #expect(calls.toolCalls.map(\.name) == ["one", "two"])
            #expect(calls.toolCalls.last?.arguments == #"{"x":1}"#)
            #expect(calls.summary?.finishReason == .toolCalls)
        }
    }

    @Test func `a call without an id gets one`() throws {
        let deltas = try self.assemble([
            #"{"choices":[{"message":{"content":null,"tool_calls":[{"function":{"name":"f","arguments":"{}"}}]},"finish_reason":"tool_calls"}]}"#
        ])
        let call = try #require(deltas.last?.toolCalls.first)
        #expect(call.id.hasPrefix("call_") && call.id.count > 5)
    }

    @Test(
        arguments: [
            ("stop", 3, FinishReason.endOfText), ("length", 256, .maxNewTokens), ("length", 3, .contextFull),
            ("tool_calls", 3, .toolCalls), ("function_call", 3, .toolCalls), ("eos", 3, .endOfText),
            ("eos_token", 3, .endOfText), ("stop_sequence", 3, .endOfText), ("end_turn", 3, .endOfText),
            ("model_length", 256, .contextFull),
        ]
    )
    func `reasons to end`(name: String, tokens: Int, reason: FinishReason) throws {
        let usage = #"{"choices":[],"usage":{"prompt_tokens":1,"completion_tokens":\#(tokens)}}"#
        let deltas = try self.assemble([OpenAIFixture.delta("a"), OpenAIFixture.finish(name), usage])
        #expect(deltas.last?.summary?.finishReason == reason)
    }

    @Test func `vLLM tells the stop text`() throws {
        let deltas = try self.assemble([
            #"{"choices":[{"index":0,"text":"a","finish_reason":"stop","stop_reason":"END"}]}"#
        ])
        #expect(deltas.last?.summary?.finishReason == .stopText("END"))
        let other = try self.assemble([
            #"{"choices":[{"index":0,"text":"a","finish_reason":"stop","stop_reason":128009}]}"#
        ])
        #expect(other.last?.summary?.finishReason == .endOfText)
    }

    @Test(arguments: ["content_filter", "abort", "error", "insufficient_system_resource", "anything"])
    func `answers that were broken off fail`(reason: String) throws {
        let failure = try #require(throws: OpenAIFailure.self) {
            try self.assemble([OpenAIFixture.delta("a"), OpenAIFixture.finish(reason)])
        }
        guard case .brokenOff(let error) = failure else {
            Issue.record("\(failure)")
            return
        }
        #expect(error.isFiltered == (reason == "content_filter") && failure.isTemporary != error.isFiltered)
        if !error.isFiltered { #expect(error.message == "finish reason '\(reason)'") }
    }

    @Test func `where no tokens are wanted none are passed on`() throws {
        let options = GenerationOptions(maxNewTokens: 0)
        for reason in ["length", "stop", "tool_calls", "model_length"] {
            let deltas = try self.assemble(
                [
                    #"{"choices":[{"index":0,"delta":{"reasoning_content":"Hm"}}]}"#, OpenAIFixture.delta("a"),
                    self.piece(#"{"index":0,"id":"a","function":{"name":"one","arguments":"{}"}}"#),
                    OpenAIFixture.finish(reason),
                ],
                options
            )
            #expect(deltas.count == 1 && deltas[0].text.isEmpty && deltas[0].toolCalls.isEmpty)
            #expect(deltas[0].summary?.finishReason == .maxNewTokens && deltas[0].summary?.newTokens == 0)
        }
        #expect(throws: OpenAIFailure.self) { try self.assemble([OpenAIFixture.finish("error")], options) }
    }

    @Test func `the summary has the server's numbers`() throws {
        let summary = try #require(
            try self.assemble([
                OpenAIFixture.delta("a"), OpenAIFixture.delta("b"), OpenAIFixture.finish("stop"),
                #"{"choices":[],"usage":{"prompt_tokens":11,"completion_tokens":3,"prompt_tokens_details":{"cached_tokens":8}},"timings":{"prompt_n":3,"cache_n":8,"prompt_ms":250.0,"draft_n":4,"draft_n_accepted":2}}"#,
            ]).last?.summary
        )
        #expect(summary.promptTokens == 11 && summary.cachedTokens == 8 && summary.newTokens == 3)
        #expect(summary.promptTime == 0.25 && summary.draftedTokens == 4 && summary.acceptedDraftTokens == 2)
        #expect(summary.contextLength == 512 && summary.seed == 9)
        #expect(summary.timeToFirstToken != nil && summary.tokenIntervalMedian != nil)
    }

    @Test func `without usage the pieces are counted`() throws {
        let summary = try self.assemble([
            OpenAIFixture.delta("a"), OpenAIFixture.delta("b"), OpenAIFixture.finish("stop"),
        ]).last?.summary
        #expect(summary?.newTokens == 2 && summary?.promptTokens == 0)
    }

    @Test func `progress and thoughts are told as activities, other answers not at all`() throws {
        let progress = #"{"choices":[{"index":0,"delta":{"role":"assistant","content":null}}],"prompt_progress":"#
        let deltas = try self.assemble([
            progress + #"{"total":100,"cache":20,"processed":60}}"#,
            progress + #"{"total":100,"cache":20,"processed":60}}"#,
            progress + #"{"total":100,"cache":20,"processed":400}}"#,
            #"{"choices":[{"index":0,"delta":{"reasoning_content":"Hm"}}]}"#,
            #"{"choices":[{"index":1,"delta":{"content":"other"}},{"index":0,"delta":{"content":"answer"}}]}"#,
            OpenAIFixture.finish("stop"),
        ])
        #expect(
            deltas.compactMap(\.activity) == [
                .readingPrompt(done: 60, total: 100), .readingPrompt(done: 100, total: 100), .generating,
            ]
        )
        #expect(deltas.map(\.text).joined() == "answer")
    }

    @Test func `text in parts, refusals and empty lists are understood`() throws {
        let deltas = try self.assemble([
            #"{"choices":[{"message":{"content":[{"type":"text","text":"a"},{"type":"text","text":"b"}],"tool_calls":[]}}]}"#,
            #"{"choices":[{"delta":{"content":null,"refusal":"No."},"finish_reason":"stop"}]}"#,
        ])
        #expect(deltas.map(\.text).joined() == "abNo.")
        #expect(deltas.last?.summary?.finishReason == .endOfText)
    }

    @Test func `calls have a largest size`() throws {
        var assembler = ToolCallAssembler()
        let many = String(repeating: "x", count: 1 << 20)
        let piece = CompletionChunk.ToolCallPiece(
            index: 0,
            id: "a",
            function: CompletionChunk.ToolCallPiece.Function(name: "f", arguments: many)
        )
        #expect(throws: OpenAIFailure.self) { for _ in 0..<9 { try assembler.take(piece) } }
    }
}
