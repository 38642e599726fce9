// A model that waits in a queue, reads its prompt in steps, answers, and ends as it is asked to.
import LanguageModels
import Martlet

/// A model whose tokens are words.
///
/// The message says what happens: "wait", "read", "limit", "full", "late", "###", "fail", "endless", "cut".
struct TellingModel: TokenCounter {
    let identity = ModelIdentity(type: "telling", name: "Telling")
    let contextLength = 32

    func countTokens(of prompt: ModelPrompt) async throws -> Int { Self.words(prompt).count }

    func stream(_ prompt: ModelPrompt, options: GenerationOptions) -> GenerationStream {
        let words = Self.words(prompt)
        return GenerationStream(
            AsyncThrowingStream { continuation in
                let task = Task {
                    do {
                        try await Self.answer(words) { continuation.yield($0) }
                        continuation.finish()
                    } catch {
                        continuation.finish(throwing: error)
                    }
                }
                continuation.onTermination = { _ in task.cancel() }
            }
        )
    }

    private static func answer(_ words: [String], yield: @Sendable (GenerationDelta) -> Void) async throws {
        let start = ContinuousClock.now
        if words.contains("wait") {
            for position in [4, 3, 2, 1] {
                yield(GenerationDelta(text: "", activity: .waiting(position: position)))
                try await Task.sleep(for: .milliseconds(700))
            }
        }
        if words.contains("read") {
            for done in [0, 512, 1024, 2048] {
                yield(GenerationDelta(text: "", activity: .readingPrompt(done: done, total: 2048)))
                try await Task.sleep(for: .milliseconds(700))
            }
        }
        let firstToken = ContinuousClock.now
        let count = words.contains("endless") ? 10_000 : 60
        for number in 1...count {
            yield(GenerationDelta(text: "word\(number) ", tokens: [Int32(number)]))
            try await Task.sleep(for: .milliseconds(25))
        }
        if words.contains("fail") {
            throw LanguageModelError(.generationFailed, "The model tripped; pick it up.")
        }
        let reason: FinishReason =
            if words.contains("limit") {
                .maxNewTokens
            } else if words.contains("full") {
                .contextFull
            } else if words.contains("late") {
                .timeLimit
            } else if words.contains("###") {
                .stopText("###")
            } else {
                .endOfText
            }
        var summary = GenerationSummary(
            finishReason: reason,
            promptTokens: words.count,
            newTokens: count,
            contextLength: 32,
            timeToFirstToken: Self.seconds(firstToken - start),
            duration: Self.seconds(.now - start)
        )
        if words.contains("cut") { Self.cut(&summary) }
        yield(GenerationDelta(text: "", summary: summary))
    }

    /// Has an answer tell of a context that was too small on a machine that had much to do.
    private static func cut(_ summary: inout GenerationSummary) {
        summary.seed = 7
        summary.queueTime = 1.25
        summary.promptTime = 0.5
        summary.tokenIntervalMedian = 0.025
        summary.tokenInterval95th = 0.04
        summary.droppedMessages = 3
        summary.shiftedTokens = 1500
        summary.preemptions = 2
        summary.draftedTokens = 40
        summary.acceptedDraftTokens = 31
    }

    private static func seconds(_ duration: Duration) -> Double {
        Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
    }

    private static func words(_ prompt: ModelPrompt) -> [String] {
        switch prompt {
        case .text(let text): text.split(separator: " ").map(String.init)
        case .chat(let messages): messages.flatMap { $0.content.split(separator: " ").map(String.init) }
        }
    }
}

let chain = LLMChain(
    prompt: PromptTemplate("Question: {question}", inputVariables: ["question"]),
    model: TellingModel()
)
let app = ChatApp()

app.onChatStart { chat in chat.showContext(chain.promptMeasure) }

app.onMessage { message, chat in
    if message.content.hasPrefix("chain") {
        let result = try await chain.call(message.content, callbacks: [chat.callbackHandler()])
        try await chat.send(result.text)
    } else {
        let prompt = ModelPrompt.text(message.content)
        try await chat.send(streaming: TellingModel().stream(prompt, options: GenerationOptions()))
    }
}

try await app.run()
