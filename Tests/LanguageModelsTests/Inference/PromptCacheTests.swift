import Dispatch
import Foundation
import Testing

@testable import LanguageModels

/// Chats that come back from outside the cache.
struct PromptCacheTests {
    private let limits = InferenceLimits(contextLength: 400, cacheLength: 400, batchLength: 64, sequenceCount: 2)

    private func model(_ cache: PromptCacheConfiguration) async throws -> TestModel {
        try await TestModel(limits: self.limits, configuration: .init(promptCache: cache)) { "re: \($0.suffix(3))" }
    }

    private func folder() -> URL {
        FileManager.default.temporaryDirectory.appendingPathComponent("prompt-cache-\(UUID().uuidString)")
    }

    private func chat(_ letter: String) -> String { String(repeating: letter, count: 250) }

    @Test func `a chat that had to leave the cache comes back from memory`() async throws {
        let model = try await self.model(.init(memoryBytes: 1 << 20, leastTokens: 64))
        for letter in ["a", "b", "c"] {
            _ = try await model.stream(.text(self.chat(letter)), options: GenerationOptions()).collect()
        }
        let (text, summary) = try await model.stream(.text(self.chat("a") + "xyz"), options: GenerationOptions())
            .collect()
        #expect(text == "re: xyz")
        #expect(summary?.cachedTokens == 250)
        #expect(model.engine.statistics.restoredStates == 1)
    }

    @Test(arguments: [false, true])
    func `a chat whose sequence another one takes comes back from memory`(isStrict: Bool) async throws {
        // There are cells for all, and sequences for two.
        let limits = InferenceLimits(contextLength: 400, cacheLength: 4000, batchLength: 64, sequenceCount: 2)
        let cache = PromptCacheConfiguration(memoryBytes: 1 << 20, leastTokens: 64)
        let gate = StepGate()
        let model = try await TestModel(
            limits: limits,
            configuration: .init(promptCache: cache),
            onDecode: gate.pass
        ) { "re: \($0.suffix(3))" }
        let last = GenerationOptions(isStrict: isStrict)
        async let first = model.stream(.text(self.chat("a")), options: GenerationOptions()).collect()
        async let second = model.stream(.text(self.chat("b")), options: GenerationOptions()).collect()
        await model.engine.waitForOpen(2)
        async let third = model.stream(.text(self.chat("c")), options: last).collect()
        // All are there before the first has ended, so that none is copied for want of other work.
        await model.engine.waitForOpen(3)
        gate.open()
        _ = try await (first, second, third)
        for letter in ["a", "b", "c"] {
            let (text, summary) = try await model.stream(
                .text(self.chat(letter) + "xyz"),
                options: GenerationOptions()
            ).collect()
            #expect(text == "re: xyz")
            #expect(summary?.cachedTokens == 250, "\(letter)")
        }
        #expect(model.engine.statistics.evictions == 0)
    }

    @Test func `without a place to keep it a chat is read again`() async throws {
        let model = try await self.model(.init())
        for letter in ["a", "b", "c"] {
            _ = try await model.stream(.text(self.chat(letter)), options: GenerationOptions()).collect()
        }
        let (text, summary) = try await model.stream(.text(self.chat("a") + "xyz"), options: GenerationOptions())
            .collect()
        #expect(text == "re: xyz")
        #expect(summary?.cachedTokens == 0)
    }

    @Test func `a chat of an earlier process goes on from its file`() async throws {
        let folder = self.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let cache = PromptCacheConfiguration(folder: folder.path, leastTokens: 64)
        do {
            let model = try await self.model(cache)
            _ = try await model.stream(.text(self.chat("a")), options: GenerationOptions()).collect()
            try await self.wait { model.engine.statistics.savedStates == 1 }
            model.engine.shutDown()
        }
        try await self.wait { self.files(folder).count == 1 }
        let permissions = try FileManager.default.attributesOfItem(atPath: self.files(folder)[0].path)
        #expect(permissions[.posixPermissions] as? Int == 0o600)
        let model = try await self.model(cache)
        let (text, summary) = try await model.stream(.text(self.chat("a") + "xyz"), options: GenerationOptions())
            .collect()
        #expect(text == "re: xyz")
        #expect(summary?.cachedTokens == 250)
    }

