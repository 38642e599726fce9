import Testing

@testable import LanguageModels

@Suite struct RetryPolicyTests {
    @Test func `pauses grow and end`() {
        var policy = RetryPolicy(maximumAttempts: 4)
        let pauses = (0..<5).map { _ in policy.pause(afterFailureAt: 0) }
        #expect(pauses == [.milliseconds(500), .seconds(1), .seconds(2), nil, nil])
    }

    @Test func `getting further counts anew, going back does not`() {
        var policy = RetryPolicy(maximumAttempts: 2)
        #expect(policy.pause(afterFailureAt: 10) != nil)
        #expect(policy.pause(afterFailureAt: 20) != nil)
        #expect(policy.pause(afterFailureAt: 15) == nil)
    }

    @Test func `after a fresh start getting further does not count anew`() {
        var policy = RetryPolicy(maximumAttempts: 2)
        policy.startAnew()
        #expect(policy.pause(afterFailureAt: 10) != nil)
        #expect(policy.pause(afterFailureAt: 20) == nil)
    }

    @Test func `the server's own wish is obeyed`() {
        var policy = RetryPolicy(maximumAttempts: 4)
        #expect(policy.pause(afterFailureAt: 0, asked: .seconds(9)) == .seconds(9))
    }

    @Test func `a speed is that of the last seconds and forgets a restart`() throws {
        let start = ContinuousClock.now
        var meter = DownloadMeter(file: "a", totalBytes: 100)
        #expect(meter.report(bytes: 0, at: start)?.bytesPerSecond == nil)
        #expect(meter.report(bytes: 10, at: start + .milliseconds(10)) == nil)
        #expect(meter.report(bytes: 50, at: start + .seconds(1))?.bytesPerSecond == 50)
        #expect(meter.report(bytes: 5, at: start + .seconds(2))?.bytesPerSecond == nil)
    }
}
