import Foundation
import LanguageModels
import MartletTesting
import Testing

struct ScriptedModelTests {
    private static func pieces(
        _ model: some LanguageModel,
        _ prompt: String,
        _ options: GenerationOptions = GenerationOptions()
    ) async throws -> (pieces: [String], summary: GenerationSummary?) {
        var pieces: [String] = []
        var summary: GenerationSummary?
        for try await delta in model.stream(.text(prompt), options: options) {
            if !delta.text.isEmpty { pieces.append(delta.text) }
            summary = delta.summary ?? summary
        }
        return (pieces, summary)
    }

    @Test func `answers come one after the other, word by word`() async throws {
        let model = ScriptedModel("It is sunny.", "It rains.")
        let first = try await Self.pieces(model, "Weather?")
        #expect(first.pieces == ["It", " is", " sunny."])
        #expect(first.summary?.finishReason == .endOfText && first.summary?.newTokens == 3)
        #expect(try await Self.pieces(model, "And now?").pieces.joined() == "It rains.")
        #expect(model.requests.map(\.text) == ["Weather?", "And now?"])
        let failure = await #expect(throws: TestFailure.self) { try await Self.pieces(model, "More?") }
        #expect(failure?.description == "The scripted model has 2 answers and was asked once more: \"More?\".")
    }

    @Test func `patterns choose the answer`() async throws {
        let model = ScriptedModel(patterns: ["weather": "sunny", "time": "noon"], otherwise: "what?")
        #expect(try await Self.pieces(model, "The WEATHER?").pieces == ["sunny"])
        #expect(try await Self.pieces(model, "What time is it?").pieces == ["noon"])
        #expect(try await Self.pieces(model, "Hm").pieces == ["what?"])
        let strict = ScriptedModel(patterns: ["weather": "sunny"])
        let failure = await #expect(throws: TestFailure.self) { try await Self.pieces(strict, "Hm") }
        #expect(failure?.description == "The scripted model finds none of \"weather\" in \"Hm\".")
    }

    @Test func `a closure answers, and may see the whole chat`() async throws {
        let model = ScriptedModel { request in "\(request.number): \(request.lastMessage)" }
        let chat: [ChatMessage] = [.init(role: .system, content: "Be brief."), .init(role: .user, content: "Hi")]
        #expect(try await model.stream(.chat(chat), options: GenerationOptions()).collect().text == "0: Hi")
        #expect(model.requests[0].text == "system: Be brief.\nuser: Hi")
    }

    @Test func `limits, stop texts and wholeness are heeded`() async throws {
        let model = ScriptedModel { _ in "one two three four" }
        let limited = try await Self.pieces(model, "", GenerationOptions(maxNewTokens: 2))
        #expect(limited.pieces == ["one", " two"] && limited.summary?.finishReason == .maxNewTokens)
        let stopped = try await Self.pieces(model, "", GenerationOptions(stop: [" four", " three"]))
        #expect(stopped.pieces == ["one two"] && stopped.summary?.finishReason == .stopText(" three"))
        let whole = try await Self.pieces(model, "", GenerationOptions(stream: false))
        #expect(whole.pieces == ["one two three four"])
        await #expect(throws: LanguageModelError.self) {
            try await Self.pieces(model, "", GenerationOptions(topP: 2))
        }
    }

    @Test func `a failure comes after what it is told to`() async throws {
        let model = ScriptedModel(.failure(LanguageModelError(.queueFull, "Too many wait."), after: "It is"))
        var text = ""
        let error = await #expect(throws: LanguageModelError.self) {
            for try await delta in model.stream(.text("?"), options: GenerationOptions()) { text += delta.text }
        }
        #expect(error?.code == .queueFull && text == "It is")
    }

    @Test func `delays pass by the test's clock`() async throws {
        let clock = ManualClock()
        let model = ScriptedModel(ScriptedAnswer("one two", delay: .seconds(2), pause: .seconds(1)), clock: clock)
        let seen = Mailbox<String>()
        let reading = Task {
            for try await delta in model.stream(.text("?"), options: GenerationOptions()) where !delta.text.isEmpty {
                seen.put(delta.text)
            }
        }
        try await clock.waitForSleepers(1)
        #expect(seen.all.isEmpty)
        clock.advance(by: .seconds(2))
        try await clock.waitForSleepers(1)
        #expect(seen.all == ["one"])
        clock.advance(by: .seconds(1))
        try await reading.value
        #expect(seen.all == ["one", " two"])
    }

    @Test func `a model is recorded once and replayed from then on`() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "answers.json").path
        let real = ScriptedModel(
            "It is sunny.",
            "It rains.",
            .failure(LanguageModelError(.generationFailed, "No luck."), after: "Well")
        )
        let recorder = RecordedModel(recording: real, to: path)
        #expect(try await Self.pieces(recorder, "Weather?").pieces.joined() == "It is sunny.")
        _ = try await Self.pieces(recorder, "Weather?", GenerationOptions(maxNewTokens: 1))
        await #expect(throws: LanguageModelError.self) { try await Self.pieces(recorder, "Luck?") }

        let model = try RecordedModel(replaying: path)
        #expect(model.identity.name == "ScriptedModel" && model.identity.type == "recorded")
        await #expect(throws: LanguageModelError.self) { try await Self.pieces(model, "Luck?") }
        let first = try await Self.pieces(model, "Weather?")
        #expect(first.pieces == ["It", " is", " sunny."] && first.summary?.newTokens == 3)
        let second = try await Self.pieces(model, "Weather?")
        #expect(second.pieces == ["It"] && second.summary?.finishReason == .maxNewTokens)
        let failure = await #expect(throws: TestFailure.self) { try await Self.pieces(model, "Weather?") }
        #expect(
            failure?.description
                == "The recording \(path) holds no further answer to \"Weather?\"; record it anew."
        )
    }

    @Test func `a missing recording is named`() {
        let failure = #expect(throws: TestFailure.self) { try RecordedModel(replaying: "/nowhere/answers.json") }
        #expect(failure?.description.hasPrefix("There is no recording at /nowhere/answers.json;") == true)
    }
}
