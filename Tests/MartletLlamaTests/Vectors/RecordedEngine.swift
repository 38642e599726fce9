#if Llama
    import Dispatch
    import LanguageModels

    @testable import MartletLlama

    /// An engine with a cache of its own on a model, and the record of its decodes.
    struct RecordedEngine {
        /// An answer as token ids.
        struct Answer: Sendable {
            var tokens: [Int32] = []
            var summary: GenerationSummary?
        }

        let engine: InferenceEngine
        let record = DecodeRecord()
        /// What holds the first decode back, so that many requests are there at the second.
        private let gate = DispatchSemaphore(value: 0)
        private let isHeld: Bool

        init(
            _ weights: LlamaWeights,
            contextLength: Int = 512,
            cacheLength: Int = 2048,
            batchSize: Int = 512,
            sequences: Int = 8,
            context: LlamaContextOptions = .exact,
            scheduling: InferenceConfiguration = InferenceConfiguration(guessesAhead: false),
            isHeld: Bool = false,
            hooks: DecodeHooks = DecodeHooks()
        ) async throws {
            var options = LlamaTestModel.options
            options.contextLength = contextLength
            options.cacheLength = cacheLength
            options.batchSize = batchSize
            options.sequences = sequences
            options.context = context
            self.isHeld = isHeld
            let (record, gate) = (self.record, self.gate)
            var hooks = hooks
            let before = hooks.before
            hooks.before = { number, batch in
                if isHeld, number == 1 { gate.wait() }
                before(number, batch)
            }
            self.engine = try await InferenceEngine(name: "Recorded", configuration: scheduling) {
                [options, hooks] abort in
                let backend = try LlamaBackend(weights: weights, options: options, abort: abort)
                return RecordingBackend(backend, weights: weights, record: record, hooks: hooks)
            }
        }

        /// Answers a prompt of tokens.
        func answer(_ prompt: [Int32], _ options: GenerationOptions) async throws -> Answer {
            var answer = Answer()
            for try await delta in self.engine.stream(options: options, prompt: { prompt }) {
                answer.tokens += delta.tokens
                answer.summary = delta.summary ?? answer.summary
            }
            return answer
        }

        /// Answers prompts at the same time, all of them from the second decode on if the first one is held back.
        func answers(_ prompts: [[Int32]], _ options: GenerationOptions) async throws -> [Answer] {
            try await withThrowingTaskGroup(of: (Int, Answer).self) { group in
                for (index, prompt) in prompts.enumerated() {
                    group.addTask { (index, try await self.answer(prompt, options)) }
                }
                if self.isHeld {
                    await self.waitForOpen(prompts.count)
                    self.gate.signal()
                }
                var answers = Array(repeating: Answer(), count: prompts.count)
                for try await (index, answer) in group { answers[index] = answer }
                return answers
            }
        }

        /// What the engine has done, once it has nothing more to do.
        func finalStatistics() async -> InferenceStatistics {
            while true {
                let statistics = self.engine.statistics
                if statistics.running + statistics.waiting == 0 { return statistics }
                await Task.yield()
            }
        }

        /// Waits, without blocking, until so many requests are open.
        func waitForOpen(_ count: Int) async {
            while self.engine.statistics.open != count { await Task.yield() }
        }
    }

    extension GenerationOptions {
        /// The likeliest token each time, and never the end of the text: answers are exactly as long as asked for.
        static func endless(_ weights: LlamaWeights, _ maxNewTokens: Int?) -> GenerationOptions {
            var options = GenerationOptions(maxNewTokens: maxNewTokens, repetitionPenalty: 1, temperature: 0)
            for token in 0..<Int32(weights.vocabularySize) where weights.isEndOfGeneration(token) {
                options.logitBias[token] = -.infinity
            }
            return options
        }

        /// The likeliest token each time.
        static func greedy(_ maxNewTokens: Int) -> GenerationOptions {
            GenerationOptions(maxNewTokens: maxNewTokens, repetitionPenalty: 1, temperature: 0)
        }
    }
#endif
