// Fails as soon as the chat starts.
import Martlet

let app = ChatApp()

app.onChatStart { _ in
    throw MartletError(.internalError, "This app fails at once; nothing can be done.")
}

try await app.run()
