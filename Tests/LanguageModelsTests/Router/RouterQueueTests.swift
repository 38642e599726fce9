import Testing

@testable import LanguageModels

/// Who waits, for whom, and until when; with a clock that tests set.
@Suite struct RouterQueueTests {
    private final class Clock: Sendable {
        private let instant = Guarded(ContinuousClock.now)

        var now: ContinuousClock.Instant { self.instant.withLock { $0 } }

        func advance(by duration: Duration) { self.instant.withLock { $0 += duration } }
    }

    private let key = RouterKey(.text("a"))

    private func core(_ count: Int, clock: Clock) -> RouterCore {
        RouterCore(
            (0..<count).map { RouterServer(ScriptedLanguageModel([]), name: "s\($0)", maximumRequests: 1) },
            policy: RouterPolicy(
                failuresBeforeEjection: 1,
                ejectionTime: .seconds(3600),
                longestEjectionTime: .seconds(3600)
            ),
            now: { clock.now }
        )
    }

    private func lease(_ admission: RouterCore.Admission) -> RouterLease? {
        if case .lease(let lease) = admission { lease } else { nil }
    }

    private func waiter(_ admission: RouterCore.Admission) -> RouterWaiter? {
        if case .waiter(let waiter) = admission { waiter } else { nil }
    }

    /// Reads a waiter's news up to its place at a server.
    private func place(_ waiter: RouterWaiter) async throws -> RouterLease? {
        while true {
            switch try await waiter.next() {
            case .position: continue
            case .lease(let lease): return lease
            case .nobody: return nil
            }
        }
    }

    @Test func `who waits comes before a newcomer when a server's time out has ended`() async throws {
        let clock = Clock()
        let core = self.core(2, clock: clock)
        var first = self.lease(try core.admit(self.key, tried: []))
        let out = try #require(first?.index)
        first?.fail()
        first = nil
        let second = try #require(self.lease(try core.admit(self.key, tried: [])))
        #expect(second.index == 1 - out)
        let waiter = try #require(self.waiter(try core.admit(self.key, tried: [])))
        #expect(core.statistics.waitingRequests == 1)
        clock.advance(by: .seconds(3601))
        let newcomer = try #require(self.waiter(try core.admit(self.key, tried: [])))
        let place = try await self.place(waiter)
        #expect(place?.index == out)
        #expect(core.statistics.waitingRequests == 1)
        newcomer.cancel()
        withExtendedLifetime((second, place)) {}
    }

    @Test func `who waits goes to a server whose time out ends, though nothing else happens`() async throws {
        let gate = FlakyModel.Gate()
        let models = [FlakyModel(.text("0")), FlakyModel(.text("1"))]
        let router = RouterModel(
            models.enumerated().map { RouterServer($1, name: "s\($0)", maximumRequests: 1) },
            policy: RouterPolicy(failuresBeforeEjection: 1, ejectionTime: .milliseconds(500))
        )
        @Sendable func ask(_ options: GenerationOptions = GenerationOptions()) async throws -> String {
            try await router.stream(.text("a"), options: options).collect().text
        }
        let own = try #require(Int(try await ask()))
        models[own].set(.failure(.serverUnavailable))
        models[1 - own].set(.waits(gate))
        let first = Task { try await ask() }
        try await OpenAIModelTests.wait { router.statistics.servers[1 - own].openRequests == 1 }
        models[own].set(.text("back"))
        // The other server stays busy all the time; the limit only ends a test that fails.
        #expect(try await ask(GenerationOptions(timeLimit: .seconds(120))) == "back")
        gate.open()
        #expect(try await first.value == "late")
    }

    @Test func `a position that comes late hides no place`() async throws {
        let core = self.core(1, clock: Clock())
        let waiter = RouterWaiter(core: core, key: self.key, tried: [], position: 3)
        waiter.tell(.position(2))
        let lease = try #require(self.lease(try core.admit(self.key, tried: [])))
        waiter.tell(.lease(lease))
        waiter.tell(.position(1))
        guard case .lease = try await waiter.next() else {
            Issue.record("the place was lost")
            return
        }
        let other = RouterWaiter(core: core, key: self.key, tried: [], position: 2)
        other.tell(.nobody)
        other.tell(.position(1))
        guard case .nobody = try await other.next() else {
            Issue.record("the end of the wait was lost")
            return
        }
    }
}
