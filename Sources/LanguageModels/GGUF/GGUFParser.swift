/// Takes a GGUF header apart, piece after piece in the file's order.
struct GGUFParser {
    private(set) var reader: GGUFByteReader
    private let path: String

    /// llama.cpp keeps tensor names in 64 bytes with a zero at the end.
    private static let longestTensorName = 63
    private static let longestKey: UInt64 = 65_535
    private static let mostDimensions: UInt32 = 4

    init(path: String) throws(GGUFError) {
        self.path = path
        self.reader = try GGUFByteReader(path: path)
    }

    func corrupt(_ what: String) -> GGUFError {
        GGUFError(.corrupt, "'\(self.path)' is damaged: \(what); download the file again.")
    }

    /// Checks the magic and takes the version.
    mutating func parseVersion() throws(GGUFError) -> UInt32 {
        let start = try self.reader.peek(64)
        guard start.starts(with: Array("GGUF".utf8)) else {
            throw GGUFForeignFile(start: start).error(path: self.path)
        }
        _ = try self.reader.number(UInt32.self, of: "its first bytes")
        let version = try self.reader.number(UInt32.self, of: "its version")
        switch version {
        case 2, 3:
            return version
        case 1:
            throw GGUFError(
                .unsupportedVersion,
                "'\(self.path)' is a GGUF file of version 1, which llama.cpp no longer reads: convert the model anew."
            )
        case _ where version & 0xFFFF == 0 && version != 0:
            throw GGUFError(
                .otherByteOrder,
                "'\(self.path)' was written for a big-endian machine: get the little-endian file of the model."
            )
        default:
            throw GGUFError(
                .unsupportedVersion,
                "'\(self.path)' has GGUF version \(version), and 2 and 3 are supported: update Martlet or get another file."
            )
        }
    }

    /// Takes a count, and refuses one that the rest of the file could not hold.
    mutating func parseCount(of what: String, smallest: UInt64) throws(GGUFError) -> Int {
        let count = try self.reader.number(UInt64.self, of: "the number of its \(what)")
        guard count <= self.reader.fileSize / smallest else {
            throw self.corrupt("it claims \(count) \(what), more than fit into its \(self.reader.fileSize) bytes")
        }
        return Int(count)
    }

    mutating func parseMetadata(count: Int) throws(GGUFError) -> (keys: [String], values: [String: GGUFValue]) {
        var keys: [String] = []
        var values: [String: GGUFValue] = [:]
        for index in 0..<count {
            let key = try self.parseString("metadata key \(index + 1)", longest: Self.longestKey)
            guard !key.isEmpty else {
                throw self.corrupt("metadata key \(index + 1) is empty")
            }
            guard values[key] == nil else {
                throw self.corrupt("the metadata key '\(key)' stands in it twice")
            }
            let type = try self.parseType(key: key)
            values[key] = type == .array ? .array(try self.parseArray(key: key)) : try self.parseValue(type, key: key)
            keys.append(key)
        }
        return (keys, values)
    }

    func alignment(in metadata: [String: GGUFValue]) throws(GGUFError) -> UInt64 {
        switch metadata["general.alignment"] {
        case nil:
            return 32
        case .uint32(let alignment) where alignment.nonzeroBitCount == 1:
            return UInt64(alignment)
        case .some(let value):
            throw self.corrupt("its 'general.alignment' is \(value), not a power of two")
        }
    }

    private mutating func parseType(key: String) throws(GGUFError) -> GGUFValueType {
        let number = try self.reader.number(UInt32.self, of: "the type of '\(key)'")
        guard let type = GGUFValueType(rawValue: number) else {
            throw self.corrupt("the metadata value '\(key)' has the unknown type \(number)")
        }
        return type
    }

    private mutating func parseValue(_ type: GGUFValueType, key: String) throws(GGUFError) -> GGUFValue {
        guard let size = type.byteCount else {
            return .string(try self.parseString("the metadata value '\(key)'", longest: .max))
        }
        let bytes = try self.reader.bytes(UInt64(size), of: "the metadata value '\(key)'")
        guard let value = bytes.withUnsafeBytes({ GGUFValue(type, from: $0) }) else {
            throw self.corrupt("the metadata value '\(key)' cannot be read")
        }
        return value
    }

