import Foundation
import LanguageModels
import Synchronization

/// Writes down every event it hears.
final class EventRecorder: CallbackHandler {
    struct Event: Sendable {
        let name: String
        let payload: String
        let run: RunInfo
    }

    let ignores: IgnoredEvents
    let runsInline: Bool
    private let events = Mutex<[Event]>([])
    /// Called after each event was written down.
    private let reaction: @Sendable (Event) async throws -> Void

    init(
        ignores: IgnoredEvents = [],
        runsInline: Bool = false,
        reaction: @escaping @Sendable (Event) async throws -> Void = { _ in }
    ) {
        self.ignores = ignores
        self.runsInline = runsInline
        self.reaction = reaction
    }

    var all: [Event] { self.events.withLock { $0 } }
    var names: [String] { self.all.map(\.name) }
    /// Each event's name and payload.
    var lines: [String] { self.all.map { "\($0.name): \($0.payload)" } }

    private func note(_ name: String, _ payload: String, _ run: RunInfo) async throws {
        let event = Event(name: name, payload: payload, run: run)
        self.events.withLock { $0.append(event) }
        try await self.reaction(event)
    }

    private func text(_ values: [String: ChainValue]) -> String { ChainValue.dictionary(values).description }

    func onChainStart(_ start: ChainStart, run: RunInfo) async throws {
        try await self.note("chainStart", self.text(start.inputs), run)
    }
    func onChainEnd(_ outputs: [String: ChainValue], run: RunInfo) async throws {
        try await self.note("chainEnd", self.text(outputs), run)
    }
    func onChainError(_ error: any Error, run: RunInfo) async throws {
        try await self.note("chainError", "\(error)", run)
    }
    func onLLMStart(_ start: LLMStart, run: RunInfo) async throws { try await self.note("llmStart", start.prompt, run) }
    func onLLMNewToken(_ token: String, chunk: GenerationDelta, run: RunInfo) async throws {
        try await self.note("token", token, run)
    }
    func onLLMEnd(_ result: LLMResult, run: RunInfo) async throws { try await self.note("llmEnd", result.text, run) }
    func onLLMError(_ error: any Error, run: RunInfo) async throws { try await self.note("llmError", "\(error)", run) }
    func onText(_ text: CallbackText, run: RunInfo) async throws { try await self.note("text", text.content, run) }
    func onToolStart(_ start: ToolStart, run: RunInfo) async throws {
        try await self.note("toolStart", start.input.description, run)
    }
    func onToolEnd(_ output: ChainValue, run: RunInfo) async throws {
        try await self.note("toolEnd", output.description, run)
    }
    func onToolError(_ error: any Error, run: RunInfo) async throws {
        try await self.note("toolError", "\(error)", run)
    }
    func onAgentAction(_ action: AgentAction, run: RunInfo) async throws {
        try await self.note("agentAction", action.tool, run)
    }
    func onAgentFinish(_ finish: AgentFinish, run: RunInfo) async throws {
        try await self.note("agentFinish", finish.log, run)
    }
    func onRetrieverStart(_ start: RetrieverStart, run: RunInfo) async throws {
        try await self.note("retrieverStart", start.query, run)
    }
    func onRetrieverEnd(_ documents: [RetrievedDocument], run: RunInfo) async throws {
        try await self.note("retrieverEnd", "\(documents.count)", run)
    }
    func onRetrieverError(_ error: any Error, run: RunInfo) async throws {
        try await self.note("retrieverError", "\(error)", run)
    }
    func onRetry(_ state: RetryState, run: RunInfo) async throws {
        try await self.note("retry", "\(state.attempt)", run)
    }
}

/// A handler whose every start fails.
struct FailingHandler: CallbackHandler {
    struct Failure: Error {}

    var raisesErrors = false

    func onChainStart(_ start: ChainStart, run: RunInfo) async throws { throw Failure() }
    func onLLMNewToken(_ token: String, chunk: GenerationDelta, run: RunInfo) async throws { throw Failure() }
}
