import LanguageModels
import Testing

struct LLMChainTests {
    private let prompt = PromptTemplate("Q: {question}", inputVariables: ["question"])

    @Test
    func `a call merges inputs and outputs, or returns outputs alone`() async throws {
        let chain = LLMChain(prompt: self.prompt, model: ScriptedLanguageModel(["Be", "cause"]))
        let merged = try await chain.call(["question": "Why?", "other": 3])
        #expect(merged.values == ["question": "Why?", "other": 3, "text": "Because"])
        #expect(merged.outputs == ["text": "Because"])
        #expect(merged.text == "Because")
        #expect(merged["question"] == "Why?")
        #expect(merged.runID == nil)
        #expect(merged.summary?.seed == 7)
        let outputs = try await chain.call("Why?", returnOnlyOutputs: true)
        #expect(outputs.values == ["text": "Because"])
        #expect(outputs["question"] == nil)
    }

    @Test
    func `the model gets the formatted prompt as a text, and the chain's options`() async throws {
        let model = ScriptedLanguageModel(["a"])
        let options = GenerationOptions(maxNewTokens: 5, temperature: 0)
        try await LLMChain(prompt: self.prompt, model: model, options: options).call("{x}?")
        #expect(model.requests.map(\.prompt) == [.text("Q: {x}?")])
        #expect(model.requests.map(\.options) == [options])
    }

