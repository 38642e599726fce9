public import Foundation
import MartletCore

extension TestChat {
    /// The person opens the microphone, says something, and closes it.
    ///
    /// - Parameters:
    ///   - pieces: The sound, in the pieces in which it arrives.
    ///   - mimeType: The kind of sound.
    /// - Returns: Whether the app opened the microphone.
    /// - Throws: A ``TestFailure`` when the app takes no sound, or does not come to rest.
    @discardableResult
    public func speak(_ pieces: Data..., mimeType: String = "pcm16") async throws -> Bool {
        try self.requireConnection(to: "speak")
        guard self.session.configuration.features.audio.enabled else {
            throw TestFailure(
                "The app takes no sound; configure it so: TestApp(app) { $0.features.audio.enabled = true }."
            )
        }
        let count = self.book.page.audioAnswers.count
        self.session.startAudio()
        try await self.book.wait(for: "the microphone to open", limit: self.app.limit) { page in
            page.audioAnswers.count > count
        }
        guard self.book.page.audioAnswers.last == true else { return false }
        for (index, piece) in pieces.enumerated() {
            self.session.receive(
                InputAudioChunk(
                    data: piece,
                    mimeType: mimeType,
                    isStart: index == 0,
                    elapsed: .milliseconds(100 * index)
                )
            )
        }
        if self.session.hooks.onAudioEnd != nil {
            self.book.note { $0.openWork += 1 }
        }
        self.session.endAudio()
        try await self.settle("the app to take what was said")
        return true
    }
}
