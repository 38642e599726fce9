// Says what a stranger might say, under the names that a stranger might give; HOSTILE_TEXTS names the file of texts.
import Foundation
import Martlet

struct Texts: Decodable, Sendable {
    let messages: [String]
    let names: [String]
}

let path = ProcessInfo.processInfo.environment["HOSTILE_TEXTS"] ?? "Tests/Browser/hostile_texts.json"
let texts = try JSONDecoder().decode(Texts.self, from: Data(contentsOf: URL(filePath: path)))

let app = ChatApp()

app.chatProfiles { _ in
    texts.names.map { name in
        ChatProfile(
            name: name,
            description: name,
            displayName: name,
            starters: texts.names.map { Starter(label: $0, message: $0) }
        )
    }
}

app.onChatStart { chat in
    try await chat.send(
        ChatSettings {
            Slider(id: "count", label: texts.names[0], initial: 3, in: 1...10)
            Switch(id: "loud", label: texts.names[2])
        }
    )
}

app.onMessage { message, chat in
    switch message.content {
    case "messages":
        for text in texts.messages { try await chat.send(text) }
    case "streams":
        for text in texts.messages {
            let reply = chat.message()
            for character in text { try await reply.stream(String(character)) }
            try await reply.finish()
        }
    case "names":
        for name in texts.names { try await sendEverything(named: name, chat) }
    default:
        try await chat.send("Heard.")
        return
    }
    try await chat.send("That was all.")
}

/// Shows all that can have a name, under one.
@Sendable func sendEverything(named name: String, _ chat: Chat) async throws {
    try await chat.step(name, type: .tool, input: name) { step in
        try await step.update(output: name)
    }
    try await chat.send(
        name,
        author: name,
        elements: [
            .text(name, name: name), .text(name, name: name, display: .side), .text(name, name: name, display: .page),
            .text(name, name: name, language: "html\"><script>"),
            .file(.data(Data("<script>parent.pwned=1</script>".utf8)), name: name, mimeType: "text/html"),
            .file(.url("javascript:pwned=1"), name: name),
            .image(
                .data(Data("<svg xmlns='http://www.w3.org/2000/svg' onload='parent.pwned=1'/>".utf8)),
                name: name,
                mimeType: "image/svg+xml"
            ),
        ],
        actions: [Action(name: name, label: name, tooltip: name, icon: name)]
    )
    try await chat.toast(name)
    try await chat.sendError(name, author: name)
}

try await app.run()
