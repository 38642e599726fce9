import LanguageModels

/// A model that answers every prompt with the same pieces, and then fails if it is told to.
struct ScriptedModel: LanguageModel {
    let pieces: [String]
    var failure: LanguageModelError?

    var identity: ModelIdentity {
        ModelIdentity(type: "scripted", name: "Scripted", parameters: ["secret_api_key": "x"])
    }

    func stream(_ prompt: ModelPrompt, options: GenerationOptions) -> GenerationStream {
        GenerationStream(
            AsyncThrowingStream { continuation in
                for piece in self.pieces {
                    continuation.yield(GenerationDelta(text: piece, tokens: [1]))
                }
                if let failure = self.failure { return continuation.finish(throwing: failure) }
                continuation.yield(
                    GenerationDelta(
                        text: "",
                        summary: GenerationSummary(
                            finishReason: .endOfText,
                            promptTokens: 4,
                            newTokens: self.pieces.count,
                            duration: 0.5
                        )
                    )
                )
                continuation.finish()
            }
        )
    }
}
