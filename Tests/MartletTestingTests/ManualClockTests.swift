import MartletTesting
import Testing

struct ManualClockTests {
    @Test func `sleepers wake when their time has come, the earliest first`() async throws {
        let clock = ManualClock()
        let woken = Mailbox<Int>()
        let tasks = [3, 1, 2].map { seconds in
            Task {
                try await clock.sleep(for: .seconds(seconds))
                woken.put(seconds)
            }
        }
        try await clock.waitForSleepers(3)
        clock.advance(by: .milliseconds(999))
        #expect(woken.all.isEmpty && clock.sleeperCount == 3)
        for (index, expected) in [[1], [1, 2], [1, 2, 3]].enumerated() {
            clock.advance(by: index == 0 ? .milliseconds(1) : .seconds(1))
            _ = try await tasks[[1, 2, 0][index]].value
            #expect(woken.all == expected)
        }
        #expect(clock.now.offset == .seconds(3) && clock.sleeperCount == 0)
    }

    @Test func `a time that has passed is not slept for, and a cancelled sleep throws`() async throws {
        let clock = ManualClock()
        clock.advance(by: .seconds(1))
        try await clock.sleep(for: .zero)
        let sleeping = Task { try await clock.sleep(for: .seconds(1)) }
        try await clock.waitForSleepers(1)
        sleeping.cancel()
        await #expect(throws: CancellationError.self) { try await sleeping.value }
        #expect(clock.sleeperCount == 0)
    }

    @Test func `waiting for sleepers has a limit`() async {
        let failure = await #expect(throws: TestFailure.self) {
            try await ManualClock().waitForSleepers(1, limit: .milliseconds(10))
        }
        #expect(failure?.description.hasPrefix("Waited 0.01 seconds for 1 tasks to sleep") == true)
    }
}
