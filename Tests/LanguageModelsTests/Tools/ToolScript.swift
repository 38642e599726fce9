import Foundation
import LanguageModels
import Synchronization

/// A model that answers what it is told to, calls of tools included, and remembers what it was asked.
final class ToolScript: LanguageModel {
    struct Request: Sendable {
        let messages: [ChatMessage]
        let options: GenerationOptions
    }

    let identity = ModelIdentity(type: "scripted", name: "script")
    private let state: Mutex<(answers: [[GenerationDelta]], requests: [Request])>

    /// - Parameter answers: The deltas of each answer; the last one repeats.
    init(_ answers: [GenerationDelta]...) {
        self.state = Mutex((answers, []))
    }

    var requests: [Request] { self.state.withLock { $0.requests } }

    func stream(_ prompt: ModelPrompt, options: GenerationOptions) -> GenerationStream {
        let answer = self.state.withLock { state in
            if case .chat(let messages) = prompt {
                state.requests.append(Request(messages: messages, options: options))
            }
            return state.answers.count > 1 ? state.answers.removeFirst() : state.answers.first ?? []
        }
        let hasCalls = answer.contains { !$0.toolCalls.isEmpty }
        let summary = GenerationSummary(
            finishReason: hasCalls ? .toolCalls : .endOfText,
            promptTokens: 1,
            newTokens: answer.count,
            duration: 1
        )
        let (stream, continuation) = AsyncThrowingStream<GenerationDelta, any Error>.makeStream()
        for delta in answer { continuation.yield(delta) }
        continuation.yield(GenerationDelta(text: "", summary: summary))
        continuation.finish()
        return GenerationStream(stream)
    }
}

extension GenerationDelta {
    static func text(_ text: String) -> GenerationDelta { GenerationDelta(text: text) }
    static func call(_ name: String, _ arguments: String, id: String = "call_1") -> GenerationDelta {
        GenerationDelta(text: "", toolCalls: [ToolCall(id: id, name: name, arguments: arguments)])
    }
}

/// A tool that adds.
struct AddTool: Tool {
    struct Arguments: Generable {
        var a: Int
        var b: Int
    }

    let name = "add"
    let description = "Adds two numbers."

    func call(arguments: Arguments) async throws -> String { "\(arguments.a + arguments.b)" }
}

/// A tool that fails.
struct BrokenTool: Tool {
    struct Failure: Error, CustomStringConvertible { let description = "out of order" }
    struct Arguments: Generable {}

    let name = "broken"
    let description = "Never works."

    func call(arguments: Arguments) async throws -> String { throw Failure() }
}
