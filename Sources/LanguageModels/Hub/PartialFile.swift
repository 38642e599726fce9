import Dispatch
import Foundation
import NIOCore

/// The part of a blob that is already on the disk, growing at its end and hashed as it grows.
///
/// All work happens on a queue of its own, away from Swift's shared threads. That queue also protects the state:
/// every stored variable is touched on it alone, which is why the class may be sent about.
final class PartialFile: @unchecked Sendable {
    /// How bytes are written; a test puts a full disk here.
    typealias Write = @Sendable (SystemFile, UnsafeRawBufferPointer, Int64) throws -> Int

    private let queue = DispatchQueue(label: "martlet.hub.partial-file")
    private let file: SystemFile
    private let write: Write
    private let emptyHasher: ContentHasher
    private var hasher: ContentHasher
    private var size: Int64 = 0

    private static let pieceSize = 4 << 20

    /// Opens the file, or creates it empty; what it holds is not yet counted.
    ///
    /// - Parameters:
    ///   - url: Where the file lies; its folder must exist.
    ///   - hasher: A fresh hasher for the whole content.
    ///   - write: How bytes are written.
    init(_ url: URL, hasher: ContentHasher, write: @escaping Write) throws(SystemError) {
        self.file = try SystemFile(creating: url.path)
        self.emptyHasher = hasher
        self.hasher = hasher
        self.write = write
    }

    deinit {
        self.file.close()
    }

    /// Hashes what an earlier attempt has left behind and says how much it is.
    func resume() async throws -> Int64 {
        while true {
            try Task.checkCancellation()
            let count = try await self.perform { file in try file.hashNextPiece() }
            if count == 0 { return try await self.perform { $0.size } }
        }
    }

    /// Writes bytes at the end and says how many the file has now.
    func append(_ bytes: ByteBuffer) async throws -> Int64 {
        try await self.perform { file in
            try bytes.withUnsafeReadableBytes { buffer in
                var rest = buffer[...]
                while !rest.isEmpty {
                    do {
                        let count = try file.write(file.file, UnsafeRawBufferPointer(rebasing: rest), file.size)
                        file.hasher.update(UnsafeRawBufferPointer(rebasing: rest.prefix(count)))
                        file.size += Int64(count)
                        rest = rest.dropFirst(count)
                    } catch let error as SystemError where error.isInterrupted {
                        continue
                    }
                }
            }
            return file.size
        }
    }

    /// Throws away all content.
    func restart() async throws {
        try await self.perform { file in
            try file.file.truncate(to: 0)
            file.size = 0
            file.hasher = file.emptyHasher
        }
    }

    /// Brings the content to the disk and gives back its digest; nil if there is nothing to compare one to.
    func finish() async throws -> String? {
        try await self.perform { file in
            try file.file.synchronize()
            return file.hasher.finalize()
        }
    }

    private func hashNextPiece() throws -> Int {
        try withUnsafeTemporaryAllocation(byteCount: Self.pieceSize, alignment: 16) { buffer in
            let count = try self.file.read(into: buffer, at: self.size)
            self.hasher.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            self.size += Int64(count)
            return count
        }
    }

    private func perform<Value: Sendable>(_ body: @escaping @Sendable (PartialFile) throws -> Value) async throws
        -> Value
    {
        try await withCheckedThrowingContinuation { continuation in
            self.queue.async {
                continuation.resume(with: Result { try body(self) })
            }
        }
    }
}