    @Test(arguments: [false, true])
    func `a damaged file does no harm`(isCut: Bool) async throws {
        let folder = self.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let cache = PromptCacheConfiguration(folder: folder.path, leastTokens: 64)
        let tokens = Array(self.chat("a").utf8).map(Int32.init)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        // Its head is right, and its copy is cut within a token, or has another token in it.
        let copy = isCut ? [1, 2, 3] : TestInferenceBackend.copy(of: tokens)
        let seal = TestInferenceBackend.seal
        let file = try StateFile.write(to: folder, identity: "test", tokens: tokens, bytes: copy, seal: seal)
        if !isCut {
            var changed = try Data(contentsOf: file.url)
            changed[changed.count - 40] ^= 1
            try changed.write(to: file.url)
        }
        try Data("MARTLETSTATE1\nand nonsense".utf8).write(to: folder.appendingPathComponent("x.martlet-state"))
        let model = try await self.model(cache)
        let (text, summary) = try await model.stream(.text(self.chat("a") + "xyz"), options: GenerationOptions())
            .collect()
        #expect(text == "re: xyz")
        #expect(summary?.cachedTokens == 0)
    }

    @Test func `a file of another model is not opened`() throws {
        let folder = self.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let file = try StateFile.write(to: folder, identity: "one", tokens: [1, 2, 3], bytes: [9, 8])
        #expect(try StateFile.open(file.url, identity: "one") == file)
        #expect(try file.read() == [9, 8])
        #expect(try StateFile.open(file.url, identity: "two") == nil)
    }

    @Test func `the chats used longest ago go first`() throws {
        let folder = self.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let store = StateStore(
            PromptCacheConfiguration(memoryBytes: 250, folder: folder.path, fileBytes: 400, leastTokens: 2),
            identity: "x"
        )
        let chats: [[Int32]] = [[1, 1, 1, 1], [2, 2, 2, 2], [3, 3, 3, 3]]
        for chat in chats {
            #expect(store.wants(chat))
            store.keep(chat, bytes: [UInt8](repeating: 0, count: 100))
            store.flush()
            #expect(!store.wants(chat))
        }
        #expect(store.memoryBytes == 200)
        #expect(store.fileBytes <= 400)
        #expect(store.find([1, 1, 1, 1, 5], better: 0) == nil)
        guard case .memory(let tokens, _)? = store.find([3, 3, 3, 3, 5], better: 0) else {
            Issue.record("The newest chat is not found in memory.")
            return
        }
        #expect(tokens == chats[2])
        #expect(store.find([3, 3, 3, 3, 5], better: 4) == nil)
    }

    @Test func `a chat that adds little to one that is kept is not kept again`() {
        let store = StateStore(PromptCacheConfiguration(memoryBytes: 1000, leastTokens: 4), identity: "x")
        let shared: [Int32] = [1, 2, 3, 4, 5, 6]
        store.keep(shared + [7], bytes: [0])
        #expect(!store.wants(shared + [8, 9, 10]))
        #expect(store.wants(shared + [8, 9, 10, 11]))
        #expect(store.wants([2, 2, 3, 4]))
    }

    @Test func `what waits to be written is bounded, and is written in the end`() throws {
        let folder = self.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let wakes = Guarded(0)
        let store = StateStore(
            PromptCacheConfiguration(folder: folder.path, leastTokens: 2),
            identity: "x",
            mostPendingBytes: 150,
            onWritten: { wakes.withLock { $0 += 1 } }
        )
        store.writeQueue.suspend()
        for chat in Int32(1)...10 where store.wants([chat, chat, chat]) {
            store.keep([chat, chat, chat], bytes: [UInt8](repeating: 0, count: 100))
            #expect(!store.wants([chat, chat, chat]))
        }
        #expect(store.pendingBytes == 200)
        #expect(store.find([1, 1, 1, 5], better: 0) == nil)
        store.writeQueue.resume()
        store.flush()
        #expect(store.pendingBytes == 0)
        #expect(wakes.withLock { $0 } == 2)
        #expect(store.find([1, 1, 1, 5], better: 0) != nil)
        #expect(store.find([3, 3, 3, 5], better: 0) == nil)
        #expect(store.wants([3, 3, 3]))
    }

    @Test func `a file is read while others wait to be written`() async throws {
        let folder = self.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let store = StateStore(PromptCacheConfiguration(folder: folder.path, leastTokens: 2), identity: "x")
        store.keep([1, 1, 1], bytes: [5, 6])
        store.flush()
        store.writeQueue.suspend()
        defer { store.writeQueue.resume() }
        store.keep([2, 2, 2], bytes: [7])
        guard case .file(let file)? = store.find([1, 1, 1, 9], better: 0) else {
            Issue.record("The chat's file is not found.")
            return
        }
        let outcome: StateReader.Outcome = await withCheckedContinuation { continuation in
            let isRead = store.reader.read(file, for: 1) { continuation.resume(returning: $0) }
            #expect(isRead)
        }
        guard case .read(let bytes) = outcome else {
            Issue.record("The chat's file is not read: \(outcome)")
            return
        }
        #expect(bytes == [5, 6])
    }

