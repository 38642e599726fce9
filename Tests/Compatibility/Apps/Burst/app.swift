// `KIND COUNT` is answered with so many events of a kind, as fast as the app can make them.
import Martlet

let app = ChatApp()

app.onMessage { message, chat in
    let words = message.content.split(separator: " ")
    guard words.count == 2, let kind = words.first, let count = Int(words[1]) else { return }
    let padding = String(repeating: "x", count: 500)
    switch kind {
    case "window":
        for number in 0..<count { try await chat.postToWindow(["i": .int(number), "pad": .string(padding)]) }
    case "messages":
        for number in 0..<count { try await chat.send("\(number) \(padding)") }
    case "updates":
        let reply = try await chat.send("0")
        for number in 1...count { try await reply.update(content: "\(number) \(padding)") }
    case "counts":
        for _ in 0..<count { try await chat.addTokens(1) }
    case "steps":
        for number in 0..<count {
            try await chat.step("step \(number)", type: .tool) { step in
                try await step.stream("\(number) ")
                try await step.stream(padding)
            }
        }
    case "stream":
        let reply = chat.message()
        for number in 0..<count { try await reply.stream("\(number) \(padding)\n") }
        try await reply.finish()
    case "large":
        try await chat.send(String(repeating: "x", count: count))
    default:
        return
    }
}

try await app.run()
