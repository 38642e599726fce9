// Three messages to begin with.
import Martlet

let app = ChatApp()

app.starters { user in
    [
        Starter(label: "Test one", message: "Running test one."),
        Starter(label: "Test two", message: "Running test two.", icon: "/public/star.svg"),
        Starter(label: "Test three", message: "Running test three."),
    ]
}

app.onMessage { message, chat in
    try await chat.send(message.content)
}

try await app.run()
