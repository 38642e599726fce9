public import Foundation

/// A piece of what the person says.
///
/// Chainlit: `cl.InputAudioChunk`.
public struct InputAudioChunk: Hashable, Sendable {
    /// The sound: 16-bit little-endian mono samples, 24,000 a second, for the type `pcm16`.
    public var data: Data
    /// The kind of sound, `pcm16` from Chainlit's clients.
    public var mimeType: String
    /// Whether it is the first piece since the microphone opened.
    public var isStart: Bool
    /// The time since the microphone opened.
    public var elapsed: Duration

    /// Creates a piece.
    ///
    /// - Parameters:
    ///   - data: The sound.
    ///   - mimeType: The kind of sound.
    ///   - isStart: Whether it is the first piece since the microphone opened.
    ///   - elapsed: The time since the microphone opened.
    public init(data: Data, mimeType: String = "pcm16", isStart: Bool = false, elapsed: Duration = .zero) {
        self.data = data
        self.mimeType = mimeType
        self.isStart = isStart
        self.elapsed = elapsed
    }
}

/// A piece of sound that the app lets the person hear.
///
/// Chainlit: `cl.OutputAudioChunk`.
public struct OutputAudioChunk: Hashable, Sendable {
    /// The sound: 16-bit little-endian mono samples, 24,000 a second.
    public var data: Data
    /// The kind of sound; Chainlit's clients play 16-bit samples whatever it says.
    public var mimeType: String
    /// What the sound belongs to; the pieces of one track follow each other.
    public var track: String

    /// Creates a piece.
    ///
    /// - Parameters:
    ///   - data: The sound.
    ///   - mimeType: The kind of sound.
    ///   - track: What the sound belongs to.
    public init(data: Data, mimeType: String = "pcm16", track: String) {
        self.data = data
        self.mimeType = mimeType
        self.track = track
    }
}
