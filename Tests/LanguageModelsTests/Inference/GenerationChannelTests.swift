import Testing

@testable import LanguageModels

struct GenerationChannelTests {
    private static let summary = GenerationSummary(finishReason: .endOfText, promptTokens: 1, newTokens: 1, duration: 0)

    private static func channel() -> GenerationChannel {
        GenerationChannel(capacity: 4, onResume: {}, onCancel: {})
    }

    @Test(arguments: [true, false])
    func `an answer that is there whole is done, however late it is cancelled`(hasEnded: Bool) async throws {
        let channel = Self.channel()
        channel.send(GenerationDelta(text: "all", summary: Self.summary))
        #expect(try await channel.next()?.text == "all")
        if hasEnded { channel.finish() }
        channel.cancel()
        #expect(try await channel.next() == nil)
        #expect(channel.isCancelled)
    }

    @Test func `a reader who waits for the end of a whole answer gets it when cancelled`() async throws {
        let channel = Self.channel()
        let reader = Task {
            var texts: [String] = []
            while let delta = try await channel.next() {
                texts.append(delta.text)
                if delta.summary != nil { withUnsafeCurrentTask { $0?.cancel() } }
            }
            return texts
        }
        channel.send(GenerationDelta(text: "a"))
        channel.send(GenerationDelta(text: "b", summary: Self.summary))
        #expect(try await reader.value == ["a", "b"])
    }

    @Test func `an answer that is not there whole is cancelled, with what waits of it`() async throws {
        let channel = Self.channel()
        channel.send(GenerationDelta(text: "some"))
        #expect(try await channel.next()?.text == "some")
        channel.send(GenerationDelta(text: "rest", summary: Self.summary))
        channel.cancel()
        await #expect(throws: CancellationError.self) { try await channel.next() }
    }
}
