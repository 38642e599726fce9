import Foundation

/// Reads a file from front to back in large pieces, and never past its end.
struct GGUFByteReader {
    private let handle: FileHandle
    private let path: String
    private var buffer: [UInt8] = []
    private var position = 0
    /// Where the next byte lies in the file.
    private(set) var offset: UInt64 = 0
    /// The file's size when it was opened.
    let fileSize: UInt64

    /// The bytes asked from the system at a time.
    private static let pieceSize = 256 * 1024

    init(path: String) throws(GGUFError) {
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
            throw GGUFError(
                .fileNotFound,
                "No file lies at '\(path)': check the path, or download the model with 'martlet model pull'."
            )
        }
        guard !isDirectory.boolValue else {
            throw GGUFError(.unreadable, "'\(path)' is a directory: give the path of a .gguf file in it.")
        }
        do {
            let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            self.fileSize = try handle.seekToEnd()
            try handle.seek(toOffset: 0)
            self.handle = handle
        } catch {
            throw GGUFError(.unreadable, "'\(path)' cannot be opened: check its permissions (\(error)).")
        }
        self.path = path
    }

    /// The bytes between here and the file's end.
    var remaining: UInt64 { self.fileSize - self.offset }

    /// The first bytes of the file, fewer if it is shorter, without moving on.
    mutating func peek(_ count: Int) throws(GGUFError) -> [UInt8] {
        let wanted = Int(min(UInt64(count), self.remaining))
        try self.fill(wanted)
        return Array(self.buffer[self.position..<self.position + wanted])
    }

    mutating func bytes(_ count: UInt64, of what: @autoclosure () -> String) throws(GGUFError) -> [UInt8] {
        guard count <= self.remaining else {
            throw GGUFError(
                .truncated,
                "'\(self.path)' ends in the middle of \(what()), at byte \(self.fileSize): download the file again."
            )
        }
        var result: [UInt8] = []
        result.reserveCapacity(Int(count))
        while result.count < Int(count) {
            if self.position == self.buffer.count {
                try self.fill(min(Int(count) - result.count, Self.pieceSize))
            }
            let part = min(Int(count) - result.count, self.buffer.count - self.position)
            result.append(contentsOf: self.buffer[self.position..<self.position + part])
            self.position += part
            self.offset += UInt64(part)
        }
        return result
    }

    mutating func number<Number: FixedWidthInteger>(
        _: Number.Type,
        of what: @autoclosure () -> String
    ) throws(GGUFError) -> Number {
        let size = MemoryLayout<Number>.size
        guard UInt64(size) <= self.remaining else {
            throw GGUFError(
                .truncated,
                "'\(self.path)' ends in the middle of \(what()), at byte \(self.fileSize): download the file again."
            )
        }
        try self.fill(size)
        let value = self.buffer.withUnsafeBytes { bytes in
            Number(littleEndian: bytes.loadUnaligned(fromByteOffset: self.position, as: Number.self))
        }
        self.position += size
        self.offset += UInt64(size)
        return value
    }

    /// Makes sure that so many bytes lie in the buffer; the caller has checked that the file has them.
    private mutating func fill(_ count: Int) throws(GGUFError) {
        guard self.buffer.count - self.position < count else { return }
        self.buffer.removeSubrange(0..<self.position)
        self.position = 0
        while self.buffer.count < count {
            let piece: Data?
            do {
                piece = try self.handle.read(upToCount: max(Self.pieceSize, count - self.buffer.count))
            } catch {
                throw GGUFError(.unreadable, "'\(self.path)' cannot be read: check the disk (\(error)).")
            }
            guard let piece, !piece.isEmpty else {
                throw GGUFError(.truncated, "'\(self.path)' became shorter while it was read: wait for its download.")
            }
            self.buffer.append(contentsOf: piece)
        }
    }
}
