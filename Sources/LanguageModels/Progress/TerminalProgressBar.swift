import Synchronization

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// A progress bar on standard error that draws only if that is a terminal, at most ten times a second.
///
/// One bar serves downloads and model loading alike. It redraws its own line and leaves a finished line behind, so
/// that output before and after it stays readable. Where standard error is a file or a pipe nothing is written.
///
/// ```swift
/// let bar = TerminalProgressBar(label: "Loading mistral-7b.gguf")
/// bar.update(fraction: 0.5)
/// bar.finish()
/// ```
public final class TerminalProgressBar: Sendable {
    private struct State {
        var drawnAt: ContinuousClock.Instant?
        var lastLine = ""
        var line: ProgressLine
        var isFinished = false
    }

    private let state: Mutex<State>
    private let isEnabled: Bool
    private let width: @Sendable () -> Int
    private let now: @Sendable () -> ContinuousClock.Instant
    private let write: @Sendable (String) -> Void

    /// The shortest time between two redraws.
    static let interval: Duration = .milliseconds(100)

    /// Creates a bar on standard error; nothing is drawn before the first update.
    ///
    /// - Parameters:
    ///   - label: What is under way, such as a file's name; control characters in it are not shown.
    ///   - isQuiet: Whether to draw nothing at all, as a command's `--quiet` asks.
    public convenience init(label: String, isQuiet: Bool = false) {
        self.init(
            label: label,
            isEnabled: !isQuiet && StandardErrorTerminal.isAvailable,
            width: { StandardErrorTerminal.width },
            now: { ContinuousClock.now },
            write: { StandardErrorTerminal.write($0) }
        )
    }

    /// Creates a bar that draws through the given closures, for tests.
    init(
        label: String,
        isEnabled: Bool,
        width: @escaping @Sendable () -> Int,
        now: @escaping @Sendable () -> ContinuousClock.Instant,
        write: @escaping @Sendable (String) -> Void
    ) {
        self.state = Mutex(State(line: ProgressLine(label: label)))
        self.isEnabled = isEnabled
        self.width = width
        self.now = now
        self.write = write
    }

    /// Shows how much is done, for work that is counted in parts of a whole.
    ///
    /// - Parameter fraction: The part done, from 0 to 1; values outside are clamped.
    public func update(fraction: Double) {
        self.update { line in
            line.fraction = fraction.isFinite ? min(max(fraction, 0), 1) : 0
        }
    }

    /// Shows how many bytes are done, for work that is counted in bytes.
    ///
    /// - Parameters:
    ///   - bytes: The bytes done so far.
    ///   - totalBytes: All the bytes, or nil where that is not known.
    ///   - bytesPerSecond: The present speed, or nil where there is none to show.
    public func update(bytes: Int64, totalBytes: Int64?, bytesPerSecond: Double? = nil) {
        self.update { line in
            line.bytes = max(bytes, 0)
            line.totalBytes = totalBytes
            line.bytesPerSecond = bytesPerSecond
            if let totalBytes, totalBytes > 0 {
                line.fraction = min(Double(max(bytes, 0)) / Double(totalBytes), 1)
            } else {
                line.fraction = nil
            }
        }
    }

    /// Draws the last state and ends the line; later updates draw nothing.
    public func finish() {
        guard self.isEnabled else { return }
        self.state.withLock { state in
            guard !state.isFinished else { return }
            state.isFinished = true
            guard state.drawnAt != nil else { return }
            self.draw(&state)
            self.write("\n")
        }
    }

    /// Takes the unfinished bar off the screen, so that an error message can stand in its place.
    public func clear() {
        guard self.isEnabled else { return }
        self.state.withLock { state in
            guard !state.isFinished else { return }
            state.isFinished = true
            if state.drawnAt != nil {
                self.write("\r\u{1B}[K")
            }
        }
    }

    private func update(_ change: (inout ProgressLine) -> Void) {
        guard self.isEnabled else { return }
        self.state.withLock { state in
            guard !state.isFinished else { return }
            change(&state.line)
            let now = self.now()
            if let drawnAt = state.drawnAt, drawnAt.duration(to: now) < Self.interval { return }
            state.drawnAt = now
            self.draw(&state)
        }
    }

    private func draw(_ state: inout State) {
        let line = state.line.text(width: self.width())
        guard line != state.lastLine else { return }
        state.lastLine = line
        self.write("\r" + line + "\u{1B}[K")
    }
}

/// Standard error as a terminal.
private enum StandardErrorTerminal {
    static var isAvailable: Bool {
        guard isatty(STDERR_FILENO) == 1 else { return false }
        guard let terminal = getenv("TERM") else { return true }
        return String(cString: terminal) != "dumb"
    }

    static var width: Int {
        var size = winsize()
        guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }

    /// Writes once and ignores what the terminal does not take: a bar is never worth an error.
    static func write(_ text: String) {
        var text = text
        text.withUTF8 { bytes in
            _ = writeBytes(STDERR_FILENO, bytes.baseAddress, bytes.count)
        }
    }

    #if canImport(Darwin)
        private static let writeBytes = Darwin.write
    #elseif canImport(Musl)
        private static let writeBytes = Musl.write
    #else
        private static let writeBytes = Glibc.write
    #endif
}
