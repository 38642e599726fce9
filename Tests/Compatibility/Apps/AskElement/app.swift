// A form of the app's own that answers a question.
import Martlet

let app = ChatApp()

app.onChatStart { chat in
    let answer = try await chat.askForElement(
        "Describe the problem.",
        element: .custom(name: "Ticket", props: ["title": "", "timeout": 20]),
        timeout: .seconds(20)
    )
    if let answer, answer["submitted"] == true {
        let title = answer["title"]?.stringValue ?? ""
        let level = answer["level"]?.stringValue ?? ""
        try await chat.send("Ticket \(title) of level \(level) is filed.")
    } else {
        try await chat.send("No ticket.")
    }
}

try await app.run()
