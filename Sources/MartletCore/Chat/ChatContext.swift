import Synchronization

/// The messages of a chat in their order: what a language model is told of it.
///
/// Chainlit: `cl.chat_context`.
public struct ChatContext: Sendable {
    let core: ChatSession
    let scope: RunScope

    /// The messages: the person's, the app's, and what neither of them said.
    public var all: [Message] {
        self.core.state.withLock { $0.context.all }.map { Message(live: $0) }
    }

    /// The last message.
    public var last: Message? {
        self.core.state.withLock { $0.context.last }.map { Message(live: $0) }
    }

    /// How many messages there are.
    public var count: Int { self.core.state.withLock { $0.context.count } }

    /// Adds a message that was not sent, such as an instruction to the model.
    ///
    /// Chainlit: `chat_context.add`.
    ///
    /// - Parameter message: The message; nothing happens when it is there already.
    public func add(_ message: Message) {
        self.core.addToContext(message.live)
    }

    /// Takes a message out; it is still shown.
    ///
    /// Chainlit: `chat_context.remove`.
    ///
    /// - Parameter message: The message.
    public func remove(_ message: Message) {
        self.core.removeFromContext(message.id)
    }

    /// Takes all messages out; they are still shown.
    ///
    /// Chainlit: `chat_context.clear`.
    public func clear() {
        self.core.state.withLock { $0.context.removeAll() }
    }

    /// The messages as OpenAI's chat models take them: `role` and `content`.
    ///
    /// Chainlit: `chat_context.to_openai`.
    public var openAIMessages: [[String: String]] {
        self.all.map { message in
            let role =
                switch message.type {
                case .userMessage: "user"
                case .systemMessage: "system"
                default: "assistant"
                }
            return ["role": role, "content": message.content]
        }
    }
}

extension ChatSession {
    /// Adds a message, unless it is there already or the person has taken back what it answers.
    @discardableResult
    func addToContext(_ live: LiveRecord) -> Bool {
        let record = live.record
        let grown = self.state.withLock { $0.context.growing }.map(\.record)
        return self.state.withLock { state in
            state.context.measure(grown)
            guard RunMark.current?.isDiscarded != true else { return false }
            return state.context.append(live, as: record)
        }
    }

    func removeFromContext(_ id: String) {
        self.state.withLock { $0.context.remove(id) }
    }
}
