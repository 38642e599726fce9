import LanguageModels
import MartletCore
import MartletServer

/// Writes the answers of `/v1/completions`.
struct CompletionFormat: AnswerFormat {
    private static let kind = "text_completion"

    let head: ReplyHead
    /// What is written in front of each choice's text.
    let echoes: [String]

    func start(of choice: Int) -> [UInt8]? {
        self.echoes[choice].isEmpty ? nil : self.piece(self.echoes[choice], of: choice)
    }

    func piece(_ text: String, of choice: Int) -> [UInt8] {
        self.head.piece(Self.kind) { Self.write(text, nil, index: choice, to: &$0) }
    }

    func call(_ call: ToolCall, number: Int, of choice: Int) -> [UInt8]? { nil }

    func end(_ reason: String, of choice: Int) -> [UInt8] {
        self.head.piece(Self.kind) { Self.write("", reason, index: choice, to: &$0) }
    }

    func usage(_ usage: TokenUsage) -> [UInt8] { self.head.usage(Self.kind, usage) }

    func whole(_ choices: [WholeAnswer], usage: TokenUsage) -> [UInt8] {
        self.head.object(Self.kind) { buffer in
            buffer.key("choices")
            buffer.array { buffer in
                for (index, answer) in choices.enumerated() {
                    let text = self.echoes[index] + answer.text
                    buffer.object { Self.write(text, answer.end.reason, index: index, to: &$0) }
                }
            }
            ReplyHead.member(usage, to: &buffer)
        }
    }

    private static func write(_ text: String, _ reason: String?, index: Int, to buffer: inout JSONBuffer) {
        buffer.member("index", index)
        buffer.member("text", text)
        buffer.member("logprobs", .null)
        buffer.member("finish_reason", reason)
    }
}