    @Test
    func `a single text needs a single input`() async throws {
        let model = ScriptedLanguageModel(["a"])
        let two = await #expect(throws: LanguageModelError.self) {
            try await LLMChain(prompt: PromptTemplate("{a}{b}"), model: model).call("?")
        }
        #expect(two?.code == .invalidInput)
        #expect(
            two?.message == "A single text was given, but the chain has the inputs \"a\", \"b\"; give them by name."
        )
        let none = await #expect(throws: LanguageModelError.self) {
            try await LLMChain(prompt: PromptTemplate("x"), model: model).call("?")
        }
        #expect(none?.code == .invalidInput)
        let memory = ConversationBufferMemory()
        let chain = LLMChain(prompt: PromptTemplate("{history}{a}"), model: model, memory: memory)
        #expect(try await chain.call("?").text == "a")
    }

    @Test
    func `inputs named stop replace the stop texts`() async throws {
        let model = ScriptedLanguageModel(["a"])
        let chain = LLMChain(prompt: self.prompt, model: model, options: GenerationOptions(stop: ["x"]))
        try await chain.call(["question": "?"])
        try await chain.call(["question": "?", "stop": ["a", "b"]])
        try await chain.call(["question": "?", "stop": "c"])
        #expect(model.requests.map(\.options.stop) == [["x"], ["a", "b"], ["c"]])
        let error = await #expect(throws: LanguageModelError.self) {
            try await chain.call(["question": "?", "stop": 3])
        }
        #expect(error?.code == .invalidInput)
        let unequal = #expect(throws: LanguageModelError.self) {
            try chain.preparePrompts([["question": "1", "stop": "a"], ["question": "2", "stop": "b"]])
        }
        #expect(unequal?.code == .invalidInput)
        let prepared = try chain.preparePrompts([["question": "1", "stop": "a"], ["question": "2", "stop": "a"]])
        #expect(prepared.prompts.map(\.text) == ["Q: 1", "Q: 2"])
        #expect(prepared.stop == ["a"])
    }

    @Test
    func `run and predict return the bare answer`() async throws {
        let chain = LLMChain.fromString(ScriptedLanguageModel(["a"]), "{x}")
        #expect(try await chain.run("1") == "a")
        #expect(try await chain.run(["x": 1]) == "a")
        #expect(try await chain.predict(["x": 1]) == "a")
        var full = chain
        full.returnFinalOnly = false
        let error = await #expect(throws: LanguageModelError.self) { try await full.run("1") }
        #expect(error?.message.contains("\"text\", \"full_generation\"") == true)
        let generation = try await full.call("1").outputs["full_generation"]?.dictionaryValue
        #expect(generation?["text"] == "a")
        #expect(generation?["finish_reason"] == "end_of_text")
    }

    @Test
    func `an output parser makes the output, under the chain's own key`() async throws {
        let chain = LLMChain(
            prompt: self.prompt,
            model: ScriptedLanguageModel(["a, ", "b"]),
            outputKey: "colors",
            outputParser: CommaSeparatedListOutputParser()
        )
        let result = try await chain.call("?")
        #expect(result.outputs == ["colors": ["a", "b"]])
        #expect(result.text == "['a', 'b']")
        let parsing = LLMChain(
            prompt: PromptTemplate("{x}", outputParser: CommaSeparatedListOutputParser()),
            model: ScriptedLanguageModel(["a, ", "b"])
        )
        #expect(try await parsing.call("?").text == "a, b")
        #expect(try await parsing.predictAndParse(["x": 1]) == ["a", "b"])
        #expect(try await parsing.applyAndParse([["x": 1]]) == [["a", "b"]])
    }

    @Test
    func `an answer that cannot be parsed fails the chain`() async throws {
        struct Picky: OutputParser {
            func parse(_ text: String) throws -> ChainValue {
                throw LanguageModelError(.generationFailed, "The answer \"\(text)\" is no number.")
            }
        }
        let recorder = EventRecorder()
        let chain = LLMChain(prompt: self.prompt, model: ScriptedLanguageModel(["a"]), outputParser: Picky())
        await #expect(throws: LanguageModelError.self) { try await chain.call("?", callbacks: [recorder]) }
        #expect(recorder.names.suffix(2) == ["llmEnd", "chainError"])
    }

    @Test
    func `apply is one chain run with a model's run for each prompt`() async throws {
        let recorder = EventRecorder()
        let chain = LLMChain(prompt: self.prompt, model: ScriptedLanguageModel(["a", "b"], ["c"]))
        let outputs = try await chain.apply([["question": "1"], ["question": "2"]], callbacks: [recorder])
        #expect(outputs == [["text": "ab"], ["text": "c"]])
        #expect(
            recorder.lines == [
                "chainStart: {'input_list': [{'question': '1'}, {'question': '2'}]}", "text: Q: 1", "text: Q: 2",
                "llmStart: Q: 1", "token: a", "token: b", "llmEnd: ab", "llmStart: Q: 2", "token: c", "llmEnd: c",
                "chainEnd: {'outputs': [{'text': 'ab'}, {'text': 'c'}]}",
            ]
        )
        let runs = recorder.all.map(\.run)
        #expect(Set(runs[3...6].map(\.runID)).count == 1)
        #expect(Set(runs[7...9].map(\.runID)).count == 1)
        #expect(runs[3].runID != runs[7].runID)
        #expect(Set([runs[3], runs[7]].map(\.parentRunID)) == [runs[0].runID])
    }

    @Test
    func `generate has the model's runs alone`() async throws {
        let recorder = EventRecorder()
        let chain = LLMChain(prompt: self.prompt, model: ScriptedLanguageModel(["a"], ["b"]))
        let results = try await chain.generate([["question": "1"], ["question": "2"]], callbacks: [recorder])
        #expect(results.map(\.text) == ["a", "b"])
        #expect(recorder.names == ["llmStart", "token", "llmEnd", "llmStart", "token", "llmEnd"])
        #expect(recorder.all.allSatisfy { $0.run.parentRunID == nil })
    }

    @Test
    func `a verbose chain is so by default only when all are`() {
        let model = ScriptedLanguageModel([])
        #expect(LLMChain(prompt: self.prompt, model: model).verbose == Verbosity.isOn)
        #expect(LLMChain(prompt: self.prompt, model: model, verbose: true).verbose)
    }
}
