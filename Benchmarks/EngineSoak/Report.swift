import Foundation

/// The verdict.
struct Report {
    var seconds: Int
    var clients: Int
    var counts: Tally.Counts
    var plateauMegabytes: Double?
    var lastMegabytes: Double?
    /// Whether the thread sanitizer is in the program, whose own memory grows.
    var isSanitized: Bool

    /// At most 5 % and 4 MB over the plateau; a run of less than a minute has none.
    var memoryIsFlat: Bool {
        guard let plateau = self.plateauMegabytes, let last = self.lastMegabytes else { return true }
        return self.isSanitized || self.seconds < 60 || last <= plateau * 1.05 + 4
    }

    var passes: Bool {
        self.counts.requests == self.counts.ended && self.counts.broken.isEmpty && self.counts.leftOpen == 0
            && self.memoryIsFlat && self.counts.done > 0
    }

    /// One line.
    var json: String {
        struct Line: Encodable {
            var seconds, clients, requests, done, stopped: Int
            var failed, broken: [String: Int]
            var leftOpen: Int
            var plateauMegabytes, lastMegabytes: Double?
            var isSanitized, passes: Bool
        }
        let line = Line(
            seconds: self.seconds,
            clients: self.clients,
            requests: self.counts.requests,
            done: self.counts.done,
            stopped: self.counts.stopped,
            failed: self.counts.failed,
            broken: self.counts.broken,
            leftOpen: self.counts.leftOpen,
            plateauMegabytes: self.plateauMegabytes,
            lastMegabytes: self.lastMegabytes,
            isSanitized: self.isSanitized,
            passes: self.passes
        )
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        guard let data = try? encoder.encode(line) else { return "{}" }
        return String(decoding: data, as: UTF8.self)
    }
}
