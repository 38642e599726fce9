// Answers twice, a second apart; "thread" waits on a thread of its own.
import Foundation
import Martlet

let app = ChatApp()

app.onMessage { message, chat in
    try await chat.send("Message 1")
    if message.content == "thread" {
        try await withCheckedThrowingContinuation { (done: CheckedContinuation<Void, any Error>) in
            Thread.detachNewThread {
                Thread.sleep(forTimeInterval: 1.5)
                done.resume()
            }
        }
        try Task.checkCancellation()
    } else {
        try await Task.sleep(for: .seconds(1.5))
    }
    try await chat.send("Message 2")
}

try await app.run()
