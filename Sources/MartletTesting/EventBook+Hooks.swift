import MartletCore

extension EventBook {
    /// Hooks that write down how those handlers end for which the chat is not shown to work.
    func watching(_ hooks: ChatHooks) -> ChatHooks {
        var hooks = hooks
        if let handler = hooks.onAudioEnd {
            hooks.onAudioEnd = { chat in
                defer { self.note { $0.openWork -= 1 } }
                try await handler(chat)
            }
        }
        if let handler = hooks.onWindowMessage {
            hooks.onWindowMessage = { value, chat in
                defer { self.note { $0.openWork -= 1 } }
                try await self.expectingErrors { try await handler(value, chat) }
            }
        }
        hooks.onAction = hooks.onAction.mapValues { handler in
            { action, chat in try await self.expectingErrors { try await handler(action, chat) } }
        }
        return hooks
    }

    /// Notes that the message of an error is still to come when work fails.
    private func expectingErrors<Result>(_ work: () async throws -> Result) async throws -> Result {
        do {
            return try await work()
        } catch {
            if !(error is CancellationError), !Task.isCancelled { self.note { $0.dueErrors += 1 } }
            throw error
        }
    }
}
