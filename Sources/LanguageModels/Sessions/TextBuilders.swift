/// Joins texts, each on a line of its own, into a session's instructions.
///
/// FoundationModels: `InstructionsBuilder`.
///
/// ```swift
/// let session = LanguageModelSession(model: model) {
///     "You are a helpful assistant."
///     if isBrief { "Answer in one sentence." }
/// }
/// ```
@resultBuilder
public enum InstructionsBuilder {
    /// Takes a text.
    public static func buildExpression(_ text: String) -> [String] { [text] }
    /// Joins the parts.
    public static func buildBlock(_ parts: [String]...) -> [String] { parts.flatMap { $0 } }
    /// Takes the parts of an `if`.
    public static func buildOptional(_ part: [String]?) -> [String] { part ?? [] }
    /// Takes the parts of an `if` with an `else`.
    public static func buildEither(first part: [String]) -> [String] { part }
    /// Takes the parts of an `else`.
    public static func buildEither(second part: [String]) -> [String] { part }
    /// Joins the parts of a loop.
    public static func buildArray(_ parts: [[String]]) -> [String] { parts.flatMap { $0 } }
    /// Takes the parts that need a newer system.
    public static func buildLimitedAvailability(_ part: [String]) -> [String] { part }
    /// Makes one text of all.
    public static func buildFinalResult(_ parts: [String]) -> String { parts.joined(separator: "\n") }
}

/// Joins texts, each on a line of its own, into a prompt.
///
/// FoundationModels: `PromptBuilder`.
public typealias PromptBuilder = InstructionsBuilder
