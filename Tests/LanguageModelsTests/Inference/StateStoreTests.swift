import Dispatch
import Foundation
import Testing

@testable import LanguageModels

/// What becomes of kept chats when something goes wrong, or comes late.
struct StateStoreTests {
    private let chat: [Int32] = [1, 1, 1, 1]

    private func folder() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("states-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }

    private func exists(_ file: StateFile) -> Bool {
        FileManager.default.fileExists(atPath: file.url.path)
    }

    /// An engine's loop that does not run.
    private func loop(_ folder: URL) -> InferenceLoop {
        let shared = InferenceEngine.Shared()
        let limits = InferenceLimits(contextLength: 400, batchLength: 64, sequenceCount: 2)
        let backend = TestInferenceBackend(limits: limits, abort: shared.abort) { _ in
            TestInferenceBackend.endOfGeneration
        }
        let cache = PromptCacheConfiguration(folder: folder.path, leastTokens: 2)
        return InferenceLoop(
            backend: backend,
            configuration: InferenceConfiguration(promptCache: cache),
            shared: shared
        )
    }

    /// Puts a request into a loop's queue.
    private func submit(_ id: Int, to loop: InferenceLoop) -> (job: InferenceJob, channel: GenerationChannel) {
        let channel = GenerationChannel(capacity: 100, onResume: {}, onCancel: {})
        let job = InferenceJob(
            InferenceLoop.Submission(
                id: id,
                prompt: self.chat + [9],
                options: GenerationOptions(),
                seed: 0,
                droppedMessages: 0,
                channel: channel,
                time: .now
            )
        )
        loop.queue.shares.enter(job.user)
        loop.queue.add(job)
        return (job, channel)
    }

    @Test func `a file that cannot be read at present stays, and one of no use goes`() throws {
        let folder = try self.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = try StateFile.write(to: folder, identity: "test", tokens: self.chat, bytes: [5])
        let loop = self.loop(folder)
        guard let store = loop.store, case .file(let found)? = store.find(self.chat + [9], better: 0) else {
            Issue.record("The chat's file is not found.")
            return
        }
        loop.receiveState(1, found, .failed)
        store.flush()
        #expect(self.exists(file))
        #expect(store.find(self.chat + [9], better: 0) != nil)
        loop.receiveState(1, found, .unusable)
        store.flush()
        #expect(!self.exists(file))
        #expect(store.find(self.chat + [9], better: 0) == nil)
    }

    @Test func `a request whose file cannot be read at present reads its prompt`() throws {
        let folder = try self.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = try StateFile.write(to: folder, identity: "test", tokens: self.chat, bytes: [5])
        let loop = self.loop(folder)
        let reader = loop.store?.reader
        reader?.queue.suspend()
        let (job, _) = self.submit(1, to: loop)
        loop.admit()
        guard case .fetching = job.state else {
            reader?.queue.resume()
            Issue.record("The chat's file is not fetched.")
            return
        }
        // Nothing is told of the read beside.
        reader?.giveUpAll()
        reader?.queue.resume()
        loop.receiveState(1, file, .failed)
        loop.admit()
        #expect(loop.queue.isEmpty)
        #expect(loop.running.count == 1)
        #expect(job.cachedCount == 0)
    }

    @Test(arguments: [false, true])
    func `a request that is cancelled or has waited long enough gives its read up`(isCancelled: Bool) throws {
        let folder = try self.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        _ = try StateFile.write(to: folder, identity: "test", tokens: self.chat, bytes: [5])
        let loop = self.loop(folder)
        guard let reader = loop.store?.reader else {
            Issue.record("The loop keeps no chats.")
            return
        }
        reader.queue.suspend()
        defer { reader.queue.resume() }
        let first = self.submit(1, to: loop)
        let second = self.submit(2, to: loop)
        loop.admit()
        // Both wait for one read.
        #expect(reader.count == 1)
        first.channel.cancel()
        loop.dropEnded()
        #expect(reader.count == 1)
        if isCancelled {
            second.channel.cancel()
            loop.dropEnded()
        } else {
            second.job.state = .fetching(until: .now)
            loop.admit()
        }
        #expect(reader.count == 0)
        #expect(loop.queue.isEmpty)
        #expect(loop.running.count == (isCancelled ? 0 : 1))
    }

    @Test(arguments: [false, true])
    func `the end of an older write does not drop a newer copy`(isTakenBetween: Bool) throws {
        let folder = try self.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let (ended, goOn) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        let store = StateStore(
            PromptCacheConfiguration(folder: folder.path, leastTokens: 2),
            identity: "x",
            onWritten: {
                ended.signal()
                goOn.wait()
            }
        )
        store.writeQueue.suspend()
        store.keep(self.chat, bytes: [5])
        store.forget(self.chat)
        store.keep(self.chat, bytes: [6])
        store.writeQueue.resume()
        ended.wait()
        if isTakenBetween {
            #expect(!store.wants(self.chat))
            // What the older write left is not taken for the newer copy.
            #expect(store.find(self.chat + [9], better: 0) == nil)
        }
        goOn.signal()
        goOn.signal()
        store.flush()
        // Whatever was to be deleted is deleted by now.
        store.flush()
        guard case .file(let file)? = store.find(self.chat + [9], better: 0) else {
            Issue.record("The newer copy is not found.")
            return
        }
        let bytes = try file.read()
        #expect(bytes == [6])
        #expect(store.fileBytes == file.size)
    }

    @Test func `what was written of a chat that was forgotten meanwhile is deleted`() throws {
        let folder = try self.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let store = StateStore(PromptCacheConfiguration(folder: folder.path, leastTokens: 2), identity: "x")
        store.writeQueue.suspend()
        store.keep(self.chat, bytes: [5])
        store.forget(self.chat)
        store.writeQueue.resume()
        store.flush()
        store.flush()
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(names.isEmpty)
    }

    @Test func `a copy is sealed where it is written, and nowhere else`() throws {
        let folder = try self.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let sealed = Guarded(0)
        let seal = StateSeal(
            seal: { bytes in
                bytes[0] = 9
                sealed.withLock { $0 += 1 }
            },
            isIntact: { bytes in bytes[0] == 9 }
        )
        let cache = PromptCacheConfiguration(memoryBytes: 100, folder: folder.path, leastTokens: 2)
        let store = StateStore(cache, identity: "x")
        store.writeQueue.suspend()
        store.keep(self.chat, bytes: [0, 5], seal: seal)
        #expect(sealed.withLock { $0 } == 0)
        store.writeQueue.resume()
        store.flush()
        #expect(sealed.withLock { $0 } == 1)
        guard case .memory(_, let kept)? = store.find(self.chat + [9], better: 0) else {
            Issue.record("The copy is not found in memory.")
            return
        }
        #expect(kept == [0, 5])
        // A later process has the file alone.
        let later = StateStore(cache, identity: "x")
        guard case .file(let file)? = later.find(self.chat + [9], better: 0) else {
            Issue.record("The copy's file is not found.")
            return
        }
        let written = try file.read()
        #expect(written == [9, 5])
    }

    @Test(arguments: [false, true])
    func `a copy that finds no room is kept, and one of no use is not`(isUsable: Bool) throws {
        let folder = try self.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let loop = self.loop(folder)
        guard let store = loop.store else {
            Issue.record("The loop keeps no chats.")
            return
        }
        let bytes = isUsable ? TestInferenceBackend.copy(of: self.chat) : [1, 2, 3]
        store.keep(self.chat, bytes: bytes, seal: loop.backend.stateSeal)
        store.flush()
        let (job, _) = self.submit(1, to: loop)
        // Another chat leaves two cells.
        for position in 0..<398 {
            _ = loop.backend.decode([DecodeToken(token: 7, position: position, sequence: 1, isOutput: false)])
        }
        #expect(loop.backend.length(of: 1) == 398)
        let state = InferenceLoop.FetchedState(tokens: self.chat, bytes: bytes)
        let without = loop.restoreState(state, for: job, into: 0)
        #expect(without == 0)
        #expect(loop.backend.length(of: 0) == 0)
        store.flush()
        #expect((store.find(self.chat + [9], better: 0) != nil) == isUsable)
        _ = loop.backend.truncate(sequence: 1, to: 0)
        let with = loop.restoreState(state, for: job, into: 0)
        #expect(with == (isUsable ? self.chat.count : 0))
    }

    @Test func `a copy that takes the place of a damaged file counts alone`() throws {
        let folder = try self.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = try StateFile.write(to: folder, identity: "x", tokens: self.chat, bytes: [5])
        try Data([1, 2, 3]).write(to: file.url)
        let store = StateStore(PromptCacheConfiguration(folder: folder.path, leastTokens: 2), identity: "x")
        #expect(store.fileBytes == 3)
        store.keep(self.chat, bytes: [5])
        store.flush()
        #expect(store.fileBytes == file.size)
    }
}
