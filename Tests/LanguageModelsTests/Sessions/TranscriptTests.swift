import Foundation
import LanguageModels
import Testing

struct TranscriptTests {
    private let messages = [
        ChatMessage(role: .system, content: "Be kind."), ChatMessage(role: .user, content: "1"),
        ChatMessage(role: .assistant, content: "one"), ChatMessage(role: .user, content: "2"),
        ChatMessage(role: .assistant, content: "two"), ChatMessage(role: .user, content: "3"),
    ]

    @Test
    func `messages become a transcript and come back`() throws {
        let transcript = try Transcript(messages: self.messages)
        #expect(transcript.messages == self.messages)
        #expect(Set(transcript.map(\.id)).count == 6)
        let error = #expect(throws: LanguageModelError.self) {
            try Transcript(messages: [ChatMessage(role: .tool, content: "x")])
        }
        #expect(error?.code == .invalidInput)
    }

    @Test
    func `a transcript survives JSON`() throws {
        let stopped = Transcript.Response(id: "r", content: "half", isComplete: false)
        let transcript = Transcript(entries: Array(try Transcript(messages: self.messages)) + [.response(stopped)])
        let decoded = try JSONDecoder().decode(Transcript.self, from: JSONEncoder().encode(transcript))
        #expect(decoded == transcript)
    }

    @Test
    func `the JSON form is stable`() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let transcript = Transcript(entries: [
            .prompt(Transcript.Prompt(id: "p", content: "Hi")),
            .response(Transcript.Response(id: "r", content: "half", isComplete: false)),
        ])
        #expect(
            String(decoding: try encoder.encode(transcript), as: UTF8.self)
                == #"{"entries":[{"content":"Hi","id":"p","type":"prompt"},"#
                + #"{"content":"half","id":"r","isComplete":false,"type":"response"}]}"#
        )
    }

    @Test
    func `pictures stay with their prompts, and older transcripts have none`() throws {
        let pictures: [ImageContent] = [.data([1, 2, 3], mediaType: "image/png"), .url("https://example.com/a.png")]
        let messages = self.messages + [ChatMessage(role: .user, content: "What is this?", images: pictures)]
        let transcript = try Transcript(messages: messages)
        #expect(transcript.messages == messages)
        #expect(transcript.keepingLatestTurns(1).messages.last?.images == pictures)
        let decoded = try JSONDecoder().decode(Transcript.self, from: JSONEncoder().encode(transcript))
        #expect(decoded == transcript)
        let old = #"{"entries":[{"content":"Hi","id":"p","type":"prompt"}]}"#
        let read = try JSONDecoder().decode(Transcript.self, from: Data(old.utf8))
        #expect(Array(read) == [.prompt(Transcript.Prompt(id: "p", content: "Hi"))])
    }

    @Test(arguments: [ChatMessage.Role.system, .assistant, .tool])
    func `pictures that a transcript does not keep are refused`(_ role: ChatMessage.Role) throws {
        let message = ChatMessage(
            role: role,
            content: "Look!",
            images: [.url("https://example.com/a.png")],
            toolCallID: role == .tool ? "c" : nil
        )
        let error = #expect(throws: LanguageModelError.self) { try Transcript(messages: self.messages + [message]) }
        #expect(error?.code == .invalidInput)
        #expect(error?.message.contains("\"\(role.rawValue)\" and a picture") == true)
    }

    @Test(arguments: [
        (0, ["Be kind."]), (1, ["Be kind.", "3"]), (2, ["Be kind.", "2", "two", "3"]),
        (3, ["Be kind.", "1", "one", "2", "two", "3"]), (9, ["Be kind.", "1", "one", "2", "two", "3"]),
    ])
    func `the oldest turns can be left out`(_ count: Int, _ contents: [String]) throws {
        let transcript = try Transcript(messages: self.messages)
        #expect(transcript.keepingLatestTurns(count).map(\.content) == contents)
    }

    @Test
    func `a session goes on from a transcript`() async throws {
        let model = ScriptedLanguageModel(["three"])
        let transcript = try Transcript(messages: self.messages.dropLast())
        let session = LanguageModelSession(model: model, transcript: transcript)
        try await session.respond(to: "3")
        #expect(model.requests.map(\.prompt) == [.chat(self.messages)])
        #expect(session.transcript.messages.last == ChatMessage(role: .assistant, content: "three"))
    }
}
