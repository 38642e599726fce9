import Dispatch
import Foundation
import Testing

@testable import LanguageModels

/// How files of chats' states are read beside the engine's thread.
struct StateReaderTests {
    private func file(_ number: Int) -> StateFile {
        StateFile(url: URL(fileURLWithPath: "/nowhere/\(number)"), tokens: [1], offset: 0, size: 1)
    }

    /// Notes what each who waits is told.
    private func read(_ number: Int, for waiter: Int, _ reader: StateReader, _ told: Guarded<[Int: String]>) -> Bool {
        reader.read(self.file(number), for: waiter) { outcome in
            let text = outcome.text
            told.withLock { $0[waiter] = text }
        }
    }

    @Test func `a file is read once for all who wait for it`() {
        let (reads, told) = (Guarded(0), Guarded<[Int: String]>([:]))
        let reader = StateReader(readFile: { _, _ in
            reads.withLock { $0 += 1 }
            return [5]
        })
        reader.queue.suspend()
        for waiter in [1, 2, 3] {
            let isRead = self.read(7, for: waiter, reader, told)
            #expect(isRead)
        }
        #expect(reader.count == 1)
        reader.giveUp(2)
        reader.queue.resume()
        reader.queue.sync {}
        #expect(told.withLock { $0 } == [1: "[5]", 3: "[5]"])
        #expect(reads.withLock { $0 } == 1)
        #expect(reader.count == 0)
    }

    @Test func `a file that nobody waits for any more is not read`() {
        let (reads, told) = (Guarded(0), Guarded<[Int: String]>([:]))
        let reader = StateReader(readFile: { _, _ in
            reads.withLock { $0 += 1 }
            return [5]
        })
        reader.queue.suspend()
        for (number, waiter) in [(7, 1), (7, 2), (8, 3)] {
            let isRead = self.read(number, for: waiter, reader, told)
            #expect(isRead)
        }
        #expect(reader.count == 2)
        reader.giveUp(1)
        #expect(reader.count == 2)
        reader.giveUp(3)
        #expect(reader.count == 1)
        reader.giveUp(2)
        #expect(reader.count == 0)
        reader.queue.resume()
        reader.queue.sync {}
        #expect(reads.withLock { $0 } == 0)
        let isRead = self.read(7, for: 4, reader, told)
        #expect(isRead)
        reader.queue.sync {}
        #expect(told.withLock { $0 } == [4: "[5]"])
    }

    @Test(arguments: [false, true])
    func `a read that is under way is given up unless someone comes in time`(comesInTime: Bool) {
        let told = Guarded<[Int: String]>([:])
        let (begun, goOn) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        let reader = StateReader(readFile: { _, isWanted in
            begun.signal()
            goOn.wait()
            guard isWanted() else { throw CancellationError() }
            return [5]
        })
        let isRead = self.read(7, for: 1, reader, told)
        #expect(isRead)
        begun.wait()
        reader.giveUp(1)
        // The disk has not let it go.
        #expect(reader.count == 1)
        if comesInTime {
            let isShared = self.read(7, for: 2, reader, told)
            #expect(isShared)
            #expect(reader.count == 1)
        }
        goOn.signal()
        reader.queue.sync {}
        #expect(reader.count == 0)
        let expected: [Int: String] = comesInTime ? [2: "[5]"] : [:]
        #expect(told.withLock { $0 } == expected)
    }

    @Test func `only so many files are read or wait for it`() {
        let told = Guarded<[Int: String]>([:])
        let reader = StateReader(mostReads: 2, readFile: { _, _ in [5] })
        reader.queue.suspend()
        let first = self.read(1, for: 1, reader, told)
        let second = self.read(2, for: 2, reader, told)
        let third = self.read(3, for: 3, reader, told)
        let shared = self.read(2, for: 4, reader, told)
        #expect(first && second && !third && shared)
        reader.giveUp(1)
        let later = self.read(3, for: 5, reader, told)
        #expect(later)
        reader.queue.resume()
        reader.queue.sync {}
        #expect(told.withLock { $0.keys.sorted() } == [2, 4, 5])
    }

    @Test func `what the system cannot do at present is told from a file of no use`() {
        let told = Guarded<[Int: String]>([:])
        let failing = StateReader(readFile: { file, _ in throw SystemError(number: EMFILE, path: file.url.path) })
        let damaged = StateReader(readFile: { _, _ in throw StateFile.Unusable.truncated })
        let isFailing = self.read(1, for: 1, failing, told)
        let isDamaged = self.read(2, for: 2, damaged, told)
        #expect(isFailing && isDamaged)
        failing.queue.sync {}
        damaged.queue.sync {}
        #expect(told.withLock { $0 } == [1: "failed", 2: "unusable"])
    }

    @Test func `a file is read in pieces, and says why it cannot be`() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("state-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let file = try StateFile.write(to: folder, identity: "x", tokens: [1, 2, 3], bytes: [5, 6, 7, 8, 9])
        let whole = try file.read(pieceLength: 2)
        #expect(whole == [5, 6, 7, 8, 9])
        let left = Guarded(2)
        #expect(throws: CancellationError.self) {
            try file.read(pieceLength: 2) {
                left.withLock { left -> Bool in
                    left -= 1
                    return left >= 0
                }
            }
        }
        #expect(left.withLock { $0 } == -1)

        try Data(contentsOf: file.url).dropLast().write(to: file.url)
        #expect(throws: StateFile.Unusable.truncated) { try file.read() }
        try FileManager.default.removeItem(at: file.url)
        #expect(throws: StateFile.Unusable.gone) { try file.read() }
        let missing = try StateFile.open(file.url, identity: "x")
        #expect(missing == nil)
        // A path that leads to itself cannot be opened, even by those who may do everything.
        try FileManager.default.createSymbolicLink(atPath: file.url.path, withDestinationPath: file.url.path)
        #expect(throws: SystemError.self) { try file.read() }
        #expect(throws: SystemError.self) { try StateFile.open(file.url, identity: "x") }
    }
}

extension StateReaderTests {
    @Test func `a file whose copy was changed is of no use`() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("state-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let seal = StateSeal(
            seal: { bytes in bytes[0] = bytes[1] },
            isIntact: { bytes in bytes[0] == bytes[1] }
        )
        let file = try StateFile.write(to: folder, identity: "x", tokens: [1, 2], bytes: [0, 5, 6], seal: seal)
        let told = Guarded<[Int: String]>([:])
        let reader = StateReader()
        func read(for waiter: Int) -> Bool {
            reader.read(file, for: waiter, seal: seal) { outcome in
                let text = outcome.text
                told.withLock { $0[waiter] = text }
            }
        }
        let isRead = read(for: 1)
        reader.queue.sync {}
        var changed = try Data(contentsOf: file.url)
        changed[changed.count - 2] ^= 1
        try changed.write(to: file.url)
        let isReadAgain = read(for: 2)
        reader.queue.sync {}
        #expect(isRead && isReadAgain)
        #expect(told.withLock { $0 } == [1: "[5, 5, 6]", 2: "unusable"])
    }
}

extension StateReader.Outcome {
    fileprivate var text: String {
        switch self {
        case .read(let bytes): "\(bytes)"
        case .unusable: "unusable"
        case .failed: "failed"
        }
    }
}
