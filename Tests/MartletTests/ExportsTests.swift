// Imports nothing else of the project, to show that an app needs no more.
import Martlet
import Testing

/// A model that an app's author wrote.
private struct EchoModel: LanguageModel {
    let identity = ModelIdentity(type: "echo", name: "Echo")

    func stream(_ prompt: ModelPrompt, options: GenerationOptions) -> GenerationStream {
        let text =
            switch prompt {
            case .text(let text): text
            case .chat(let messages): messages.map(\.content).joined(separator: " ")
            }
        let reason: FinishReason = .endOfText
        let summary = GenerationSummary(finishReason: reason, promptTokens: 1, newTokens: 1, duration: 0)
        return GenerationStream(
            AsyncThrowingStream { continuation in
                continuation.yield(GenerationDelta(text: text, summary: summary))
                continuation.finish()
            }
        )
    }
}

struct ExportsTests {
    @Test func `an app writes a model of its own with one import`() async throws {
        var text = ""
        for try await delta in EchoModel().stream(.text("Hello"), options: GenerationOptions()) {
            text += delta.text
        }
        #expect(text == "Hello")
    }

    @Test func `an app names models of other machines, and how requests share them, with one import`() {
        let model = OpenAIModel("small", baseURL: "http://127.0.0.1:9/v1", settings: OpenAISettings())
        let router = RouterModel([RouterServer(model, name: "first")], policy: RouterPolicy())
        #expect(router.statistics.servers.map(\.name) == ["first"])
        let options = GenerationOptions(mirostat: MirostatOptions(), overflow: ContextOverflow.dropOldestTurns)
        #expect(options.overflow == .dropOldestTurns)
        #expect(InferenceConfiguration(promptCache: PromptCacheConfiguration()).queueLimit == 256)
    }
}
