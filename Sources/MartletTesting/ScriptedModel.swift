public import LanguageModels
import Synchronization

/// A language model for tests: it answers by a script, and remembers what it was asked.
///
/// ```swift
/// let model = ScriptedModel("It is sunny.", "It rains.")                             // one answer after the other
/// let model = ScriptedModel(patterns: ["weather": "It is sunny."], otherwise: "I do not know.")
/// let model = ScriptedModel { request in "You said: \(request.lastMessage)" }        // made by a closure
/// #expect(model.requests.first?.text.contains("Answer:") == true)
/// ```
///
/// Each answer arrives piece by piece, as a real model's would; limits and stop texts of the options count.
public final class ScriptedModel: LanguageModel {
    /// One request that the model got.
    public struct Request: Sendable {
        /// Which request it was, from 0.
        public let number: Int
        /// What was asked.
        public let prompt: ModelPrompt
        /// The sampling parameters and limits.
        public let options: GenerationOptions

        /// The prompt as one text: the messages of a chat, a line each, with their roles.
        public var text: String {
            switch self.prompt {
            case .text(let text): text
            case .chat(let messages): messages.map { "\($0.role.rawValue): \($0.content)" }.joined(separator: "\n")
            }
        }

        /// The last message of a chat, or the whole prompt.
        public var lastMessage: String {
            switch self.prompt {
            case .text(let text): text
            case .chat(let messages): messages.last?.content ?? ""
            }
        }
    }

    /// Makes an answer to a request.
    public typealias Script = @Sendable (Request) async throws -> ScriptedAnswer

    /// What the model is called.
    public let identity = ModelIdentity(type: "scripted", name: "ScriptedModel")
    private let script: Script
    private let clock: any Clock<Duration>
    private let log = Mutex<[Request]>([])

    /// Creates a model whose answers a closure makes.
    ///
    /// - Parameters:
    ///   - clock: What delays are measured by; share the test's ``ManualClock`` to drive them.
    ///   - script: Makes the answer to a request; what it throws, the model fails with.
    public init(clock: any Clock<Duration> = ContinuousClock(), script: @escaping Script) {
        self.clock = clock
        self.script = script
    }

    /// Creates a model that gives one answer after the other, and fails when there are no more.
    ///
    /// - Parameters:
    ///   - answers: The answers.
    ///   - clock: What delays are measured by.
    public convenience init(_ answers: ScriptedAnswer..., clock: any Clock<Duration> = ContinuousClock()) {
        self.init(clock: clock) { request in
            guard request.number < answers.count else {
                throw TestFailure(
                    "The scripted model has \(answers.count) answers and was asked once more: \"\(request.lastMessage)\"."
                )
            }
            return answers[request.number]
        }
    }

    /// Creates a model that answers by what the last message contains.
    ///
    /// - Parameters:
    ///   - patterns: Texts to look for, large or small letters alike, and what is answered; the first that is found counts.
    ///   - otherwise: What is answered when none is found; nil has the model fail.
    ///   - clock: What delays are measured by.
    public convenience init(
        patterns: KeyValuePairs<String, ScriptedAnswer>,
        otherwise: ScriptedAnswer? = nil,
        clock: any Clock<Duration> = ContinuousClock()
    ) {
        self.init(clock: clock) { request in
            let message = request.lastMessage.lowercased()
            if let match = patterns.first(where: { message.contains($0.key.lowercased()) }) { return match.value }
            if let otherwise { return otherwise }
            let known = patterns.map { "\"\($0.key)\"" }.joined(separator: ", ")
            throw TestFailure("The scripted model finds none of \(known) in \"\(request.lastMessage)\".")
        }
    }

    /// What the model was asked so far.
    public var requests: [Request] { self.log.withLock { $0 } }

    /// Starts to answer a prompt.
    ///
    /// - Parameters:
    ///   - prompt: What is asked.
    ///   - options: Sampling parameters and limits.
    /// - Returns: The answer's deltas.
    public func stream(_ prompt: ModelPrompt, options: GenerationOptions) -> GenerationStream {
        let request = self.log.withLock { requests in
            requests.append(Request(number: requests.count, prompt: prompt, options: options))
            return requests[requests.count - 1]
        }
        return GenerationStream(ScriptedDeltas(request: request, script: self.script, clock: self.clock))
    }
}

/// The deltas of one scripted answer, made as they are asked for.
struct ScriptedDeltas: AsyncSequence, Sendable {
    typealias Element = GenerationDelta
    typealias Failure = any Error

    let request: ScriptedModel.Request
    let script: ScriptedModel.Script
    let clock: any Clock<Duration>

    func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(request: self.request, script: self.script, clock: self.clock)
    }

    struct AsyncIterator: AsyncIteratorProtocol {
        let request: ScriptedModel.Request
        let script: ScriptedModel.Script
        let clock: any Clock<Duration>
        private var plan: Plan?
        private var position = 0
        private var isDone = false

        /// What is sent: the answer, cut as the options demand.
        private struct Plan {
            var pieces: [String]
            var reason: FinishReason
            let delay: Duration
            let pause: Duration
            let error: (any Error)?
        }

        init(request: ScriptedModel.Request, script: @escaping ScriptedModel.Script, clock: any Clock<Duration>) {
            self.request = request
            self.script = script
            self.clock = clock
        }

        mutating func next() async throws -> GenerationDelta? {
            guard !self.isDone else { return nil }
            try Task.checkCancellation()
            let plan: Plan
            if let known = self.plan {
                plan = known
            } else {
                plan = try await self.makePlan()
                self.plan = plan
                try await self.wait(plan.delay)
            }
            if self.request.options.stream, self.position < plan.pieces.count {
                if self.position > 0 { try await self.wait(plan.pause) }
                self.position += 1
                return GenerationDelta(text: plan.pieces[self.position - 1], tokens: [Int32(self.position)])
            }
            self.isDone = true
            if let error = plan.error { throw error }
            return self.lastDelta(plan)
        }

        private func lastDelta(_ plan: Plan) -> GenerationDelta {
            let words = self.request.text.split(whereSeparator: \.isWhitespace).count
            let summary = GenerationSummary(
                finishReason: plan.reason,
                promptTokens: words,
                newTokens: plan.pieces.count,
                seed: self.request.options.seed,
                duration: 0
            )
            let rest = self.request.options.stream ? [] : plan.pieces
            return GenerationDelta(
                text: rest.joined(),
                tokens: rest.indices.map { Int32($0 + 1) },
                summary: summary
            )
        }

        private func makePlan() async throws -> Plan {
            try self.request.options.validate()
            let answer = try await self.script(self.request)
            var plan = Plan(
                pieces: answer.pieces,
                reason: .endOfText,
                delay: answer.delay,
                pause: answer.pause,
                error: answer.error
            )
            let text = answer.pieces.joined()
            let stops = self.request.options.stop.compactMap { stop in
                text.firstRange(of: stop).map { ($0.lowerBound, stop) }
            }
            if let (end, stop) = stops.min(by: { $0.0 < $1.0 }) {
                plan.pieces = [String(text[..<end])].filter { !$0.isEmpty }
                plan.reason = .stopText(stop)
            }
            if let most = self.request.options.maxNewTokens, plan.pieces.count > most {
                plan.pieces = Array(plan.pieces.prefix(most))
                plan.reason = .maxNewTokens
            }
            return plan
        }

        private func wait(_ duration: Duration) async throws {
            guard duration > .zero else { return }
            try await self.clock.sleep(for: duration)
        }
    }
}
