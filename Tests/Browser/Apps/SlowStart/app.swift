// Takes three seconds to begin, and then tells what it hears.
import Martlet

let app = ChatApp()

app.onChatStart { chat in
    try await Task.sleep(for: .seconds(3))
    try await chat.send("Ready.")
}

app.onMessage { message, chat in
    try await chat.send("Heard \(message.content).")
}

try await app.run()
