import Foundation
import Testing

@testable import LanguageModels

@Suite struct GGUFHeaderTests {
    let folder: ScratchFolder

    init() throws {
        self.folder = try ScratchFolder()
    }

    private func header(_ bytes: [UInt8]) throws -> GGUFHeader {
        try GGUFHeader(contentsOf: self.folder.write(bytes, to: "model.gguf"))
    }

    private func error(_ bytes: [UInt8]) throws -> GGUFError {
        let file = try self.folder.write(bytes, to: "model.gguf")
        return try #require(throws: GGUFError.self) { try GGUFHeader(contentsOf: file) }
    }

    @Test(arguments: [2, 3] as [UInt32])
    func `a whole file is read`(version: UInt32) throws {
        var builder = GGUFBuilder.model
        builder.version = version
        let header = try self.header(builder.bytes)
        #expect(header.version == version)
        #expect(header.architecture == "llama")
        #expect(header.name == "Tiny")
        #expect(header.quantization == "Q4_K_M")
        #expect(header.contextLength == 2048)
        #expect(header.blockCount == 2)
        #expect(header.vocabularySize == 4)
        #expect(header.tokenizer == "gpt2")
        #expect(header.chatTemplate == "{{ messages }}")
        #expect(header.metadata["tokenizer.ggml.tokens"]?.array?.strings == ["<s>", "", "é", "hello"])
        #expect(header.parameterCount == 69)
        #expect(header.tensors.map(\.name) == ["a.weight", "b.bias"])
        #expect(header.tensors.map(\.byteCount) == [36, 20])
        #expect(header.tensors.map(\.offset) == [0, 64])
        #expect(header.dataOffset % 32 == 0)
        #expect(header.expectedFileSize == header.dataOffset + 84)
    }

    @Test func `every type of value is read`() throws {
        var builder = GGUFBuilder()
        builder.value("u8", type: 0, [200])
        builder.value("i8", type: 1, [0xFF])
        builder.value("u16", type: 2, GGUFBuilder.number(UInt16(40_000)))
        builder.value("i16", type: 3, GGUFBuilder.number(Int16(-2)))
        builder.value("u32", type: 4, GGUFBuilder.number(UInt32.max))
        builder.value("i32", type: 5, GGUFBuilder.number(Int32.min))
        builder.value("f32", type: 6, GGUFBuilder.number(Float(1.5).bitPattern))
        builder.value("bool", type: 7, [1])
        builder.value("u64", type: 10, GGUFBuilder.number(UInt64.max))
        builder.value("i64", type: 11, GGUFBuilder.number(Int64.min))
        builder.value("f64", type: 12, GGUFBuilder.number(2.25.bitPattern))
        builder.value(
            "list",
            type: 9,
            GGUFBuilder.number(UInt32(5)) + GGUFBuilder.number(UInt64(2)) + GGUFBuilder.number(Int32(7))
                + GGUFBuilder.number(Int32(-7))
        )
        let metadata = try self.header(builder.bytes).metadata
        #expect(metadata["u8"] == .uint8(200))
        #expect(metadata["i8"] == .int8(-1))
        #expect(metadata["u16"] == .uint16(40_000))
        #expect(metadata["i16"] == .int16(-2))
        #expect(metadata["u32"] == .uint32(.max))
        #expect(metadata["i32"] == .int32(.min))
        #expect(metadata["f32"] == .float32(1.5))
        #expect(metadata["bool"] == .bool(true))
        #expect(metadata["u64"] == .uint64(.max))
        #expect(metadata["u64"]?.integer == nil)
        #expect(metadata["i64"] == .int64(.min))
        #expect(metadata["f64"] == .float64(2.25))
        #expect(metadata["list"]?.array?.integers == [7, -7])
        #expect(metadata["list"]?.array?.strings == nil)
    }

    /// Every beginning of a whole file but the padding at its end is a cut file, and is told so without a crash.
    @Test func `a file cut anywhere is told to be cut`() throws {
        let bytes = GGUFBuilder.model.bytes
        let needed = try Int(self.header(bytes).expectedFileSize)
        for length in 4..<needed {
            let error = try self.error(Array(bytes[..<length]))
            #expect(error.code == .truncated || error.code == .corrupt, "cut at \(length): \(error)")
        }
        _ = try self.header(Array(bytes[..<needed]))
    }

    /// Whatever one byte becomes, reading ends with a header or an error, never with a trap.
    @Test func `a file with any one byte changed never traps`() throws {
        let bytes = GGUFBuilder.model.bytes
        var outcomes = 0
        for index in 0..<min(bytes.count, 420) {
            for flip in [0xFF, 0x80, 0x01] as [UInt8] {
                var broken = bytes
                broken[index] ^= flip
                let file = try self.folder.write(broken, to: "model.gguf")
                _ = try? GGUFHeader(contentsOf: file)
                outcomes += 1
            }
        }
        #expect(outcomes > 1000)
    }

