// A counter that the page changes, and that calls an action of the app.
import Martlet

let app = ChatApp()

app.onChatStart { chat in
    try await chat.send("Count with me.", elements: [.custom(name: "Counter", props: ["count": 1])])
}

app.onAction("tell") { action, chat in
    guard let count = action.payload["count"]?.intValue else { return }
    try await chat.send("The count is \(count).")
}

try await app.run()
