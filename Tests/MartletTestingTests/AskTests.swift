import Foundation
import Martlet
import MartletTesting
import Testing

/// Questions to the person, and the time they have.
struct AskTests {
    private static func chat(_ handler: @escaping @Sendable (Chat) async throws -> Void) async throws -> TestChat {
        let app = ChatApp()
        app.onMessage { _, chat in try await handler(chat) }
        return try await TestApp(app).openChat()
    }

    @Test func `a text is asked for and given`() async throws {
        let chat = try await Self.chat { chat in
            let name = try await chat.ask("Your name?")
            try await chat.send("Hello \(name?.content ?? "nobody")")
        }
        try await chat.send("hi")
        #expect(chat.isRunning && chat.pendingAsk?.message.output == "Your name?")
        try await chat.answer("Ada")
        #expect(chat.messages.map(\.content).suffix(2) == ["Ada", "Hello Ada"] && chat.pendingAsk == nil)
    }

    @Test func `files are asked for and uploaded`() async throws {
        let chat = try await Self.chat { chat in
            let files = try await chat.askForFiles("A text?", accept: .mimeTypes(["text/*"]), maxSizeMB: 1)
            try await chat.send(files?.map { "\($0.name) \($0.size)" }.joined() ?? "none")
        }
        try await chat.send("hi")
        let wrong = await #expect(throws: TestFailure.self) { try await chat.upload(TestFile("a.png", Data([1]))) }
        #expect(wrong?.description == "The question \"A text?\" does not take a.png of the type image/png.")
        await #expect(throws: TestFailure.self) { try await chat.upload(name: "a.txt", Data(count: 2 << 20)) }
        try await chat.upload(name: "a.txt", Data("words".utf8))
        #expect(chat.messages.last?.content == "a.txt 5")
    }

    @Test func `an action is chosen`() async throws {
        let chat = try await Self.chat { chat in
            let action = try await chat.askForAction("Go on?", actions: [Action(name: "yes"), Action(name: "no")])
            try await chat.send("chose \(action?.name ?? "nothing")")
        }
        try await chat.send("hi")
        let wrong = await #expect(throws: TestFailure.self) { try await chat.choose("maybe") }
        #expect(wrong?.description == "The question \"Go on?\" does not offer \"maybe\"; it offers \"yes\", \"no\".")
        try await chat.choose("no")
        #expect(chat.messages.last?.content == "chose no")
    }

    @Test(arguments: [true, false])
    func `an element is filled in or cancelled`(isSubmitted: Bool) async throws {
        let chat = try await Self.chat { chat in
            let form = Element.custom(name: "Form", props: ["size": 3])
            let values = try await chat.askForElement("Fill in", element: form)
            try await chat.send("\(values?["submitted"] ?? nil) \(values?["size"] ?? nil)")
        }
        try await chat.send("hi")
        #expect(chat.elements.first?.props == ["size": 3])
        if isSubmitted {
            try await chat.submit(["size": 4])
        } else {
            try await chat.cancelElement()
        }
        #expect(chat.messages.last?.content == (isSubmitted ? "true 4" : "false null"))
    }

    @Test func `the wrong kind of answer is named`() async throws {
        let chat = try await Self.chat { chat in _ = try await chat.ask("Your name?") }
        let none = await #expect(throws: TestFailure.self) { try await chat.answer("Ada") }
        #expect(none?.description.contains("The app asks nothing, so the person cannot answer \"Ada\".") == true)
        try await chat.send("hi")
        let other = await #expect(throws: TestFailure.self) { try await chat.choose("yes") }
        #expect(
            other?.description
                == "The question \"Your name?\" asks for a text: use answer(_:), but an action was chosen."
        )
        try await chat.stop()
        #expect(chat.pendingAsk == nil)
    }

    @Test func `a question times out when the clock says so`() async throws {
        let chat = try await Self.chat { chat in
            let name = try await chat.ask("Your name?", timeout: .seconds(60))
            try await chat.send(name == nil ? "too late" : "in time")
        }
        try await chat.send("hi")
        try await chat.advance(by: .seconds(59))
        #expect(chat.pendingAsk != nil)
        try await chat.advance(by: .seconds(1))
        #expect(chat.pendingAsk == nil && chat.messages.last?.content == "too late")
    }

    @Test func `a function of the page times out when the clock says so`() async throws {
        let chat = try await Self.chat { chat in
            let value = try await chat.callFunction(name: "title", timeout: .seconds(5))
            try await chat.send(value == nil ? "too late" : "in time")
        }
        try await chat.send("hi")
        try await chat.advance(by: .seconds(5))
        #expect(chat.messages.last?.content == "too late")
    }
}
