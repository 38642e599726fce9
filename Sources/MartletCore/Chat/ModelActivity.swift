import Logging
import Synchronization

/// What a language model does at present for a message or step.
///
/// Martlet's page shows it below the chat while work goes on; other clients are not told.
public struct ModelActivity: Hashable, Sendable {
    /// What the model does.
    public enum Phase: Hashable, Sendable {
        /// The request waits for its turn; the first in the queue has the position 1.
        case waiting(position: Int)
        /// The prompt is read: so many of its tokens.
        case readingPrompt(done: Int, total: Int)
        /// The answer is generated: so many tokens so far, and so many a second once that can be told.
        case generating(tokens: Int, perSecond: Double?)
        /// It does nothing any more; needed where no message or step follows.
        case ended
    }

    /// The message or step; a message may not be shown yet.
    public let id: String
    /// What the model does.
    public let phase: Phase

    /// Creates an activity.
    ///
    /// - Parameters:
    ///   - id: The message or step.
    ///   - phase: What the model does.
    public init(id: String, phase: Phase) {
        self.id = id
        self.phase = phase
    }
}

/// How much of a model's context the next message would take.
struct ContextGauge: Sendable {
    /// The most tokens of one request, prompt and answer together.
    let limit: Int
    /// Counts the tokens of the next prompt with a draft in it.
    let count: @Sendable (_ draft: String) async throws -> Int
}

extension Chat {
    /// Tells the page what a model does for a message or step; at most some five times a second.
    ///
    /// ``Step/end(output:error:language:generation:)`` and ``Message/finish()`` end it; where neither follows,
    /// ``ModelActivity/Phase/ended`` does.
    ///
    /// - Parameters:
    ///   - phase: What the model does.
    ///   - id: The message's or step's identifier.
    public func tell(_ phase: ModelActivity.Phase, for id: String) {
        self.core.log.append(.activity(ModelActivity(id: id, phase: phase)))
    }

    /// Shows beside the composer how much of a model's context the next message would take, while the person writes it.
    ///
    /// - Parameters:
    ///   - limit: The most tokens of one request, prompt and answer together.
    ///   - count: Counts the tokens of the next prompt with a draft in it; called again and again, one at a time a page.
    public func showContext(limit: Int, counting count: @escaping @Sendable (_ draft: String) async throws -> Int) {
        self.core.show(ContextGauge(limit: limit, count: count))
    }
}

extension ChatSession {
    func show(_ gauge: ContextGauge) {
        self.state.withLock { state in
            guard !state.isEnded else { return }
            let isNew = state.gauge?.limit != gauge.limit
            state.gauge = gauge
            if isNew { self.log.append(.contextLimit(gauge.limit)) }
        }
    }

    /// Counts what the next message would take of the model's context.
    ///
    /// - Parameter draft: What the person has written so far.
    /// - Returns: The tokens of the prompt with it, and the most there may be; nil when nobody can tell.
    public func contextUse(of draft: String) async -> (used: Int, limit: Int)? {
        guard let gauge = self.state.withLock({ $0.gauge }) else { return nil }
        // No text has tokens of 16 bytes: this cannot fit, and counting it exactly would take its time.
        if draft.utf8.count / 16 > gauge.limit { return (draft.utf8.count / 4, gauge.limit) }
        do {
            return (try await gauge.count(draft), gauge.limit)
        } catch {
            self.logger.debug("A draft could not be counted", metadata: ["error": "\(error)"])
            return nil
        }
    }
}
