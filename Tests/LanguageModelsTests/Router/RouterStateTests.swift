import Testing

@testable import LanguageModels

@Suite struct RouterStateTests {
    private let start = ContinuousClock.now

    /// A state by reference, so that expectations can change it.
    private final class Bench {
        var state: RouterState

        init(_ state: RouterState) {
            self.state = state
        }

        func choose(_ key: RouterKey, tried: Set<Int>, now: ContinuousClock.Instant) -> RouterState.Choice {
            self.state.choose(key, tried: tried, now: now)
        }

        func leave(_ index: Int, now: ContinuousClock.Instant) { self.state.leave(index, now: now) }

        func begin(_ index: Int) { self.state.begin(index) }

        func succeed(_ index: Int) { self.state.succeed(index) }

        func fail(_ index: Int, now: ContinuousClock.Instant) { self.state.fail(index, now: now) }

        func setDraining(_ isDraining: Bool, name: String) -> Bool {
            self.state.setDraining(isDraining, name: name)
        }

        func isAvailable(_ index: Int, now: ContinuousClock.Instant) -> Bool { self.state.isAvailable(index, now: now) }

        func statistics(waiting: Int, now: ContinuousClock.Instant) -> RouterStatistics {
            self.state.statistics(waiting: waiting, now: now)
        }
    }

    private func state(
        _ count: Int,
        weights: [Double] = [],
        most: Int? = nil,
        policy: RouterPolicy = RouterPolicy()
    ) -> Bench {
        let model = ScriptedLanguageModel([])
        let servers = (0..<count).map {
            RouterServer(
                model,
                name: "s\($0)",
                weight: weights.isEmpty ? 1 : weights[$0],
                maximumRequests: most
            )
        }
        return Bench(RouterState(servers, policy: policy))
    }

    private func key(_ index: Int) -> RouterKey {
        let user = ChatMessage(role: .user, content: "chat \(index)")
        return RouterKey(.chat([ChatMessage(role: .system, content: "Rules"), user]))
    }

    /// Sends one request that ends at once.
    private func visit(_ state: Bench, _ key: RouterKey, at now: ContinuousClock.Instant? = nil) -> Int? {
        guard case .server(let index) = state.choose(key, tried: [], now: now ?? self.start) else { return nil }
        state.leave(index, now: now ?? self.start)
        return index
    }

    @Test func `all turns of a chat have one key`() {
        let first = [ChatMessage(role: .system, content: "Rules"), ChatMessage(role: .user, content: "Hi")]
        var later = first + [ChatMessage(role: .assistant, content: "Hello")]
        later.append(ChatMessage(role: .user, content: "Why?"))
        #expect(RouterKey(.chat(first)) == RouterKey(.chat(later)))
        #expect(RouterKey(.chat(first)) != RouterKey(.chat([ChatMessage(role: .user, content: "RulesHi")])))
        let text = String(repeating: "long ", count: 300)
        #expect(RouterKey(.text(text)) == RouterKey(.text(text + "and more")))
        // The number must stay the same in all processes and releases.
        #expect(StableHash.of("martlet") == StableHash.of("martlet"))
        #expect(StableHash.of("a") != StableHash.of("b"))
    }

