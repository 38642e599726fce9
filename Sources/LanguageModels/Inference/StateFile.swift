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
    /// - Returns: The file.
    /// - Throws: What the file system throws, such as for a full disk.
    static func write(to folder: URL, identity: String, tokens: [Int32], bytes: [UInt8]) throws -> StateFile {
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
            try handle.write(contentsOf: Data(bytes))
            try handle.synchronize()
            _ = try? FileManager.default.removeItem(at: url)
            try FileManager.default.moveItem(at: partial, to: url)
        } catch {
            try? FileManager.default.removeItem(at: partial)
            throw error
        }
        return StateFile(url: url, tokens: tokens, offset: head.count, size: head.count + bytes.count)
    }

    /// Reads a file's head.
    ///
    /// - Parameters:
    ///   - url: The file.
    ///   - identity: What its copy has to depend on.
    /// - Returns: The file, or nil if it is of another model, or damaged.
    static func open(_ url: URL, identity: String) -> StateFile? {
        guard let handle = try? FileHandle(forReadingFrom: url) else { return nil }
        defer { try? handle.close() }
        func read(_ count: Int) -> [UInt8]? {
            guard let data = try? handle.read(upToCount: count), data.count == count else { return nil }
            return Array(data)
        }
        func number() -> Int? {
            read(4).map { bytes in bytes.reversed().reduce(0) { $0 << 8 | Int($1) } }
        }
        guard read(self.magic.count) == self.magic, let length = number(), length <= self.longestIdentity,
            let found = read(length), found == Array(identity.utf8.prefix(self.longestIdentity)),
            let count = number(), count > 0, count <= self.mostTokens, let raw = read(4 * count)
        else { return nil }
        let tokens = stride(from: 0, to: raw.count, by: 4).map { start in
            Int32(bitPattern: raw[start..<start + 4].reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) })
        }
        let offset = self.magic.count + 4 + length + 4 + 4 * count
        let size = (try? FileManager.default.attributesOfItem(atPath: url.path)[.size] as? Int) ?? 0
        guard size > offset else { return nil }
        return StateFile(url: url, tokens: tokens, offset: offset, size: size)
    }

    /// Reads the back end's copy.
    func read() throws -> [UInt8] {
        let handle = try FileHandle(forReadingFrom: self.url)
        defer { try? handle.close() }
        try handle.seek(toOffset: UInt64(self.offset))
        return Array(try handle.readToEnd() ?? Data())
    }

    private static func append(_ value: UInt32, to data: inout Data) {
        withUnsafeBytes(of: value.littleEndian) { data.append(contentsOf: $0) }
    }
}
