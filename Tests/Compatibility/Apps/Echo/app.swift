// A small app without a model, for clients no one here wrote.
import Foundation
import Martlet

let app = ChatApp()

app.onChatStart { chat in
    try await chat.send(
        ChatSettings {
            Slider(id: "count", label: "Count", initial: 3, in: 1...1000)
            Switch(id: "loud", label: "Loud")
        }
    )
    try await chat.send("Welcome.")
}

app.onSettingsUpdate { settings, chat in
    let count: Int = try settings["count"]
    try await chat.send("The count is \(count).")
}

app.onMessage { message, chat in
    let words = message.content.split(separator: " ")
    switch words.first {
    case "tokens":
        let reply = chat.message()
        for number in 0..<(Int(words.last ?? "") ?? 10) {
            try await reply.stream("\(number) ")
        }
        try await reply.finish()
    case "slow":
        let reply = chat.message()
        for number in 0..<1000 {
            try await reply.stream("\(number) ")
            try await Task.sleep(for: .milliseconds(20))
        }
        try await reply.finish()
    case "fail":
        throw MartletError(.internalError, "The kettle is empty; fill it.")
    case "step":
        try await chat.step("search", type: .tool) { step in
            try await step.update(input: "what", output: "found it")
        }
        try await chat.send("done")
    default:
        let loud: Bool = try chat.settings["loud"]
        try await chat.send(loud ? message.content.uppercased() : message.content)
    }
}

app.onChatEnd { chat in
    FileHandle.standardError.write(Data("chat ended\n".utf8))
}

try await app.run()
