import LanguageModels
import Logging
import MartletCore

/// An app as a model: what its `onMessage` sends is the answer.
///
/// Each prompt is a chat of its own, which ends with the answer. Sampling parameters and limits are the app's matter.
struct AppModel: LanguageModel {
    /// The kind of these models, whose answers other models give.
    static let type = "app"

    let hooks: ChatHooks
    let name: String
    let configuration: ChatConfiguration

    var identity: ModelIdentity { ModelIdentity(type: Self.type, name: self.name) }

    func stream(_ prompt: ModelPrompt, options: GenerationOptions) -> GenerationStream {
        guard self.hooks.onMessage != nil else {
            return GenerationStream(
                failing: LanguageModelError(
                    .unsupportedModel,
                    "The app is served as '\(self.name)' and has no onMessage; add one, or serve a model."
                )
            )
        }
        if let refusal = Self.refusal(of: prompt, options) { return GenerationStream(failing: refusal) }
        return GenerationStream(AppAnswer(model: self, prompt: prompt, user: options.user ?? RequestUser.current))
    }

    /// Says what is asked for that an app cannot be held to, rather than leave it out in silence.
    private static func refusal(of prompt: ModelPrompt, _ options: GenerationOptions) -> APIFailure? {
        if case .chat(let messages) = prompt, let number = messages.firstIndex(where: { !$0.images.isEmpty }) {
            return .unsupported(
                "messages",
                "Message \(number + 1) has a picture, and this app reads text alone; leave the picture out."
            )
        }
        if !options.templateArguments.isEmpty {
            return .unsupported(
                "chat_template_kwargs",
                "This app has no chat template that values can be given to; leave chat_template_kwargs out."
            )
        }
        switch options.format {
        case nil: break
        case .json, .jsonSchema:
            return .unsupported("response_format", "This app answers in any form; leave response_format out.")
        case .grammar:
            return .unsupported("grammar", "This app answers in any form; leave grammar out.")
        }
        switch options.toolChoice {
        case .automatic, .none: return nil
        case .required, .tool:
            return .unsupported("tool_choice", "This app calls no tools of others; leave tool_choice out.")
        }
    }

    /// Opens the chat in which a prompt is answered.
    fileprivate func open(_ prompt: ModelPrompt, user: String?) throws -> HeadlessChat {
        var messages: [ChatMessage]
        switch prompt {
        case .text(let text): messages = [ChatMessage(role: .user, content: text)]
        case .chat(let all): messages = all
        }
        guard let last = messages.popLast(), last.role == .user else {
            throw LanguageModelError(.invalidInput, "The last message is not the user's; this app answers no other.")
        }
        let session = ChatSession(
            id: Identifier.random(),
            configuration: self.configuration,
            hooks: self.hooks,
            logger: Logger(label: "martlet.api")
        )
        session.addEarlier(messages.map { ($0.role.stepType, $0.content) })
        return HeadlessChat(session, question: last.content, user: user)
    }
}

extension ChatMessage.Role {
    /// The kind of message that chats know it as.
    fileprivate var stepType: StepType {
        switch self {
        case .user: .userMessage
        case .assistant: .assistantMessage
        case .system, .tool: .systemMessage
        }
    }
}

/// An app's answer; its chat is opened when the first piece is asked for.
private struct AppAnswer: AsyncSequence, Sendable {
    typealias Element = GenerationDelta
    typealias Failure = any Error

    let model: AppModel
    let prompt: ModelPrompt
    let user: String?

    struct AsyncIterator: AsyncIteratorProtocol {
        let answer: AppAnswer
        private var chat: HeadlessChat?

        init(_ answer: AppAnswer) { self.answer = answer }

        mutating func next() async throws -> GenerationDelta? {
            let chat = try self.chat ?? self.answer.model.open(self.answer.prompt, user: self.answer.user)
            self.chat = chat
            return try await chat.next()
        }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(self) }
}
