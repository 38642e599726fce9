public import Foundation

/// The handlers, tags and metadata with which runs are started, and the run they are started by.
///
/// What is given at a call is inheritable: it reaches the runs that the called run starts. What a component was created
/// with is local: it hears of that component's runs alone. LangChain: `AsyncCallbackManager`.
public struct CallbackManager: Sendable {
    /// The handlers that hear of a run, and that runs started by it inherit.
    public private(set) var inheritableHandlers: [any CallbackHandler]
    /// The handlers that hear of a run alone.
    public private(set) var localHandlers: [any CallbackHandler]
    /// The tags of a run, and of runs started by it.
    public private(set) var inheritableTags: [String]
    /// The tags of a run alone.
    public private(set) var localTags: [String]
    /// The metadata of a run, and of runs started by it.
    public private(set) var inheritableMetadata: [String: ChainValue]
    /// The metadata of a run alone.
    public private(set) var localMetadata: [String: ChainValue]
    /// The run that runs are started by, or nil.
    public let parentRunID: UUID?

    /// Creates a manager whose handlers, tags and metadata are inheritable.
    ///
    /// - Parameters:
    ///   - handlers: The handlers.
    ///   - tags: The tags.
    ///   - metadata: The metadata.
    ///   - parentRunID: The run that runs are started by, or nil.
    public init(
        handlers: [any CallbackHandler] = [],
        tags: [String] = [],
        metadata: [String: ChainValue] = [:],
        parentRunID: UUID? = nil
    ) {
        self.inheritableHandlers = Self.unique(handlers)
        self.localHandlers = []
        self.inheritableTags = Self.unique(tags)
        self.localTags = []
        self.inheritableMetadata = metadata
        self.localMetadata = [:]
        self.parentRunID = parentRunID
    }

    /// All handlers of a run: the inherited ones first.
    public var handlers: [any CallbackHandler] {
        Self.unique(self.inheritableHandlers + self.localHandlers)
    }

    /// Adds what a component was created with.
    ///
    /// - Parameters:
    ///   - handlers: The component's own handlers.
    ///   - tags: The component's own tags.
    ///   - metadata: The component's own metadata; wins over inherited metadata of the same name.
    ///   - verbose: Whether a ``StandardOutputCallbackHandler`` is added, unless one is there.
    /// - Returns: The manager with these as local additions.
    public func adding(
        localHandlers handlers: [any CallbackHandler] = [],
        tags: [String] = [],
        metadata: [String: ChainValue] = [:],
        verbose: Bool = false
    ) -> CallbackManager {
        var manager = self
        manager.localHandlers += handlers
        manager.localTags += tags
        manager.localMetadata.merge(metadata) { $1 }
        if verbose, !manager.handlers.contains(where: { $0 is StandardOutputCallbackHandler }) {
            manager.localHandlers.append(StandardOutputCallbackHandler())
        }
        return manager
    }

    /// The manager for what a run starts: it inherits the inheritable, and the run is the parent.
    ///
    /// - Parameters:
    ///   - runID: The run.
    ///   - tag: A tag for the started runs alone, such as `step_1`.
    /// - Returns: The manager to hand on.
    public func child(of runID: UUID, tag: String? = nil) -> CallbackManager {
        var manager = CallbackManager(
            handlers: self.inheritableHandlers,
            tags: self.inheritableTags,
            metadata: self.inheritableMetadata,
            parentRunID: runID
        )
        manager.localTags = [tag].compactMap { $0 }
        return manager
    }

    /// Begins a chain's run and tells the handlers.
    ///
    /// - Parameters:
    ///   - component: The chain.
    ///   - inputs: The chain's inputs.
    ///   - name: What the run is called; the component's name if nil.
    ///   - promptMeasure: Says how many tokens the chain's next prompt would have.
    ///   - runID: The run's id; a fresh one by default.
    /// - Returns: The run, to be ended with ``CallbackRun/chainEnd(_:)`` or ``CallbackRun/chainError(_:)``.
    /// - Throws: What a handler threw that says ``CallbackHandler/raisesErrors``.
    public func chainStart(
        _ component: ComponentInfo,
        inputs: [String: ChainValue],
        name: String? = nil,
        promptMeasure: PromptMeasure? = nil,
        runID: UUID = UUID()
    ) async throws -> CallbackRun {
        let run = self.run(name ?? component.name, .chain, runID)
        let start = ChainStart(component: component, inputs: inputs, promptMeasure: promptMeasure)
        try await run.send("onChainStart", unlessIgnoring: .chain) { try await $0.onChainStart(start, run: run.info) }
        return run
    }

