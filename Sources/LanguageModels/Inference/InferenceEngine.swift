/// Runs the requests of many chats on one back end: one thread, one batch for all of them at each step.
///
/// Requests share the model and its cache. Each step evaluates one token of every answer under way, and pieces of new
/// prompts beside them. A prompt that begins like something evaluated before reuses it. A request that does not fit at
/// present waits for its turn.
///
/// The engine lives as long as someone holds it or one of its streams; then its thread ends and the back end is
/// released on it.
public final class InferenceEngine: Sendable {
    /// What the engine's thread and its callers share.
    struct Shared: Sendable {
        let mailbox = Mailbox<InferenceLoop.Message>()
        let abort = DecodeAbort()
        let statistics = Guarded(InferenceStatistics())
    }

    /// What the back end can hold.
    public let limits: InferenceLimits
    /// How it shares its model among requests.
    public let configuration: InferenceConfiguration
    private let shared: Shared
    /// Makes samplers in the tasks that ask; nil if the engine's thread does.
    private let prepareSampler: SamplerPreparation?
    /// Requests that were submitted and have not ended; the next request's id.
    private let requests = Guarded((open: 0, nextID: 0, isShutDown: false))

    /// Creates an engine with a thread of its own.
    ///
    /// - Parameters:
    ///   - name: The thread's name.
    ///   - configuration: How it shares its model among requests.
    ///   - makeBackend: Makes the back end; called once, on the engine's thread.
    /// - Throws: What `makeBackend` throws.
    public init(
        name: String = "InferenceEngine",
        configuration: InferenceConfiguration = InferenceConfiguration(),
        makeBackend: @escaping @Sendable (DecodeAbort) throws -> any InferenceBackend
    ) async throws {
        let shared = Shared()
        self.shared = shared
        self.configuration = configuration
        let made: (InferenceLimits, SamplerPreparation?) = try await withCheckedThrowingContinuation { continuation in
            DedicatedThread.start(name: name) {
                do {
                    let backend = try makeBackend(shared.abort)
                    continuation.resume(returning: (backend.limits, backend.samplerPreparation))
                    InferenceLoop(backend: backend, configuration: configuration, shared: shared).run()
                } catch {
                    continuation.resume(throwing: error)
                }
            }
        }
        (self.limits, self.prepareSampler) = made
    }

    deinit {
        self.shared.mailbox.post(.stop)
        self.shared.abort.stop()
    }

    /// Ends all requests, running and waiting, and takes no more; the back end is released soon after.
    public func shutDown() {
        self.requests.withLock { $0.isShutDown = true }
        self.shared.mailbox.post(.stop)
        self.shared.abort.stop()
    }

    /// What the engine is doing at present.
    public var statistics: InferenceStatistics {
        var statistics = self.shared.statistics.withLock { $0 }
        statistics.open = self.requests.withLock { $0.open }
        return statistics
    }

    /// Answers a prompt; nothing happens before the stream is iterated.
    ///
    /// - Parameters:
    ///   - options: Sampling parameters and limits.
    ///   - prompt: Makes the prompt's tokens, in the iterating task.
    /// - Returns: The answer's deltas, the last one with the summary.
    public func stream(
        options: GenerationOptions,
        prompt: @escaping @Sendable () async throws -> [Int32]
    ) -> GenerationStream {
        self.stream { EngineRequest(prompt: try await prompt(), options: options) }
    }

    /// Answers a request; nothing happens before the stream is iterated.
    ///
    /// - Parameter makeRequest: Makes the request, in the iterating task.
    /// - Returns: The answer's deltas, the last one with the summary.
    public func stream(_ makeRequest: @escaping @Sendable () async throws -> EngineRequest) -> GenerationStream {
        let user = RequestUser.current
        return GenerationStream(
            InferenceStream {
                let start = ContinuousClock.now
                var request = try await makeRequest()
                try request.options.validate()
                request.options.user = request.options.user ?? user ?? RequestUser.current
                return try self.submit(request, time: start)
            }
        )
    }

    /// Puts a request into the queue.
    private func submit(
        _ request: EngineRequest,
        time: ContinuousClock.Instant
    ) throws(LanguageModelError) -> InferenceRequest {
        try request.check(limit: self.limits.contextLength)
        // Below the greatest number, which llama.cpp takes for "choose one".
        let seed = request.options.seed ?? UInt32.random(in: 0..<UInt32.max)
        let queueLimit = max(self.configuration.queueLimit, 1)
        // Nothing is made for a request that is refused anyway.
        let isFull = self.requests.withLock { $0.isShutDown || $0.open >= queueLimit }
        let sampler = try isFull ? nil : self.prepareSampler?(request.options, seed, request.prompt)
        let (channel, isShutDown) = self.requests.withLock { requests -> (GenerationChannel?, Bool) in
            guard requests.open < queueLimit, !requests.isShutDown else { return (nil, requests.isShutDown) }
            requests.open += 1
            requests.nextID += 1
            let channel = self.channel(for: requests.nextID)
            let submission = InferenceLoop.Submission(
                id: requests.nextID,
                prompt: request.prompt,
                options: request.options,
                seed: seed,
                droppedMessages: request.droppedMessages,
                sampler: sampler,
                channel: channel,
                time: time
            )
            self.shared.mailbox.post(.submit(submission))
            return (channel, false)
        }
        guard let channel else {
            if isShutDown {
                throw LanguageModelError(.generationFailed, "The model is shut down; load it again.")
            }
            throw LanguageModelError(
                .queueFull,
                "\(queueLimit) requests are open on this model, and no more are taken; try again in a moment."
            )
        }
        return InferenceRequest(channel: channel) { self.requests.withLock { $0.open -= 1 } }
    }

    private func channel(for id: Int) -> GenerationChannel {
        let shared = self.shared
        return GenerationChannel(
            capacity: max(self.configuration.bufferCapacity, 1),
            onResume: { shared.mailbox.post(.wake) },
            onCancel: {
                shared.abort.cancelled(id)
                shared.mailbox.post(.wake)
            }
        )
    }
}
