import LanguageModels
import MartletCore

/// What is known of one answer in the end, to be written in the members of Chainlit's completion generation.
struct GenerationReport {
    var model: ModelIdentity?
    var settings: [String: ChainValue] = [:]
    var variables: [String: ChainValue] = [:]
    var prompt: String?
    var completion: String?
    var meter = AnswerMeter()
    var summary: GenerationSummary?
    /// How many messages were left out and how many tokens forgotten so far; an answer that is stopped has no summary.
    private(set) var loss = (messages: 0, tokens: 0)
    /// What ended the answer before its time.
    var error: (any Error)?

    /// Takes what the model tells of itself.
    ///
    /// - Parameter activity: What it does.
    /// - Returns: What to tell of it now, if anything.
    mutating func take(_ activity: GenerationActivity) -> ModelActivity.Phase? {
        if case .shortened(let messages, let tokens) = activity { self.loss = (messages, tokens) }
        return self.meter.take(activity)
    }

    var json: JSONValue {
        let duration = self.summary?.duration ?? (ContinuousClock.now - self.meter.start).seconds
        let firstToken =
            self.summary?.timeToFirstToken ?? self.meter.firstToken.map { ($0 - self.meter.start).seconds }
        let newTokens = self.summary?.newTokens ?? self.meter.count
        let settings = self.settings.filter { !$0.key.hasSuffix("_api_key") }
        var members: [String: JSONValue] = [
            "type": "COMPLETION",
            "provider": self.model.map { .string($0.type) } ?? .null,
            "model": self.model.map { .string($0.name) } ?? .null,
            "settings": .object(settings.mapValues(\.jsonValue)),
            "variables": .object(self.variables.mapValues { .string($0.description) }),
            "duration": .double(duration),
            "ttFirstToken": firstToken.map { .double($0 * 1000) } ?? .null,
            "tokenThroughputInSeconds": duration > 0 ? .double(Double(newTokens) / duration) : .null,
            "inputTokenCount": self.summary.map { .int($0.promptTokens) } ?? .null,
            "cachedTokenCount": self.summary.map { .int($0.cachedTokens) } ?? .null,
            "outputTokenCount": .int(newTokens),
            "tokenCount": self.summary.map { .int($0.promptTokens + newTokens) } ?? .null,
            "metadata": .object(self.metadata),
        ]
        if let prompt = self.prompt { members["prompt"] = .string(prompt) }
        if let completion = self.completion { members["completion"] = .string(completion) }
        return .object(members)
    }

    /// Why the answer ended, how long the model's context is, what was cut from it, and where the time went;
    /// times in milliseconds.
    private var metadata: [String: JSONValue] {
        var members: [String: JSONValue] = [:]
        if let error = self.error {
            members["finishReason"] = error is CancellationError ? "stopped" : "error"
        } else if let summary = self.summary {
            members["finishReason"] = .string(summary.finishReason.name)
            if case .stopText(let text) = summary.finishReason { members["stopText"] = .string(text) }
        }
        let counts = [
            "droppedMessages": self.summary?.droppedMessages ?? self.loss.messages,
            "shiftedTokens": self.summary?.shiftedTokens ?? self.loss.tokens,
            "preemptions": self.summary?.preemptions ?? 0,
            "draftedTokens": self.summary?.draftedTokens ?? 0,
            "acceptedDraftTokens": self.summary?.acceptedDraftTokens ?? 0,
        ]
        for (name, count) in counts where count > 0 { members[name] = .int(count) }
        guard let summary = self.summary else { return members }
        members["contextLength"] = summary.contextLength.map { .int($0) }
        members["seed"] = summary.seed.map { .int(Int($0)) }
        let times = [
            "queueTime": summary.queueTime,
            "promptTime": summary.promptTime,
            "tokenIntervalMedian": summary.tokenIntervalMedian,
            "tokenInterval95th": summary.tokenInterval95th,
        ]
        for (name, seconds) in times { members[name] = seconds.map { .double($0 * 1000) } }
        return members
    }
}

extension ChainValue {
    /// The same value as chats keep it.
    var jsonValue: JSONValue {
        switch self {
        case .null: .null
        case .bool(let value): .bool(value)
        case .int(let value): .int(value)
        case .double(let value): .double(value)
        case .string(let value): .string(value)
        case .list(let values): .array(values.map(\.jsonValue))
        case .dictionary(let members): .object(members.mapValues(\.jsonValue))
        }
    }
}
