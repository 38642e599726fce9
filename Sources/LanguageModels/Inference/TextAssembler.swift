/// The way from token bytes to text that may be shown: whole characters first, then stop texts.
struct TextAssembler: Hashable, Sendable {
    private var characters = UTF8Assembler()
    private var matcher: StopMatcher

    /// Creates an assembler.
    ///
    /// - Parameter stops: The stop texts.
    init(stops: [String]) {
        self.matcher = StopMatcher(stops)
    }

    /// Takes one token's bytes in.
    ///
    /// - Parameter bytes: The bytes, cut anywhere.
    /// - Returns: The text that can be shown now, and the stop text if one was found.
    mutating func append(_ bytes: [UInt8]) -> (text: String, stop: String?) {
        let output = self.matcher.append(self.characters.append(bytes))
        return (String(decoding: output.bytes, as: UTF8.self), output.stop)
    }

    /// Ends the text.
    ///
    /// - Returns: Everything that was held back.
    mutating func finish() -> String {
        let output = self.matcher.append(self.characters.finish())
        let rest = output.stop == nil ? self.matcher.finish() : []
        return String(decoding: output.bytes + rest, as: UTF8.self)
    }
}
