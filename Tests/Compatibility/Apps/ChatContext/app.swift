// Tells how many messages the chat has had.
import Martlet

let app = ChatApp()

app.onMessage { _, chat in
    try await chat.send("The context has \(chat.messages.count) messages.")
}

try await app.run()
