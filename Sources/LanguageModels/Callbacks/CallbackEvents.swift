/// A chain begins: its inputs, memory included.
///
/// LangChain: `on_chain_start`.
public struct ChainStart: Sendable {
    /// The chain.
    public let component: ComponentInfo
    /// The chain's inputs, after the memory's were added; a list of calls has them as `input_list`.
    public let inputs: [String: ChainValue]
    /// Says how many tokens the chain's next prompt would have, where its model can tell.
    public let promptMeasure: PromptMeasure?

    /// Creates the event.
    ///
    /// - Parameters:
    ///   - component: The chain.
    ///   - inputs: Its inputs.
    ///   - promptMeasure: Says how many tokens the chain's next prompt would have.
    public init(component: ComponentInfo, inputs: [String: ChainValue], promptMeasure: PromptMeasure? = nil) {
        self.component = component
        self.inputs = inputs
        self.promptMeasure = promptMeasure
    }
}

/// A model begins to answer a text.
///
/// LangChain: `on_llm_start`.
public struct LLMStart: Sendable {
    /// The model, as a component.
    public let component: ComponentInfo
    /// The model's kind, name and load parameters.
    public let model: ModelIdentity
    /// The whole prompt.
    public let prompt: String
    /// How the model answers.
    public let options: GenerationOptions
    /// The options by ctransformers' names, the model's parameters, `_type` and `stop`.
    ///
    /// LangChain: `invocation_params`.
    public let invocationParameters: [String: ChainValue]

    /// Creates the event.
    ///
    /// - Parameters:
    ///   - component: The model, as a component.
    ///   - model: The model's kind, name and load parameters.
    ///   - prompt: The whole prompt.
    ///   - options: How the model answers.
    ///   - invocationParameters: The options by ctransformers' names, and more.
    public init(
        component: ComponentInfo,
        model: ModelIdentity,
        prompt: String,
        options: GenerationOptions,
        invocationParameters: [String: ChainValue]
    ) {
        self.component = component
        self.model = model
        self.prompt = prompt
        self.options = options
        self.invocationParameters = invocationParameters
    }
}

/// A model begins to answer the messages of a chat.
///
/// LangChain: `on_chat_model_start`.
public struct ChatModelStart: Sendable {
    /// The model, as a component.
    public let component: ComponentInfo
    /// The model's kind, name and load parameters.
    public let model: ModelIdentity
    /// The messages of the chat.
    public let messages: [ChatMessage]
    /// How the model answers.
    public let options: GenerationOptions
    /// The options by ctransformers' names, the model's parameters, `_type` and `stop`.
    ///
    /// LangChain: `invocation_params`.
    public let invocationParameters: [String: ChainValue]

    /// Creates the event.
    ///
    /// - Parameters:
    ///   - component: The model, as a component.
    ///   - model: The model's kind, name and load parameters.
    ///   - messages: The messages of the chat.
    ///   - options: How the model answers.
    ///   - invocationParameters: The options by ctransformers' names, and more.
    public init(
        component: ComponentInfo,
        model: ModelIdentity,
        messages: [ChatMessage],
        options: GenerationOptions,
        invocationParameters: [String: ChainValue]
    ) {
        self.component = component
        self.model = model
        self.messages = messages
        self.options = options
        self.invocationParameters = invocationParameters
    }

    /// The same start for a handler that knows texts alone: each message on a line of its own after its speaker.
    public var asLLMStart: LLMStart {
        LLMStart(
            component: self.component,
            model: self.model,
            prompt: ConversationText.text(of: self.messages),
            options: self.options,
            invocationParameters: self.invocationParameters
        )
    }
}

/// A text that a run wants to show, such as a chain's formatted prompt.
///
/// LangChain: `on_text`.
public struct CallbackText: Sendable, CustomStringConvertible {
    /// What the text is, such as `Prompt after formatting`.
    public let caption: String
    /// The text itself.
    public let content: String

