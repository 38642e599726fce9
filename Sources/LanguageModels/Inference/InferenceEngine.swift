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
    private let shared: Shared
    private let queueLimit: Int
    private let bufferCapacity: Int
    /// Requests that were submitted and have not ended; the next request's id.
    private let requests = Guarded((open: 0, nextID: 0))

    /// Creates an engine with a thread of its own.
    ///
    /// - Parameters:
    ///   - name: The thread's name.
    ///   - queueLimit: How many requests may be open at once, running and waiting; at least 1.
    ///   - bufferCapacity: How many deltas of an answer may wait for their reader before the answer pauses; at least 1.
    ///   - makeBackend: Makes the back end; called once, on the engine's thread.
    /// - Throws: What `makeBackend` throws.
    public init(
        name: String = "InferenceEngine",
        queueLimit: Int = 256,
        bufferCapacity: Int = 256,
        makeBackend: @escaping @Sendable (DecodeAbort) throws -> any InferenceBackend
    ) async throws {
        let shared = Shared()
        self.shared = shared
        self.queueLimit = max(queueLimit, 1)
        self.bufferCapacity = max(bufferCapacity, 1)
        self.limits = try await withCheckedThrowingContinuation { continuation in
            DedicatedThread.start(name: name) {
                do {
                    let backend = try makeBackend(shared.abort)
                    continuation.resume(returning: backend.limits)
                    InferenceLoop(backend: backend, shared: shared).run()
                } catch {
                    continuation.resume(throwing: error)
                }
            }
        }
    }

    deinit {
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
        GenerationStream(
            InferenceStream {
                try options.validate()
                return try self.submit(try await prompt(), options: options)
            }
        )
    }

    /// Puts a request into the queue.
    private func submit(_ prompt: [Int32], options: GenerationOptions) throws(LanguageModelError) -> InferenceRequest {
        guard !prompt.isEmpty else {
            throw LanguageModelError(.invalidInput, "The prompt has no tokens; give at least one character.")
        }
        guard prompt.count < self.limits.contextLength else {
            throw LanguageModelError(
                .contextOverflow,
                "The prompt has \(prompt.count) tokens and the context holds \(self.limits.contextLength), one of them "
                    + "for the answer; shorten the prompt, or load the model with a longer context."
            )
        }
        // Below the greatest number, which llama.cpp takes for "choose one".
        let seed = options.seed ?? UInt32.random(in: 0..<UInt32.max)
        let channel = self.requests.withLock { requests -> GenerationChannel? in
            guard requests.open < self.queueLimit else { return nil }
            requests.open += 1
            requests.nextID += 1
            let channel = self.channel(for: requests.nextID)
            self.shared.mailbox.post(
                .submit(.init(id: requests.nextID, prompt: prompt, options: options, seed: seed, channel: channel))
            )
            return channel
        }
        guard let channel else {
            throw LanguageModelError(
                .queueFull,
                "\(self.queueLimit) requests are open on this model, and no more are taken; try again in a moment."
            )
        }
        return InferenceRequest(channel: channel) { self.requests.withLock { $0.open -= 1 } }
    }

    private func channel(for id: Int) -> GenerationChannel {
        let shared = self.shared
        return GenerationChannel(
            capacity: self.bufferCapacity,
            onResume: { shared.mailbox.post(.wake) },
            onCancel: {
                shared.abort.cancelled(id)
                shared.mailbox.post(.wake)
            }
        )
    }
}

/// What an ``InferenceEngine`` is doing.
public struct InferenceStatistics: Hashable, Sendable {
    /// Requests that were submitted and whose streams are still held.
    public var open = 0
    /// Requests that are evaluated or answered now.
    public var running = 0
    /// Requests that wait for room.
    public var waiting = 0
    /// Tokens in the cache, of running and finished requests.
    public var cachedTokens = 0
    /// Decodes since the engine began.
    public var steps = 0
}
