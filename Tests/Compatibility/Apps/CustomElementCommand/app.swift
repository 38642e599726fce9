// An element that sends the person's message, with a command.
import Martlet

let app = ChatApp()

app.onChatStart { chat in
    try await chat.send("Use the button.", elements: [.custom(name: "Commander")])
}

app.onMessage { message, chat in
    try await chat.send("Command: \(message.command ?? "None")")
}

try await app.run()
