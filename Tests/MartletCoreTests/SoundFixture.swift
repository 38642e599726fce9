import Synchronization

@testable import MartletCore

extension ChatConfiguration {
    /// With microphones switched on.
    static var withSound: ChatConfiguration {
        var configuration = ChatConfiguration()
        configuration.features.audio.enabled = true
        return configuration
    }
}

extension ChatHooks {
    /// Has the app say, when the microphone closes, how large the pieces were that it heard.
    mutating func tellWhatIsHeard() {
        let heard = SizesHeard()
        self.onAudioChunk = { chunk, _ in heard.sizes.withLock { $0.append(chunk.data.count) } }
        self.onAudioEnd = { chat in
            let sizes = heard.sizes.withLock { $0 }
            try await chat.send("heard \(sizes)")
        }
    }
}

private final class SizesHeard: Sendable {
    let sizes = Mutex<[Int]>([])
}
