// Buttons below messages, and a question that is answered by one.
import Martlet

let app = ChatApp()
let panel = SessionKey<Message>("panel")

app.onChatStart { chat in
    chat.session[panel] = try await chat.send(
        "Press something.",
        actions: [
            Action(name: "test", payload: ["value": "test"], label: "Test", id: "test-action"),
            Action(name: "removable", label: "Remove me", id: "removable-action"),
            Action(name: "labelled", label: "Nothing happens", id: "label-action"),
            Action(name: "multiple", label: "Multiple one", id: "multiple-one"),
            Action(name: "multiple", label: "Multiple two", id: "multiple-two"),
            Action(name: "clear", label: "Remove all", id: "all-actions-removed"),
        ]
    )
    let answer = try await chat.askForAction(
        "Choose one.",
        actions: [
            Action(name: "first", payload: ["value": "the first"], label: "First", id: "first-action"),
            Action(name: "second", payload: ["value": "the second"], label: "Second", id: "second-action"),
        ]
    )
    if let value = answer?.payload["value"]?.stringValue {
        try await chat.send("Thanks for choosing \(value).")
    }
}

app.onAction("test") { _, chat in
    try await chat.send("The test button was pressed.")
}

app.onAction("removable") { action, chat in
    try await action.remove(from: chat)
}

app.onAction("multiple") { action, chat in
    try await action.remove(from: chat)
    try await chat.send("Removed \(action.id).")
}

app.onAction("clear") { _, chat in
    try await chat.session.require(panel).removeActions()
    try await chat.send("All buttons are gone.")
}

try await app.run()
