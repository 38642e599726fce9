import Synchronization
import Testing

@testable import LanguageModels

@Suite struct TerminalProgressBarTests {
    /// A screen that keeps what was written, and a clock that only the test moves.
    final class Screen: Sendable {
        let written = Mutex<[String]>([])
        let time = Mutex(ContinuousClock.now)

        func bar(isEnabled: Bool = true) -> TerminalProgressBar {
            TerminalProgressBar(
                label: "Loading",
                isEnabled: isEnabled,
                width: { 60 },
                now: { self.time.withLock { $0 } },
                write: { text in self.written.withLock { $0.append(text) } }
            )
        }

        func advance(_ duration: Duration) {
            self.time.withLock { $0 += duration }
        }

        var texts: [String] { self.written.withLock { $0 } }
    }

    @Test func `updates closer than a tenth of a second draw once`() {
        let screen = Screen()
        let bar = screen.bar()
        for step in 0..<50 {
            bar.update(fraction: Double(step) / 50)
            screen.advance(.milliseconds(10))
        }
        #expect(screen.texts.count == 5)
    }

    @Test func `finishing draws the last state and ends the line once`() {
        let screen = Screen()
        let bar = screen.bar()
        bar.update(fraction: 0)
        bar.update(fraction: 1)
        bar.finish()
        bar.finish()
        bar.update(fraction: 0.5)
        #expect(screen.texts.last == "\n")
        #expect(screen.texts.dropLast().last?.contains("100%") == true)
        #expect(screen.texts.filter { $0 == "\n" }.count == 1)
    }

    @Test func `a cleared bar leaves an empty line`() {
        let screen = Screen()
        let bar = screen.bar()
        bar.update(bytes: 10, totalBytes: nil)
        bar.clear()
        #expect(screen.texts.last == "\r\u{1B}[K")
    }

    @Test func `nothing is written where there is no terminal`() {
        let screen = Screen()
        let bar = screen.bar(isEnabled: false)
        bar.update(fraction: 0.5)
        bar.finish()
        #expect(screen.texts.isEmpty)
    }

    @Test func `a bar that never drew does not end a line`() {
        let screen = Screen()
        screen.bar().finish()
        #expect(screen.texts.isEmpty)
    }

    @Test(arguments: [-1.0, 2, .nan, .infinity])
    func `a fraction out of range is clamped`(fraction: Double) {
        let screen = Screen()
        let bar = screen.bar()
        bar.update(fraction: fraction)
        #expect(screen.texts.count == 1)
    }
}
