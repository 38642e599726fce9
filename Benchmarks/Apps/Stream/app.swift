// Long answers: `fill N` is answered with N tokens in messages of 2,000, `stream N R` with N tokens, R a second.
// Each token tells its number, so that one that is missing shows.
import Martlet

/// The text of a token: mostly prose, in paragraphs, with a list, a table and code every now and then.
func token(_ number: Int) -> String {
    let word = "t\(number)"
    return switch number % 400 {
    case 0: "\n\n## Part \(number / 400)\n\n\(word) "
    case 100, 110, 120: "\n\n- \(word) "
    case 150: "\n\n| 1 | 2 |\n|---|---|\n| \(word) "
    case 151: "| \(word) |\n\n"
    case 200: "\n\n```swift\nlet \(word) = 1\n"
    case 201..<220: "print(\(word))\n"
    case 220: "// \(word)\n```\n\n"
    case _ where number % 60 == 0: "\n\n\(word) "
    case _ where number % 25 == 0: "**\(word)** "
    default: "\(word) "
    }
}

let app = ChatApp()

app.onMessage { message, chat in
    let words = message.content.split(separator: " ")
    let count = words.dropFirst().first.flatMap { Int($0) } ?? 1000
    if words.first == "fill" {
        for start in stride(from: 0, to: count, by: 2000) {
            try await chat.send((start..<min(start + 2000, count)).map(token).joined())
        }
        return
    }
    let rate = words.last.flatMap { Int($0) } ?? 200
    let reply = chat.message()
    let clock = ContinuousClock()
    let start = clock.now
    for number in 0..<count {
        // By the clock, so that what a pause takes too long is made up for.
        try await clock.sleep(until: start + .seconds(Double(number) / Double(rate)))
        try await reply.stream(token(number))
    }
    try await reply.finish()
}

try await app.run()
