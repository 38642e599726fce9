import Testing

@testable import LanguageModels

struct ControlTokenIndexTests {
    private func length(_ texts: [String], _ text: String, at offset: Int = 0) -> Int? {
        ControlTokenIndex(texts).length(in: Array(text.utf8), at: offset)
    }

    @Test func `the longest text counts`() {
        let texts = ["<|a|>", "<|a|><|b|>", "<", "", "é"]
        #expect(self.length(texts, "<|a|>x") == 5)
        #expect(self.length(texts, "<|a|><|b|>") == 10)
        #expect(self.length(texts, "<|a|><|b") == 5)
        #expect(self.length(texts, "<|a") == 1)
        #expect(self.length(texts, "x<|a|>") == nil)
        #expect(self.length(texts, "x<|a|>", at: 1) == 5)
        #expect(self.length(texts, "é") == 2)
        #expect(self.length(texts, "x", at: 1) == nil)
        #expect(self.length([], "<") == nil)
    }

    @Test func `an index finds what a list of texts finds`() {
        let texts = (0..<1000).map { "<|reserved_\($0)|>" } + ["<s>"]
        let prompt = RenderedPrompt(segments: [
            .init(text: "<s><|reserved_1|>", isUserContent: false),
            .init(text: "a <|reserved_77|> <b> <|reserved_x|>", isUserContent: true),
            .init(text: "<|reserved_", isUserContent: false),
            .init(text: "9|>", isUserContent: true),
        ])
        let segments = prompt.segments(forControlTokens: ControlTokenIndex(texts))
        #expect(segments == prompt.segments(forControlTokens: texts))
        #expect(segments.filter(\.isUserContent).map(\.text) == ["<|reserved_77|>", "<|reserved_9|>"])
        #expect(segments.map(\.text).joined() == prompt.text)
    }
}
