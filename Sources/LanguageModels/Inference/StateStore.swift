import Dispatch
import Foundation
import Logging

/// What finished chats held, kept outside the cache: which chats there are, and where their copies lie.
///
/// Used on the engine's thread; files are written and read on queues of their own.
final class StateStore {
    /// A kept chat.
    private struct Entry {
        var tokens: [Int32]
        var bytes: [UInt8]?
        var file: StateFile?
        /// The number of the write that makes its file; nil if none is under way.
        var write: Int?
        /// What an earlier write left where this one's file will be.
        var leftover: URL?
        var lastUse: Int
    }

    /// A file in the folder that this store cannot use: of another model, an older library, or damaged.
    private struct Stranger {
        var url: URL
        var size: Int
        var lastUse: Int
    }

    /// A copy that was found for a prompt.
    enum Found {
        case memory(tokens: [Int32], bytes: [UInt8])
        case file(StateFile)
    }

    private let configuration: PromptCacheConfiguration
    private let identity: String
    private let longest: Int
    private let mostPendingBytes: Int
    private let folder: URL?
    /// Called on any thread when files were written and others can be.
    private let onWritten: @Sendable () -> Void
    let writeQueue = DispatchQueue(label: "martlet.prompt-cache.write", qos: .utility)
    /// Reads files for requests that wait for them.
    let reader = StateReader()
    private let logger = Logger(label: "martlet.models")
    private var entries: [Entry] = []
    private var strangers: [Stranger] = []
    private var clock = 0
    private var writeCount = 0
    /// Copies that wait to be written, and what was written, to be entered by the engine's thread.
    private let writing = Guarded<(bytes: Int, done: [(write: Int, file: StateFile?)])>((0, []))

    /// Creates a store, and looks over its folder.
    ///
    /// - Parameters:
    ///   - configuration: What to keep where.
    ///   - identity: What copies depend on: the model, the library, the kinds of cache.
    ///   - longest: The most tokens that the cache can take back.
    ///   - mostPendingBytes: With more bytes waiting to be written, nothing is taken for files; default 256 MiB.
    ///   - onWritten: Called on any thread when files were written and others can be.
    init(
        _ configuration: PromptCacheConfiguration,
        identity: String,
        longest: Int = .max,
        mostPendingBytes: Int = 256 << 20,
        onWritten: @escaping @Sendable () -> Void = {}
    ) {
        self.configuration = configuration
        self.identity = identity
        self.longest = longest
        self.mostPendingBytes = mostPendingBytes
        self.onWritten = onWritten
        self.folder = configuration.folder.map { URL(fileURLWithPath: $0, isDirectory: true) }
        self.lookOverFolder()
    }

    deinit {
        self.reader.giveUpAll()
    }

    /// How many bytes are kept in memory.
    var memoryBytes: Int { self.entries.reduce(0) { $0 + ($1.bytes?.count ?? 0) } }
    /// How many bytes of files there are, those of others included.
    var fileBytes: Int {
        self.entries.reduce(0) { $0 + ($1.file?.size ?? 0) } + self.strangers.reduce(0) { $0 + $1.size }
    }
    /// How many bytes wait to be written.
    var pendingBytes: Int { self.writing.withLock { $0.bytes } }

    /// Whether files are written more slowly than chats come.
    private var isBehind: Bool { self.pendingBytes >= self.mostPendingBytes }

    /// Whether a chat of these tokens would be kept and is not yet, but for a few tokens at its end.
    ///
    /// Many chats begin alike, and a copy holds a chat whole: one that adds little to what is kept is not worth it.
    func wants(_ tokens: [Int32]) -> Bool {
        let least = max(self.configuration.leastTokens, 1)
        guard tokens.count >= least else { return false }
        self.takeWritten()
        guard self.configuration.memoryBytes > 0 || !self.isBehind else { return false }
        return self.entries.allSatisfy { tokens.count - TokenPrefix.commonLength($0.tokens, tokens) >= least }
    }

    /// Keeps a chat.
    ///
    /// - Parameters:
    ///   - tokens: Its tokens.
    ///   - bytes: The back end's copy.
    ///   - seal: What is put on the copy where it is written.
    func keep(_ tokens: [Int32], bytes: [UInt8], seal: StateSeal? = nil) {
        self.takeWritten()
        self.clock += 1
        // What the new one begins with is of no more use.
        self.remove { TokenPrefix.commonLength($0.tokens, tokens) == $0.tokens.count }
        var entry = Entry(tokens: tokens, lastUse: self.clock)
        if bytes.count <= self.configuration.memoryBytes { entry.bytes = bytes }
        if let folder = self.folder, bytes.count <= self.configuration.fileBytes, !self.isBehind {
            entry.write = self.write(tokens, bytes, seal, to: folder)
        }
        guard entry.bytes != nil || entry.write != nil else { return }
        self.entries.append(entry)
        self.keepToMemory()
    }

    /// Has a file written.
    ///
    /// - Returns: The write's number: a chat can be forgotten and kept again while an older write of it is under way.
    private func write(_ tokens: [Int32], _ bytes: [UInt8], _ seal: StateSeal?, to folder: URL) -> Int {
        self.writeCount += 1
        let number = self.writeCount
        self.writing.withLock { $0.bytes += bytes.count }
        let (identity, logger, writing, onWritten) = (self.identity, self.logger, self.writing, self.onWritten)
        self.writeQueue.async {
            var file: StateFile?
            do {
                file = try StateFile.write(to: folder, identity: identity, tokens: tokens, bytes: bytes, seal: seal)
            } catch {
                logger.warning(
                    "A chat's state was not saved; it will be read again when it goes on",
                    metadata: ["folder": "\(folder.path)", "error": "\(error)"]
                )
            }
            writing.withLock { writing in
                writing.bytes -= bytes.count
                writing.done.append((number, file))
            }
            onWritten()
        }
        return number
    }

