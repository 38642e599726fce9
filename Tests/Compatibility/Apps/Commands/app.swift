// Commands of the composer; choosing Picture takes them all away.
import Martlet

let app = ChatApp()

app.onChatStart { chat in
    try await chat.setCommands([
        Command(id: "Picture", icon: "image", description: "Draw something"),
        Command(id: "Search", icon: "globe", description: "Look it up", button: true),
        Command(id: "Canvas", icon: "pen-line", description: "Write together"),
        Command(id: "Sticky", icon: "pin", description: "Stays chosen", persistent: true),
        Command(id: "StickyButton", icon: "pin", description: "Stays chosen", button: true, persistent: true),
    ])
}

app.onMessage { message, chat in
    if message.command == "Picture" {
        try await chat.setCommands([])
    }
    try await chat.send("Command: \(message.command ?? "None")")
}

try await app.run()
