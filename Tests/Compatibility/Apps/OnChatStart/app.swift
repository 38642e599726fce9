// Greets, with code.
import Martlet

let app = ChatApp()

app.onChatStart { chat in
    try await chat.send("Hello!\n\n```swift\nprint(\"hello\")\n```")
}

app.onMessage { message, chat in
    try await chat.send("You said: \(message.content)")
}

try await app.run()
