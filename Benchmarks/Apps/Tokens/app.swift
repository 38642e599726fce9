// `tokens N` is answered with N streamed words and an update. app.py beside it is the same app for Chainlit.
import Martlet

let words = ["a", "swift", "sleeps", "on", "the", "wing,", "naïve", "\"or\"", "not:", "über", "land", "and", "sea"]

let app = ChatApp()

app.onMessage { message, chat in
    let count = message.content.split(separator: " ").last.flatMap { Int($0) } ?? 100
    let reply = chat.message()
    for number in 0..<count {
        try await reply.stream(words[number % words.count] + " ")
    }
    try await reply.finish()
}

try await app.run()
