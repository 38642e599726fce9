import LanguageModels

/// What a client does next, at random.
struct ClientPlans: Sendable {
    /// What the client does with an answer.
    enum Behaviour: Sendable {
        case reads
        case leaves(after: Int)
        case stalls(each: Int, milliseconds: Int)
        case isCancelled(afterMicroseconds: Int)
    }

    /// One request.
    struct Plan: Sendable {
        var prompt: String
        var options: GenerationOptions
        var behaviour: Behaviour
        /// Milliseconds until the next request, and as many more after a failure.
        var pause: Int
        var pauseAfterFailure: Int
    }

    private let number: Int
    private let contextLength: Int
    private var random: SplitMix64
    private var previous = ""

    init(number: Int, contextLength: Int, random: SplitMix64) {
        self.number = number
        self.contextLength = contextLength
        self.random = random
    }

    mutating func next() -> Plan {
        Plan(
            prompt: self.prompt(),
            options: self.options(),
            behaviour: self.behaviour(),
            pause: self.random.chance(1, in: 4) ? self.random.number(below: 50) : 0,
            pauseAfterFailure: self.random.number(below: 200)
        )
    }

    private mutating func behaviour() -> Behaviour {
        switch self.random.number(below: 10) {
        case 0..<4: .reads
        case 4, 5: .leaves(after: self.random.number(below: 40))
        case 6, 7: .stalls(each: 1 + self.random.number(below: 30), milliseconds: self.random.number(below: 80))
        default: .isCancelled(afterMicroseconds: self.random.number(below: 60_000))
        }
    }

    /// A new prompt, one that begins like others, one that goes on from the last, or one that is too long or empty.
    private mutating func prompt() -> String {
        let short = Prompts.text(of: 1 + self.random.number(below: 60), from: &self.random)
        switch self.random.number(below: 20) {
        case 0: self.previous = Prompts.text(of: self.contextLength * 4, from: &self.random)
        case 1: return ""
        case 2..<8: self.previous = Prompts.instructions + short
        case 8..<13 where self.previous.utf8.count < 300: self.previous += short
        default: self.previous = short
        }
        return self.previous
    }

    private mutating func options() -> GenerationOptions {
        var options = GenerationOptions(maxNewTokens: self.random.number(below: 120), seed: 1)
        if self.random.chance(1, in: 30) { options.maxNewTokens = nil }
        if self.random.chance(1, in: 50) { options.temperature = -1 }
        if self.random.chance(1, in: 20) { options.isStrict = true }
        if self.random.chance(1, in: 20) { options.timeLimit = .milliseconds(1 + self.random.number(below: 400)) }
        if self.random.chance(1, in: 2) { options.user = "user \(self.number % 5)" }
        return options
    }
}
