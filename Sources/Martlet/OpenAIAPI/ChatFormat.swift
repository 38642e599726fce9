import LanguageModels
import MartletCore
import MartletServer

/// Writes the answers of `/v1/chat/completions`.
struct ChatFormat: AnswerFormat {
    private static let chunk = "chat.completion.chunk"

    let head: ReplyHead

    func start(of choice: Int) -> [UInt8]? {
        self.delta(of: choice) { buffer in
            buffer.member("role", "assistant")
            buffer.member("content", "")
        }
    }

    func piece(_ text: String, of choice: Int) -> [UInt8] {
        self.delta(of: choice) { $0.member("content", text) }
    }

    func call(_ call: ToolCall, number: Int, of choice: Int) -> [UInt8]? {
        self.delta(of: choice) { buffer in
            buffer.key("tool_calls")
            buffer.array { $0.object { Self.write(call, number: number, to: &$0) } }
        }
    }

    func end(_ reason: String, of choice: Int) -> [UInt8] {
        self.delta(of: choice, reason: reason) { _ in }
    }

    func usage(_ usage: TokenUsage) -> [UInt8] { self.head.usage(Self.chunk, usage) }

    func whole(_ choices: [WholeAnswer], usage: TokenUsage) -> [UInt8] {
        self.head.object("chat.completion") { buffer in
            buffer.key("choices")
            buffer.array { buffer in
                for (index, answer) in choices.enumerated() {
                    buffer.object { Self.write(answer, index: index, to: &$0) }
                }
            }
            ReplyHead.member(usage, to: &buffer)
        }
    }

    private func delta(of choice: Int, reason: String? = nil, _ members: (inout JSONBuffer) -> Void) -> [UInt8] {
        self.head.piece(Self.chunk) { buffer in
            buffer.member("index", choice)
            buffer.key("delta")
            buffer.object(members)
            buffer.member("logprobs", .null)
            buffer.member("finish_reason", reason)
        }
    }

    private static func write(_ answer: WholeAnswer, index: Int, to buffer: inout JSONBuffer) {
        buffer.member("index", index)
        buffer.key("message")
        buffer.object { buffer in
            buffer.member("role", "assistant")
            // Where there are calls and no text, the content is null.
            buffer.member("content", answer.text.isEmpty && !answer.calls.isEmpty ? nil : answer.text)
            buffer.member("refusal", .null)
            guard !answer.calls.isEmpty else { return }
            buffer.key("tool_calls")
            buffer.array { buffer in
                for call in answer.calls { buffer.object { Self.write(call, number: nil, to: &$0) } }
            }
        }
        buffer.member("logprobs", .null)
        buffer.member("finish_reason", answer.end.reason)
    }

    private static func write(_ call: ToolCall, number: Int?, to buffer: inout JSONBuffer) {
        if let number { buffer.member("index", number) }
        buffer.member("id", call.id)
        buffer.member("type", "function")
        buffer.key("function")
        buffer.object { buffer in
            buffer.member("name", call.name)
            buffer.member("arguments", call.arguments)
        }
    }
}
