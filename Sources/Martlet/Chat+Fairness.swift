import LanguageModels
import MartletCore

extension ChatHooks {
    /// The same hooks, whose model requests count as those of the chat's person, so that a busy model is shared among
    /// people.
    var countingForPeople: ChatHooks {
        var hooks = self
        hooks.onChatStart = self.onChatStart.map(Self.counting)
        hooks.onMessage = self.onMessage.map(Self.counting)
        hooks.onSettingsUpdate = self.onSettingsUpdate.map(Self.counting)
        hooks.onSettingsEdit = self.onSettingsEdit.map(Self.counting)
        hooks.onStop = self.onStop.map(Self.counting)
        hooks.onChatEnd = self.onChatEnd.map(Self.counting)
        hooks.onAudioStart = self.onAudioStart.map(Self.counting)
        hooks.onAudioChunk = self.onAudioChunk.map(Self.counting)
        hooks.onAudioEnd = self.onAudioEnd.map(Self.counting)
        hooks.onWindowMessage = self.onWindowMessage.map(Self.counting)
        hooks.onAction = self.onAction.mapValues(Self.counting)
        hooks.onChatResume = self.onChatResume.map(Self.counting)
        return hooks
    }

    private static func counting<Result>(
        _ handler: @escaping @Sendable (Chat) async throws -> Result
    ) -> @Sendable (Chat) async throws -> Result {
        { chat in try await chat.asUser { try await handler(chat) } }
    }

    private static func counting<Input, Result>(
        _ handler: @escaping @Sendable (Input, Chat) async throws -> Result
    ) -> @Sendable (Input, Chat) async throws -> Result {
        { input, chat in try await chat.asUser { try await handler(input, chat) } }
    }
}

extension Chat {
    /// Runs work whose model requests count as this chat's person's.
    ///
    /// Where nobody is signed in, they count as those of whoever began the chat over the API, or else of the chat itself.
    fileprivate func asUser<Result>(_ work: () async throws -> Result) async throws -> Result {
        let name = self.user.map { "user \($0.identifier)" } ?? RequestUser.current ?? "chat \(self.id)"
        return try await RequestUser.$current.withValue(name, operation: work)
    }
}
