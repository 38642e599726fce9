import ServiceLifecycle

#if canImport(Glibc)
    import Glibc
#endif

/// Gives back the memory of program files' pages that are not in use.
///
/// Linking, first-time set-up and the search for conformances touch most pages of every library once, and the process is
/// charged for them from then on, though it goes on with a quarter of them. Giving them back loses nothing: they are
/// read-only copies of files, and one that is needed again comes from the system's cache of files in about a microsecond.
struct UnusedFilePages: Service {
    /// How long the start is given: the first page has been served by then.
    static let firstDelay = Duration.milliseconds(200)
    /// The time between the first two passes; it doubles each time, since most of what is touched once is touched early.
    static let firstPause = Duration.milliseconds(500)
    /// The longest time between two passes.
    static let longestPause = Duration.seconds(30)
    /// A pass may take this share of one processor's time: some milliseconds, and longer beside a large model's file.
    static let share = 1.0 / 100
    /// What the process has to have worked since the last pass for another one to be worth it.
    static let work = Duration.milliseconds(20)

    func run() async throws {
        await cancelWhenGracefulShutdown { await Self.releaseFromTimeToTime() }
        // A service that ends would end the server.
        try? await gracefulShutdown()
    }

    private static func releaseFromTimeToTime() async {
        var delay = self.firstDelay
        var pause = self.firstPause
        var worked = Duration.zero
        while !Task.isCancelled {
            do { try await Task.sleep(for: delay) } catch { return }
            let now = Self.processorTime()
            guard now - worked >= Self.work else { continue }
            let cost = ContinuousClock().measure { Self.release() }
            delay = max(pause, cost / Self.share)
            pause = min(pause * 2, Self.longestPause)
            worked = Self.processorTime()
        }
    }

    /// Unmaps the pages of files that this process only reads; elsewhere than on Linux, nothing.
    static func release() {
        #if canImport(Glibc)
            for range in Self.unchangedFiles(in: Self.memoryMap()) {
                guard let start = UnsafeMutableRawPointer(bitPattern: range.lowerBound) else { continue }
                madvise(start, Int(range.count), MADV_DONTNEED)
            }
        #endif
    }

    /// What all threads of this process have worked so far; nothing elsewhere than on Linux.
    private static func processorTime() -> Duration {
        #if canImport(Glibc)
            // In millionths of a second on every system, as POSIX has it.
            return .microseconds(clock())
        #else
            return .zero
        #endif
    }

    #if canImport(Glibc)
        /// The text of `/proc/self/smaps`, which is no file with a size: it is read until nothing more comes.
        static func memoryMap() -> [UInt8] {
            guard let file = fopen("/proc/self/smaps", "r") else { return [] }
            defer { fclose(file) }
            var bytes: [UInt8] = []
            var part = [UInt8](repeating: 0, count: 16_384)
            while case let count = fread(&part, 1, part.count, file), count > 0 {
                bytes += part[..<count]
            }
            return bytes
        }
    #endif

    /// The addresses of private, read-only mappings of files in which no page differs from the file.
    ///
    /// - Parameter map: The text of `/proc/self/smaps`: a line for each mapping, each followed by lines of figures.
    /// - Returns: The mappings' addresses.
    static func unchangedFiles(in map: [UInt8]) -> [Range<UInt>] {
        var found: [Range<UInt>] = []
        var candidate: Range<UInt>?
        // Some thousand lines, of which few matter: only those become text.
        for line in map.split(separator: UInt8(ascii: "\n")) {
            if line.first.map(Self.isHexadecimal) == true {
                candidate = Self.readOnlyFile(Self.words(of: line))
            } else if let range = candidate, line.starts(with: Self.changed) {
                if Self.words(of: line).dropFirst().first == "0" { found.append(range) }
                candidate = nil
            }
        }
        return found
    }

    private static let changed = Array("Anonymous:".utf8)

    private static func words(of line: ArraySlice<UInt8>) -> [Substring] {
        String(decoding: line, as: UTF8.self).split(separator: " ", omittingEmptySubsequences: true)
    }

    /// The addresses of a mapping, from its line, when it is a private one of a file that cannot be written.
    private static func readOnlyFile(_ words: [Substring]) -> Range<UInt>? {
        guard words.count >= 6, words[1].hasPrefix("r-"), words[1].hasSuffix("p"), words[5].hasPrefix("/") else {
            return nil
        }
        let ends = words[0].split(separator: "-").compactMap { UInt($0, radix: 16) }
        return ends.count == 2 && ends[0] < ends[1] ? ends[0]..<ends[1] : nil
    }

    /// Whether a line that begins so is that of a mapping: names of figures begin with a capital.
    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
    }
}
