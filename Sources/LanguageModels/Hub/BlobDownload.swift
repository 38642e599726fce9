import AsyncHTTPClient
import Foundation
import Logging
import NIOCore
import NIOHTTP1

/// One file on its way from the hub into a blob: resumed, tried again, checked, and put in place in one step.
struct BlobDownload {
    let connection: HubConnection
    let remote: RemoteFile
    let repository: RepositoryName
    let blob: URL
    let write: PartialFile.Write
    let sleep: @Sendable (Duration) async throws -> Void
    /// Called with the bytes on the disk, often.
    let onBytes: @Sendable (Int64) -> Void

    private var partial: URL { self.blob.appendingPathExtension("incomplete") }
    private static let bufferSize = 1 << 20

    /// What one request came to.
    private enum Outcome {
        case complete
        /// The bytes there do not fit what the server has: only a fresh start helps.
        case unusable
        case broken(HubFailure)
    }

    /// How far it is, and what may still be tried.
    private struct State {
        var bytes: Int64
        /// Whether some of the bytes are from an earlier attempt, perhaps by another program.
        var hasOldBytes: Bool
        var policy: RetryPolicy
    }

    /// Fetches what is missing.
    ///
    /// The caller holds the blob's lock.
    func run() async throws {
        let hasher = ContentHasher(etag: self.remote.etag, size: self.remote.size)
        let file = try PartialFile(self.partial, hasher: hasher, write: self.write)
        let existing = try await file.resume()
        let policy = RetryPolicy(maximumAttempts: self.connection.configuration.maximumAttempts)
        var state = State(bytes: existing, hasOldBytes: existing > 0, policy: policy)
        if let size = self.remote.size, existing > size {
            try await self.startAnew(file, &state)
        }
        try self.checkSpace(existing: state.bytes)
        while true {
            try await self.fill(file, &state)
            if try await self.verify(file, hasOldBytes: state.hasOldBytes) { break }
            self.connection.logger.warning("A download resumed from an earlier attempt was damaged, starting anew")
            try await self.startAnew(file, &state)
        }
        try FileSystem.rename(self.partial, to: self.blob)
    }

    private func startAnew(_ file: PartialFile, _ state: inout State) async throws {
        try await file.restart()
        state.bytes = 0
        state.hasOldBytes = false
        state.policy.startAnew()
    }

    /// Asks again and again until all bytes are there.
    private func fill(_ file: PartialFile, _ state: inout State) async throws {
        self.onBytes(state.bytes)
        while state.bytes != self.remote.size {
            switch try await self.attempt(file, &state) {
            case .complete:
                return
            case .unusable:
                guard state.policy.pause(afterFailureAt: state.bytes) != nil else {
                    throw self.failed("the server does not send the part that is missing")
                }
                try await self.startAnew(file, &state)
            case .broken(let failure):
                guard failure.isTemporary else { throw failure }
                var asked: Duration?
                if case .status(let status) = failure { asked = status.retryAfter }
                guard let pause = state.policy.pause(afterFailureAt: state.bytes, asked: asked) else { throw failure }
                self.connection.logger.info(
                    "Download interrupted, trying again",
                    metadata: ["hub.bytes": "\(state.bytes)", "hub.pause": "\(pause)"]
                )
                try await self.sleep(pause)
            }
        }
    }

    /// One request for what is missing.
    private func attempt(_ file: PartialFile, _ state: inout State) async throws -> Outcome {
        let url = self.connection.address(of: self.remote.path, revision: self.remote.commit, in: self.repository)
        let answer: HubConnection.Answer
        do {
            answer = try await self.connection.send(
                .GET,
                url,
                headers: state.bytes > 0 ? [("Range", "bytes=\(state.bytes)-")] : [],
                redirects: .everywhere
            )
        } catch let failure as HubFailure {
            return .broken(failure)
        }
        switch answer.status {
        case 200:
            // A server that does not resume sends the file from its beginning.
            if state.bytes > 0 { try await self.startAnew(file, &state) }
        case 206 where state.bytes > 0:
            let range = ContentRange(answer.header("Content-Range"))
            guard range?.continues(state.bytes, of: self.remote.size) == true else { return .unusable }
        case 416 where state.bytes > 0:
            return .unusable
        default:
            return .broken(.status(HubStatus(answer)))
        }
        try self.checkLength(answer, from: state.bytes)
        return try await self.receive(answer, into: file, bytes: &state.bytes)
    }

