import Testing

@testable import LanguageModels

/// What counts as a server's fault.
@Suite struct RouterFaultTests {
    private let timeLimitError = LanguageModelError(.timeLimitExceeded, "It took too long.")
    /// A limit that no test waits for.
    private let options = GenerationOptions(timeLimit: .seconds(3600))

    private func router(_ models: [FlakyModel], failures: Int = 1) -> RouterModel {
        RouterModel(
            models.enumerated().map { RouterServer($1, name: "s\($0)") },
            policy: RouterPolicy(failuresBeforeEjection: failures, ejectionTime: .seconds(60))
        )
    }

    private func ask(_ router: RouterModel) async throws -> String {
        try await router.stream(.text("Hi"), options: self.options).collect().text
    }

    @Test func `a server that breaks every answer off is taken out`() async throws {
        let models = [FlakyModel(.text("0")), FlakyModel(.text("1"))]
        let router = self.router(models, failures: 2)
        let own = try #require(Int(try await self.ask(router)))
        models[own].set(.breaks("half"))
        for _ in 0..<2 { await #expect(throws: LanguageModelError.self) { try await self.ask(router) } }
        #expect(router.statistics.servers[own].availability == .ejected)
        #expect(try await self.ask(router) == "\(1 - own)")
    }

    @Test func `a whole answer makes up for one that broke off`() async throws {
        let model = FlakyModel(.breaks("half"))
        let router = self.router([model], failures: 2)
        await #expect(throws: LanguageModelError.self) { try await self.ask(router) }
        model.set(.text("whole"))
        #expect(try await self.ask(router) == "whole")
        model.set(.breaks("half"))
        await #expect(throws: LanguageModelError.self) { try await self.ask(router) }
        #expect(router.statistics.servers[0].availability == .available)
    }

    @Test func `a server that lacks the model is replaced, unless it is the only one`() async throws {
        let error = LanguageModelError(.requestFailed, "No such model.", cause: MissingModel())
        let models = [FlakyModel(.text("0")), FlakyModel(.text("1"))]
        let router = self.router(models)
        let own = try #require(Int(try await self.ask(router)))
        models[own].set(.fails(after: [], error))
        #expect(try await self.ask(router) == "\(1 - own)")
        #expect(router.statistics.servers[own].availability == .ejected)
        let single = self.router([FlakyModel(.fails(after: [], error))])
        let told = try await #require(throws: LanguageModelError.self) { try await self.ask(single) }
        #expect(told.message == "No such model.")
        #expect(single.statistics.servers[0].failures == 0)
    }

    @Test func `a server that is silent until the time limit has failed, and nobody else is asked`() async throws {
        let models = (0..<2).map { _ in FlakyModel(.fails(after: [], self.timeLimitError)) }
        let router = self.router(models)
        let error = try await #require(throws: LanguageModelError.self) { try await self.ask(router) }
        #expect(error.code == .timeLimitExceeded)
        #expect(models.map(\.requests).reduce(0, +) == 1)
        #expect(router.statistics.servers.map(\.failures).reduce(0, +) == 1)
    }

    @Test func `a server that lets requests wait until the time limit is only busy`() async throws {
        let waiting = GenerationDelta(text: "", activity: .waiting(position: 1))
        let router = self.router([FlakyModel(.fails(after: [waiting], self.timeLimitError))])
        await #expect(throws: LanguageModelError.self) { try await self.ask(router) }
        #expect(router.statistics.servers[0].failures == 0)
    }
}
