import LanguageModels
import MartletCore
import MartletServer

/// A whole answer.
struct WholeAnswer: Sendable {
    var text = ""
    var calls: [ToolCall] = []
    var end = AnswerEnd()
}

/// How answers are written as JSON: those of chats in one way, those of completions in another.
protocol AnswerFormat: Sendable {
    /// What is sent before a choice's first text, if anything is.
    func start(of choice: Int) -> [UInt8]?
    /// A piece of a choice's text.
    func piece(_ text: String, of choice: Int) -> [UInt8]
    /// A call that a choice wants, whole, if the format knows calls.
    func call(_ call: ToolCall, number: Int, of choice: Int) -> [UInt8]?
    /// The end of a choice.
    func end(_ reason: String, of choice: Int) -> [UInt8]
    /// What the request cost, after all choices.
    func usage(_ usage: TokenUsage) -> [UInt8]
    /// All choices at once.
    func whole(_ choices: [WholeAnswer], usage: TokenUsage) -> [UInt8]
}

/// What all pieces of one reply begin with.
struct ReplyHead: Sendable {
    let id: String
    /// The name that was asked for.
    let model: String
    let created = UnixTime.now
    /// Changes when the model or the way it was loaded does.
    let fingerprint: String
    /// Whether pieces say that they do not tell the usage, which comes at the end.
    let announcesUsage: Bool

    /// Makes the head of a reply.
    ///
    /// - Parameters:
    ///   - prefix: What the reply's identifier begins with.
    ///   - model: The name that was asked for.
    ///   - identity: The model.
    ///   - announcesUsage: Whether the usage comes at the end of a stream.
    init(_ prefix: String, model: String, identity: ModelIdentity, announcesUsage: Bool) {
        self.id = prefix + APIIdentifier.random()
        self.model = model
        self.announcesUsage = announcesUsage
        let parameters = identity.parameters.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        self.fingerprint =
            "fp_" + APIIdentifier.hash(([identity.type, identity.name] + parameters).joined(separator: "\n"))
    }

    /// The JSON of an object that begins with this head.
    func object(_ kind: String, _ members: (inout JSONBuffer) -> Void) -> [UInt8] {
        JSONBuffer.object { buffer in
            buffer.member("id", self.id)
            buffer.member("object", kind)
            buffer.member("created", self.created)
            buffer.member("model", self.model)
            buffer.member("system_fingerprint", self.fingerprint)
            members(&buffer)
        }
    }

    /// The JSON of a piece with one choice.
    func piece(_ kind: String, _ choice: (inout JSONBuffer) -> Void) -> [UInt8] {
        self.object(kind) { buffer in
            buffer.key("choices")
            buffer.array { $0.object(choice) }
            if self.announcesUsage { buffer.member("usage", .null) }
        }
    }

    /// The JSON of the piece with the usage.
    func usage(_ kind: String, _ usage: TokenUsage) -> [UInt8] {
        self.object(kind) { buffer in
            buffer.key("choices")
            buffer.array { _ in }
            Self.member(usage, to: &buffer)
        }
    }

    static func member(_ usage: TokenUsage, to buffer: inout JSONBuffer) {
        buffer.key("usage")
        buffer.object { buffer in
            buffer.member("prompt_tokens", usage.prompt)
            buffer.member("completion_tokens", usage.completion)
            buffer.member("total_tokens", usage.prompt + usage.completion)
            buffer.key("prompt_tokens_details")
            buffer.object { $0.member("cached_tokens", usage.cached) }
        }
    }
}

/// Identifiers as OpenAI's API has them.
enum APIIdentifier {
    /// 24 random letters and digits.
    static func random() -> String {
        let letters = Array("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
        return String((0..<24).map { _ in letters[Int.random(in: letters.indices)] })
    }

    /// A number that stays the same for the same text: FNV-1a, 10 digits of it.
    static func hash(_ text: String) -> String {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        let digits = String(hash, radix: 16)
        return String((String(repeating: "0", count: 16 - digits.count) + digits).suffix(10))
    }
}
