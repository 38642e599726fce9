import LanguageModels
import Martlet
import MartletTesting
import Testing

extension SessionKey<LLMChain> { fileprivate static let chain = SessionKey("llm_chain") }

/// The tutorial's app, with its model as a parameter: so an app is written to be tested.
private func makeTutorial(model: any LanguageModel) -> ChatApp {
    let template = PromptTemplate("Question: {question}\nAnswer:\n", inputVariables: ["question"])
    let app = ChatApp()

    @Sendable func setUpAgent(_ settings: SettingsValues, _ chat: Chat) throws {
        let options = GenerationOptions(
            maxNewTokens: try settings["Max New Tokens"],
            temperature: try settings["Temperature"],
            stream: try settings["Streaming"]
        )
        chat.session[.chain] = LLMChain(prompt: template, model: model, options: options)
    }

    app.onChatStart { chat in
        let settings = try await chat.send(
            ChatSettings {
                Slider(id: "Temperature", label: "Temperature", initial: 0.5, in: 0...2, step: 0.1)
                Slider(id: "Max New Tokens", label: "Max New Tokens", initial: 128, in: 0...1024, step: 1)
                Switch(id: "Streaming", label: "Stream Tokens", initial: true)
            }
        )
        try setUpAgent(settings, chat)
    }
    app.onSettingsUpdate { settings, chat in try setUpAgent(settings, chat) }
    app.onMessage { message, chat in
        let chain = try chat.session.require(.chain)
        let result = try await chain.call(message.content, callbacks: [chat.callbackHandler()])
        try await chat.send(result.text)
    }
    return app
}

struct TutorialTests {
    @Test func `a question goes to the model as the template says, and its answer to the chat`() async throws {
        let model = ScriptedModel("It is blue.")
        let chat = try await TestApp(makeTutorial(model: model)).openChat()
        try await chat.send("Which colour is the sky?")
        #expect(chat.messages.last?.content == "It is blue.")
        #expect(model.requests[0].text == "Question: Which colour is the sky?\nAnswer:\n")
        #expect(model.requests[0].options.temperature == 0.5)
        #expect(chat.steps.contains { $0.output.contains("It is blue.") })
    }

    @Test func `settings reach the model`() async throws {
        let model = ScriptedModel { _ in "one two three" }
        let chat = try await TestApp(makeTutorial(model: model)).openChat()
        try await chat.changeSettings(["Temperature": 0, "Max New Tokens": 2])
        try await chat.send("Count")
        #expect(model.requests[0].options.temperature == 0)
        #expect(chat.messages.last?.content == "one two")
    }

    @Test func `an answer that takes too long is stopped`() async throws {
        let test = TestApp(makeTutorial(model: ScriptedModel(ScriptedAnswer("late", delay: .seconds(3600)))))
        let chat = try await test.openChat()
        try await chat.send("Well?", waits: false)
        try await chat.wait(for: "the model to be asked") { !$0.steps.isEmpty }
        try await chat.stop()
        #expect(!chat.messages.contains { $0.content == "late" })
    }

    @Test func `a model that fails is reported`() async throws {
        let model = ScriptedModel(.failure(LanguageModelError(.queueFull, "Too many wait."), after: "It"))
        let chat = try await TestApp(makeTutorial(model: model)).openChat()
        try await chat.send("Well?")
        #expect(chat.messages.last?.isError == true && chat.messages.last?.content == "Too many wait.")
    }
}
