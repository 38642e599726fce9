public import Foundation

/// What was said in a ``LanguageModelSession``, in order.
///
/// FoundationModels: `Transcript`.
///
/// A transcript is a value: keep it, encode it, cut it, and begin a new session from it.
public struct Transcript: Hashable, Sendable {
    /// One thing that was said.
    public enum Entry: Hashable, Sendable, Identifiable {
        /// Instructions to the model.
        case instructions(Instructions)
        /// What the person asked.
        case prompt(Prompt)
        /// What the model answered.
        case response(Response)
        /// Tools that the model wants called.
        case toolCalls(ToolCalls)
        /// What a tool gave back.
        case toolOutput(ToolOutput)

        /// The entry's id.
        public var id: String {
            switch self {
            case .instructions(let instructions): instructions.id
            case .prompt(let prompt): prompt.id
            case .response(let response): response.id
            case .toolCalls(let calls): calls.id
            case .toolOutput(let output): output.id
            }
        }

        /// The entry's text.
        public var content: String {
            switch self {
            case .instructions(let instructions): instructions.content
            case .prompt(let prompt): prompt.content
            case .response(let response): response.content
            case .toolCalls(let calls): calls.content
            case .toolOutput(let output): output.content
            }
        }

        /// The entry as models see it.
        public var message: ChatMessage {
            switch self {
            case .instructions(let instructions): ChatMessage(role: .system, content: instructions.content)
            case .prompt(let prompt): ChatMessage(role: .user, content: prompt.content, images: prompt.images)
            case .response(let response): ChatMessage(role: .assistant, content: response.content)
            case .toolCalls(let calls):
                ChatMessage(role: .assistant, content: calls.content, toolCalls: calls.calls)
            case .toolOutput(let output):
                ChatMessage(role: .tool, content: output.content, toolCallID: output.toolCallID)
            }
        }
    }

    /// Instructions to the model.
    public struct Instructions: Hashable, Sendable, Identifiable {
        /// The entry's id.
        public var id: String
        /// The text.
        public var content: String

        /// Creates instructions.
        ///
        /// - Parameters:
        ///   - id: The entry's id.
        ///   - content: The text.
        public init(id: String = UUID().uuidString, content: String) {
            self.id = id
            self.content = content
        }
    }

    /// What the person asked.
    public struct Prompt: Hashable, Sendable, Identifiable {
        /// The entry's id.
        public var id: String
        /// The text.
        public var content: String
        /// Pictures that belong to it, for models that see.
        public var images: [ImageContent]

        /// Creates a prompt.
        ///
        /// - Parameters:
        ///   - id: The entry's id.
        ///   - content: The text.
        ///   - images: Pictures that belong to it.
        public init(id: String = UUID().uuidString, content: String, images: [ImageContent] = []) {
            self.id = id
            self.content = content
            self.images = images
        }
    }

    /// What the model answered.
    public struct Response: Hashable, Sendable, Identifiable {
        /// The entry's id.
        public var id: String
        /// The text.
        public var content: String
        /// Whether the answer is whole; false when it was stopped before its end.
        public var isComplete: Bool

        /// Creates a response.
        ///
        /// - Parameters:
        ///   - id: The entry's id.
        ///   - content: The text.
        ///   - isComplete: Whether the answer is whole.
        public init(id: String = UUID().uuidString, content: String, isComplete: Bool = true) {
            self.id = id
            self.content = content
            self.isComplete = isComplete
        }
    }

    private var entries: [Entry]

    /// Creates a transcript.
    ///
    /// - Parameter entries: What was said.
    public init(entries: some Sequence<Entry> = []) {
        self.entries = Array(entries)
    }

    /// Creates a transcript from a chat's messages, such as a resumed one's.
    ///
    /// - Parameter messages: The messages.
    /// - Throws: A ``LanguageModelError`` of code `invalidInput` when one is a tool's result that names no call, or has
    ///   a picture and is not the person's.
    public init(messages: some Sequence<ChatMessage>) throws(LanguageModelError) {
        self.entries = []
        var names: [String: String] = [:]
        for message in messages {
            // Prompts alone keep pictures, as OpenAI's API takes them in no other messages.
            guard message.images.isEmpty || message.role == .user else {
                throw LanguageModelError(
                    .invalidInput,
                    "A message has the role \"\(message.role.rawValue)\" and a picture, and a transcript keeps "
                        + "pictures of the role \"user\" alone; give it in such a message, or leave it out."
                )
            }
            switch message.role {
            case .system: self.entries.append(.instructions(Instructions(content: message.content)))
            case .user: self.entries.append(.prompt(Prompt(content: message.content, images: message.images)))
            case .assistant where !message.toolCalls.isEmpty:
                for call in message.toolCalls { names[call.id] = call.name }
                self.entries.append(.toolCalls(ToolCalls(content: message.content, calls: message.toolCalls)))
            case .assistant: self.entries.append(.response(Response(content: message.content)))
            case .tool:
                guard let id = message.toolCallID else {
                    throw LanguageModelError(
                        .invalidInput,
                        "A message has the role \"tool\" and no toolCallID; name the call whose result it is, "
                            + "or leave the message out."
                    )
                }
                let output = ToolOutput(toolCallID: id, toolName: names[id] ?? "", content: message.content)
                self.entries.append(.toolOutput(output))
            }
        }
    }

    /// The transcript as models see it.
    public var messages: [ChatMessage] { self.entries.map(\.message) }

    /// The transcript without its oldest turns, for when it no longer fits a model's context.
    ///
    /// A turn is a prompt and what follows it up to the next prompt. Instructions stay wherever they stand.
    ///
    /// - Parameter count: How many of the latest turns stay.
    /// - Returns: The shorter transcript.
    public func keepingLatestTurns(_ count: Int) -> Transcript {
        let turns = self.entries.count { if case .prompt = $0 { true } else { false } }
        var toDrop = Swift.max(0, turns - Swift.max(0, count))
        guard toDrop > 0 else { return self }
        var isDropping = true
        return Transcript(
            entries: self.entries.filter { entry in
                switch entry {
                case .instructions: return true
                case .prompt:
                    isDropping = toDrop > 0
                    toDrop -= 1
                case .response, .toolCalls, .toolOutput: break
                }
                return !isDropping
            }
        )
    }

    mutating func append(_ entry: Entry) {
        self.entries.append(entry)
    }

    /// Forgets what was said after the first entries.
    mutating func keepFirst(_ count: Int) {
        self.entries.removeLast(Swift.max(0, self.entries.count - count))
    }
}

extension Transcript: RandomAccessCollection {
    /// The position of the first entry.
    public var startIndex: Int { self.entries.startIndex }
    /// The position after the last entry.
    public var endIndex: Int { self.entries.endIndex }

    /// An entry by its position.
    ///
    /// - Parameter position: The position, from 0.
    public subscript(position: Int) -> Entry { self.entries[position] }
}
