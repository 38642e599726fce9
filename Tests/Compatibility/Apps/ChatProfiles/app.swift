// Three profiles, each with something to begin with.
import Martlet

let app = ChatApp()

app.chatProfiles { user in
    [
        ChatProfile(
            name: "Swift 5",
            description: "The one before. See [the site](https://example.com/swift5).",
            starters: [Starter(label: "Say hello", message: "Hello from five.")]
        ),
        ChatProfile(
            name: "Swift 6",
            description: "The one now. See [the site](https://example.com/swift6).",
            starters: [Starter(label: "Ask away", message: "Hello from six.")]
        ),
        ChatProfile(
            name: "Swift 7",
            description: "The one to come.",
            starters: [Starter(label: "Wait", message: "Hello from seven.")]
        ),
    ]
}

app.onMessage { message, chat in
    try await chat.send("Profile \(chat.profile ?? "none") heard: \(message.content)")
}

try await app.run()
