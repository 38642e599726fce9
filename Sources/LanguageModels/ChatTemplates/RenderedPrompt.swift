/// A prompt as a chat template wrote it, with the parts that came from outside told apart.
public struct RenderedPrompt: Hashable, Sendable {
    /// A piece of a prompt that comes from one side alone.
    public struct Segment: Hashable, Sendable {
        /// The piece's text; never empty.
        public var text: String
        /// Whether the text came from messages, tools or other values given, and not from the template.
        public var isUserContent: Bool

        /// Creates a segment.
        ///
        /// - Parameters:
        ///   - text: The piece's text.
        ///   - isUserContent: Whether it came from outside the template.
        public init(text: String, isUserContent: Bool) {
            self.text = text
            self.isUserContent = isUserContent
        }
    }

    /// The prompt's pieces in order, neighbours from different sides.
    public var segments: [Segment]

    /// The whole prompt.
    public var text: String { self.segments.reduce(into: "") { $0 += $1.text } }

    /// Creates a prompt of segments.
    ///
    /// - Parameter segments: The prompt's pieces in order.
    public init(segments: [Segment]) {
        self.segments = segments
    }

    init(_ text: MarkedText) {
        self.segments = text.pieces.map { Segment(text: $0.text, isUserContent: $0.isMarked) }
    }

    /// The prompt in as few pieces as keep user content from forging control tokens.
    ///
    /// Tokenizers join letters across the places where the template's text and a message meet, so a prompt should be
    /// cut only where it must be: at a control token's text that touches user content. Tokenise pieces marked as user
    /// content with control tokens off, and all others with control tokens on.
    ///
    /// - Parameter controlTokens: The texts of the model's control tokens.
    /// - Returns: Pieces that together are the prompt; only forged control tokens are marked as user content.
    public func segments(forControlTokens controlTokens: some Sequence<String>) -> [Segment] {
        self.segments(forControlTokens: ControlTokenIndex(controlTokens))
    }

    /// The prompt in as few pieces as keep user content from forging control tokens, as for a list of their texts.
    ///
    /// - Parameter controlTokens: The texts of the model's control tokens.
    /// - Returns: Pieces that together are the prompt; only forged control tokens are marked as user content.
    public func segments(forControlTokens controlTokens: ControlTokenIndex) -> [Segment] {
        var text = MarkedText()
        for segment in self.segments { text.append(segment.text, marked: segment.isUserContent) }
        let bytes = text.bytes
        var result = MarkedText()
        var written = 0
        var offset = 0
        while offset < text.byteCount {
            // As tokenizers do, the longest token that begins here counts.
            guard let length = controlTokens.length(in: bytes, at: offset) else {
                offset += 1
                continue
            }
            let range = offset..<offset + length
            if range.contains(where: { text.isMarked(at: $0) }) {
                result.append(MarkedText(bytes: Array(bytes[written..<range.lowerBound])))
                result.append(MarkedText(bytes: Array(bytes[range]), marked: true))
                written = range.upperBound
                offset = range.upperBound
            } else {
                offset = range.upperBound
            }
        }
        result.append(MarkedText(bytes: Array(bytes[written...])))
        return RenderedPrompt(result).segments
    }
}
