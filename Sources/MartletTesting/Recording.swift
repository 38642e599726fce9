import Foundation
import LanguageModels

/// Answers of a model as a file keeps them.
struct Recording: Codable, Sendable {
    struct Entry: Codable, Sendable {
        /// The prompt, when it is one text.
        var text: String?
        /// The prompt, when it is a chat.
        var messages: [ChatMessage]?
        /// The answer's pieces, in order.
        var pieces: [String]
        /// Why the answer ended: `endOfText`, `stopText`, `maxNewTokens` or `contextFull`.
        var finishReason: String?
        /// The stop text that ended it.
        var stopText: String?
        /// How many tokens the prompt has.
        var promptTokens: Int?
        /// How many tokens the answer has.
        var newTokens: Int?
        /// What went wrong, if something did.
        var error: String?

        init(_ prompt: ModelPrompt) {
            switch prompt {
            case .text(let text): self.text = text
            case .chat(let messages): self.messages = messages
            }
            self.pieces = []
        }

        var prompt: ModelPrompt { self.messages.map(ModelPrompt.chat) ?? .text(self.text ?? "") }

        mutating func finish(_ summary: GenerationSummary) {
            switch summary.finishReason {
            case .endOfText: self.finishReason = "endOfText"
            case .maxNewTokens: self.finishReason = "maxNewTokens"
            case .contextFull: self.finishReason = "contextFull"
            case .toolCalls: self.finishReason = "toolCalls"
            case .timeLimit: self.finishReason = "timeLimit"
            case .stopText(let stop):
                self.finishReason = "stopText"
                self.stopText = stop
            }
            self.promptTokens = summary.promptTokens
            self.newTokens = summary.newTokens
        }

        var summary: GenerationSummary {
            let reason: FinishReason =
                switch self.finishReason {
                case "maxNewTokens": .maxNewTokens
                case "contextFull": .contextFull
                case "toolCalls": .toolCalls
                case "timeLimit": .timeLimit
                case "stopText": .stopText(self.stopText ?? "")
                default: .endOfText
                }
            return GenerationSummary(
                finishReason: reason,
                promptTokens: self.promptTokens ?? 0,
                newTokens: self.newTokens ?? self.pieces.count,
                duration: 0
            )
        }
    }

    /// The name of the model that answered.
    var model: String
    /// Its answers, in the order they were asked for.
    var answers: [Entry] = []

    init(model: String) {
        self.model = model
    }

    /// Reads a recording.
    init(path: String) throws {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw TestFailure("There is no recording at \(path); make one with RecordedModel(recording:to:).")
        }
        do {
            self = try JSONDecoder().decode(Recording.self, from: data)
        } catch {
            throw TestFailure("The file \(path) is no recording of a model: \(error).")
        }
    }

    /// Writes the recording, readable and in a fixed order, so that versions of it can be compared.
    func write(to path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let folder = URL(filePath: path).deletingLastPathComponent()
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try encoder.encode(self).write(to: URL(filePath: path), options: .atomic)
    }
}
