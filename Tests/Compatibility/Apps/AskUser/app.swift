// A question that a text answers.
import Martlet

let app = ChatApp()

app.onChatStart { chat in
    if let answer = try await chat.ask("What is your name?", timeout: .seconds(20)) {
        try await chat.send("Your name is \(answer.content).")
    }
}

try await app.run()