    @Test func `chats stay where they are when one server of four leaves`() throws {
        let state = self.state(4)
        let before = (0..<1000).map { self.visit(state, self.key($0)) }
        for server in 0..<4 { #expect((180...320).contains(before.count { $0 == server })) }
        #expect(state.setDraining(true, name: "s2"))
        #expect(!state.setDraining(true, name: "s9"))
        let after = (0..<1000).map { self.visit(state, self.key($0)) }
        #expect(!after.contains(2))
        let others = zip(before, after).filter { $0.0 != 2 }
        let kept = others.count { $0.0 == $0.1 }
        #expect(Double(kept) > 0.95 * Double(others.count))
        // The chats that had to move are shared by all three.
        let moved = zip(before, after).filter { $0.0 == 2 }.map(\.1)
        for server in [0, 1, 3] { #expect(moved.count { $0 == server } > moved.count / 6) }
        #expect(state.setDraining(false, name: "s2"))
        #expect((0..<1000).map { self.visit(state, self.key($0)) } == before)
    }

    @Test func `weights are shares`() {
        let state = self.state(3, weights: [1, 1, 2])
        let visits = (0..<2000).map { self.visit(state, self.key($0)) }
        #expect((880...1120).contains(visits.count { $0 == 2 }))
        #expect((400...600).contains(visits.count { $0 == 0 }))
    }

    @Test func `one chat that asks all at once does not fill its server`() {
        let state = self.state(4)
        for _ in 0..<100 { _ = state.choose(self.key(0), tried: [], now: self.start) }
        let open = state.state.servers.map(\.openRequests)
        #expect(open.reduce(0, +) == 100)
        // At most 1.25 times the average, rounded up.
        #expect(open.allSatisfy { $0 <= 32 })
        #expect(open.max() == 32)
    }

    @Test func `servers that have all they take are full`() {
        let state = self.state(2, most: 1)
        #expect(state.choose(self.key(0), tried: [], now: self.start) != .full)
        #expect(state.choose(self.key(0), tried: [], now: self.start) != .full)
        #expect(state.choose(self.key(0), tried: [], now: self.start) == .full)
        state.leave(0, now: self.start)
        #expect(state.choose(self.key(0), tried: [], now: self.start) == .server(0))
        #expect(state.choose(self.key(0), tried: [0, 1], now: self.start) == .nobody)
    }

    @Test func `failures take a server out, and a trial brings it back`() throws {
        let state = self.state(2, policy: RouterPolicy(failuresBeforeEjection: 2, ejectionTime: .seconds(1)))
        let key = self.key(1)
        let own = try #require(self.visit(state, key))
        func attempt(at now: ContinuousClock.Instant, succeeds: Bool) -> Int? {
            guard case .server(let index) = state.choose(key, tried: [], now: now) else { return nil }
            if succeeds { state.succeed(index) } else { state.fail(index, now: now) }
            state.leave(index, now: now)
            return index
        }
        var now = self.start
        #expect(attempt(at: now, succeeds: false) == own)
        #expect(attempt(at: now, succeeds: true) == own)
        // A success has wiped the first failure out.
        #expect(attempt(at: now, succeeds: false) == own)
        #expect(attempt(at: now, succeeds: false) == own)
        #expect(self.visit(state, key, at: now) == 1 - own)
        #expect(state.statistics(waiting: 0, now: now).servers[own].availability == .ejected)
        // The first trial fails: out for twice as long.
        now += .milliseconds(1001)
        #expect(attempt(at: now, succeeds: false) == own)
        #expect(self.visit(state, key, at: now + .milliseconds(1999)) == 1 - own)
        now += .milliseconds(2001)
        // While one request tries, others stay away.
        #expect(state.choose(key, tried: [], now: now) == .server(own))
        #expect(state.statistics(waiting: 0, now: now).servers[own].availability == .onTrial)
        #expect(self.visit(state, key, at: now) == 1 - own)
        state.succeed(own)
        state.leave(own, now: now)
        #expect(self.visit(state, key, at: now) == own)
        let statistics = state.statistics(waiting: 3, now: now)
        #expect(statistics.servers[own].ejections == 2 && statistics.servers[own].failures == 4)
        #expect(statistics.servers[own].availability == .available && statistics.waitingRequests == 3)
    }

    @Test func `answers that begin and break off keep a server out for longer each time`() throws {
        let state = self.state(2, policy: RouterPolicy(failuresBeforeEjection: 2, ejectionTime: .seconds(1)))
        let key = self.key(1)
        let own = try #require(self.visit(state, key))
        func breakOff(at now: ContinuousClock.Instant) -> Int? {
            guard case .server(let index) = state.choose(key, tried: [], now: now) else { return nil }
            state.begin(index)
            state.fail(index, now: now)
            state.leave(index, now: now)
            return index
        }
        var now = self.start
        #expect(breakOff(at: now) == own)
        #expect(breakOff(at: now) == own)
        #expect(!state.isAvailable(own, now: now + .milliseconds(999)))
        now += .milliseconds(1001)
        // The trial ends with the first text, and the server is out again when the answer breaks off.
        #expect(breakOff(at: now) == own)
        #expect(!state.isAvailable(own, now: now + .milliseconds(1999)))
        now += .milliseconds(2001)
        #expect(self.visit(state, key, at: now) == own)
        // One whole answer, and it takes two failures again.
        state.succeed(own)
        #expect(breakOff(at: now) == own)
        #expect(state.isAvailable(own, now: now))
    }

    @Test func `a trial that is cancelled leaves the next one to try`() throws {
        let state = self.state(2, policy: RouterPolicy(failuresBeforeEjection: 1))
        let key = self.key(1)
        guard case .server(let own) = state.choose(key, tried: [], now: self.start) else { return }
        state.fail(own, now: self.start)
        state.leave(own, now: self.start)
        let later = self.start + .seconds(2)
        #expect(self.visit(state, key, at: later) == own)
        #expect(self.visit(state, key, at: later) == own)
    }

    @Test func `pauses of a server that stays broken have a longest`() {
        var policy = RouterPolicy(failuresBeforeEjection: 1)
        policy.longestEjectionTime = .seconds(10)
        let state = self.state(1, policy: policy)
        var now = self.start
        for _ in 0..<30 {
            now += .seconds(11)
            guard state.isAvailable(0, now: now), case .server(0) = state.choose(self.key(0), tried: [], now: now)
            else {
                Issue.record("not available after 11 seconds")
                return
            }
            state.fail(0, now: now)
            state.leave(0, now: now)
            #expect(!state.isAvailable(0, now: now))
        }
    }

    @Test func `when all are out, they are asked all the same, unless they drain`() {
        let state = self.state(2, policy: RouterPolicy(failuresBeforeEjection: 1))
        for index in 0..<2 {
            _ = state.choose(self.key(0), tried: index == 0 ? [] : [0], now: self.start)
            state.fail(index, now: self.start)
        }
        #expect(!state.isAvailable(0, now: self.start) && !state.isAvailable(1, now: self.start))
        #expect(self.visit(state, self.key(0)) != nil)
        _ = state.setDraining(true, name: "s0")
        _ = state.setDraining(true, name: "s1")
        #expect(state.choose(self.key(0), tried: [], now: self.start) == .nobody)
    }

    @Test func `health checks take servers out and in`() throws {
        let state = self.state(2, policy: RouterPolicy(failuresBeforeEjection: 1, ejectionTime: .seconds(60)))
        let key = self.key(5)
        let own = try #require(self.visit(state, key))
        state.state.setHealth(false, own, now: self.start)
        #expect(self.visit(state, key) == 1 - own)
        #expect(state.statistics(waiting: 0, now: self.start).servers[own].availability == .unhealthy)
        state.fail(own, now: self.start)
        // It is well again: its time out ends, too.
        state.state.setHealth(true, own, now: self.start)
        #expect(self.visit(state, key) == own)
    }
}
