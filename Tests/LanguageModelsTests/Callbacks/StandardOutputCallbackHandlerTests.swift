import LanguageModels
import Synchronization
import Testing

struct StandardOutputCallbackHandlerTests {
    private func printed(usesColor: Bool, by model: ScriptedLanguageModel) async -> String {
        let output = Mutex("")
        let handler = StandardOutputCallbackHandler(usesColor: usesColor) { text in output.withLock { $0 += text } }
        let chain = LLMChain(prompt: PromptTemplate("Q: {q}"), model: model, callbacks: [handler])
        _ = try? await chain.call("why")
        return output.withLock { $0 }
    }

    @Test
    func `it prints where a chain begins and ends, and its prompt`() async {
        let text = await self.printed(usesColor: false, by: ScriptedLanguageModel(["so"]))
        #expect(text == "\n\n> LLMChain begins\nPrompt after formatting:\nQ: why\n\n> LLMChain is done\n")
    }

    @Test
    func `it colours a terminal`() async {
        let text = await self.printed(usesColor: true, by: ScriptedLanguageModel(["so"]))
        #expect(text.contains("\u{1B}[1m> LLMChain begins\u{1B}[0m"))
        #expect(text.contains("Prompt after formatting:\n\u{1B}[32;1m\u{1B}[1;3mQ: why\u{1B}[0m"))
    }

    @Test
    func `it prints how a chain failed`() async {
        let error = LanguageModelError(.generationFailed, "The engine is broken; start again.")
        let text = await self.printed(usesColor: false, by: ScriptedLanguageModel([], ending: .failure(error)))
        #expect(text.hasSuffix("> LLMChain failed: The engine is broken; start again.\n"))
    }
}