    /// Creates the event.
    ///
    /// - Parameters:
    ///   - caption: What the text is.
    ///   - content: The text itself.
    public init(caption: String, content: String) {
        self.caption = caption
        self.content = content
    }

    /// The caption, and the text from the next line on.
    public var description: String { "\(self.caption):\n\(self.content)" }

    /// The same with the text in bold green for a terminal, as LangChain sends it.
    public var coloredDescription: String { "\(self.caption):\n\u{1B}[32;1m\u{1B}[1;3m\(self.content)\u{1B}[0m" }
}

/// A tool begins.
///
/// LangChain: `on_tool_start`.
public struct ToolStart: Sendable {
    /// The tool.
    public let component: ComponentInfo
    /// What the tool is given.
    public let input: ChainValue

    /// Creates the event.
    ///
    /// - Parameters:
    ///   - component: The tool.
    ///   - input: What the tool is given.
    public init(component: ComponentInfo, input: ChainValue) {
        self.component = component
        self.input = input
    }
}

/// An agent decided to use a tool.
///
/// LangChain: `AgentAction`.
public struct AgentAction: Hashable, Sendable {
    /// The tool's name.
    public let tool: String
    /// What the tool will be given.
    public let toolInput: ChainValue
    /// What the model said that led to it.
    public let log: String

    /// Creates the event.
    ///
    /// - Parameters:
    ///   - tool: The tool's name.
    ///   - toolInput: What the tool will be given.
    ///   - log: What the model said that led to it.
    public init(tool: String, toolInput: ChainValue, log: String) {
        self.tool = tool
        self.toolInput = toolInput
        self.log = log
    }
}

/// An agent is done.
///
/// LangChain: `AgentFinish`.
public struct AgentFinish: Hashable, Sendable {
    /// What the agent returns, by name.
    public let returnValues: [String: ChainValue]
    /// What the model said that led to it.
    public let log: String

    /// Creates the event.
    ///
    /// - Parameters:
    ///   - returnValues: What the agent returns, by name.
    ///   - log: What the model said that led to it.
    public init(returnValues: [String: ChainValue], log: String) {
        self.returnValues = returnValues
        self.log = log
    }
}

/// A retriever begins to look for documents.
///
/// LangChain: `on_retriever_start`.
public struct RetrieverStart: Sendable {
    /// The retriever.
    public let component: ComponentInfo
    /// What is looked for.
    public let query: String

    /// Creates the event.
    ///
    /// - Parameters:
    ///   - component: The retriever.
    ///   - query: What is looked for.
    public init(component: ComponentInfo, query: String) {
        self.component = component
        self.query = query
    }
}

/// A text that a retriever found.
///
/// LangChain: `Document`.
public struct RetrievedDocument: Hashable, Sendable, Codable {
    /// The text.
    public var pageContent: String
    /// Where it is from, and what else is known of it.
    public var metadata: [String: ChainValue]

    /// Creates a document.
    ///
    /// - Parameters:
    ///   - pageContent: The text.
    ///   - metadata: Where it is from, and what else is known of it.
    public init(pageContent: String, metadata: [String: ChainValue] = [:]) {
        self.pageContent = pageContent
        self.metadata = metadata
    }
}

/// Something failed and is about to be tried again.
///
/// LangChain: `RetryCallState`.
public struct RetryState: Sendable {
    /// How many attempts have failed, from 1.
    public let attempt: Int
    /// How the last attempt failed.
    public let error: any Error
    /// How long to wait before the next one.
    public let delay: Duration

    /// Creates the event.
    ///
    /// - Parameters:
    ///   - attempt: How many attempts have failed, from 1.
    ///   - error: How the last attempt failed.
    ///   - delay: How long to wait before the next one.
    public init(attempt: Int, error: any Error, delay: Duration) {
        self.attempt = attempt
        self.error = error
        self.delay = delay
    }
}
