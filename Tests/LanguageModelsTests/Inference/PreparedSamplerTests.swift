import Testing

@testable import LanguageModels

/// A test's back end whose samplers are made by the tasks that ask.
private final class PreparingBackend: InferenceBackend {
    struct Prepared: PreparedSampler {
        let options: GenerationOptions

        func sampler(for backend: any InferenceBackend) throws(LanguageModelError) -> any TokenSampler {
            guard let backend = backend as? PreparingBackend else {
                throw LanguageModelError(.generationFailed, "The sampler belongs to another back end.")
            }
            return try backend.base.makeSampler(options: self.options, seed: 0, prompt: [])
        }
    }

    let base: TestInferenceBackend
    let samplerPreparation: SamplerPreparation?
    var limits: InferenceLimits { self.base.limits }

    init(_ base: TestInferenceBackend, prepare: @escaping SamplerPreparation) {
        self.base = base
        self.samplerPreparation = prepare
    }

    func decode(_ batch: [DecodeToken]) -> DecodeResult { self.base.decode(batch) }

    func makeSampler(
        options: GenerationOptions,
        seed: UInt32,
        prompt: [Int32]
    ) throws(LanguageModelError) -> any TokenSampler {
        throw LanguageModelError(.generationFailed, "Samplers are made by the tasks that ask.")
    }

    func piece(of token: Int32) -> [UInt8] { self.base.piece(of: token) }
    func isEndOfGeneration(_ token: Int32) -> Bool { self.base.isEndOfGeneration(token) }
    func truncate(sequence: Int, to position: Int) -> Bool { self.base.truncate(sequence: sequence, to: position) }
    func share(from source: Int, to destination: Int, count: Int) -> Bool {
        self.base.share(from: source, to: destination, count: count)
    }
    func length(of sequence: Int) -> Int { self.base.length(of: sequence) }
}

struct PreparedSamplerTests {
    private let limits = InferenceLimits(contextLength: 64, cacheLength: 256, batchLength: 32, sequenceCount: 4)

    private func engine(
        queueLimit: Int = 8,
        _ gate: StepGate,
        prepare: @escaping SamplerPreparation
    ) async throws -> InferenceEngine {
        let limits = self.limits
        return try await InferenceEngine(configuration: .init(queueLimit: queueLimit)) { abort in
            PreparingBackend(
                TestInferenceBackend(limits: limits, abort: abort, onDecode: gate.pass) { $0.count < 8 ? 65 : 256 },
                prepare: prepare
            )
        }
    }

    @Test func `a sampler is made while the engine's thread is busy with others`() async throws {
        let gate = StepGate()
        let prompts = Guarded<[[Int32]]>([])
        let engine = try await self.engine(gate) { options, _, prompt throws(LanguageModelError) in
            prompts.withLock { $0.append(prompt) }
            return PreparingBackend.Prepared(options: options)
        }
        async let first = engine.stream(options: GenerationOptions()) { [1, 2, 3] }.collect()
        await gate.waitForBatches(1)
        async let second = engine.stream(options: GenerationOptions()) { [4, 5, 6] }.collect()
        await engine.waitForOpen(2)
        // The engine still stands in its first decode.
        #expect(prompts.withLock { $0 } == [[1, 2, 3], [4, 5, 6]])
        #expect(gate.batches.count == 1)
        gate.open()
        #expect(try await first.text == "AAAAA")
        #expect(try await second.text == "AAAAA")
    }

    @Test func `a sampler that cannot be made is its request's matter alone`() async throws {
        let gate = StepGate()
        let made = Guarded(0)
        let engine = try await self.engine(queueLimit: 1, gate) { options, _, prompt throws(LanguageModelError) in
            made.withLock { $0 += 1 }
            guard prompt != [0] else { throw LanguageModelError(.invalidOption, "The grammar is wrong.") }
            return PreparingBackend.Prepared(options: options)
        }
        let wrong = await #expect(throws: LanguageModelError.self) {
            try await engine.stream(options: GenerationOptions()) { [0] }.collect()
        }
        #expect(wrong?.code == .invalidOption)
        #expect(engine.statistics.open == 0 && gate.batches.isEmpty)
        async let first = engine.stream(options: GenerationOptions()) { [1] }.collect()
        await engine.waitForOpen(1)
        // Nothing is made for who is refused anyway.
        let full = await #expect(throws: LanguageModelError.self) {
            try await engine.stream(options: GenerationOptions()) {
                made.withLock { $0 += 1 }
                return [2]
            }
            .collect()
        }
        #expect(full?.code == .queueFull)
        #expect(made.withLock { $0 } == 2)
        gate.open()
        #expect(try await first.text == "AAAAAAA")
    }
}
