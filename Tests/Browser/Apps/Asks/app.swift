// One question of each kind after the other, and a button that takes its time.
import Martlet

let app = ChatApp()

app.onChatStart { chat in
    let name = try await chat.ask("What is *your* name?", timeout: .seconds(60))
    try await chat.send("Hello \(name?.content ?? "nobody").")
    let files = try await chat.askForFiles(
        "Give me two texts.",
        accept: .mimeTypes(["text/plain"]),
        maxSizeMB: 1,
        maxFiles: 2,
        timeout: .seconds(60)
    )
    try await chat.send("Files \((files ?? []).map(\.name).joined(separator: ",")).")
    let choice = try await chat.askForAction(
        "Tea or coffee?",
        actions: [
            Action(name: "tea", label: "Tea", tooltip: "Hot", icon: "star", id: "tea-action"),
            Action(name: "coffee", label: "Coffee", id: "coffee-action"),
        ],
        timeout: .seconds(60)
    )
    try await chat.send("You had \(choice?.name ?? "nothing").")
    let ticket = try await chat.askForElement("Fill this in.", element: .custom(name: "Nothing"), timeout: .seconds(60))
    try await chat.send(ticket?["submitted"] == true ? "It is filed." : "It is not filed.")
    let late = try await chat.ask("Are you there?", timeout: .seconds(2))
    try await chat.send(late == nil ? "You were not." : "You were.")
}

app.onMessage { _, chat in
    try await chat.send("Press this.", actions: [Action(name: "slow", label: "Slow", id: "slow-action")])
}

app.onAction("slow") { _, chat in
    try await Task.sleep(for: .seconds(2))
    try await chat.send("Done slowly.")
}

try await app.run()
