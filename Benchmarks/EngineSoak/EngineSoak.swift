// Random clients submit, cancel, stall and misbehave; each request must end in exactly one way. See Benchmarks/README.md.
import ArgumentParser
import LanguageModels

#if Llama
    import MartletLlama
#endif

@main
struct EngineSoak: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Soaks the inference engine with random clients, and prints one line of JSON.",
        discussion: """
            Without --model the test back end answers, whose every answer is checked letter by letter, and which now and \
            then fails or has no room. Ends with 1 when a request ended in no way or in two, an answer was wrong, \
            something stayed open, or memory grew.
            """
    )

    @Option(help: "How long new requests are made.")
    var seconds = 600
    @Option(help: "How many clients there are at once.")
    var clients = 64
    @Option(help: "A GGUF file; the program must be built with the trait Llama.")
    var model: String?
    @Option(help: "What the clients' behaviour comes from.")
    var seed: UInt64 = 1

    func run() async throws {
        let target: Target
        if let model = self.model {
            target = try await Self.llama(model)
        } else {
            target = try await Self.testBackend(seed: self.seed)
        }
        let tally = Tally()
        let end = ContinuousClock.now + .seconds(self.seconds)
        let watch = Watch(tally: tally, end: end)
        let watching = Task { await watch.run() }
        await withDiscardingTaskGroup { group in
            for number in 0..<self.clients {
                let random = SplitMix64(seed: self.seed << 32 + UInt64(number))
                group.addTask {
                    await Client(number: number, target: target, tally: tally, random: random).run(until: end)
                }
            }
        }
        watching.cancel()
        await watching.value
        await tally.note(leftOpen: target.settled())
        let report = watch.report(seconds: self.seconds, clients: self.clients)
        print(report.json)
        if !report.passes { throw ExitCode.failure }
    }

    private static func llama(_ path: String) async throws -> Target {
        #if Llama
            let model = try await LlamaModel(path, threads: 1, contextLength: 512, sequences: 8, cacheLength: 2048)
            return Target(model: model, contextLength: 512, expected: nil) { model.statistics }
        #else
            throw ValidationError("This build has no libllama; build it with the trait Llama.")
        #endif
    }

    /// Small limits, so that requests wait, pause and are turned away; now and then a step takes long, or goes wrong.
    private static func testBackend(seed: UInt64) async throws -> Target {
        let trouble = Trouble(seed: seed)
        let model = try await TestModel(
            limits: InferenceLimits(contextLength: 512, cacheLength: 2048, batchLength: 64, sequenceCount: 8),
            configuration: InferenceConfiguration(queueLimit: 48, bufferCapacity: 16),
            onDecode: { _, abort in trouble.result(abort) },
            reply: Prompts.reply
        )
        return Target(model: model, contextLength: 512, expected: Prompts.reply) { model.engine.statistics }
    }
}

/// What is soaked.
struct Target: Sendable {
    var model: any LanguageModel
    var contextLength: Int
    /// The whole answer to a prompt, where it is known.
    var expected: (@Sendable (String) -> String)?
    var statistics: @Sendable () -> InferenceStatistics

    /// How many requests are still held when all clients are gone, after a moment for the engine to find out.
    func settled() async -> Int {
        for _ in 0..<100 {
            let now = self.statistics()
            if now.open == 0 && now.running == 0 && now.waiting == 0 { return 0 }
            try? await Task.sleep(for: .milliseconds(100))
        }
        let now = self.statistics()
        return max(now.open, now.running + now.waiting)
    }
}
