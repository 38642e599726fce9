import NIOHTTP1
import Synchronization
import Testing

@testable import LanguageModels

@Suite struct RouterModelTests {
    private func router(
        _ models: [FlakyModel],
        most: Int? = nil,
        policy: RouterPolicy = RouterPolicy(failuresBeforeEjection: 1, ejectionTime: .milliseconds(50))
    ) -> RouterModel {
        RouterModel(
            models.enumerated().map { RouterServer($1, name: "s\($0)", maximumRequests: most) },
            policy: policy
        )
    }

    private func ask(_ router: RouterModel, _ text: String = "Hi", _ options: GenerationOptions = GenerationOptions())
        async throws -> String
    {
        try await router.stream(.chat([ChatMessage(role: .user, content: text)]), options: options).collect().text
    }

    @Test func `turns of a chat reach one server`() async throws {
        let models = (0..<4).map { FlakyModel(.text("\($0)")) }
        let router = self.router(models)
        for chat in 0..<20 {
            let first = try await self.ask(router, "chat \(chat)")
            for _ in 0..<3 { #expect(try await self.ask(router, "chat \(chat)") == first) }
        }
        let statistics = router.statistics
        #expect(statistics.servers.map(\.requests).reduce(0, +) == 80)
        #expect(statistics.servers.map(\.affineRequests).reduce(0, +) == 80)
        #expect(statistics.servers.allSatisfy { $0.openRequests == 0 })
        #expect(router.identity.name == "flaky" && router.identity.parameters["servers"] == "s0, s1, s2, s3")
    }

    @Test(arguments: [LanguageModelError.Code.serverUnavailable, .rateLimited, .unauthorized, .generationFailed])
    func `a server that fails before its first text is replaced`(code: LanguageModelError.Code) async throws {
        let models = [FlakyModel(.failure(code)), FlakyModel(.failure(code)), FlakyModel(.text("fine"))]
        let router = self.router(models)
        for chat in 0..<8 { #expect(try await self.ask(router, "\(chat)") == "fine") }
        let statistics = router.statistics
        #expect(statistics.failovers > 0)
        #expect(statistics.servers[0].ejections > 0 || statistics.servers[1].ejections > 0)
    }

    @Test func `after the first text an error is an error`() async throws {
        let models = [FlakyModel(.breaks("a")), FlakyModel(.breaks("a"))]
        let router = self.router(models)
        let error = try await #require(throws: LanguageModelError.self) { try await self.ask(router) }
        #expect(error.message == "It breaks.")
        #expect(models.map(\.requests).reduce(0, +) == 1)
        #expect(router.statistics.servers.map(\.failures).reduce(0, +) == 1)
    }

    @Test(arguments: [LanguageModelError.Code.requestFailed, .contextOverflow, .invalidOption])
    func `what is the request's own fault is told at once`(code: LanguageModelError.Code) async throws {
        let models = [FlakyModel(.failure(code)), FlakyModel(.failure(code))]
        let router = self.router(models)
        let error = try await #require(throws: LanguageModelError.self) { try await self.ask(router) }
        #expect(error.code == code)
        #expect(models.map(\.requests).reduce(0, +) == 1)
        #expect(router.statistics.servers.allSatisfy { $0.failures == 0 })
    }

    @Test func `when nobody can answer the last reason is told`() async throws {
        let router = self.router((0..<3).map { _ in FlakyModel(.failure(.rateLimited)) })
        let error = try await #require(throws: LanguageModelError.self) { try await self.ask(router) }
        #expect(error.code == .rateLimited)
        #expect(error.message.hasPrefix("None of 3 servers could answer; the last one: It fails."))
        let empty = try await #require(throws: LanguageModelError.self) { try await self.ask(RouterModel([])) }
        #expect(empty.code == .serverUnavailable)
    }

    @Test func `a server that was out comes back`() async throws {
        let models = [FlakyModel(.text("0")), FlakyModel(.text("1"))]
        let router = self.router(models)
        let own = try #require(Int(try await self.ask(router)))
        models[own].set(.failure(.serverUnavailable))
        #expect(try await self.ask(router) == "\(1 - own)")
        #expect(router.statistics.servers[own].availability == .ejected)
        let requests = models[own].requests
        models[own].set(.text("\(own)"))
        try await Task.sleep(for: .milliseconds(60))
        #expect(try await self.ask(router) == "\(own)")
        #expect(models[own].requests == requests + 1)
        #expect(router.statistics.servers[own].availability == .available)
    }

    @Test func `requests wait for a free place, and are told where they stand`() async throws {
        let gate = FlakyModel.Gate()
        let router = self.router([FlakyModel(.waits(gate))], most: 1)
        let first = Task { try await self.ask(router) }
        try await OpenAIModelTests.wait { router.statistics.servers[0].openRequests == 1 }
        let (told, continuation) = AsyncStream<GenerationActivity>.makeStream()
        let second = Task {
            var summary: GenerationSummary?
            for try await delta in router.stream(.text("b"), options: GenerationOptions()) {
                if let activity = delta.activity { continuation.yield(activity) }
                summary = delta.summary ?? summary
            }
            return summary
        }
        var activities = told.makeAsyncIterator()
        #expect(await activities.next() == .waiting(position: 1))
        let third = Task {
            for try await delta in router.stream(.text("c"), options: GenerationOptions()) {
                if let activity = delta.activity { continuation.yield(activity) }
            }
        }
        #expect(await activities.next() == .waiting(position: 2))
        #expect(router.statistics.waitingRequests == 2)
        gate.open()
        #expect(try await first.value == "late")
        let summary = try await second.value
        #expect(summary?.queueTime != nil && summary?.duration == summary?.queueTime)
        try await third.value
        #expect(router.statistics.waitingRequests == 0)
        #expect(router.statistics.servers[0].openRequests == 0)
    }

    @Test func `who goes away leaves the queue, and lets the others on`() async throws {
        let gate = FlakyModel.Gate()
        let router = self.router([FlakyModel(.waits(gate))], most: 1)
        let first = Task { try await self.ask(router) }
        try await OpenAIModelTests.wait { router.statistics.servers[0].openRequests == 1 }
        let second = Task { try await self.ask(router, "b") }
        try await OpenAIModelTests.wait { router.statistics.waitingRequests == 1 }
        let third = Task { try await self.ask(router, "c") }
        try await OpenAIModelTests.wait { router.statistics.waitingRequests == 2 }
        second.cancel()
        await #expect(throws: CancellationError.self) { try await second.value }
        #expect(router.statistics.waitingRequests == 1)
        first.cancel()
        _ = try? await first.value
        gate.open()
        #expect(try await third.value == "late")
        #expect(router.statistics.servers[0].openRequests == 0)
    }

    @Test func `a full queue refuses, and a time limit ends the wait`() async throws {
        let gate = FlakyModel.Gate()
        let router = self.router([FlakyModel(.waits(gate))], most: 1, policy: RouterPolicy(queueLimit: 1))
        let first = Task { try await self.ask(router) }
        try await OpenAIModelTests.wait { router.statistics.servers[0].openRequests == 1 }
        var options = GenerationOptions()
        options.timeLimit = .seconds(1)
        let second = Task { [options] in try await self.ask(router, "b", options) }
        try await OpenAIModelTests.wait { router.statistics.waitingRequests == 1 }
        let full = try await #require(throws: LanguageModelError.self) { try await self.ask(router, "c") }
        #expect(full.code == .queueFull)
        let late = try await #require(throws: LanguageModelError.self) { try await second.value }
        #expect(late.code == .timeLimitExceeded)
        #expect(router.statistics.waitingRequests == 0)
        gate.open()
        _ = try await first.value
    }

    @Test func `who waits for one server keeps nobody from another`() async throws {
        let gate = FlakyModel.Gate()
        let models = [FlakyModel(.failure(.serverUnavailable)), FlakyModel(.waits(gate))]
        let router = self.router(models, most: 1, policy: RouterPolicy(failuresBeforeEjection: 3))
        router.setDraining(true, server: "s0")
        let first = Task { try await self.ask(router) }
        try await OpenAIModelTests.wait { router.statistics.servers[1].openRequests == 1 }
        router.setDraining(false, server: "s0")
        // It has failed at the free server, and waits for the other one alone.
        let second = Task { try await self.ask(router) }
        try await OpenAIModelTests.wait { router.statistics.waitingRequests == 1 }
        models[0].set(.text("free"))
        #expect(try await self.ask(router, "other", GenerationOptions(timeLimit: .seconds(20))) == "free")
        #expect(router.statistics.waitingRequests == 1)
        gate.open()
        #expect(try await first.value == "late")
        #expect(try await second.value == "late")
    }

    @Test func `a request that is wrong tells nothing of a server on trial`() async throws {
        let models = [FlakyModel(.failure(.serverUnavailable))]
        let router = self.router(models)
        await #expect(throws: LanguageModelError.self) { try await self.ask(router) }
        #expect(router.statistics.servers[0].availability == .ejected)
        try await Task.sleep(for: .milliseconds(60))
        models[0].set(.failure(.invalidOption))
        await #expect(throws: LanguageModelError.self) { try await self.ask(router) }
        #expect(router.statistics.servers[0].availability == .ejected)
        models[0].set(.text("well"))
        #expect(try await self.ask(router) == "well")
        #expect(router.statistics.servers[0].availability == .available)
    }

    @Test func `drains let a server finish and give it nothing new`() async throws {
        let models = [FlakyModel(.text("0")), FlakyModel(.text("1"))]
        let router = self.router(models)
        #expect(router.setDraining(true, server: "s0"))
        #expect(!router.setDraining(true, server: "elsewhere"))
        for chat in 0..<10 { #expect(try await self.ask(router, "\(chat)") == "1") }
        #expect(router.statistics.servers[0].availability == .draining)
        router.setDraining(true, server: "s1")
        let error = try await #require(throws: LanguageModelError.self) { try await self.ask(router) }
        #expect(error.code == .serverUnavailable)
        router.setDraining(false, server: "s0")
        #expect(try await self.ask(router) == "0")
    }

    @Test func `health checks run at intervals and end with the router`() async throws {
        final class Health: Sendable {
            struct Ill: Error {}
            let isWell = Mutex(true)
            let checks = Mutex(0)

            func check() throws {
                self.checks.withLock { $0 += 1 }
                if !self.isWell.withLock({ $0 }) { throw Ill() }
            }
        }
        let health = Health()
        func run() async throws {
            let router = RouterModel(
                [RouterServer(FlakyModel(.text("a")), name: "s", healthCheck: { try health.check() })],
                policy: RouterPolicy(healthInterval: .milliseconds(10))
            )
            try await OpenAIModelTests.wait { health.checks.withLock { $0 } > 2 }
            #expect(router.statistics.servers[0].availability == .available)
            health.isWell.withLock { $0 = false }
            try await OpenAIModelTests.wait { router.statistics.servers[0].availability == .unhealthy }
            health.isWell.withLock { $0 = true }
            try await OpenAIModelTests.wait { router.statistics.servers[0].availability == .available }
        }
        try await run()
        try await Task.sleep(for: .milliseconds(50))
        let count = health.checks.withLock { $0 }
        try await Task.sleep(for: .milliseconds(100))
        #expect(health.checks.withLock { $0 } == count)
    }

    @Test func `a health check that hangs counts as failed`() async throws {
        let router = RouterModel(
            [RouterServer(FlakyModel(.text("a")), name: "s", healthCheck: { try await Task.sleep(for: .seconds(60)) })],
            policy: RouterPolicy(healthInterval: .milliseconds(10), healthTimeout: .milliseconds(20))
        )
        try await OpenAIModelTests.wait { router.statistics.servers[0].availability == .unhealthy }
    }

    @Test func `servers over HTTP: one refuses, one is not there, one answers`() async throws {
        try await FakeServer.with({ request in
            request.uri.hasSuffix("models") ? OpenAIFixture.json("{}") : OpenAIFixture.hello
        }) { good in
            try await FakeServer.with({ _ in OpenAIFixture.json("{}", status: .serviceUnavailable) }) { bad in
                let gone = try await FakeServer.with({ _ in .init() }) { OpenAIFixture.model($0) }
                let router = RouterModel([
                    RouterServer(OpenAIFixture.model(good)), RouterServer(OpenAIFixture.model(bad)), RouterServer(gone),
                ])
                for chat in 0..<10 { #expect(try await self.ask(router, "\(chat)") == "Hello") }
                try await OpenAIModelTests.wait {
                    router.statistics.servers.map(\.availability) == [.available, .unhealthy, .unhealthy]
                }
                #expect(router.statistics.servers[0].name == "http://127.0.0.1:\(good.port)/v1")
            }
        }
    }

    @Test func `many chats at once all end`() async throws {
        let models = (0..<3).map { FlakyModel(.text("\($0)")) }
        let router = self.router(models, most: 2)
        try await withThrowingTaskGroup(of: String.self) { group in
            for chat in 0..<200 { group.addTask { try await self.ask(router, "chat \(chat)") } }
            var count = 0
            for try await text in group {
                #expect(["0", "1", "2"].contains(text))
                count += 1
            }
            #expect(count == 200)
        }
        let statistics = router.statistics
        #expect(statistics.waitingRequests == 0 && statistics.servers.allSatisfy { $0.openRequests == 0 })
    }
}
