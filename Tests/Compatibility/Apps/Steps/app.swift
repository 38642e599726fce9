// Three tools, each inside the one before; "sync" does blocking work in them.
import Foundation
import Martlet

let app = ChatApp()

@Sendable func tools(_ chat: Chat, work: @Sendable () async throws -> Void) async throws {
    try await chat.step("tool1", type: .tool) { first in
        try await first.chat.step("tool2", type: .tool) { second in
            try await second.chat.step("tool3", type: .tool) { third in
                try await work()
                try await third.update(output: "Response from tool3.")
            }
            try await second.chat.send("Message from tool2.")
            try await second.update(output: "Response from tool2.")
        }
        try await first.update(output: "Response from tool1.")
    }
    try await chat.send("Done.")
}

app.onMessage { message, chat in
    if message.content == "sync" {
        try await tools(chat) {
            try await withCheckedThrowingContinuation { (done: CheckedContinuation<Void, any Error>) in
                Thread.detachNewThread {
                    Thread.sleep(forTimeInterval: 0.2)
                    done.resume()
                }
            }
        }
    } else {
        try await tools(chat) { try await Task.sleep(for: .milliseconds(200)) }
    }
}

try await app.run()
