// `numbers COUNT MICROSECONDS` is answered with so many numbered tokens, so far apart on average.
import Martlet

let app = ChatApp()

app.onMessage { message, chat in
    let numbers = message.content.split(separator: " ").compactMap { Int($0) }
    guard numbers.count == 2 else { return }
    let clock = ContinuousClock()
    let start = clock.now
    let reply = chat.message()
    for number in 0..<numbers[0] {
        try await reply.stream("\(number) ")
        // A sleep is often longer than asked for; a deadline for each token keeps the pace all the same.
        let due = start + .microseconds(number * numbers[1])
        if due - clock.now > .milliseconds(1) {
            try await clock.sleep(until: due)
        }
    }
    try await reply.finish()
}

try await app.run()
