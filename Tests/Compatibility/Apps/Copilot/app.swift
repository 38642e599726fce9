// Answers a page that carries the Copilot widget, and calls a function of that page.
import Martlet

let app = ChatApp()

app.onChatStart { chat in
    try await chat.send("Hi from the Copilot!")
}

app.onMessage { message, chat in
    guard chat.clientType == .copilot else {
        try await chat.send("You are not in a Copilot.")
        return
    }
    if message.type == .systemMessage {
        try await chat.send("System message received: \(message.content)")
    } else {
        let answer = try await chat.callFunction(name: "test", arguments: ["msg": .string(message.content)])
        try await chat.send("Function answered: \(answer?.stringValue ?? "nothing")")
    }
}

try await app.run()
