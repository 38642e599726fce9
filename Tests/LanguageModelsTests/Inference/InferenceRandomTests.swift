import Testing

@testable import LanguageModels

/// Vector 22: many who ask, read slowly, go away in the middle or do not even begin, at moments that a seed chooses.
struct InferenceRandomTests {
    /// How one of them behaves.
    enum Manner: CaseIterable, Sendable {
        case reads, readsSlowly, cancelsBefore, cancelsAfterDeltas, cancelsAtSomeTime, letsGo, hasLittleTime
    }

    /// How one of them ended; each of them does, and in one way.
    enum End: Hashable, Sendable {
        case answered(String)
        case cancelled
        case letGo
        case tooLate
    }

    private static func client(_ number: Int, seed: UInt64, model: TestModel) async throws -> End {
        var random = SeededGenerator(seed: seed &* 1000 &+ UInt64(number))
        let manner = Manner.allCases.randomElement(using: &random) ?? .reads
        let count = Int.random(in: 0..<20, using: &random)
        let delay = Duration.microseconds(Int.random(in: 0..<20_000, using: &random))
        try await Task.sleep(for: .microseconds(Int.random(in: 0..<10_000, using: &random)))
        var options = GenerationOptions(maxNewTokens: 500)
        options.user = "user \(number % 9)"
        options.isBackground = number.isMultiple(of: 7)
        options.isStrict = number.isMultiple(of: 31)
        if manner == .hasLittleTime { options.timeLimit = delay + .milliseconds(1) }
        let reader = Task { [options] () -> End in
            var text = ""
            var seen = 0
            if manner == .cancelsBefore { withUnsafeCurrentTask { $0?.cancel() } }
            for try await delta in model.stream(.text("request \(number)"), options: options) {
                text += delta.text
                seen += delta.text.isEmpty ? 0 : 1
                if manner == .readsSlowly { try await Task.sleep(for: .microseconds(200)) }
                if manner == .cancelsAfterDeltas, seen >= count { withUnsafeCurrentTask { $0?.cancel() } }
                if manner == .letsGo, seen >= count { return .letGo }
            }
            return .answered(text)
        }
        if manner == .cancelsAtSomeTime {
            try await Task.sleep(for: delay)
            reader.cancel()
        }
        do {
            return try await reader.value
        } catch is CancellationError {
            return .cancelled
        } catch let error as LanguageModelError where error.code == .timeLimitExceeded {
            return .tooLate
        }
    }

    // Vector 22
    @Test(.timeLimit(.minutes(5)), arguments: [1, 2, 3, 4] as [UInt64])
    func `64 who come and go at random moments all end, once each`(seed: UInt64) async throws {
        let limits = InferenceLimits(contextLength: 400, cacheLength: 1600, batchLength: 64, sequenceCount: 6)
        let configuration = InferenceConfiguration(bufferCapacity: 8, readerPatience: .milliseconds(5))
        let model = try await TestModel(limits: limits, configuration: configuration) {
            String(repeating: "echo \($0) ", count: 8)
        }
        let ends = try await withThrowingTaskGroup(of: (Int, End).self) { group in
            for number in 0..<64 {
                group.addTask { (number, try await Self.client(number, seed: seed, model: model)) }
            }
            return try await group.reduce(into: [Int: End]()) { $0[$1.0] = $1.1 }
        }
        #expect(ends.count == 64)
        var answered = 0
        for (number, end) in ends {
            guard case .answered(let text) = end else { continue }
            let whole = String(repeating: "echo request \(number) ", count: 8)
            // One whose time passed in the middle has a beginning.
            #expect(whole.hasPrefix(text))
            answered += text == whole ? 1 : 0
        }
        #expect(answered >= 8)
        await model.engine.waitForOpen(0)
        let (text, _) = try await model.stream(.text("last"), options: GenerationOptions(maxNewTokens: 500)).collect()
        #expect(text == String(repeating: "echo last ", count: 8))
        // The engine takes those who went away out at its next step, and then counts.
        while model.engine.statistics.running + model.engine.statistics.waiting > 0 { await Task.yield() }
        let statistics = model.engine.statistics
        #expect(statistics.paused == 0)
        #expect(statistics.finished >= answered + 1)
        #expect(statistics.finished + statistics.cancelled + statistics.failed <= 65)
        #expect(statistics.failed == ends.values.count { $0 == .tooLate })
    }
}
