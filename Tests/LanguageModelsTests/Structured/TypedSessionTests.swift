import Foundation
import LanguageModels
import Testing

struct TypedSessionTests {
    struct Bird: Generable, Equatable {
        var name: String
        var seen: Date?
    }

    @Test
    func `a session answers with a value`() async throws {
        let model = ScriptedLanguageModel([#"{"name": "#, #""Martlet"}"#])
        let session = LanguageModelSession(model: model)
        let response = try await session.respond(to: "A bird?", generating: Bird.self)
        #expect(response.content == Bird(name: "Martlet"))
        #expect(response.rawContent == #"{"name": "Martlet"}"#)
        #expect(response.summary?.newTokens == 2)
        #expect(session.transcript.map(\.content) == ["A bird?", #"{"name": "Martlet"}"#])
        let request = try #require(model.requests.first)
        #expect(request.options.format == .jsonSchema(try Bird.jsonSchema))
        guard case .chat(let messages) = request.prompt else {
            Issue.record("The model was not asked a chat.")
            return
        }
        #expect(messages.last?.content.hasPrefix("A bird?\n\nAnswer with nothing but JSON") == true)
        #expect(messages.last?.content.contains(#""name":{"type":"string"}"#) == true)
    }

    @Test
    func `the prompt can be left as it is`() async throws {
        let model = ScriptedLanguageModel(["[1, 2]"])
        let session = LanguageModelSession(model: model)
        let numbers: GeneratedResponse<[Int]> = try await session.respond(to: "?", includeSchemaInPrompt: false)
        #expect(numbers.content == [1, 2])
        #expect(model.requests[0].prompt == .chat([ChatMessage(role: .user, content: "?")]))
    }

    @Test(arguments: [
        (#"{"name": 5}"#, "'name'"), (#"{"nam"#, "begins with: {\"nam"), (#"{}"#, "'name' is missing"),
        (#"{"name": "x", "seen": "yesterday"}"#, "yesterday is no date and time"),
    ])
    func `what does not parse is told with its beginning`(_ answer: String, _ reason: String) async throws {
        let session = LanguageModelSession(model: ScriptedLanguageModel([answer]))
        let error = await #expect(throws: LanguageModelError.self) {
            try await session.respond(to: "?", generating: Bird.self)
        }
        #expect(error?.code == .generationFailed)
        #expect(error?.message.contains(reason) == true, "\(error?.message ?? "")")
        #expect(error?.message.contains(answer) == true)
    }

    @Test
    func `a model answers with a value`() async throws {
        let model = ScriptedLanguageModel([
            "```json\n{\"name\": \"Swift\", \"seen\": \"2024-05-01T10:00:00.500Z\"}\n```"
        ])
        let bird = try await model.generate("A bird?", as: Bird.self)
        #expect(bird == Bird(name: "Swift", seen: Date(timeIntervalSince1970: 1_714_557_600.5)))
        let text = try await ScriptedLanguageModel(["true"]).generate(.text("Is it? "), as: Bool.self)
        #expect(text)
    }
}
