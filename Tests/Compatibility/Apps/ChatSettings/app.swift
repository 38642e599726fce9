// A settings panel, and an answer to its changes.
import Martlet

let app = ChatApp()

app.onChatStart { chat in
    try await chat.send(
        ChatSettings {
            Select(id: "Model", label: "Model", values: ["small", "middle", "large"], initialIndex: 0)
            Switch(id: "Streaming", label: "Stream tokens", initial: true)
            Slider(id: "Temperature", label: "Temperature", initial: 1, in: 0...2, step: 0.1)
            Slider(id: "Steps", label: "Steps", initial: 50, in: 10...100, step: 1)
            Slider(id: "Scale", label: "Scale", initial: 7.5, in: 1...15, step: 0.1)
            Slider(id: "Width", label: "Width", initial: 512, in: 128...1024, step: 64)
            Slider(id: "Height", label: "Height", initial: 256, in: 128...1024, step: 64)
        }
    )
}

app.onSettingsUpdate { settings, chat in
    try await chat.send("Settings updated!")
}

try await app.run()
