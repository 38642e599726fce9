import MartletCore
import MartletMarkdown

/// A record's texts as HTML blocks, for viewers that asked for them.
struct RenderedRecord: Sendable {
    /// The output's blocks.
    let blocks: [String]?
    /// The input's blocks, for steps that show their input.
    let inputBlocks: [String]?

    init(_ record: StepRecord, renderer: MarkdownRenderer, includesOutput: Bool = true) {
        if includesOutput {
            self.blocks = Self.blocks(record.output, language: record.language, renderer: renderer)
        } else {
            self.blocks = nil
        }
        if record.type.isMessage || record.input.isEmpty {
            self.inputBlocks = nil
        } else {
            switch record.showInput {
            case .hidden: self.inputBlocks = nil
            case .shown: self.inputBlocks = renderer.blocks(record.input)
            case .code(let language):
                self.inputBlocks = Self.blocks(record.input, language: language, renderer: renderer)
            }
        }
    }

    private static func blocks(_ text: String, language: String?, renderer: MarkdownRenderer) -> [String] {
        guard !text.isEmpty else { return [] }
        guard let language else { return renderer.blocks(text) }
        return [renderer.codeBlock(text, language: language)]
    }
}
