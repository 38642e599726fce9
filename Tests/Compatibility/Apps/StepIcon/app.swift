// Steps with an icon, and one without.
import Martlet

let app = ChatApp()

app.onMessage { _, chat in
    try await chat.step("search", type: .tool, icon: "search") { try await $0.update(output: "Searched.") }
    try await chat.step("mail", type: .tool, icon: "mail") { try await $0.update(output: "Mailed.") }
    try await chat.step("plain", type: .tool) { try await $0.update(output: "Did it.") }
    try await chat.send("Done.")
}

try await app.run()
