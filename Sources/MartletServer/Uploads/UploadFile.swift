import Foundation
import MartletCore
import NIOPosix

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A file that is being written, away from the threads that everybody shares.
///
/// Its calls must not overlap. End it with ``finish()`` or ``discard()``.
struct UploadFile: Sendable {
    /// Where it lies.
    let path: String
    private let descriptor: CInt

    /// Opens a new file, which must not be there yet.
    ///
    /// - Parameter path: Where it shall lie.
    /// - Throws: A ``MartletError`` of code `storageFailed`.
    init(creating path: String) async throws {
        let descriptor = try await Self.run {
            let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
            guard descriptor >= 0 else { throw Self.failure(path) }
            return descriptor
        }
        self.init(path: path, descriptor: descriptor)
    }

    /// Writes to a descriptor that is open.
    init(path: String, descriptor: CInt) {
        self.path = path
        self.descriptor = descriptor
    }

    /// Writes more, at the end.
    ///
    /// - Parameter bytes: What to write.
    /// - Throws: A ``MartletError`` of code `storageFailed`, for example when the disk is full.
    func write(_ bytes: [UInt8]) async throws {
        try await Self.run {
            try bytes.withUnsafeBytes { buffer in
                var rest = buffer[...]
                while !rest.isEmpty {
                    #if canImport(Glibc)
                        let count = Glibc.write(
                            self.descriptor,
                            UnsafeRawBufferPointer(rebasing: rest).baseAddress,
                            rest.count
                        )
                    #else
                        let count = Darwin.write(
                            self.descriptor,
                            UnsafeRawBufferPointer(rebasing: rest).baseAddress,
                            rest.count
                        )
                    #endif
                    guard count >= 0 else {
                        if errno == EINTR { continue }
                        throw Self.failure(self.path)
                    }
                    rest = rest.dropFirst(count)
                }
            }
        }
    }

    /// Closes the file, which stays if that succeeds.
    ///
    /// - Throws: A ``MartletError`` of code `storageFailed`: some file systems only tell here that there is no room.
    func finish() async throws {
        let problem = await self.end {
            guard close(self.descriptor) != 0, errno != EINTR else { return nil as MartletError? }
            let problem = Self.failure(self.path)
            _ = unlink(self.path)
            return problem
        }
        if let problem { throw problem }
    }

    /// Closes the file and deletes it.
    func discard() async {
        await self.end {
            _ = close(self.descriptor)
            _ = unlink(self.path)
        }
    }

    /// Does what must be done, even in a task that is cancelled, for which `run` would do nothing.
    private func end<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            NIOThreadPool.singleton.submit { _ in continuation.resume(returning: work()) }
        }
    }

    private static func run<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await NIOThreadPool.singleton.runIfActive(work)
    }

    private static func failure(_ path: String) -> MartletError {
        MartletError(
            .storageFailed,
            "The file \(path) cannot be written: \(String(cString: strerror(errno))); make room, or make its folder writable."
        )
    }
}
