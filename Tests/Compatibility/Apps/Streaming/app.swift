// Streams tokens, then whole texts, then a tool's output; "long" streams for longer.
import Martlet

let app = ChatApp()
let words = ["the ", "quick ", "brown ", "fox"]

app.onChatStart { chat in
    let tokens = chat.message()
    for word in words {
        try await tokens.stream(word)
        try await Task.sleep(for: .milliseconds(200))
    }
    try await tokens.finish()
    let texts = chat.message()
    var text = ""
    for word in words {
        text += word
        try await texts.stream(text, replacing: true)
        try await Task.sleep(for: .milliseconds(200))
    }
    try await texts.finish()
    try await chat.step("tool1", type: .tool, defaultOpen: true) { step in
        for word in words {
            try await step.stream(word)
            try await Task.sleep(for: .milliseconds(200))
        }
    }
}

app.onMessage { message, chat in
    let reply = chat.message()
    for number in 0..<200 {
        try await reply.stream("\(number) ")
        try await Task.sleep(for: .milliseconds(15))
    }
    try await reply.finish()
    try await chat.send("That was all.")
}

try await app.run()
