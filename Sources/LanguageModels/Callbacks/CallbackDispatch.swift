import Logging

/// Sends one event to all handlers that want it.
enum CallbackDispatch {
    private static let logger = Logger(label: "martlet.language-models.callbacks")

    /// Sends an event: to inline handlers first, one after another, then to the others at once; waits for all.
    ///
    /// - Parameters:
    ///   - event: The event's name, for the log.
    ///   - handlers: All handlers of the run.
    ///   - group: Handlers that ignore this group are left out.
    ///   - deliver: Calls one handler.
    /// - Throws: What a handler threw that says ``CallbackHandler/raisesErrors``; the first one in order.
    static func send(
        _ event: String,
        to handlers: [any CallbackHandler],
        unlessIgnoring group: IgnoredEvents = [],
        _ deliver: @escaping @Sendable (any CallbackHandler) async throws -> Void
    ) async throws {
        let listeners = handlers.filter { $0.ignores.isDisjoint(with: group) }
        for handler in listeners where handler.runsInline {
            if let error = await Self.attempt(event, handler, deliver) { throw error }
        }
        let others = listeners.filter { !$0.runsInline }
        guard others.count > 1 else {
            // The common case, without the cost of a task for each token.
            if let only = others.first, let error = await Self.attempt(event, only, deliver) { throw error }
            return
        }
        let failures = await withTaskGroup(of: (index: Int, error: any Error)?.self) { group in
            for (index, handler) in others.enumerated() {
                group.addTask { await Self.attempt(event, handler, deliver).map { (index, $0) } }
            }
            return await group.reduce(into: []) { failures, failure in
                failures.append(contentsOf: [failure].compactMap { $0 })
            }
        }
        if let first = failures.min(by: { $0.index < $1.index }) { throw first.error }
    }

    /// Calls one handler.
    ///
    /// - Returns: What it threw, if it insists on ending the run.
    private static func attempt(
        _ event: String,
        _ handler: any CallbackHandler,
        _ deliver: @Sendable (any CallbackHandler) async throws -> Void
    ) async -> (any Error)? {
        do {
            try await deliver(handler)
            return nil
        } catch {
            if handler.raisesErrors { return error }
            // A handler that was cancelled with its run is not at fault.
            Self.logger.log(
                level: error is CancellationError ? .debug : .warning,
                "A callback handler failed",
                metadata: [
                    "callbacks.event": "\(event)",
                    "callbacks.handler": "\(type(of: handler))",
                    "callbacks.error": "\(error)",
                ]
            )
            return nil
        }
    }
}
