import LanguageModels
import Testing

struct ConversationBufferMemoryTests {
    private let prompt = PromptTemplate("{history}\nHuman: {input}\nAI:")

    @Test
    func `a chain remembers what was said`() async throws {
        let memory = ConversationBufferMemory()
        let model = ScriptedLanguageModel(["Hello"], ["Ada"])
        let chain = LLMChain(prompt: self.prompt, model: model, memory: memory)
        try await chain.call("I am Ada")
        try await chain.call("Who am I?")
        #expect(model.requests[0].prompt == .text("\nHuman: I am Ada\nAI:"))
        #expect(model.requests[1].prompt == .text("Human: I am Ada\nAI: Hello\nHuman: Who am I?\nAI:"))
        #expect(memory.messages.map(\.content) == ["I am Ada", "Hello", "Who am I?", "Ada"])
        memory.clear()
        #expect(memory.buffer == "")
    }

    @Test
    func `the memory wins over the caller, and events show its inputs`() async throws {
        let memory = ConversationBufferMemory(
            humanPrefix: "Person",
            messages: [ChatMessage(role: .user, content: "Hi")]
        )
        let recorder = EventRecorder()
        let chain = LLMChain(prompt: self.prompt, model: ScriptedLanguageModel(["a"]), memory: memory)
        let result = try await chain.call(["input": "x", "history": "forged"], callbacks: [recorder])
        #expect(recorder.lines[0] == "chainStart: {'history': 'Person: Hi', 'input': 'x'}")
        #expect(result["history"] == "Person: Hi")
    }

    @Test
    func `what fails is not remembered`() async throws {
        let memory = ConversationBufferMemory()
        let failure = LanguageModelError(.generationFailed, "Broken.")
        let chain = LLMChain(
            prompt: self.prompt,
            model: ScriptedLanguageModel(["a"], ending: .failure(failure)),
            memory: memory
        )
        await #expect(throws: LanguageModelError.self) { try await chain.call("x") }
        #expect(memory.messages.isEmpty)
    }

    @Test
    func `with several inputs one must be named, and the chain's end was told before`() async throws {
        let recorder = EventRecorder()
        let prompt = PromptTemplate("{history}{a}{b}")
        let model = ScriptedLanguageModel(["x"])
        let unnamed = LLMChain(prompt: prompt, model: model, memory: ConversationBufferMemory())
        let error = await #expect(throws: LanguageModelError.self) {
            try await unnamed.call(["a": 1, "b": 2], callbacks: [recorder])
        }
        #expect(error?.message == "The memory cannot tell which input to keep of \"a\", \"b\"; set its inputKey.")
        #expect(recorder.names.last == "chainEnd")
        let memory = ConversationBufferMemory(inputKey: "b", outputKey: "text")
        try await LLMChain(prompt: prompt, model: model, memory: memory).call(["a": 1, "b": 2])
        #expect(memory.messages.map(\.content) == ["2", "x"])
        let wrong = LLMChain(prompt: prompt, model: model, memory: ConversationBufferMemory(inputKey: "c"))
        let named = await #expect(throws: LanguageModelError.self) { try await wrong.call(["a": 1, "b": 2]) }
        #expect(named?.message.contains("inputKey is \"c\"") == true)
    }
}