    /// Begins a model's run on a text and tells the handlers.
    ///
    /// - Parameters:
    ///   - start: The model, the prompt and the options.
    ///   - runID: The run's id; a fresh one by default.
    /// - Returns: The run, to be ended with ``CallbackRun/llmEnd(_:)`` or ``CallbackRun/llmError(_:)``.
    /// - Throws: What a handler threw that says ``CallbackHandler/raisesErrors``.
    public func llmStart(_ start: LLMStart, runID: UUID = UUID()) async throws -> CallbackRun {
        let run = self.run(start.component.name, .llm, runID)
        try await run.send("onLLMStart", unlessIgnoring: .llm) { try await $0.onLLMStart(start, run: run.info) }
        return run
    }

    /// Begins a model's run on the messages of a chat and tells the handlers.
    ///
    /// - Parameters:
    ///   - start: The model, the messages and the options.
    ///   - runID: The run's id; a fresh one by default.
    /// - Returns: The run, to be ended with ``CallbackRun/llmEnd(_:)`` or ``CallbackRun/llmError(_:)``.
    /// - Throws: What a handler threw that says ``CallbackHandler/raisesErrors``.
    public func chatModelStart(_ start: ChatModelStart, runID: UUID = UUID()) async throws -> CallbackRun {
        let run = self.run(start.component.name, .llm, runID)
        try await run.send("onChatModelStart", unlessIgnoring: .chatModel) {
            try await $0.onChatModelStart(start, run: run.info)
        }
        return run
    }

    /// Begins a tool's run and tells the handlers.
    ///
    /// - Parameters:
    ///   - start: The tool and its input.
    ///   - runID: The run's id; a fresh one by default.
    /// - Returns: The run, to be ended with ``CallbackRun/toolEnd(_:)`` or ``CallbackRun/toolError(_:)``.
    /// - Throws: What a handler threw that says ``CallbackHandler/raisesErrors``.
    public func toolStart(_ start: ToolStart, runID: UUID = UUID()) async throws -> CallbackRun {
        let run = self.run(start.component.name, .tool, runID)
        try await run.send("onToolStart", unlessIgnoring: .agent) { try await $0.onToolStart(start, run: run.info) }
        return run
    }

    /// Begins a retriever's run and tells the handlers.
    ///
    /// - Parameters:
    ///   - start: The retriever and the query.
    ///   - runID: The run's id; a fresh one by default.
    /// - Returns: The run, to be ended with ``CallbackRun/retrieverEnd(_:)`` or ``CallbackRun/retrieverError(_:)``.
    /// - Throws: What a handler threw that says ``CallbackHandler/raisesErrors``.
    public func retrieverStart(_ start: RetrieverStart, runID: UUID = UUID()) async throws -> CallbackRun {
        let run = self.run(start.component.name, .retriever, runID)
        try await run.send("onRetrieverStart", unlessIgnoring: .retriever) {
            try await $0.onRetrieverStart(start, run: run.info)
        }
        return run
    }

    private func run(_ name: String, _ type: RunInfo.RunType, _ runID: UUID) -> CallbackRun {
        let info = RunInfo(
            runID: runID,
            parentRunID: self.parentRunID,
            name: name,
            type: type,
            tags: Self.unique(self.inheritableTags + self.localTags),
            metadata: self.inheritableMetadata.merging(self.localMetadata) { $1 }
        )
        return CallbackRun(info: info, manager: self)
    }

    private static func unique(_ tags: [String]) -> [String] {
        var seen: Set<String> = []
        return tags.filter { seen.insert($0).inserted }
    }

    /// Leaves out an object that is already there; values have no identity and all stay.
    private static func unique(_ handlers: [any CallbackHandler]) -> [any CallbackHandler] {
        var seen: Set<ObjectIdentifier> = []
        return handlers.filter { handler in
            guard type(of: handler) is any AnyObject.Type else { return true }
            return seen.insert(ObjectIdentifier(handler as AnyObject)).inserted
        }
    }
}
