/// The texts that clients send, and what the test back end answers.
enum Prompts {
    /// What many prompts begin with.
    static let instructions =
        "You are a helpful assistant who answers shortly and to the point, and never makes things up. "

    private static let words = ["a", "swift", "sleeps", "on", "the", "wing", "over", "land", "and", "sea"]

    static func text(of length: Int, from random: inout SplitMix64) -> String {
        var text = ""
        while text.utf8.count < length { text += words[random.number(below: words.count)] + " " }
        return text
    }

    /// An answer that belongs to its prompt alone, of up to 200 letters.
    @Sendable static func reply(to prompt: String) -> String {
        let hash = prompt.utf8.reduce(UInt64(14_695_981_039_346_656_037)) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 }
        var random = SplitMix64(seed: hash)
        return String(Self.text(of: 200, from: &random).prefix(1 + random.number(below: 200)))
    }
}
