// Tells back what came: the text, the command, the modes and the files of a message, and what was spoken.
import Martlet

let app = ChatApp()

app.starterCategories { _ in
    [
        StarterCategory(
            label: "Begin",
            icon: "search",
            starters: [
                Starter(label: "Look it up", message: "From a starter.", command: "Search", icon: "globe"),
                Starter(label: "Just talk", message: "Just talk"),
            ]
        ),
        StarterCategory(label: "Go on", starters: [Starter(label: "More", message: "More, please.")]),
    ]
}

app.onChatStart { chat in
    try await chat.setCommands([
        Command(id: "Picture", icon: "image", description: "Draw something"),
        Command(id: "Search", icon: "globe", description: "Look it up", button: true),
        Command(id: "Canvas", icon: "pen-line", description: "Write together"),
        Command(id: "Sticky", icon: "star", description: "Goes on", persistent: true),
    ])
    try await chat.setModes([
        Mode(
            id: "model",
            name: "Model",
            options: [
                ModeOption(id: "small", name: "Small", description: "Quick"),
                ModeOption(id: "large", name: "Large", description: "Thorough", isDefault: true),
            ]
        )
    ])
    _ = try await chat.send(
        ChatSettings {
            Slider(id: "Warmth", label: "Warmth", initial: 0.5, in: 0...2, step: 0.1)
            Switch(id: "Streaming", label: "Stream Tokens", initial: true)
        }
    )
}

app.onMessage { message, chat in
    let files = message.elements.map(\.name).joined(separator: ",")
    let command = message.command ?? "none"
    let mode = message.modes["model"] ?? "none"
    try await chat.send("Text \(message.content), command \(command), model \(mode), files \(files).")
}

app.onAudioStart { _ in true }

app.onAudioChunk { chunk, chat in
    try await chat.sendAudio(chunk.data, track: "echo")
}

app.onAudioEnd { chat in
    try await chat.send("You have spoken.")
}

try await app.run()
