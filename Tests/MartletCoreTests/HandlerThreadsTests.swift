import Foundation
import Testing

@testable import MartletCore

struct HandlerThreadsTests {
    @Test func `a handler that blocks its thread is named, and others go on meanwhile`() async {
        let (named, name) = AsyncStream.makeStream(of: String.self)
        let threads = HandlerThreads { name.yield($0.handler) }
        let release = DispatchSemaphore(value: 0)
        let blockers = (0..<8).map { _ in
            Task(executorPreference: HandlerExecutor(name: "on_message", threads: threads)) {
                Self.block(on: release)
            }
        }
        for await handler in named {
            #expect(handler == "on_message")
            break
        }
        // More handlers block than there are processors, and this one still runs.
        await Task(executorPreference: HandlerExecutor(name: "on_stop", threads: threads)) {}.value
        for _ in blockers { release.signal() }
        for blocker in blockers { await blocker.value }
    }

    @Test func `many short handlers all run`() async {
        let threads = HandlerThreads()
        let tasks = (0..<2000).map { number in
            Task(executorPreference: HandlerExecutor(name: "test", threads: threads)) {
                await Task.yield()
                return number
            }
        }
        var sum = 0
        for task in tasks { sum += await task.value }
        #expect(sum == 1999 * 1000)
    }

    /// Blocks as an author's synchronous code does.
    private static func block(on semaphore: DispatchSemaphore) {
        semaphore.wait()
    }
}
