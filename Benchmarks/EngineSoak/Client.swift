import LanguageModels

/// One client: it makes a request after another, each in a way of its own.
final class Client: Sendable {
    /// How a request ended.
    enum Outcome: Sendable {
        case done
        case stopped
        case failed(LanguageModelError.Code)
        /// In no way, or in two, or with a wrong answer.
        case broken(String)
    }

    private let target: Target
    private let tally: Tally
    /// Behind a lock, since the thread sanitizer knows of locks and not of a task that goes on in another thread.
    private let plans: Guarded<ClientPlans>

    init(number: Int, target: Target, tally: Tally, random: SplitMix64) {
        self.target = target
        self.tally = tally
        self.plans = Guarded(ClientPlans(number: number, contextLength: target.contextLength, random: random))
    }

    func run(until end: ContinuousClock.Instant) async {
        while ContinuousClock.now < end {
            let plan = self.plans.withLock { $0.next() }
            self.tally.begin()
            let outcome = await self.request(plan)
            self.tally.end(outcome)
            await Self.pause(milliseconds: plan.pause)
            // Who was turned away comes back later.
            if case .failed = outcome { await Self.pause(milliseconds: plan.pauseAfterFailure) }
        }
    }

    private func request(_ plan: ClientPlans.Plan) async -> Outcome {
        let (prompt, options, target) = (plan.prompt, plan.options, self.target)
        switch plan.behaviour {
        case .reads:
            return await Self.read(prompt, options, target)
        case .leaves(let count):
            return await Self.read(prompt, options, target, leavesAfter: count)
        case .stalls(let each, let milliseconds):
            return await Self.read(prompt, options, target) { count in
                if count % each == 0 { await Self.pause(milliseconds: milliseconds) }
            }
        case .isCancelled(let microseconds):
            let task = Task { await Self.read(prompt, options, target) }
            if microseconds > 0 { try? await Task.sleep(for: .microseconds(microseconds)) }
            task.cancel()
            return await task.value
        }
    }

    private static func pause(milliseconds: Int) async {
        if milliseconds > 0 { try? await Task.sleep(for: .milliseconds(milliseconds)) }
    }

    /// Reads an answer and judges its end.
    private static func read(
        _ prompt: String,
        _ options: GenerationOptions,
        _ target: Target,
        leavesAfter limit: Int? = nil,
        pausing: (Int) async -> Void = { _ in }
    ) async -> Outcome {
        var iterator = target.model.stream(.text(prompt), options: options).makeAsyncIterator()
        var (text, count) = ("", 0)
        var summary: GenerationSummary?
        do {
            while let delta = try await iterator.next() {
                if summary != nil { return .broken("a delta came after the summary") }
                text += delta.text
                summary = delta.summary
                count += 1
                if let limit, count > limit, summary == nil { return .stopped }
                await pausing(count)
            }
            guard let summary else {
                return Task.isCancelled ? .stopped : .broken("an answer ended without a summary")
            }
            if try await iterator.next() != nil { return .broken("a delta came after the end") }
            return Self.judge(text, summary, of: target.expected?(prompt))
        } catch is CancellationError {
            if summary != nil { return .broken("an answer was cancelled after its summary") }
            return Task.isCancelled ? .stopped : .broken("an answer was cancelled that nobody cancelled")
        } catch let error as LanguageModelError {
            return summary == nil ? .failed(error.code) : .broken("an answer failed after its summary")
        } catch {
            return .broken("an error of another kind: \(error)")
        }
    }

    /// Whether an answer is the beginning of what it should be, as long as its summary says.
    private static func judge(_ text: String, _ summary: GenerationSummary, of expected: String?) -> Outcome {
        guard let expected else { return .done }
        guard text.utf8.count == summary.newTokens, expected.hasPrefix(text) else {
            return .broken("an answer of \(summary.newTokens) tokens is '\(text.prefix(60))'")
        }
        if summary.finishReason == .endOfText, text != expected { return .broken("an answer lacks its end") }
        return .done
    }
}
