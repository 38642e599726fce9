// The tutorial on a model that answers 50 tokens a second, as a large one would.
import Foundation
import LanguageModels
import Martlet
import MartletLlama

let modelPath = ProcessInfo.processInfo.environment["MODEL"] ?? "./mistral-7b-instruct-v0.1.Q4_K_S.gguf"
let template = PromptTemplate(
    """
    Question: {question}
    Answer:
    """,
    inputVariables: ["question"]
)

extension SessionKey<LLMChain> { static let chain = SessionKey("llm_chain") }

/// A model whose answer is held back, so that a person, or a test, can watch it come.
struct PacedModel: LanguageModel {
    let base: LlamaModel

    var identity: ModelIdentity { self.base.identity }

    func stream(_ prompt: ModelPrompt, options: GenerationOptions) -> GenerationStream {
        GenerationStream(
            self.base.stream(prompt, options: options).map { delta in
                try await Task.sleep(for: .milliseconds(20))
                return delta
            }
        )
    }
}

let app = ChatApp()

app.onChatStart { chat in
    let settings = try await chat.send(
        ChatSettings {
            Slider(id: "Temperature", label: "Temperature", initial: 0.5, in: 0...2, step: 0.1)
            Slider(id: "Repetition Penalty", label: "Repetition Penalty", initial: 1.1, in: 0...2, step: 0.1)
            Slider(id: "Top P", label: "Top P", initial: 0.9, in: 0...1, step: 0.1)
            Slider(id: "Top K", label: "Top K", initial: 50, in: 0...100, step: 1)
            Slider(id: "Max New Tokens", label: "Max New Tokens", initial: 128, in: 0...1024, step: 1)
            Switch(id: "Streaming", label: "Stream Tokens", initial: true)
        }
    )
    try await setUpAgent(settings, chat)
}

app.onSettingsUpdate { settings, chat in try await setUpAgent(settings, chat) }

/// Takes the settings over.
///
/// Opening the model again is free, since loaded models are shared.
@Sendable func setUpAgent(_ settings: SettingsValues, _ chat: Chat) async throws {
    let model = try await LlamaModel(
        modelPath,
        threads: max(1, ProcessInfo.processInfo.activeProcessorCount / 2)
    )
    let options = GenerationOptions(
        maxNewTokens: try settings["Max New Tokens"],
        repetitionPenalty: try settings["Repetition Penalty"],
        temperature: try settings["Temperature"],
        topP: try settings["Top P"],
        topK: try settings["Top K"],
        stream: try settings["Streaming"]
    )
    chat.session[.chain] = LLMChain(prompt: template, model: PacedModel(base: model), options: options)
}

app.onMessage { message, chat in
    let chain = try chat.session.require(.chain)
    let result = try await chain.call(message.content, callbacks: [chat.callbackHandler()])
    try await chat.send(result.text)
}

try await app.run()