    @Test func `what others left in the folder counts, and goes first where it is older`() throws {
        let folder = self.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let other = try StateFile.write(
            to: folder,
            identity: "other",
            tokens: [9, 9, 9],
            bytes: [UInt8](repeating: 1, count: 500)
        )
        let abandoned = folder.appendingPathComponent("x.\(StateFile.partialExtension)")
        let begun = folder.appendingPathComponent("y.\(StateFile.partialExtension)")
        let alien = folder.appendingPathComponent("notes.txt")
        for url in [abandoned, begun, alien] { try Data(count: 100).write(to: url) }
        let old = [FileAttributeKey.modificationDate: Date(timeIntervalSinceNow: -3600)]
        for url in [other.url, abandoned, alien] {
            try FileManager.default.setAttributes(old, ofItemAtPath: url.path)
        }
        let store = StateStore(
            PromptCacheConfiguration(folder: folder.path, fileBytes: 700, leastTokens: 2),
            identity: "x"
        )
        #expect(store.fileBytes == other.size)
        store.keep([1, 1, 1], bytes: [UInt8](repeating: 0, count: 200))
        store.flush()
        store.flush()
        #expect(store.fileBytes < 400)
        let manager = FileManager.default
        #expect(!manager.fileExists(atPath: other.url.path) && !manager.fileExists(atPath: abandoned.path))
        #expect(manager.fileExists(atPath: begun.path) && manager.fileExists(atPath: alien.path))
        #expect(self.files(folder).count == 1)
    }

    @Test func `a chat that is longer than the cache is left where it is`() throws {
        let folder = self.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let configuration = PromptCacheConfiguration(folder: folder.path, leastTokens: 2)
        let store = StateStore(configuration, identity: "x", longest: 4)
        for chat: [Int32] in [[1, 1, 1, 1, 1], [2, 2, 2, 2]] {
            store.keep(chat, bytes: [0])
            store.flush()
        }
        #expect(store.find([1, 1, 1, 1, 1, 7], better: 0) == nil)
        #expect(store.find([2, 2, 2, 2, 7], better: 0) != nil)
        #expect(self.files(folder).count == 2)
    }

    /// Runs an engine's loop with a prompt cache as a test changed it.
    private func run(
        _ configuration: PromptCacheConfiguration,
        _ prompt: String,
        change: @escaping @Sendable (StateStore) -> Void
    ) async throws -> GenerationSummary? {
        let shared = InferenceEngine.Shared()
        let channel = GenerationChannel(capacity: 100, onResume: {}, onCancel: {})
        let limits = self.limits
        DedicatedThread.start(name: "Test") {
            let backend = TestInferenceBackend(limits: limits, abort: shared.abort) { _ in
                TestInferenceBackend.endOfGeneration
            }
            let loop = InferenceLoop(
                backend: backend,
                configuration: InferenceConfiguration(promptCache: configuration),
                shared: shared
            )
            if let store = loop.store { change(store) }
            loop.run()
        }
        shared.mailbox.post(
            .submit(
                InferenceLoop.Submission(
                    id: 1,
                    prompt: prompt.utf8.map { Int32($0) },
                    options: GenerationOptions(),
                    seed: 0,
                    droppedMessages: 0,
                    channel: channel,
                    time: .now
                )
            )
        )
        defer { shared.mailbox.post(.stop) }
        var summary: GenerationSummary?
        while let delta = try await channel.next() { summary = delta.summary ?? summary }
        return summary
    }

    @Test func `a file that takes longer than its prompt is not waited for`() async throws {
        let folder = self.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let configuration = PromptCacheConfiguration(folder: folder.path, leastTokens: 16)
        let tokens = self.chat("a").utf8.map { Int32($0) }
        let bytes = TestInferenceBackend.copy(of: tokens)
        let seal = TestInferenceBackend.seal
        _ = try StateFile.write(to: folder, identity: "test", tokens: tokens, bytes: bytes, seal: seal)
        let found = try await self.run(configuration, self.chat("a") + "x") { _ in }
        #expect(found?.cachedTokens == 250)
        let blocked = Guarded<DispatchQueue?>(nil)
        let late = try await self.run(configuration, self.chat("a") + "y") { store in
            store.reader.queue.suspend()
            blocked.withLock { $0 = store.reader.queue }
        }
        #expect(late?.cachedTokens == 0)
        #expect(late?.promptTokens == 251)
        blocked.withLock { $0 }?.resume()
    }

    private func files(_ folder: URL) -> [URL] {
        let all = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
        return all.filter { $0.pathExtension == StateFile.pathExtension }
    }

    /// Waits until something holds; a test that waits too long fails by its time limit.
    private func wait(until condition: () -> Bool) async throws {
        for _ in 0..<2000 where !condition() { try await Task.sleep(for: .milliseconds(5)) }
        #expect(condition())
    }
}