    private mutating func parseArray(key: String) throws(GGUFError) -> GGUFArray {
        let type = try self.parseType(key: key)
        guard type != .array else {
            throw self.corrupt("the metadata value '\(key)' is an array of arrays, which llama.cpp does not read")
        }
        let count = try self.reader.number(UInt64.self, of: "the length of '\(key)'")
        guard count <= self.reader.remaining / UInt64(type.byteCount ?? 8) else {
            throw GGUFError(
                .truncated,
                """
                '\(self.path)' ends in the middle of the \(count) elements of '\(key)', at byte \
                \(self.reader.fileSize): download the file again.
                """
            )
        }
        if let size = type.byteCount {
            let bytes = try self.reader.bytes(count * UInt64(size), of: "'\(key)'")
            return GGUFArray(elementType: type, count: Int(count), bytes: bytes)
        }
        var bytes: [UInt8] = []
        for _ in 0..<count {
            let length = try self.reader.number(UInt64.self, of: "'\(key)'")
            withUnsafeBytes(of: length.littleEndian) { bytes.append(contentsOf: $0) }
            bytes.append(contentsOf: try self.reader.bytes(length, of: "'\(key)'"))
        }
        return GGUFArray(elementType: type, count: Int(count), bytes: bytes)
    }

    private mutating func parseString(
        _ what: @autoclosure () -> String,
        longest: UInt64
    ) throws(GGUFError) -> String {
        let length = try self.reader.number(UInt64.self, of: what())
        guard length <= longest else {
            throw self.corrupt("\(what()) claims to be \(length) bytes long, and \(longest) is the most")
        }
        return String(decoding: try self.reader.bytes(length, of: what()), as: UTF8.self)
    }
}

// MARK: - Tensors

extension GGUFParser {
    /// Takes the tensor list and checks that the tensors follow each other without gap or overlap.
    mutating func parseTensors(count: Int, alignment: UInt64) throws(GGUFError) -> [GGUFTensor] {
        var tensors: [GGUFTensor] = []
        var names: Set<String> = []
        var expectedOffset: UInt64? = 0
        for index in 0..<count {
            let tensor = try self.parseTensor(index: index)
            guard names.insert(tensor.name).inserted else {
                throw self.corrupt("the tensor '\(tensor.name)' is listed twice")
            }
            guard tensor.offset % alignment == 0, expectedOffset == nil || tensor.offset == expectedOffset else {
                throw self.corrupt(
                    "tensor '\(tensor.name)' begins at byte \(tensor.offset) of the data, not where the one before ends"
                )
            }
            // After a tensor of an unknown type nobody can tell where the next one has to begin.
            expectedOffset = nil
            if let size = tensor.byteCount {
                let (end, overflow) = tensor.offset.addingReportingOverflow(size)
                let (padded, overflowAgain) = end.addingReportingOverflow(alignment - 1)
                guard !overflow, !overflowAgain else {
                    throw self.corrupt("tensor '\(tensor.name)' is larger than any file")
                }
                expectedOffset = padded / alignment * alignment
            }
            tensors.append(tensor)
        }
        return tensors
    }

    private mutating func parseTensor(index: Int) throws(GGUFError) -> GGUFTensor {
        let name = try self.parseString("the name of tensor \(index + 1)", longest: UInt64(Self.longestTensorName))
        let what = "tensor '\(name)'"
        let dimensionCount = try self.reader.number(UInt32.self, of: what)
        guard dimensionCount <= Self.mostDimensions else {
            throw self.corrupt("\(what) has \(dimensionCount) dimensions, and \(Self.mostDimensions) is the most")
        }
        var dimensions: [UInt64] = []
        var elementCount: UInt64 = 1
        for _ in 0..<dimensionCount {
            let length = try self.reader.number(UInt64.self, of: what)
            let (product, overflow) = elementCount.multipliedReportingOverflow(by: length)
            guard length <= UInt64(Int64.max), !overflow, product <= UInt64(Int64.max) else {
                throw self.corrupt("\(what) has more elements than any file can hold")
            }
            dimensions.append(length)
            elementCount = product
        }
        let type = GGUFTensorType(rawValue: try self.reader.number(UInt32.self, of: what))
        let offset = try self.reader.number(UInt64.self, of: what)
        return GGUFTensor(
            name: name,
            dimensions: dimensions,
            type: type,
            offset: offset,
            elementCount: elementCount,
            byteCount: try self.byteCount(what, type: type, rowLength: dimensions.first ?? 1, elements: elementCount)
        )
    }

    private func byteCount(
        _ what: String,
        type: GGUFTensorType,
        rowLength: UInt64,
        elements: UInt64
    ) throws(GGUFError) -> UInt64? {
        guard let layout = type.layout else { return nil }
        guard rowLength % layout.blockLength == 0 else {
            throw self.corrupt(
                "\(what) has rows of \(rowLength) elements, not a multiple of \(type)'s block of \(layout.blockLength)"
            )
        }
        let (size, overflow) = (elements / layout.blockLength).multipliedReportingOverflow(by: layout.blockBytes)
        guard !overflow else {
            throw self.corrupt("\(what) is larger than any file")
        }
        return size
    }
}
