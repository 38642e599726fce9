import Foundation

/// Writes GGUF files byte by byte, whole or broken in a chosen way.
struct GGUFBuilder {
    var magic = Array("GGUF".utf8)
    var version: UInt32 = 3
    var tensorCount: UInt64?
    var valueCount: UInt64?
    private var values: [[UInt8]] = []
    private var tensors: [(header: [UInt8], data: [UInt8])] = []
    private var dataSize: UInt64 = 0
    var alignment: UInt64 = 32

    static func number<Number: FixedWidthInteger>(_ value: Number) -> [UInt8] {
        withUnsafeBytes(of: value.littleEndian) { Array($0) }
    }

    static func string(_ text: String) -> [UInt8] {
        Self.number(UInt64(text.utf8.count)) + Array(text.utf8)
    }

    mutating func value(_ key: String, type: UInt32, _ bytes: [UInt8]) {
        self.values.append(Self.string(key) + Self.number(type) + bytes)
    }

    mutating func string(_ key: String, _ text: String) {
        self.value(key, type: 8, Self.string(text))
    }

    mutating func uint32(_ key: String, _ number: UInt32) {
        self.value(key, type: 4, Self.number(number))
    }

    mutating func strings(_ key: String, _ texts: [String]) {
        self.value(key, type: 9, Self.number(UInt32(8)) + Self.number(UInt64(texts.count)) + texts.flatMap(Self.string))
    }

    mutating func tensor(
        _ name: String,
        _ dimensions: [UInt64],
        type: UInt32 = 0,
        bytes: Int,
        offset: UInt64? = nil
    ) {
        var header = Self.string(name) + Self.number(UInt32(dimensions.count))
        header += dimensions.flatMap { Self.number($0) }
        header += Self.number(type) + Self.number(offset ?? self.dataSize)
        let padded = (UInt64(bytes) + self.alignment - 1) / self.alignment * self.alignment
        self.tensors.append((header, [UInt8](repeating: 7, count: Int(padded))))
        self.dataSize += padded
    }

    var bytes: [UInt8] {
        var result = self.magic + Self.number(self.version)
        result += Self.number(self.tensorCount ?? UInt64(self.tensors.count))
        result += Self.number(self.valueCount ?? UInt64(self.values.count))
        result += self.values.flatMap { $0 }
        result += self.tensors.flatMap(\.header)
        while !self.tensors.isEmpty, result.count % Int(self.alignment) != 0 {
            result.append(0)
        }
        result += self.tensors.flatMap(\.data)
        return result
    }

    /// A small whole model file.
    static var model: GGUFBuilder {
        var builder = GGUFBuilder()
        builder.string("general.architecture", "llama")
        builder.string("general.name", "Tiny")
        builder.uint32("general.file_type", 15)
        builder.uint32("llama.context_length", 2048)
        builder.uint32("llama.block_count", 2)
        builder.string("tokenizer.ggml.model", "gpt2")
        builder.strings("tokenizer.ggml.tokens", ["<s>", "", "é", "hello"])
        builder.string("tokenizer.chat_template", "{{ messages }}")
        builder.tensor("a.weight", [32, 2], type: 2, bytes: 36)
        builder.tensor("b.bias", [5], bytes: 20)
        return builder
    }
}

/// A folder for one test, removed when the test lets go of it.
final class ScratchFolder: Sendable {
    let url: URL

    init() throws {
        self.url = FileManager.default.temporaryDirectory.appendingPathComponent("martlet-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: self.url, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: self.url)
    }

    /// Writes a file, with its folders, and gives back where it lies.
    @discardableResult
    func write(_ bytes: [UInt8], to name: String) throws -> URL {
        let file = self.url.appendingPathComponent(name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(),
            withIntermediateDirectories: true
        )
        try Data(bytes).write(to: file)
        return file
    }
}
