// Serves a page of its own instead of Martlet's.
import Martlet

let app = ChatApp()

app.onMessage { message, chat in
    try await chat.send(message.content)
}

try await app.run()
