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

    private struct Requests {
        /// How many were submitted and have not ended.
        var open = 0
        /// The same of each user that was named.
        var openOf: [String: Int] = [:]
        var nextID = 0
        var isShutDown = false

        mutating func close(user: String?) {
            self.open -= 1
            guard let user, let count = self.openOf[user] else { return }
            self.openOf[user] = count > 1 ? count - 1 : nil
        }
    }

    /// What the back end can hold.
    public let limits: InferenceLimits
    /// How it shares its model among requests.
    public let configuration: InferenceConfiguration
    private let shared: Shared
    /// Makes samplers in the tasks that ask; nil if the engine's thread does.
    private let prepareSampler: SamplerPreparation?
    private let requests = Guarded(Requests())

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
                // Nothing is made for a request that is refused anyway: neither its tokens nor its sampler.
                if let refusal = self.requests.withLock({ self.refusal($0, user: user) }) { throw refusal }
                var request = try await makeRequest()
                try request.options.validate()
                request.options.user = request.options.user ?? user ?? RequestUser.current
                return try self.submit(request, time: start)
            }
        )
    }

    /// Puts a request into the queue.
    private func submit(_ request: EngineRequest, time: ContinuousClock.Instant) throws -> InferenceRequest {
        try request.check(limit: self.limits.contextLength)
        // Below the greatest number, which llama.cpp takes for "choose one".
        let seed = request.options.seed ?? UInt32.random(in: 0..<UInt32.max)
        let sampler = try self.prepareSampler?(request.options, seed, request.prompt)
        let user = request.options.user
        let channel = try self.requests.withLock { requests in
            if let refusal = self.refusal(requests, user: user) { throw refusal }
            requests.open += 1
            if let user { requests.openOf[user, default: 0] += 1 }
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
            return channel
        }
        return InferenceRequest(channel: channel) { self.requests.withLock { $0.close(user: user) } }
    }

    /// Why no request is taken at present; nil if one is.
    private func refusal(_ requests: Requests, user: String?) -> LanguageModelError? {
        if requests.isShutDown {
            return LanguageModelError(.generationFailed, "The model is shut down; load it again.")
        }
        let limit = max(self.configuration.queueLimit, 1)
        if requests.open >= limit {
            return LanguageModelError(
                .queueFull,
                "\(limit) requests are open on this model, and no more are taken; try again in a moment."
            )
        }
        // The last quarter is there for others; of few places one user may have all.
        guard let user, limit >= 16, let own = requests.openOf[user], own >= limit - limit / 4 else { return nil }
        return LanguageModelError(
            .queueFull,
            "\(own) requests of one user are open on this model, and no more are taken; try again in a moment."
        )
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
