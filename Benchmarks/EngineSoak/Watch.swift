import Foundation
import LanguageModels

/// Looks at the process while it soaks: its memory, and whether requests still end.
final class Watch: Sendable {
    /// How long after the last request was made the last one may take to end.
    private static let grace = Duration.seconds(120)

    private let tally: Tally
    private let end: ContinuousClock.Instant
    private let samples = Guarded<[Double]>([])

    init(tally: Tally, end: ContinuousClock.Instant) {
        self.tally = tally
        self.end = end
    }

    /// Runs until it is cancelled; ends the process when requests do not end.
    func run() async {
        while !Task.isCancelled {
            if let megabytes = Self.residentMegabytes() { self.samples.withLock { $0.append(megabytes) } }
            if ContinuousClock.now > self.end + Self.grace {
                let counts = self.tally.now
                let stuck = counts.requests - counts.ended
                FileHandle.standardError.write(Data("\(stuck) requests of \(counts.requests) do not end\n".utf8))
                exit(1)
            }
            try? await Task.sleep(for: .seconds(1))
        }
    }

    func report(seconds: Int, clients: Int) -> Report {
        let samples = self.samples.withLock { $0 }
        let third = samples.count / 3
        let window = max(1, min(30, third / 4))
        // The plateau is what is reached after a third of the time.
        let plateau = samples.isEmpty ? nil : Self.median(samples[third..<min(third + window, samples.count)])
        let last = samples.isEmpty ? nil : Self.median(samples.suffix(window))
        return Report(
            seconds: seconds,
            clients: clients,
            counts: self.tally.now,
            plateauMegabytes: plateau,
            lastMegabytes: last,
            isSanitized: dlsym(nil, "__tsan_init") != nil
        )
    }

    private static func median(_ values: ArraySlice<Double>) -> Double { values.sorted()[values.count / 2] }

    /// The process's resident memory, where the system tells it in a file.
    private static func residentMegabytes() -> Double? {
        guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
            let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmRSS:") }),
            let kilobytes = line.split(separator: " ").dropFirst().first.flatMap({ Double($0) })
        else { return nil }
        return kilobytes / 1000
    }
}
