import Dispatch
import Foundation
import Logging

/// Reads files of chats' states away from the engine's thread, one after the other, each once for all who wait for it.
///
/// What nobody waits for any more is given up: at once if its turn has not come, else at its next piece.
final class StateReader: Sendable {
    /// What became of a file.
    enum Outcome: Sendable {
        /// Its copy.
        case read([UInt8])
        /// It is gone or damaged, and never will be of use.
        case unusable
        /// It cannot be read at present.
        case failed
    }

    /// Told on any thread what became of a file.
    typealias Completion = @Sendable (Outcome) -> Void
    /// How files are read; a test puts a failing disk here.
    typealias ReadFile = @Sendable (_ file: StateFile, _ isWanted: () -> Bool) throws -> [UInt8]

    private struct Read {
        var file: StateFile
        var seal: StateSeal?
        var waiters: [Int: Completion]
    }

    private struct Reads {
        var current: Read?
        var pending: [Read] = []
        /// Whether the queue works on them, or will.
        var isBusy = false

        var count: Int { self.pending.count + (self.current == nil ? 0 : 1) }
    }

    /// Someone waits for what is read, so it does not queue behind what is written.
    let queue = DispatchQueue(label: "martlet.prompt-cache.read", qos: .userInitiated)
    private let mostReads: Int
    private let readFile: ReadFile
    private let reads = Guarded(Reads())
    private let logger = Logger(label: "martlet.models")

    /// Creates a reader.
    ///
    /// - Parameters:
    ///   - mostReads: So many files are read or wait for it at once, those included that a slow disk does not let go.
    ///   - readFile: How files are read.
    init(mostReads: Int = 4, readFile: @escaping ReadFile = { try $0.read(while: $1) }) {
        self.mostReads = mostReads
        self.readFile = readFile
    }

    /// How many files are read or wait for it.
    var count: Int { self.reads.withLock { $0.count } }

    /// Reads a file.
    ///
    /// - Parameters:
    ///   - file: The file.
    ///   - waiter: Who waits for it, for ``giveUp(_:)``.
    ///   - seal: What tells whether the copy is as it was written; the same for all who wait for it.
    ///   - completion: Told what became of it, unless the waiter gives up before.
    /// - Returns: False if too many are read already, and this one is not.
    func read(
        _ file: StateFile,
        for waiter: Int,
        seal: StateSeal? = nil,
        completion: @escaping Completion
    ) -> Bool {
        let starts = self.reads.withLock { reads -> Bool? in
            if reads.current?.file.url == file.url {
                reads.current?.waiters[waiter] = completion
                return false
            }
            if let index = reads.pending.firstIndex(where: { $0.file.url == file.url }) {
                reads.pending[index].waiters[waiter] = completion
                return false
            }
            guard reads.count < self.mostReads else { return nil }
            reads.pending.append(Read(file: file, seal: seal, waiters: [waiter: completion]))
            guard !reads.isBusy else { return false }
            reads.isBusy = true
            return true
        }
        guard let starts else { return false }
        // There is never more than one block of work, however long a disk does not answer.
        if starts { self.queue.async { self.work() } }
        return true
    }

    /// Waits no longer for a file.
    ///
    /// - Parameter waiter: Who waited.
    func giveUp(_ waiter: Int) {
        self.reads.withLock { reads in
            reads.current?.waiters[waiter] = nil
            for index in reads.pending.indices { reads.pending[index].waiters[waiter] = nil }
            reads.pending.removeAll { $0.waiters.isEmpty }
        }
    }

    /// Lets nobody wait any longer.
    func giveUpAll() {
        self.reads.withLock { reads in
            reads.current?.waiters = [:]
            reads.pending = []
        }
    }

    private func work() {
        while let read = self.next() {
            let outcome = self.outcome(of: read.file, seal: read.seal)
            let waiters = self.reads.withLock { reads -> [Completion] in
                defer { reads.current = nil }
                return reads.current.map { Array($0.waiters.values) } ?? []
            }
            for completion in waiters { completion(outcome) }
        }
    }

    private func next() -> Read? {
        self.reads.withLock { reads -> Read? in
            guard !reads.pending.isEmpty else {
                reads.isBusy = false
                return nil
            }
            let read = reads.pending.removeFirst()
            reads.current = read
            return read
        }
    }

    /// Whether anybody waits for the file that is being read; who comes after it was given up has it read anew.
    private func isWanted() -> Bool {
        self.reads.withLock { reads -> Bool in
            guard let current = reads.current, !current.waiters.isEmpty else {
                reads.current = nil
                return false
            }
            return true
        }
    }

    private func outcome(of file: StateFile, seal: StateSeal?) -> Outcome {
        do {
            let bytes = try self.readFile(file) { self.isWanted() }
            if let seal, !bytes.withUnsafeBytes({ seal.isIntact($0) }) { throw StateFile.Unusable.damaged }
            // The next process knows by this which files were used last.
            try? FileManager.default.setAttributes([.modificationDate: Date()], ofItemAtPath: file.url.path)
            return .read(bytes)
        } catch is CancellationError {
            return .failed
        } catch let error as StateFile.Unusable {
            self.log("A chat's saved state is of no use; its prompt is read again, the file goes", file, error)
            return .unusable
        } catch {
            self.log("A chat's saved state cannot be read now; its prompt is read again, the file stays", file, error)
            return .failed
        }
    }

    private func log(_ message: Logger.Message, _ file: StateFile, _ error: any Error) {
        self.logger.warning(message, metadata: ["file": "\(file.url.path)", "error": "\(error)"])
    }
}
