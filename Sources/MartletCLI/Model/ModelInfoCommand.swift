import ArgumentParser
import Foundation
import LanguageModels

/// `martlet model info`: what a GGUF file says about itself.
struct ModelInfoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "info",
        abstract: "Show what a GGUF file holds: a file on this machine, or a downloaded model."
    )

    @Argument(help: "A path, or a downloaded model such as hf:owner/repo/file.gguf.")
    var model: String

    @Flag(help: "Show every metadata value.")
    var all = false

    func run() async throws {
        let name =
            FileManager.default.fileExists(atPath: self.model) ? self.model : ModelArgument.withPrefix(self.model)
        // Where the path has no reference's look, a missing file is told to be missing.
        let isPath = self.model.lowercased().hasSuffix(".gguf") && !self.model.hasPrefix("hf:") && !name.contains("://")
        let file = try await ModelLocator.locate(isPath ? self.model : name, localFilesOnly: true)
        let header: GGUFHeader
        do throws(GGUFError) {
            header = try GGUFHeader(contentsOf: file)
        } catch {
            throw error.languageModelError
        }
        var rows = self.summary(of: header, at: file)
        if self.all {
            rows += header.keys.map { ($0, header.metadata[$0].map(Self.shown) ?? "") }
        }
        let width = rows.map(\.0.count).max() ?? 0
        for (label, value) in rows {
            print(label + String(repeating: " ", count: width - label.count + 2) + value)
        }
    }

    private func summary(of header: GGUFHeader, at file: URL) -> [(String, String)] {
        let size = Int64(clamping: header.fileSize)
        func text(_ value: String?) -> String { value.map(Self.printable) ?? "not given" }
        func number(_ value: Int?, _ unit: String = "") -> String { value.map { "\($0)\(unit)" } ?? "not given" }

        var rows: [(String, String)] = []
        rows.append(("File", file.path))
        rows.append(("Size", "\(ByteCount.text(size)) (\(size) bytes)"))
        rows.append(("Format", "GGUF version \(header.version)"))
        rows.append(("Name", text(header.name)))
        rows.append(("Architecture", text(header.architecture)))
        rows.append(("Parameters", Self.count(header.parameterCount)))
        rows.append(("Quantisation", text(header.quantization)))
        rows.append(("Context length", number(header.contextLength, " tokens")))
        rows.append(("Embedding length", number(header.embeddingLength)))
        rows.append(("Blocks", number(header.blockCount)))
        rows.append(("Vocabulary", number(header.vocabularySize, " tokens")))
        rows.append(("Tokenizer", text(header.tokenizer)))
        rows.append(("Chat template", header.chatTemplate == nil ? "no" : "yes"))
        rows.append(("Tensors", "\(header.tensors.count)"))
        if let parts = header.metadata["split.count"]?.integer, parts > 1 {
            let part = (header.metadata["split.no"]?.integer ?? 0) + 1
            rows.append(("Part", "\(part) of \(parts); parameters and tensors are those of this part"))
        }
        return rows
    }

    /// A count as model cards write it, with the exact number behind it.
    private static func count(_ number: UInt64) -> String {
        for (unit, size) in [("T", 1e12), ("B", 1e9), ("M", 1e6), ("K", 1e3)] where Double(number) >= size {
            return String(format: "%.2f%@ (%llu)", Double(number) / size, unit, number)
        }
        return String(number)
    }

    private static func shown(_ value: GGUFValue) -> String {
        switch value {
        case .string(let text): Self.printable(text.count > 200 ? text.prefix(200) + "..." : text)
        case .array(let array): "\(array.count) values of \(array.elementType)"
        case .bool(let value): String(value)
        default: value.integer.map(String.init) ?? value.double.map { String($0) } ?? "\(value)"
        }
    }

    /// A text from a file, without what could steer the terminal.
    private static func printable(_ text: String) -> String {
        String(text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : Character($0) })
    }
}
