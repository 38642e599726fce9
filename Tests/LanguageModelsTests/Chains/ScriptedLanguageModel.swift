import LanguageModels
import Synchronization

/// A model that answers what it is told to, and remembers what it was asked.
final class ScriptedLanguageModel: LanguageModel {
    /// What comes after the deltas.
    enum Ending: Sendable {
        /// The summary.
        case summary
        /// An error.
        case failure(LanguageModelError)
        /// Nothing, until the task is cancelled; then the stream just ends.
        case silence
    }

    struct Request: Sendable {
        let prompt: ModelPrompt
        let options: GenerationOptions
    }

    let identity = ModelIdentity(type: "scripted", name: "script", parameters: ["threads": "2"])
    private let ending: Ending
    private let state: Mutex<(answers: [[String]], requests: [Request])>

    /// - Parameters:
    ///   - answers: The deltas of each answer; the last one repeats.
    ///   - ending: What comes after the deltas.
    init(_ answers: [String]..., ending: Ending = .summary) {
        self.ending = ending
        self.state = Mutex((answers, []))
    }

    var requests: [Request] { self.state.withLock { $0.requests } }

    func stream(_ prompt: ModelPrompt, options: GenerationOptions) -> GenerationStream {
        let answer = self.state.withLock { state in
            state.requests.append(Request(prompt: prompt, options: options))
            return state.answers.count > 1 ? state.answers.removeFirst() : state.answers.first ?? []
        }
        let (stream, continuation) = AsyncThrowingStream<GenerationDelta, any Error>.makeStream()
        for (index, text) in answer.enumerated() {
            continuation.yield(GenerationDelta(text: text, tokens: [Int32(index)]))
        }
        switch self.ending {
        case .summary:
            let summary = GenerationSummary(
                finishReason: .endOfText,
                promptTokens: 3,
                newTokens: answer.count,
                seed: 7,
                duration: 1
            )
            continuation.yield(GenerationDelta(text: "", summary: summary))
            continuation.finish()
        case .failure(let error): continuation.finish(throwing: error)
        case .silence: break
        }
        return GenerationStream(stream)
    }
}
