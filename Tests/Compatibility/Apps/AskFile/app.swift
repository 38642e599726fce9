// Two questions that files answer: one of any text, one of text and Python by its endings.
import Foundation
import Martlet

let app = ChatApp()

app.onChatStart { chat in
    let first = try await chat.askForFiles("Give me a text.", accept: .mimeTypes(["text/plain"]))
    guard let file = first?.first else { return }
    try await chat.send(
        "Text \(file.name) has \(try String(contentsOfFile: file.path, encoding: .utf8).count) characters."
    )
    let second = try await chat.askForFiles(
        "Give me a program.",
        accept: .extensions(["text/plain": [".py", ".txt"], "text/x-python": [".py"]])
    )
    guard let program = second?.first else { return }
    try await chat.send(
        "Program \(program.name) has \(try String(contentsOfFile: program.path, encoding: .utf8).count) characters."
    )
}

try await app.run()
