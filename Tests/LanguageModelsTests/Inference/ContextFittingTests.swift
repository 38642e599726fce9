import Testing

@testable import LanguageModels

/// Chats that are longer than the context.
struct ContextFittingTests {
    private let limits = InferenceLimits(contextLength: 200, cacheLength: 400, batchLength: 64, sequenceCount: 2)

    /// Instructions, and so many turns of about 30 tokens.
    private func chat(turns: Int, question: String = "latest") -> [ChatMessage] {
        var messages = [ChatMessage(role: .system, content: "Be kind.")]
        for turn in 0..<turns {
            messages.append(ChatMessage(role: .user, content: "q\(turn)"))
            messages.append(ChatMessage(role: .assistant, content: "a\(turn)"))
        }
        messages.append(ChatMessage(role: .user, content: question))
        return messages
    }

    private func options(_ overflow: ContextOverflow, most: Int = 20) -> GenerationOptions {
        var options = GenerationOptions(maxNewTokens: most)
        options.overflow = overflow
        return options
    }

    @Test func `a chat that is too long is refused with numbers and its largest parts`() async throws {
        let model = try await TestModel(limits: self.limits) { _ in "x" }
        var messages = self.chat(turns: 3)
        messages[2].content = String(repeating: "long ", count: 50)
        let error = await #expect(throws: LanguageModelError.self) {
            _ = try await model.stream(.chat(messages), options: self.options(.refuse)).collect()
        }
        #expect(error?.code == .contextOverflow)
        let overflow = try #require(error?.overflow)
        #expect(overflow.available == 200 && overflow.needed > 300)
        #expect(overflow.largestParts.first == .init(name: "message 3 (assistant)", tokens: 250))
        #expect(error?.message.contains("message 3 (assistant): 250") == true)
    }

    @Test func `the oldest turns are left out, as few as possible, and the summary says how many`() async throws {
        let model = try await TestModel(limits: self.limits) { $0 }
        let (text, summary) = try await model.stream(
            .chat(self.chat(turns: 20)),
            options: self.options(.dropOldestTurns, most: 20)
        )
        .collect()
        let dropped = try #require(summary?.droppedMessages)
        #expect(dropped > 0 && dropped.isMultiple(of: 2))
        #expect(text.hasPrefix("system: Be kind.\nus"))
        let promptTokens = try #require(summary?.promptTokens)
        // Another turn, at least 21 tokens, would not have fitted.
        #expect(promptTokens + 20 <= 200 && promptTokens + 20 + 25 > 200)
    }

    @Test func `a chat that fits is left alone`() async throws {
        let model = try await TestModel(limits: self.limits) { _ in "x" }
        let (_, summary) = try await model.stream(.chat(self.chat(turns: 2)), options: self.options(.dropOldestTurns))
            .collect()
        #expect(summary?.droppedMessages == 0)
    }

    @Test(arguments: [ContextOverflow.dropOldestTurns, .shift(keep: 0)])
    func `a latest message that alone is too long is refused`(overflow: ContextOverflow) async throws {
        let model = try await TestModel(limits: self.limits) { _ in "x" }
        let messages = self.chat(turns: 4, question: String(repeating: "?", count: 300))
        let error = await #expect(throws: LanguageModelError.self) {
            _ = try await model.stream(.chat(messages), options: self.options(overflow)).collect()
        }
        #expect(error?.code == .contextOverflow)
        #expect(error?.overflow?.largestParts.first == .init(name: "message 10 (user)", tokens: 300))
    }

    @Test func `a long latest message is kept though little room is left for the answer`() async throws {
        let model = try await TestModel(limits: self.limits) { _ in "answer" }
        let messages = self.chat(turns: 4, question: String(repeating: "?", count: 140))
        let (text, summary) = try await model.stream(.chat(messages), options: self.options(.dropOldestTurns, most: 50))
            .collect()
        #expect(text == "answer".prefix(text.count) && !text.isEmpty)
        #expect(summary?.droppedMessages == 8)
    }
}
