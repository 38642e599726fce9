public import Foundation

/// What a GGUF file says about itself: metadata and the list of its tensors, without their data.
///
/// Reading is strict. Every length is checked against the file's size before memory is taken, and what llama.cpp would
/// refuse (a key twice, an array in an array, a tensor out of place) is refused here with a sentence that says why.
public struct GGUFHeader: Hashable, Sendable {
    /// The version of the format: 2 or 3.
    public let version: UInt32
    /// The metadata by key, such as `general.architecture`.
    public let metadata: [String: GGUFValue]
    /// The metadata's keys in the file's order.
    public let keys: [String]
    /// The tensors in the file's order.
    public let tensors: [GGUFTensor]
    /// To what multiple of bytes each tensor's data is aligned; a power of two.
    public let alignment: UInt64
    /// Where the tensors' data begins, in bytes from the start of the file.
    public let dataOffset: UInt64
    /// The size the file must have at least, in bytes, so that all its tensors are there.
    ///
    /// A tensor of a type that this reader does not know counts up to its beginning only.
    public let expectedFileSize: UInt64
    /// The size the file has, in bytes.
    public let fileSize: UInt64

    /// Reads and checks the header of a file.
    ///
    /// Blocks while it reads; the header of a model with a large vocabulary takes some megabytes.
    ///
    /// - Parameters:
    ///   - url: The file.
    ///   - checksFileSize: Whether to throw when the file ends before its last tensor does.
    /// - Throws: A ``GGUFError`` that says what is wrong with the file.
    public init(contentsOf url: URL, checksFileSize: Bool = true) throws(GGUFError) {
        try self.init(path: url.path, checksFileSize: checksFileSize)
    }

    /// Reads and checks the header of a file.
    ///
    /// - Parameters:
    ///   - path: The file's path.
    ///   - checksFileSize: Whether to throw when the file ends before its last tensor does.
    /// - Throws: A ``GGUFError`` that says what is wrong with the file.
    public init(path: String, checksFileSize: Bool = true) throws(GGUFError) {
        var parser = try GGUFParser(path: path)
        self.version = try parser.parseVersion()
        let tensorCount = try parser.parseCount(of: "tensors", smallest: 24)
        let valueCount = try parser.parseCount(of: "metadata values", smallest: 13)
        (self.keys, self.metadata) = try parser.parseMetadata(count: valueCount)
        self.alignment = try parser.alignment(in: self.metadata)
        self.tensors = try parser.parseTensors(count: tensorCount, alignment: self.alignment)
        self.fileSize = parser.reader.fileSize

        let end = parser.reader.offset
        self.dataOffset = self.tensors.isEmpty ? end : (end + self.alignment - 1) / self.alignment * self.alignment
        var expected = self.tensors.isEmpty ? end : self.dataOffset
        for tensor in self.tensors {
            let (start, overflow) = self.dataOffset.addingReportingOverflow(tensor.offset)
            let (stop, overflowAgain) = start.addingReportingOverflow(tensor.byteCount ?? 0)
            guard !overflow, !overflowAgain else {
                throw parser.corrupt("tensor '\(tensor.name)' lies beyond any file's end")
            }
            expected = max(expected, stop)
        }
        self.expectedFileSize = expected
        if checksFileSize, expected > self.fileSize {
            throw GGUFError(
                .truncated,
                """
                '\(path)' has \(self.fileSize) bytes where its header promises \(expected): the file is cut short, \
                download it again.
                """
            )
        }
    }
}
