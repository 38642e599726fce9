public import MartletCore

extension ChatApp {
    /// Runs when the person opens the microphone.
    ///
    /// Chainlit: `@cl.on_audio_start`. The microphone is offered where `features.audio.enabled` is set.
    ///
    /// - Parameter handler: What to do; false keeps the microphone closed.
    public func onAudioStart(_ handler: @escaping @Sendable (Chat) async throws -> Bool) {
        self.change { $0.onAudioStart = handler }
    }

    /// Runs for each piece of what the person says, one after the other.
    ///
    /// Chainlit: `@cl.on_audio_chunk`.
    ///
    /// - Parameter handler: What to do; it is given the piece.
    public func onAudioChunk(_ handler: @escaping @Sendable (InputAudioChunk, Chat) async throws -> Void) {
        self.change { $0.onAudioChunk = handler }
    }

    /// Runs when the person closes the microphone, after the last piece.
    ///
    /// Chainlit: `@cl.on_audio_end`.
    ///
    /// - Parameter handler: What to do.
    public func onAudioEnd(_ handler: @escaping ChatHooks.ChatHandler) {
        self.change { $0.onAudioEnd = handler }
    }
}
