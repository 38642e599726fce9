import ServiceLifecycle

#if canImport(Glibc)
    import Glibc
#endif

/// Gives back, shortly after the start, the memory that only the start needed.
///
/// Linking, first-time set-up and the search for conformances touch most pages of every library once, and the process is
/// charged for them from then on, though at rest it uses a third of them. Giving them back loses nothing: they are read-only
/// copies of files, and one that is needed again comes from the system's cache of files in about a microsecond.
struct StartupMemory: Service {
    /// How long the start is given: the first page has been served by then.
    static let delay = Duration.seconds(1)

    func run() async throws {
        await cancelWhenGracefulShutdown {
            try? await Task.sleep(for: Self.delay)
            if !Task.isCancelled { Self.release() }
        }
        // A service that ends would end the server.
        try? await gracefulShutdown()
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

    #if canImport(Glibc)
        /// The text of `/proc/self/smaps`, which is no file with a size: it is read until nothing more comes.
        static func memoryMap() -> String {
            guard let file = fopen("/proc/self/smaps", "r") else { return "" }
            defer { fclose(file) }
            var bytes: [UInt8] = []
            var part = [UInt8](repeating: 0, count: 16_384)
            while case let count = fread(&part, 1, part.count, file), count > 0 {
                bytes += part[..<count]
            }
            return String(decoding: bytes, as: UTF8.self)
        }
    #endif

    /// The addresses of private, read-only mappings of files in which no page differs from the file.
    ///
    /// - Parameter map: The text of `/proc/self/smaps`: a line for each mapping, each followed by lines of figures.
    /// - Returns: The mappings' addresses.
    static func unchangedFiles(in map: String) -> [Range<UInt>] {
        var found: [Range<UInt>] = []
        var candidate: Range<UInt>?
        for line in map.split(separator: "\n") {
            let words = line.split(separator: " ", omittingEmptySubsequences: true)
            guard let first = words.first else { continue }
            if !first.hasSuffix(":") {
                candidate = Self.readOnlyFile(words)
            } else if first == "Anonymous:", let range = candidate, words.count > 1, words[1] == "0" {
                found.append(range)
                candidate = nil
            }
        }
        return found
    }

    /// The addresses of a mapping, from its line, when it is a private one of a file that cannot be written.
    private static func readOnlyFile(_ words: [Substring]) -> Range<UInt>? {
        guard words.count >= 6, words[1].hasPrefix("r-"), words[1].hasSuffix("p"), words[5].hasPrefix("/") else {
            return nil
        }
        let ends = words[0].split(separator: "-").compactMap { UInt($0, radix: 16) }
        return ends.count == 2 && ends[0] < ends[1] ? ends[0]..<ends[1] : nil
    }
}
