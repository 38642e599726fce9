import Foundation
import Synchronization
import Testing

@testable import MartletCore

struct RunControlTests {
    private static func context(_ chat: ChatFixture) -> [String] {
        chat.session.state.withLock { $0.context.all }.map(\.record.output)
    }

    @Test func `an edit of what is no message of the person's leaves the context as it is`() async {
        let chat = ChatFixture { hooks in
            hooks.onMessage = { _, chat in try await chat.send("answer") }
        }
        for _ in 0..<2 {
            chat.say("question")
            await chat.recorder.wait(for: "task ended")
        }
        let answer = chat.session.snapshot.records.first { $0.output == "answer" }
        #expect(throws: MartletError.self) { try chat.session.edit(answer?.id ?? "", content: "x") }
        #expect(Self.context(chat) == ["question", "answer", "question", "answer"])
    }

    @Test func `an edit ends the run that answered the old text, and nothing of that enters the chat any more`()
        async throws
    {
        let (gate, open) = AsyncStream.makeStream(of: Void.self)
        let (late, sent) = AsyncStream.makeStream(of: Bool.self)
        let chat = ChatFixture { hooks in
            hooks.onMessage = { message, chat in
                guard message.content == "one" else {
                    try await chat.send("answer")
                    return
                }
                open.yield()
                try? await Task.sleep(for: .seconds(3600))
                try await chat.sendError("late")
                sent.yield(Task.isCancelled)
            }
        }
        let id = Identifier.random()
        chat.say("one", id: id)
        for await _ in gate { break }
        try chat.session.edit(id, content: "uno")
        for await wasCancelled in late {
            #expect(wasCancelled)
            break
        }
        await chat.recorder.wait(for: "sent Bot: answer")
        #expect(chat.session.snapshot.records.filter(\.type.isMessage).map(\.output) == ["uno", "answer"])
        #expect(Self.context(chat) == ["uno", "answer"])
    }

    @Test func `stop leaves an open microphone alone, and says nothing where nothing else ran`() async {
        let chat = ChatFixture(configuration: .withSound) { $0.tellWhatIsHeard() }
        chat.session.startAudio()
        await chat.recorder.wait(for: "audio on")
        // The task that opened the microphone may still be about to end.
        while chat.session.state.withLock({ $0.tasks.count }) > 1 { await Task.yield() }
        chat.session.stop()
        chat.session.receive(InputAudioChunk(data: Data(count: 3)))
        chat.session.endAudio()
        await chat.recorder.wait(for: "sent Bot: heard [3]")
        #expect(!chat.recorder.events.contains("sent Bot: Task manually stopped."))
        await chat.session.end()
        let isOpen = chat.session.state.withLock { $0.audio != nil }
        #expect(!isOpen)
    }

    @Test func `a second stop leaves the handler of the first alone`() async {
        let (gate, open) = AsyncStream.makeStream(of: Void.self)
        let (begun, begin) = AsyncStream.makeStream(of: Void.self)
        let count = Mutex(0)
        let chat = ChatFixture { hooks in
            hooks.onStop = { chat in
                guard
                    count.withLock({ count in
                        count += 1; return count == 1
                    })
                else { return }
                begin.yield()
                for await _ in gate { break }
                try await chat.send("tidied up")
            }
        }
        chat.session.stop()
        for await _ in begun { break }
        chat.session.stop()
        open.yield()
        await chat.recorder.wait(for: "sent Bot: tidied up")
        #expect(!chat.recorder.events.contains("sent Bot: Task manually stopped."))
        // Tidying up is no work that the person waits for.
        #expect(!chat.recorder.events.contains { $0.hasPrefix("task ") })
    }

    @Test func `a handler that hangs at the end of a chat is left behind`() async {
        let (gate, open) = AsyncStream.makeStream(of: Void.self)
        let chat = ChatFixture(clock: ImpatientClock()) { hooks in
            // Heeds no cancellation, since it waits in a task of its own.
            hooks.onChatEnd = { _ in await Task { for await _ in gate { break } }.value }
        }
        await chat.session.end()
        let isEnded = chat.session.state.withLock { $0.isEnded }
        #expect(isEnded)
        open.finish()
    }

    @Test func `clients can have only so much begun at once, and are told`() async {
        let (gate, open) = AsyncStream.makeStream(of: Void.self)
        let chat = ChatFixture { hooks in
            hooks.onMessage = { _, _ in _ = try? await Task.sleep(for: .seconds(3600)) }
            hooks.onChatEnd = { _ in open.yield() }
            hooks.onStop = { chat in try await chat.send("stopped") }
            hooks.onAction["known"] = { _, _ in .null }
        }
        for number in 0..<40 { chat.say("message \(number)") }
        let most = ChatSession.mostClientRuns
        let toasts = chat.recorder.events.filter { $0.hasPrefix("toast error This chat does too much at once") }
        #expect(toasts.count == 40 - most)
        #expect(chat.session.snapshot.records.filter { $0.type == .userMessage }.count == most)
        #expect(Self.context(chat).count == most)
        let error = await #expect(throws: MartletError.self) { try await chat.session.press(Action(name: "known")) }
        #expect(error?.code == .tooBusy)
        // What the app does when it is told to stop needs no room.
        chat.session.stop()
        await chat.recorder.wait(for: "sent Bot: stopped")
        await chat.session.end()
        for await _ in gate { break }
    }
}
