import LanguageModels
import MartletCore
import Testing

@testable import Martlet

struct AnswerMeterTests {
    private let start = ContinuousClock.now

    @Test func `tokens are told some five times a second, and the clock is looked at seldom`() throws {
        var meter = AnswerMeter(start: self.start)
        var told: [ModelActivity.Phase] = []
        var looks = 0
        for number in 0..<1000 {
            let phase = meter.take(tokens: 1) {
                looks += 1
                return self.start.advanced(by: .milliseconds(5 * number))
            }
            if let phase { told.append(phase) }
        }
        #expect(told.first == .generating(tokens: 1, perSecond: nil))
        #expect((20...27).contains(told.count))
        #expect(looks < 200)
        guard case .generating(let tokens, let perSecond?) = told.last else {
            Issue.record("The last telling has no speed.")
            return
        }
        #expect(tokens > 900 && (198...202).contains(perSecond))
        #expect(meter.count == 1000)
    }

    @Test func `a slow model is told token by token`() {
        var meter = AnswerMeter(start: self.start)
        let told = (0..<10).compactMap { number in
            meter.take(tokens: 1) { self.start.advanced(by: .milliseconds(500 * number)) }
        }
        #expect(told.count == 10)
        #expect(told.last == .generating(tokens: 10, perSecond: 2))
    }

    @Test func `text without token ids counts as a token`() {
        var meter = AnswerMeter(start: self.start)
        _ = meter.take(tokens: 0) { self.start }
        #expect(meter.count == 1)
    }

    @Test func `how far a prompt is read is told at most five times a second, and each place in the queue`() {
        var meter = AnswerMeter(start: self.start)
        var told: [ModelActivity.Phase] = []
        for number in 0..<100 {
            let phase = meter.take(.readingPrompt(done: number, total: 100)) {
                self.start.advanced(by: .milliseconds(10 * number))
            }
            if let phase { told.append(phase) }
        }
        #expect(told == [0, 20, 40, 60, 80].map { ModelActivity.Phase.readingPrompt(done: $0, total: 100) })
        #expect(meter.take(.waiting(position: 2)) == .waiting(position: 2))
        #expect(meter.take(.waiting(position: 1)) == .waiting(position: 1))
    }
}