    /// Looks for the copy that holds most of a prompt's beginning.
    ///
    /// - Parameters:
    ///   - tokens: The prompt.
    ///   - kept: How many of its tokens are in the cache anyway.
    /// - Returns: The copy, or nil if none saves enough.
    func find(_ tokens: [Int32], better kept: Int) -> Found? {
        self.takeWritten()
        var best: (index: Int, common: Int)?
        for (index, entry) in self.entries.enumerated() {
            guard entry.bytes != nil || entry.file != nil, entry.tokens.count <= self.longest else { continue }
            let common = TokenPrefix.commonLength(entry.tokens, tokens, limit: tokens.count - 1)
            // A copy is brought back whole, so most of it should be of use.
            guard common >= kept + max(self.configuration.leastTokens / 2, 1), common * 4 >= entry.tokens.count,
                common > best?.common ?? 0
            else { continue }
            best = (index, common)
        }
        guard let best else { return nil }
        self.clock += 1
        self.entries[best.index].lastUse = self.clock
        let entry = self.entries[best.index]
        if let bytes = entry.bytes { return .memory(tokens: entry.tokens, bytes: bytes) }
        return entry.file.map(Found.file)
    }

    /// Forgets a copy that turned out to be of no use.
    func forget(_ tokens: [Int32]) {
        self.remove { $0.tokens == tokens }
    }

    /// Forgets a file that turned out to be of no use, and not what was kept of its chat since.
    func forget(_ file: StateFile) {
        guard let index = self.entries.firstIndex(where: { $0.file == file }) else { return }
        self.delete(file.url)
        self.entries[index].file = nil
        self.dropIfEmpty(index)
    }

    /// Waits until all files are written.
    func flush() {
        self.writeQueue.sync {}
        self.takeWritten()
    }

    private func lookOverFolder() {
        guard let folder = self.folder else { return }
        do {
            try FileManager.default.createDirectory(
                at: folder,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
            for found in try StateFolder.files(in: folder) {
                self.clock += 1
                if let file = StateFolder.open(found.url, identity: self.identity, logger: self.logger) {
                    self.entries.append(Entry(tokens: file.tokens, file: file, lastUse: self.clock))
                } else {
                    self.strangers.append(Stranger(url: found.url, size: found.size, lastUse: self.clock))
                }
            }
            self.keepToFiles()
        } catch {
            self.logger.warning(
                "The folder for chats' states cannot be used",
                metadata: ["folder": "\(folder.path)", "error": "\(error)"]
            )
        }
    }

    private func takeWritten() {
        let done = self.writing.withLock { writing in
            defer { writing.done = [] }
            return writing.done
        }
        for (number, file) in done {
            self.clock += 1
            guard let index = self.entries.firstIndex(where: { $0.write == number }) else {
                // It was forgotten meanwhile.
                if let file { self.discard(file) }
                continue
            }
            if let file {
                // It took the place of what lay under its name, if something did.
                let name = file.url.lastPathComponent
                self.strangers.removeAll { $0.url.lastPathComponent == name }
            } else {
                self.delete(self.entries[index].leftover)
            }
            self.entries[index].write = nil
            self.entries[index].leftover = nil
            self.entries[index].file = file
            self.dropIfEmpty(index)
        }
        if !done.isEmpty { self.keepToFiles() }
    }

    /// Deletes what was written of a forgotten chat, but leaves a newer copy alone: its file has the same name.
    private func discard(_ file: StateFile) {
        if let index = self.entries.firstIndex(where: { $0.tokens == file.tokens && $0.write != nil }) {
            self.entries[index].leftover = file.url
        } else {
            self.delete(file.url)
        }
    }

    private func keepToMemory() {
        while self.memoryBytes > self.configuration.memoryBytes,
            let index = self.entries.indices.filter({ self.entries[$0].bytes != nil })
                .min(by: { self.entries[$0].lastUse < self.entries[$1].lastUse })
        {
            self.entries[index].bytes = nil
            self.dropIfEmpty(index)
        }
    }

    /// Lets the files go that were used longest ago, whosoever they are, until the rest is as much as there may be.
    private func keepToFiles() {
        while self.fileBytes > self.configuration.fileBytes {
            let own = self.entries.indices.filter { self.entries[$0].file != nil }
                .min { self.entries[$0].lastUse < self.entries[$1].lastUse }
            let stranger = self.strangers.indices.min { self.strangers[$0].lastUse < self.strangers[$1].lastUse }
            if let stranger, own.map({ self.strangers[stranger].lastUse < self.entries[$0].lastUse }) ?? true {
                self.delete(self.strangers.remove(at: stranger).url)
            } else if let own {
                self.delete(self.entries[own].file?.url)
                self.entries[own].file = nil
                self.dropIfEmpty(own)
            } else {
                return
            }
        }
    }

    private func dropIfEmpty(_ index: Int) {
        let entry = self.entries[index]
        if entry.bytes == nil, entry.file == nil, entry.write == nil { self.entries.remove(at: index) }
    }

    private func remove(where condition: (Entry) -> Bool) {
        for entry in self.entries where condition(entry) { self.delete(entry.file?.url ?? entry.leftover) }
        self.entries.removeAll(where: condition)
    }

    private func delete(_ url: URL?) {
        guard let url else { return }
        self.writeQueue.async { try? FileManager.default.removeItem(at: url) }
    }
}