    /// Takes the body in, in large pieces so that the file's queue is not visited for each packet.
    private func receive(
        _ answer: HubConnection.Answer,
        into file: PartialFile,
        bytes: inout Int64
    ) async throws -> Outcome {
        var buffer = ByteBuffer()
        var failure: HubFailure?
        do {
            for try await part in answer.response.body {
                buffer.writeImmutableBuffer(part)
                guard buffer.readableBytes >= Self.bufferSize else { continue }
                bytes = try await self.append(&buffer, to: file, after: bytes)
            }
        } catch let error as SystemError {
            throw error
        } catch let error as LanguageModelError {
            throw error
        } catch {
            // What has arrived stays for the next time, also when the task was cancelled.
            let reason = Result { try HubFailure(network: error, url: answer.url) }
            bytes = try await self.append(&buffer, to: file, after: bytes)
            failure = try reason.get()
        }
        bytes = try await self.append(&buffer, to: file, after: bytes)
        if let failure { return .broken(failure) }
        if let size = self.remote.size, bytes < size {
            return .broken(.network(answer.url, HTTPClientError.remoteConnectionClosed))
        }
        return .complete
    }

    private func append(_ buffer: inout ByteBuffer, to file: PartialFile, after bytes: Int64) async throws -> Int64 {
        guard buffer.readableBytes > 0 else { return bytes }
        if let size = self.remote.size, bytes + Int64(buffer.readableBytes) > size {
            throw self.wrongSize("more than \(size)")
        }
        let count = try await file.append(buffer)
        buffer.clear()
        self.onBytes(count)
        return count
    }
}

// MARK: - Checks

extension BlobDownload {
    /// Refuses a body that by its own header cannot become the file.
    private func checkLength(_ answer: HubConnection.Answer, from bytes: Int64) throws {
        if let encoding = answer.header("Content-Encoding"), encoding != "identity" {
            throw self.failed("the server sends it encoded as '\(SafeName.shown(encoding))'")
        }
        guard let size = self.remote.size, let length = answer.header("Content-Length").flatMap({ Int64($0) }) else {
            return
        }
        if bytes + length != size { throw self.wrongSize("\(bytes + length)") }
    }

    /// Says whether the content is the promised one; throws if it is not and was all received just now.
    ///
    /// Bytes that an earlier attempt left behind may be at fault, and then a fresh start can still bring the file.
    private func verify(_ file: PartialFile, hasOldBytes: Bool) async throws -> Bool {
        let digest = try await file.finish()
        let hasher = ContentHasher(etag: self.remote.etag, size: self.remote.size)
        guard let expected = hasher.expected, digest != expected else { return true }
        if hasOldBytes { return false }
        try? FileManager.default.removeItem(at: self.partial)
        throw LanguageModelError(
            .checksumMismatch,
            """
            '\(self.remote.path)' of '\(self.repository)' arrived with the \(hasher.algorithm) \(digest ?? "-") in \
            place of \(expected): the damaged download was removed, try again or tell the hub's owner.
            """
        )
    }

    /// Refuses to begin what the disk cannot hold.
    private func checkSpace(existing: Int64) throws {
        guard let size = self.remote.size, let free = FileSystem.freeBytes(at: self.blob.deletingLastPathComponent()),
            size - existing > free
        else { return }
        throw LanguageModelError(
            .diskFull,
            """
            '\(self.remote.path)' needs \(ByteCount.text(size - existing)) more, and the disk of \
            '\(self.blob.deletingLastPathComponent().path)' has \(ByteCount.text(free)) free: make room, or set HF_HOME \
            to a folder on another disk.
            """
        )
    }

    private func wrongSize(_ found: String) -> LanguageModelError {
        try? FileManager.default.removeItem(at: self.partial)
        return LanguageModelError(
            .downloadFailed,
            """
            '\(self.remote.path)' of '\(self.repository)' should have \(self.remote.size ?? 0) bytes and the server \
            sends \(found): the damaged download was removed, try again later.
            """
        )
    }

    private func failed(_ what: String) -> LanguageModelError {
        LanguageModelError(
            .downloadFailed,
            "'\(self.remote.path)' of '\(self.repository)' cannot be fetched because \(what): try again later."
        )
    }
}

/// The header of a partial answer: `bytes first-last/total`.
struct ContentRange {
    let first: Int64
    let last: Int64
    /// The size of the whole, or nil where the server writes a star.
    let total: Int64?

    init?(_ header: String?) {
        guard let match = header?.wholeMatch(of: /bytes (\d+)-(\d+)\/(\d+|\*)/),
            let first = Int64(match.output.1), let last = Int64(match.output.2), first <= last
        else { return nil }
        self.first = first
        self.last = last
        self.total = Int64(match.output.3)
        guard match.output.3 == "*" || self.total != nil else { return nil }
    }

    /// Whether the part is the rest of a file from a byte on.
    func continues(_ bytes: Int64, of size: Int64?) -> Bool {
        guard self.first == bytes, self.total == nil || size == nil || self.total == size else { return false }
        guard let end = self.total ?? size else { return true }
        return self.last == end - 1
    }
}
