import Synchronization

/// Remembers the whole conversation and gives it as one text.
///
/// LangChain: `ConversationBufferMemory`.
///
/// ```swift
/// let memory = ConversationBufferMemory()
/// let prompt = PromptTemplate("{history}\nHuman: {input}\nAI:")
/// let chain = LLMChain(prompt: prompt, model: model, memory: memory)
/// ```
///
/// Calls side by side may share a memory; each adds its own question and answer together.
public final class ConversationBufferMemory: ChainMemory {
    /// The name of the input it gives; `history` by default.
    public let memoryKey: String
    /// What the person is called in the text; `Human` by default.
    public let humanPrefix: String
    /// What the model is called in the text; `AI` by default.
    public let aiPrefix: String
    /// Which input is the question; nil when the chain has but one.
    public let inputKey: String?
    /// Which output is the answer; nil when the chain has but one.
    public let outputKey: String?

    private let state: Mutex<[ChatMessage]>

    /// Creates a memory.
    ///
    /// - Parameters:
    ///   - memoryKey: The name of the input it gives.
    ///   - humanPrefix: What the person is called in the text.
    ///   - aiPrefix: What the model is called in the text.
    ///   - inputKey: Which input is the question; nil when the chain has but one.
    ///   - outputKey: Which output is the answer; nil when the chain has but one.
    ///   - messages: What was said before.
    public init(
        memoryKey: String = "history",
        humanPrefix: String = "Human",
        aiPrefix: String = "AI",
        inputKey: String? = nil,
        outputKey: String? = nil,
        messages: [ChatMessage] = []
    ) {
        self.memoryKey = memoryKey
        self.humanPrefix = humanPrefix
        self.aiPrefix = aiPrefix
        self.inputKey = inputKey
        self.outputKey = outputKey
        self.state = Mutex(messages)
    }

    /// What was said so far.
    public var messages: [ChatMessage] { self.state.withLock { $0 } }

    /// The conversation as one text, each message on a line of its own after its speaker.
    public var buffer: String {
        ConversationText.text(of: self.messages, humanPrefix: self.humanPrefix, aiPrefix: self.aiPrefix)
    }

    /// The ``memoryKey`` alone.
    public var memoryVariables: [String] { [self.memoryKey] }

    /// Gives the conversation as one text.
    public func loadMemoryVariables(_ inputs: [String: ChainValue]) -> [String: ChainValue] {
        [self.memoryKey: .string(self.buffer)]
    }

    /// Adds a question and its answer.
    ///
    /// - Parameters:
    ///   - inputs: The call's inputs.
    ///   - outputs: The call's outputs.
    /// - Throws: A ``LanguageModelError`` of code `invalidInput` when it is unclear which input or output to keep.
    public func saveContext(inputs: [String: ChainValue], outputs: [String: ChainValue]) throws {
        let candidates = inputs.filter { $0.key != self.memoryKey && $0.key != "stop" }
        let question = try Self.pick(self.inputKey, from: candidates, "input", "inputKey")
        let answer = try Self.pick(self.outputKey, from: outputs, "output", "outputKey")
        self.state.withLock { messages in
            messages.append(ChatMessage(role: .user, content: question.description))
            messages.append(ChatMessage(role: .assistant, content: answer.description))
        }
    }

    /// Forgets the conversation.
    public func clear() {
        self.state.withLock { $0.removeAll() }
    }

    private static func pick(
        _ key: String?,
        from values: [String: ChainValue],
        _ kind: String,
        _ parameter: String
    ) throws -> ChainValue {
        let names = values.keys.sorted().map { "\"\($0)\"" }.joined(separator: ", ")
        if let key {
            if let value = values[key] { return value }
            throw LanguageModelError(
                .invalidInput,
                "The memory's \(parameter) is \"\(key)\", but the chain's \(kind)s are \(names); name one of these."
            )
        }
        if let only = values.first?.value, values.count == 1 { return only }
        throw LanguageModelError(
            .invalidInput,
            "The memory cannot tell which \(kind) to keep of \(names.isEmpty ? "none" : names); set its \(parameter)."
        )
    }
}
