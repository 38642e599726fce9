// A question that two files answer.
import Martlet

let app = ChatApp()

app.onChatStart { chat in
    let files = try await chat.askForFiles(
        "Give me two files.",
        accept: .extensions(["text/plain": [".txt", ".py"], "text/x-python": [".py"]]),
        maxFiles: 2
    )
    if let files {
        try await chat.send("\(files.count) files uploaded: \(files.map(\.name).joined(separator: ","))")
    }
}

try await app.run()
