import LanguageModels
import Synchronization
import Testing

struct PromptMeasureTests {
    @Test func `a chain counts its prompt with the draft in it`() async throws {
        let model = try await TestModel { _ in "" }
        let prompt = PromptTemplate("Question: {question}", inputVariables: ["question"])
        let measure = try #require(LLMChain(prompt: prompt, model: model).promptMeasure)
        #expect(measure.contextLength == 4096)
        // Each byte is a token, and one ends the prompt.
        #expect(try await measure.countTokens("sky?") == "Question: sky?".utf8.count + 1)
    }

    @Test func `a chain that wants more than one text counts nothing`() async throws {
        let model = try await TestModel { _ in "" }
        let prompt = PromptTemplate("{a} {b}", inputVariables: ["a", "b"])
        let measure = LLMChain(prompt: prompt, model: model).promptMeasure
        #expect(measure?.contextLength == nil)
    }

    @Test func `a session counts what was said, too`() async throws {
        let session = LanguageModelSession(model: try await TestModel { _ in "blue" }, instructions: "Be kind.")
        let measure = try #require(session.promptMeasure)
        let before = try await measure.countTokens("Why?")
        _ = try await session.respond(to: "The sky?")
        let grown = "user: The sky?\nassistant: blue\n".utf8.count
        #expect(try await measure.countTokens("Why?") == before + grown)
    }

    @Test func `handlers hear what a model does`() async throws {
        let recorder = ActivityRecorder()
        let limits = InferenceLimits(contextLength: 256, batchLength: 16, sequenceCount: 1)
        let model = try await TestModel(limits: limits) { _ in "fine" }
        _ = try await model.generate(.text(String(repeating: "p", count: 99)), callbacks: [recorder])
        guard case .readingPrompt(_, total: 100) = recorder.all.first else {
            Issue.record("The handler heard \(recorder.all).")
            return
        }
    }
}

private final class ActivityRecorder: CallbackHandler {
    private let told = Mutex<[GenerationActivity]>([])

    var all: [GenerationActivity] { self.told.withLock { $0 } }

    func onLLMActivity(_ activity: GenerationActivity, run: RunInfo) async throws {
        self.told.withLock { $0.append(activity) }
    }
}