    @Test(arguments: [
        ([], "is empty", GGUFError.Code.notGGUF),
        (Array("tjgg\u{3}\0\0\0".utf8), "GGJT container", .legacyContainer),
        (Array("lmgg".utf8), "GGML container", .legacyContainer),
        (Array("version https://git-lfs.github.com/spec/v1\n".utf8), "Git LFS pointer", .notGGUF),
        (Array("<!DOCTYPE html><html>".utf8), "an HTML page", .notGGUF),
        (Array("PK\u{3}\u{4}....".utf8), "a ZIP archive", .notGGUF),
        ([16, 1, 0, 0, 0, 0, 0, 0] + Array("{\"a\":{}}".utf8), "safetensors", .notGGUF),
        (Array("hello".utf8), "something else", .notGGUF),
        (Array("GGUF".utf8) + [1, 0, 0, 0], "version 1", .unsupportedVersion),
        (Array("GGUF".utf8) + [9, 0, 0, 0], "version 9", .unsupportedVersion),
        (Array("GGUF".utf8) + [0, 0, 0, 3], "big-endian", .otherByteOrder),
    ])
    func `a file of another kind is told by what it is`(bytes: [UInt8], words: String, code: GGUFError.Code) throws {
        let error = try self.error(bytes)
        #expect(error.code == code)
        #expect(error.message.contains(words))
    }

    @Test func `impossible counts and lengths are refused before memory is taken`() throws {
        var tensors = GGUFBuilder.model
        tensors.tensorCount = .max
        #expect(try self.error(tensors.bytes).code == .corrupt)

        var values = GGUFBuilder.model
        values.valueCount = 1 << 60
        #expect(try self.error(values.bytes).code == .corrupt)

        var array = GGUFBuilder()
        array.value("list", type: 9, GGUFBuilder.number(UInt32(4)) + GGUFBuilder.number(UInt64.max))
        #expect(try self.error(array.bytes).code == .truncated)

        var text = GGUFBuilder()
        text.value("text", type: 8, GGUFBuilder.number(UInt64.max))
        #expect(try self.error(text.bytes).code == .truncated)
    }

    @Test func `what llama cpp refuses is refused`() throws {
        var twice = GGUFBuilder()
        twice.uint32("key", 1)
        twice.uint32("key", 2)
        #expect(try self.error(twice.bytes).message.contains("'key' stands in it twice"))

        var nested = GGUFBuilder()
        nested.value("list", type: 9, GGUFBuilder.number(UInt32(9)) + GGUFBuilder.number(UInt64(1)))
        #expect(try self.error(nested.bytes).message.contains("array of arrays"))

        var unknown = GGUFBuilder()
        unknown.value("key", type: 13, [])
        #expect(try self.error(unknown.bytes).message.contains("unknown type 13"))

        var alignment = GGUFBuilder()
        alignment.uint32("general.alignment", 24)
        #expect(try self.error(alignment.bytes).message.contains("power of two"))

        var gap = GGUFBuilder()
        gap.tensor("a", [8], bytes: 32)
        gap.tensor("b", [8], bytes: 32, offset: 64)
        #expect(try self.error(gap.bytes).message.contains("tensor 'b'"))

        var row = GGUFBuilder()
        row.tensor("a", [31], type: 2, bytes: 18)
        #expect(try self.error(row.bytes).message.contains("rows of 31 elements"))

        var large = GGUFBuilder()
        large.tensor("a", [1 << 40, 1 << 40], bytes: 0)
        #expect(try self.error(large.bytes).message.contains("more elements"))

        var many = GGUFBuilder()
        many.tensor("a", [1, 1, 1, 1, 1], bytes: 4)
        #expect(try self.error(many.bytes).message.contains("5 dimensions"))
    }

    @Test func `an alignment of its own is obeyed`() throws {
        var builder = GGUFBuilder()
        builder.alignment = 64
        builder.uint32("general.alignment", 64)
        builder.tensor("a", [3], bytes: 12)
        builder.tensor("b", [3], bytes: 12)
        let header = try self.header(builder.bytes)
        #expect(header.dataOffset % 64 == 0)
        #expect(header.tensors.map(\.offset) == [0, 64])
    }

    @Test func `a tensor type from the future does not stop the reading`() throws {
        var builder = GGUFBuilder()
        builder.tensor("a", [3], type: 999, bytes: 12)
        builder.tensor("b", [8], bytes: 32)
        let header = try self.header(builder.bytes)
        #expect(header.tensors[0].byteCount == nil)
        #expect(header.tensors[0].type.description == "type 999")
    }

    @Test func `a path that is no file is told so`() throws {
        let missing = self.folder.url.appendingPathComponent("missing.gguf")
        #expect(try #require(throws: GGUFError.self) { try GGUFHeader(contentsOf: missing) }.code == .fileNotFound)
        #expect(
            try #require(throws: GGUFError.self) { try GGUFHeader(contentsOf: self.folder.url) }.code == .unreadable
        )
    }
}
