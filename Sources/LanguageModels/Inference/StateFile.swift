import Crypto
import Foundation

/// A file that holds what one sequence held: its tokens, and the back end's copy of the cache.
///
/// The head says for which model it is and which tokens it has, so that a folder's files can be looked over without
/// reading them whole.
struct StateFile: Hashable, Sendable {
    static let pathExtension = "martlet-state"
    /// Of files that are not whole yet.
    static let partialExtension = "martlet-state-part"
    private static let magic = Array("MARTLETSTATE1\n".utf8)
    /// No honest head is longer.
    private static let longestIdentity = 4096
    private static let mostTokens = 1 << 24

    var url: URL
    var tokens: [Int32]
    /// Where the back end's copy begins.
    var offset: Int
    /// How long the whole file is.
    var size: Int

    /// Writes a file, whole or not at all, readable for its owner alone.
    ///
    /// - Parameters:
    ///   - folder: The folder.
    ///   - identity: What the copy depends on.
    ///   - tokens: The tokens.
    ///   - bytes: The back end's copy.
    ///   - seal: What is put on the copy in the file.
    /// - Returns: The file.
    /// - Throws: What the file system throws, such as for a full disk.
    static func write(
        to folder: URL,
        identity: String,
        tokens: [Int32],
        bytes: [UInt8],
        seal: StateSeal? = nil
    ) throws -> StateFile {
        var head = Data(self.magic)
        let identityBytes = Array(identity.utf8.prefix(self.longestIdentity))
        self.append(UInt32(identityBytes.count), to: &head)
        head.append(contentsOf: identityBytes)
        self.append(UInt32(tokens.count), to: &head)
        tokens.withUnsafeBytes { head.append(contentsOf: $0) }
        let name = SHA256.hash(data: head).map { String(format: "%02x", $0) }.joined()
        let url = folder.appendingPathComponent("\(name).\(self.pathExtension)")
        let partial = folder.appendingPathComponent("\(name).\(UUID().uuidString).\(self.partialExtension)")
        do {
            guard
                FileManager.default.createFile(
                    atPath: partial.path,
                    contents: nil,
                    attributes: [.posixPermissions: 0o600]
                )
            else { throw CocoaError(.fileWriteUnknown) }
            let handle = try FileHandle(forWritingTo: partial)
            defer { try? handle.close() }
            try handle.write(contentsOf: head)
            var copy = Data(bytes)
            if let seal { copy.withUnsafeMutableBytes { seal.seal($0) } }
            try handle.write(contentsOf: copy)
            try handle.synchronize()
            _ = try? FileManager.default.removeItem(at: url)
            try FileManager.default.moveItem(at: partial, to: url)
        } catch {
            try? FileManager.default.removeItem(at: partial)
            throw error
        }
        return StateFile(url: url, tokens: tokens, offset: head.count, size: head.count + bytes.count)
    }

    /// Why a file is of no use, now or later.
    enum Unusable: Error, CustomStringConvertible {
        /// Somebody deleted it.
        case gone
        /// It is shorter than it was.
        case truncated
        /// Its copy is not what was written.
        case damaged

        var description: String {
            switch self {
            case .gone: "The file is gone."
            case .truncated: "The file is shorter than it was."
            case .damaged: "The file was damaged."
            }
        }
    }

    /// Reads a file's head.
    ///
    /// - Parameters:
    ///   - url: The file.
    ///   - identity: What its copy has to depend on.
    /// - Returns: The file, or nil if it is of another model, or damaged, or gone.
    /// - Throws: A ``SystemError`` for a file that may be good and cannot be read at present.
    static func open(_ url: URL, identity: String) throws -> StateFile? {
        guard let file = try SystemFile(reading: url.path) else { return nil }
        defer { file.close() }
        let size = Int(try file.size())
        var offset = 0
        func read(_ count: Int) throws -> [UInt8]? {
            guard count <= size - offset else { return nil }
            let bytes = try file.bytes(count, at: offset)
            offset += count
            return bytes.count == count ? bytes : nil
        }
        func number() throws -> Int? {
            try read(4).map { bytes in bytes.reversed().reduce(0) { $0 << 8 | Int($1) } }
        }
        guard try read(self.magic.count) == self.magic, let length = try number(), length <= self.longestIdentity,
            let found = try read(length), found == Array(identity.utf8.prefix(self.longestIdentity)),
            let count = try number(), count > 0, count <= self.mostTokens, let raw = try read(4 * count)
        else { return nil }
        let tokens = stride(from: 0, to: raw.count, by: 4).map { start in
            Int32(bitPattern: raw[start..<start + 4].reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) })
        }
        guard size > offset else { return nil }
        return StateFile(url: url, tokens: tokens, offset: offset, size: size)
    }

    /// Reads the back end's copy.
    ///
    /// - Parameters:
    ///   - pieceLength: The most bytes that are read at once.
    ///   - isWanted: Asked before each piece whether anybody still waits for it.
    /// - Returns: The copy.
    /// - Throws: ``Unusable``; a ``SystemError`` for a file that may be good and cannot be read at present; or
    ///   `CancellationError` if nobody waits any more.
    func read(pieceLength: Int = 4 << 20, while isWanted: () -> Bool = { true }) throws -> [UInt8] {
        guard isWanted() else { throw CancellationError() }
        guard let file = try SystemFile(reading: self.url.path) else { throw Unusable.gone }
        defer { file.close() }
        // Another process may have written it anew meanwhile, a little longer.
        let size = Int(try file.size())
        guard size >= self.size else { throw Unusable.truncated }
        let count = size - self.offset
        let bytes = try file.bytes(count, at: self.offset, pieceLength: pieceLength, while: isWanted)
        guard bytes.count == count else { throw Unusable.truncated }
        return bytes
    }

    private static func append(_ value: UInt32, to data: inout Data) {
        withUnsafeBytes(of: value.littleEndian) { data.append(contentsOf: $0) }
    }
}
