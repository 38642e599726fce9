/// Turns a model's answer into the value that a chain returns.
///
/// LangChain: `BaseOutputParser`.
public protocol OutputParser: Sendable {
    /// What to tell the model about the form of its answer; default empty.
    var formatInstructions: String { get }

    /// Reads an answer.
    ///
    /// - Parameter text: The whole answer.
    /// - Returns: What it says.
    /// - Throws: Anything, when the answer does not have the expected form; the chain fails with it.
    func parse(_ text: String) throws -> ChainValue
}

extension OutputParser {
    /// Nothing.
    public var formatInstructions: String { "" }
}

/// Leaves the answer as it is.
///
/// LangChain: `StrOutputParser`.
public struct StringOutputParser: OutputParser {
    /// Creates the parser.
    public init() {}

    /// Returns the answer as it is.
    public func parse(_ text: String) -> ChainValue { .string(text) }
}

/// Reads a list of items separated by commas.
///
/// LangChain: `CommaSeparatedListOutputParser`.
public struct CommaSeparatedListOutputParser: OutputParser {
    /// Creates the parser.
    public init() {}

    /// Asks for items separated by commas.
    public var formatInstructions: String { "Answer with items separated by commas only, such as: red, green, blue" }

    /// Splits the answer at commas and drops the white space around each item; an empty answer has no items.
    public func parse(_ text: String) -> ChainValue {
        let items = text.split(separator: ",", omittingEmptySubsequences: false)
            .map { $0.drop(while: \.isWhitespace) }
            .map { item in
                String(item[..<(item.lastIndex { !$0.isWhitespace }.map(item.index(after:)) ?? item.startIndex)])
            }
        return items == [""] ? [] : .list(items.map(ChainValue.string))
    }
}
