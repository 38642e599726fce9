#if Llama
    import LanguageModels
    import Testing

    @testable import MartletLlama

    /// Chats that are evaluated in one batch, and each of them alone.
    @Suite(.enabled(if: LlamaFixture.isAvailable, "python3 or the tests' model is missing"))
    struct LlamaBatchingTests {
        // Vector 10
        @Test func `eight chats together have the tokens and logits of each alone`() async throws {
            let weights = try RandomModel.plain.weights
            let prompts = try (1...8).map { number in
                try weights.tokenize(
                    "Question: How much is \(number) plus \(number)?\nAnswer:",
                    addSpecial: true,
                    parseSpecial: false
                )
            }
            let hooks = DecodeHooks(keepsLogits: true)
            let together = try await RecordedEngine(weights, isHeld: true, hooks: hooks)
            let answers = try await together.answers(prompts, .endless(weights, 32))
            #expect(together.record.mostSequences == 8)
            #expect(together.record.batches.count { Set($0.map(\.sequence)).count == 8 } >= 24)
            #expect(together.record.faults.isEmpty)

            for (prompt, found) in zip(prompts, answers) {
                let alone = try await RecordedEngine(weights, hooks: DecodeHooks(keepsLogits: true))
                let expected = try await alone.answer(prompt, .endless(weights, 32))
                #expect(alone.record.mostSequences == 1)
                #expect(found.tokens == expected.tokens)
                #expect(expected.tokens.count == 32)
                #expect(alone.record.logits.count == 32)
                for (context, logits) in alone.record.logits {
                    #expect(Logits.difference(together.record.logits[context] ?? [], logits) <= 1e-4)
                }
            }
        }
    }
#endif
