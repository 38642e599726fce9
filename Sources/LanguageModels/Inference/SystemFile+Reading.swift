#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

extension SystemFile {
    /// Opens a file for reading; nil if there is none.
    ///
    /// - Parameter path: Where it lies.
    /// - Throws: Why a file that may well be there cannot be opened at present.
    init?(reading path: String) throws(SystemError) {
        var descriptor = open(path, O_RDONLY | O_CLOEXEC)
        while descriptor < 0, errno == EINTR { descriptor = open(path, O_RDONLY | O_CLOEXEC) }
        guard descriptor >= 0 else {
            let error = SystemError.last(path)
            if error.number == ENOENT { return nil }
            throw error
        }
        self.descriptor = descriptor
        self.path = path
    }

    /// Reads bytes in pieces.
    ///
    /// - Parameters:
    ///   - count: How many.
    ///   - offset: Where they begin.
    ///   - pieceLength: The most bytes of a piece.
    ///   - isWanted: Asked before each piece whether anybody still waits.
    /// - Returns: The bytes, fewer than asked for where the file ends.
    /// - Throws: A ``SystemError``, or `CancellationError` if nobody waits any more.
    func bytes(
        _ count: Int,
        at offset: Int,
        pieceLength: Int = 4 << 20,
        while isWanted: () -> Bool = { true }
    ) throws -> [UInt8] {
        try [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                guard isWanted() else { throw CancellationError() }
                let end = min(filled + pieceLength, count)
                let piece = UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: buffer[filled..<end]))
                let length = try self.read(into: piece, at: Int64(offset + filled))
                if length == 0 { return }
                filled += length
            }
        }
    }
}
