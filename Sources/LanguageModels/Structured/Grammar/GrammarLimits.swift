/// How long the parts of an answer may be where its schema sets no limit.
///
/// A grammar without limits lets a model write a string, a list or spaces for ever, and an answer that is cut at
/// ``GenerationOptions/maxNewTokens`` parses no longer. What a schema says itself (`maxLength`, `maxItems`,
/// `maximum`) always wins over these. Models of this process use those that fit the answer's length
/// (``fitting(tokens:)``). To lift them, compile the grammar and ask for it:
///
/// ```swift
/// options.format = .grammar(try GrammarCompiler.grammar(for: schema, limits: .unlimited))
/// ```
public struct GrammarLimits: Hashable, Sendable {
    /// The most characters of a string without `maxLength`; nil is no limit.
    ///
    /// Default 256.
    public var stringLength: Int? = 256
    /// The most items of an array without `maxItems`; nil is no limit.
    ///
    /// Default 16.
    public var arrayLength: Int? = 16
    /// The most members of an object beyond its `properties`; nil is no limit.
    ///
    /// Default 16.
    public var memberCount: Int? = 16
    /// The most digits of a number before its point where the schema sets no bound; 1 to 18, default 15.
    public var digits = 15
    /// The most digits of a number after its point; 0 to 15, default 15.
    public var fractionDigits = 15
    /// How many arrays and objects may lie inside one another in JSON without a schema; nil is no limit.
    ///
    /// Default 4.
    public var jsonDepth: Int? = 4
    /// How often a schema that refers to itself is followed on the way to a value; nil is no limit.
    ///
    /// Default 6.
    public var recursionDepth: Int? = 6
    /// The most spaces after a line's end; 0 allows no line ends, only single spaces.
    ///
    /// Default 8.
    public var indentation = 8

    /// Creates the limits that are used unless others are given.
    public init() {}

    /// The limits for an answer of so many tokens: the longer it may be, the longer its parts may be.
    ///
    /// A string may have a character for every two tokens, an array or object an item or member for every 32, none less
    /// than the defaults. Tokens count as the next lower power of two.
    ///
    /// - Parameter tokens: The most tokens of the answer; nil where that is not known, which gives the defaults.
    /// - Returns: The limits.
    public static func fitting(tokens: Int?) -> GrammarLimits {
        var limits = GrammarLimits()
        guard let tokens, tokens >= 512 else { return limits }
        // Few different limits, so that few grammars are made of one schema.
        let room = 1 << min(Int.bitWidth - 1 - tokens.leadingZeroBitCount, 16)
        limits.stringLength = max(256, room / 2)
        limits.arrayLength = max(16, room / 32)
        limits.memberCount = limits.arrayLength
        limits.jsonDepth = room < 4096 ? 4 : 8
        return limits
    }

    /// Nothing is limited but digits and spaces, so that answers can be cut in their middle.
    public static var unlimited: GrammarLimits {
        var limits = GrammarLimits()
        limits.stringLength = nil
        limits.arrayLength = nil
        limits.memberCount = nil
        limits.jsonDepth = nil
        limits.recursionDepth = nil
        limits.indentation = 40
        return limits
    }
}
