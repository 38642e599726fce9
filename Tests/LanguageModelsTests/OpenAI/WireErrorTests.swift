import Testing

@testable import LanguageModels

@Suite struct WireErrorTests {
    private func error(_ body: String) -> WireError { WireError(body: Array(body.utf8)) }

    private func said(_ message: String) -> WireError { self.error(#"{"error":{"message":"\#(message)"}}"#) }

    @Test func `overflows are known by their words, and their numbers are read`() {
        let vLLM =
            "You passed 30721 input tokens and requested 2048 output tokens. However, the model's context length is "
            + "only 32768 tokens, resulting in a maximum input length of 30720 tokens."
        let total =
            "This model's maximum context length is 4096 tokens. However, you requested 100 output tokens and your "
            + "prompt contains at least 4000 input tokens, for a total of at least 4100 tokens."
        let openAI = "This model's maximum context length is 4097 tokens. However, "
        let cases: [(String, Int?, Int?)] = [
            (vLLM, 30721, 30720), (total, 4100, 4096), (openAI + "you requested 5000 tokens", 5000, 4097),
            (openAI + "you requested 5000 tokens (4000 in the messages, 1000 in the completion).", 4000, 3097),
            (openAI + "you requested 5010 tokens (10 in the messages, 5000 in the completion).", 10, 0),
            (openAI + "your messages resulted in 10000 tokens.", 10000, 4097),
            ("The input (5000 tokens) is longer than the model's context length (4096 tokens).", nil, nil),
            ("max_tokens must be at least 1, got -46771.", nil, nil), ("The maximum context length is 10", nil, nil),
        ]
        for (message, needed, available) in cases {
            let error = self.said(message)
            #expect(error.isContextOverflow, "\(message)")
            #expect(error.promptTokens == needed && error.contextLength == available, "\(message)")
        }
        #expect(!self.said("top_k must be 0 (disable), or at least 1, got -5.").isContextOverflow)
    }

    @Test func `explanations are found in every shape`() {
        let list = #"[{"loc":["body","top_k"],"msg":"Extra inputs are not permitted","input":40}]"#
        let two = #"[{"loc":["body",3],"msg":"a"},{"msg":"b"}]"#
        let cases: [(String, String?)] = [
            (#"{"detail":\#(list)}"#, "body.top_k: Extra inputs are not permitted"),
            (
                #"{"object":"error","message":{"detail":\#(list)},"code":422}"#,
                "body.top_k: Extra inputs are not permitted"
            ), (#"{"detail":\#(two)}"#, "body.3: a; b"), (#"{"detail":"Not Found"}"#, "Not Found"),
            (#"{"error":"alone"}"#, "alone"), (#"{"error":{"message":"inner"},"message":"outer"}"#, "inner"),
            (#"{"fault":"none of these"}"#, #"{"fault":"none of these"}"#),
            ("upstream timed out\n", "upstream timed out"),
            (#"{"error":{"code":"told_by_code"}}"#, nil), ("", nil), ("\n", nil), ("<html>oops</html>", nil),
            ("  <!DOCTYPE html><p>oops", nil),
        ]
        for (body, message) in cases {
            #expect(self.error(body).message == message, "\(body)")
        }
        let bare = self.error(#"{"object":"error","message":"m","type":"t","code":422}"#)
        #expect(bare.type == "t" && bare.code == "422" && bare.status == 422)
    }

    @Test func `a long body is shown by its beginning, on one line`() {
        let reporter = OpenAIErrorReporter(model: "m", host: "h", hasKey: false, secrets: [])
        let error = self.error("line one\nline two " + String(repeating: "x", count: 5000))
        let message = reporter.error(.status(400, error, retryAfter: nil)).message
        #expect(message.contains("line one line two") && message.contains("x...") && message.count < 600)
    }
}
