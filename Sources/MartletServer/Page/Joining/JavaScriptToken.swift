/// A piece of JavaScript that stands for itself.
struct JavaScriptToken: Hashable, Sendable {
    enum Kind: Sendable {
        /// A name or keyword.
        case word
        case number
        case string
        /// A template, or a part of one up to a `${`, or from a `}` on.
        case template
        case regularExpression
        case punctuator
        case comment
        /// White space; also ends of lines.
        case space
    }

    let kind: Kind
    /// Its bytes' places.
    let range: Range<Int>
    /// How many brackets it lies in; a bracket itself lies outside of its own.
    let depth: Int
}
