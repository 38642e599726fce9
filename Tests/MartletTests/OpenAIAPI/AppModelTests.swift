import LanguageModels
import Logging
import MartletCore
import MartletServer
import Testing

@testable import Martlet

struct AppModelTests {
    private func ask(_ app: ChatApp, _ messages: String, stream: Bool = false) async throws -> APIClient.Reply {
        app.serveChat(as: "app")
        return try await APIClient(app: app).post(
            "/v1/chat/completions",
            "{\"model\":\"app\",\"stream\":\(stream),\"messages\":[\(messages)]}"
        )
    }

    @Test func `an app's own chat answers, and what it says at the beginning is no answer`() async throws {
        let app = ChatApp()
        app.onChatStart { chat in try await chat.send("Welcome!") }
        app.onMessage { message, chat in
            let earlier = chat.messages.all.map(\.content).joined(separator: "|")
            try await chat.send("You said \(message.content) after \(earlier)")
            try await chat.send("Bye")
        }
        let history =
            #"{"role":"system","content":"s"},{"role":"user","content":"u"},{"role":"assistant","content":"a"}"#
        let reply = try await self.ask(app, history + #",{"role":"user","content":"now"}"#)
        let text = reply.json["choices"]?[0]?["message"]?["content"]?.stringValue ?? reply.text
        #expect(text.hasPrefix("You said now after ") && text.hasSuffix("\n\nBye"), "\(text)")
        #expect(text.contains("s|u|a"))
    }

    @Test func `an answer is streamed as the app streams it`() async throws {
        let app = ChatApp()
        app.onMessage { _, chat in
            let message = chat.message()
            for number in 0..<50 { try await message.stream("\(number) ") }
            try await message.finish()
        }
        let reply = try await self.ask(app, #"{"role":"user","content":"count"}"#, stream: true)
        let text = reply.events.compactMap { $0["choices"]?[0]?["delta"]?["content"]?.stringValue }.joined()
        #expect(text == (0..<50).map { "\($0) " }.joined())
        #expect(reply.text.hasSuffix("data: [DONE]\n\n"))
    }

    @Test func `a question to the person is answered with nothing`() async throws {
        let app = ChatApp()
        app.onMessage { _, chat in
            let answer = try await chat.ask("Your name?", timeout: .seconds(60))
            try await chat.send(answer == nil ? "nobody" : "somebody")
        }
        let reply = try await self.ask(app, #"{"role":"user","content":"a"}"#)
        #expect(reply.json["choices"]?[0]?["message"]?["content"] == "Your name?\n\nnobody", "\(reply.text)")
    }

    @Test func `an app that fails is told as a failure, without its words`() async throws {
        let app = ChatApp()
        app.onMessage { _, _ in throw MartletError(.invalidMessage, "secret") }
        let reply = try await self.ask(app, #"{"role":"user","content":"a"}"#)
        #expect(reply.status == 500 && !reply.text.contains("secret"))
        let other = try await self.ask(app, #"{"role":"assistant","content":"a"}"#)
        #expect(other.status == 400 && other.error?["param"] == "messages")
    }

    @Test(
        arguments: [
            (#""response_format":{"type":"json_object"}"#, "response_format"),
            (#""response_format":{"type":"json_schema","json_schema":{"schema":{}}}"#, "response_format"),
            (#""grammar":"root ::= \"a\"""#, "grammar"),
            (#""chat_template_kwargs":{"enable_thinking":false}"#, "chat_template_kwargs"),
            (#""tools":[{"function":{"name":"a"}}],"tool_choice":"required""#, "tool_choice"),
            (
                #""tools":[{"function":{"name":"a"}}],"tool_choice":{"type":"function","function":{"name":"a"}}"#,
                "tool_choice"
            ),
            (
                #""messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://a.b"}}]}]"#,
                "messages"
            ),
        ] as [(String, String)]
    )
    func `what an app cannot do is refused by its name`(members: String, parameter: String) async throws {
        let app = ChatApp()
        app.onMessage { _, chat in try await chat.send("hi") }
        app.serveChat(as: "app")
        let chat = #""messages":[{"role":"user","content":"a"}]"#
        // Of equal names the last counts.
        let reply = try await APIClient(app: app).post("/v1/chat/completions", "{\(chat),\(members)}")
        #expect(reply.status == 400 && reply.error?["param"] == .string(parameter), "\(reply.text)")
    }

    @Test func `what an app decides on its own is passed over`() async throws {
        let app = ChatApp()
        app.onMessage { _, chat in try await chat.send("hi") }
        app.serveChat(as: "app")
        let body = #"""
            {"messages":[{"role":"user","content":"a"}],"tools":[{"function":{"name":"a"}}],"tool_choice":"auto",
            "stop":["x"],"max_tokens":5,"temperature":0,"response_format":{"type":"text"}}
            """#
        let reply = try await APIClient(app: app).post("/v1/chat/completions", body)
        #expect(reply.json["choices"]?[0]?["message"]?["content"] == "hi", "\(reply.text)")
    }

    @Test func `an app without a model serves itself under its name`() async throws {
        let app = ChatApp()
        app.onMessage { _, chat in try await chat.send("hi") }
        var configuration = AppConfiguration()
        configuration.name = "Bird"
        _ = app.server(configuration, logger: Logger(label: "test"))
        #expect(app.served.names == ["Bird"])
        let other = ChatApp()
        other.onMessage { _, chat in try await chat.send("hi") }
        other.serve(DeltaModel(), as: "m")
        _ = other.server(configuration, logger: Logger(label: "test"))
        #expect(other.served.names == ["m"] && other.hasHandler)
    }
}
