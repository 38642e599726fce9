// The chat reached from a nested task, from another thread, and from a task group.
import Foundation
import Martlet

let app = ChatApp()

func nested(_ chat: Chat) async throws {
    try await Task { try await chat.send("Sent from a nested task.") }.value
}

func fromThread(_ chat: Chat) async throws {
    try await withCheckedThrowingContinuation { (done: CheckedContinuation<Void, any Error>) in
        Thread.detachNewThread { done.resume() }
    }
    try await chat.send("Sent after a thread's work.")
}

app.onChatStart { chat in
    try await nested(chat)
    try await fromThread(chat)
    try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await chat.send("Sent from a group.") }
        try await group.waitForAll()
    }
}

try await app.run()
