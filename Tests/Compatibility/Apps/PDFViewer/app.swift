// Papers, in the message and beside it.
import Martlet

let app = ChatApp()

app.onChatStart { chat in
    try await chat.send("Send inline or side.")
}

app.onMessage { message, chat in
    if message.content == "side" {
        try await chat.send(
            "Here is side paper.",
            elements: [.pdf(.path("files/document.pdf"), name: "side paper", display: .side)]
        )
    } else {
        try await chat.send("Here.", elements: [.pdf(.path("files/document.pdf"), name: "inline paper", page: 2)])
    }
}

try await app.run()
