// Everything that goes over the wire, each at a word of the client's.
import Foundation
import Martlet

let app = ChatApp()

app.chatProfiles { user in
    [ChatProfile(name: "Plain", isDefault: true), ChatProfile(name: "With space")]
}

app.onChatStart { chat in
    try await chat.setCommands([Command(id: "Search", icon: "globe", description: "Look it up", button: true)])
    try await chat.setModes([
        Mode(
            id: "size",
            name: "Size",
            options: [ModeOption(id: "s", name: "Small", isDefault: true), ModeOption(id: "l", name: "Large")]
        )
    ])
    try await chat.send(ChatSettings { TextInput(id: "name", label: "Name", initial: "none") })
    try await chat.send("Ready.")
}

@Sendable func ask(_ kind: String, _ chat: Chat) async throws {
    switch kind {
    case "text":
        let answer = try await chat.ask("Name?", timeout: .seconds(20))
        try await chat.send("Text: \(answer?.content ?? "nothing")")
    case "short":
        let answer = try await chat.ask("Quick?", timeout: .milliseconds(300))
        try await chat.send("Text: \(answer?.content ?? "nothing")")
    case "action":
        let actions = [Action(name: "yes", label: "Yes"), Action(name: "no", label: "No")]
        let answer = try await chat.askForAction("Sure?", actions: actions, timeout: .seconds(20))
        try await chat.send("Action: \(answer?.name ?? "nothing")")
    case "element":
        let answer = try await chat.askForElement("Fill in.", element: .custom(name: "Form"), timeout: .seconds(20))
        try await chat.send("Element: \(answer?["colour"]?.stringValue ?? "nothing")")
    case "file":
        let files = try await chat.askForFiles("Give.", accept: .mimeTypes(["text/*"]), timeout: .seconds(20))
        let text = try files?.first.map { try String(contentsOfFile: $0.path, encoding: .utf8) }
        try await chat.send("File: \(files?.first?.name ?? "nothing") \(text ?? "")")
    default:
        let answer = try await chat.callFunction(name: "add", arguments: ["a": 1, "b": 2], timeout: .seconds(20))
        try await chat.send("Function: \(answer?.doubleValue ?? -1)")
    }
}

@Sendable func interface(_ chat: Chat) async throws {
    try await chat.toast("Toasted.", .success)
    try await chat.addTokens(42)
    try await chat.postToWindow(["from": "app"])
    try await chat.sidebar.setTitle("Side")
    try await chat.sidebar.setElements([.text("Beside.", name: "note", display: .side)], key: "k1")
    try await chat.sidebar.close()
    let list = TaskList(status: "Working")
    list.add("First", status: .running)
    try await chat.send(list)
    try await chat.setCommands([])
    let message = try await chat.send("Press.", actions: [Action(name: "press", payload: ["n": 1], label: "Press")])
    try await message.removeActions()
    let gone = try await chat.send("Gone soon.")
    try await gone.remove()
    let changed = try await chat.send("Before.")
    try await changed.update(content: "After.")
}

app.onMessage { message, chat in
    let words = message.content.split(separator: " ").map(String.init)
    switch words.first {
    case "ask": try await ask(words[1], chat)
    case "interface": try await interface(chat)
    case "press":
        try await chat.send(
            "Here.",
            actions: [Action(name: "press", payload: ["n": 7], label: "Press", id: "press-me")]
        )
    case "element":
        try await chat.send(
            "Here.",
            elements: [.text("Some text.", name: "note"), .custom(name: "Form", props: ["n": 1])]
        )
    case "stream":
        let reply = chat.message()
        for number in 0..<100 {
            try await reply.stream("\(number) ")
            try await Task.sleep(for: .milliseconds(20))
        }
        try await reply.finish()
    case "who":
        let files = message.elements.map(\.name).joined(separator: ",")
        try await chat.send(
            "profile=\(chat.profile ?? "") key=\(chat.environment["SERVICE_KEY"] ?? "") client=\(chat.clientType) "
                + "command=\(message.command ?? "") size=\(message.modes["size"] ?? "") files=\(files)"
        )
    default: try await chat.send("Echo: \(message.content)")
    }
}

app.onAction("press", returning: JSONValue.self) { action, chat in
    try await chat.send("Pressed.")
    return ["n": action.payload["n"] ?? .null]
}

app.onWindowMessage { value, chat in
    try await chat.send("Window: \(value["hello"]?.stringValue ?? "")")
}

app.onSettingsEdit { settings, chat in
    try await chat.send("Edit: \(settings.all["name"]?.stringValue ?? "")")
}

app.onSettingsUpdate { settings, chat in
    try await chat.send("Update: \(settings.all["name"]?.stringValue ?? "")")
}

app.onStop { chat in
    try await chat.send("I was stopped.")
}

app.onAudioStart { chat in
    true
}

app.onAudioChunk { chunk, chat in
    try await chat.sendAudio(
        Data(chunk.data.reversed()),
        mimeType: chunk.mimeType,
        track: chunk.isStart ? "first" : "more"
    )
}

app.onAudioEnd { chat in
    try await chat.interruptAudio()
    try await chat.send("Heard you.")
}

try await app.run()
