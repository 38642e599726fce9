import Logging
import Synchronization

/// What the microphone brings, in order.
enum AudioInput: Sendable {
    case chunk(InputAudioChunk)
    case end
}

/// A microphone that is open, and what is heard through it.
struct OpenMicrophone: Sendable {
    let number: Int
    let continuation: AsyncStream<AudioInput>.Continuation
}

extension ChatSession {
    /// The most pieces of sound that wait for the app; beyond them the oldest are dropped.
    private static let mostWaitingChunks = 512

    /// Asks the app whether the microphone may open.
    ///
    /// Nothing happens unless `features.audio` is enabled.
    public func startAudio() {
        guard self.configuration.features.audio.enabled else { return }
        self.launch("on_audio_start", isShown: false) { session in
            var isOn = true
            if let handler = session.hooks.onAudioStart {
                do {
                    isOn = try await handler(session.chat())
                } catch {
                    session.logger.error(
                        "Handler failed",
                        metadata: ["martlet.handler": "on_audio_start", "error": "\(error)"]
                    )
                    isOn = false
                }
            }
            if isOn { session.openAudio() }
            session.log.append(.audioConnection(isOn: isOn))
        }
    }

    /// Takes a piece of what the person says; pieces reach the app one after the other.
    ///
    /// - Parameter chunk: The piece.
    public func receive(_ chunk: InputAudioChunk) {
        guard self.configuration.features.audio.enabled, self.hooks.onAudioChunk != nil else { return }
        if self.state.withLock({ $0.audio == nil }) { self.openAudio() }
        self.state.withLock { $0.audio }?.continuation.yield(.chunk(chunk))
    }

    /// The person closed the microphone: runs the app's `onAudioEnd` after what was said before.
    public func endAudio() {
        guard self.configuration.features.audio.enabled else { return }
        if self.state.withLock({ $0.audio == nil }) { self.openAudio() }
        let audio = self.state.withLock { state in
            defer { state.audio = nil }
            return state.audio
        }
        audio?.continuation.yield(.end)
        audio?.continuation.finish()
    }

    private func openAudio() {
        let (inputs, continuation) = AsyncStream.makeStream(
            of: AudioInput.self,
            bufferingPolicy: .bufferingNewest(Self.mostWaitingChunks)
        )
        let (old, number) = self.state.withLock { state in
            let number = state.nextMicrophone
            state.nextMicrophone += 1
            defer { state.audio = OpenMicrophone(number: number, continuation: continuation) }
            return (state.audio, number)
        }
        old?.continuation.finish()
        // Stop ends what the app does, not what the person says.
        let isOpen = self.launch("on_audio_chunk", isShown: false, endsOnStop: false) { session in
            for await input in inputs {
                switch input {
                case .chunk(let chunk): await session.handle(chunk)
                case .end: session.finishAudio()
                }
            }
            session.audioClosed(number)
        }
        if !isOpen { self.audioClosed(number) }
    }

    /// Forgets a microphone that nobody listens to any more, unless another one is open in its place.
    private func audioClosed(_ number: Int) {
        let closed = self.state.withLock { state -> OpenMicrophone? in
            guard state.audio?.number == number else { return nil }
            return state.audio.take()
        }
        closed?.continuation.finish()
    }

    private func handle(_ chunk: InputAudioChunk) async {
        guard let handler = self.hooks.onAudioChunk else { return }
        await self.perform("on_audio_chunk") { chat in try await handler(chunk, chat) }
    }

    private func finishAudio() {
        self.launch("on_audio_end") { session in
            session.noteInteraction("audio")
            guard let handler = session.hooks.onAudioEnd else { return }
            await session.run(named: "on_audio_end", input: "{}", parentID: nil) { chat in try await handler(chat) }
        }
    }
}
