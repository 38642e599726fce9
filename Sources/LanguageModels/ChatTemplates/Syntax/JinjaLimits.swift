/// How much work one rendering may do, so that no template can hang or exhaust the process.
enum JinjaLimits {
    /// Blocks and expressions inside one another in the source.
    static let sourceDepth = 100
    /// Evaluations inside one another, macro calls included.
    static let evaluationDepth = 300
    /// Lists and dictionaries inside one another.
    static let valueDepth = 64
    /// Values inside one value, in all.
    static let valueWeight = 1_000_000
    /// Evaluation steps in all; a list's item counts as one.
    static let steps = 10_000_000
    /// Bytes of text that count as one step.
    static let bytesPerStep = 32
    /// Bytes of one text, the rendered prompt included.
    static let textBytes = 8 << 20
    /// Items of one list or range, as Jinja's sandbox has it for ranges.
    static let items = 100_000
}
