/// A word of a template.
struct JinjaToken {
    enum Kind: Equatable {
        /// Text outside tags.
        case data(String)
        case blockBegin, blockEnd, variableBegin, variableEnd
        case name(String)
        case string(String)
        case integer(Int)
        case float(Double)
        case symbol(Symbol)
        case end
    }

    enum Symbol: String, CaseIterable {
        case doubleSlash = "//"
        case doubleStar = "**"
        case equal = "=="
        case notEqual = "!="
        case lessOrEqual = "<="
        case greaterOrEqual = ">="
        case plus = "+"
        case minus = "-"
        case slash = "/"
        case star = "*"
        case percent = "%"
        case tilde = "~"
        case openBracket = "["
        case closeBracket = "]"
        case openParenthesis = "("
        case closeParenthesis = ")"
        case openBrace = "{"
        case closeBrace = "}"
        case greater = ">"
        case less = "<"
        case assign = "="
        case dot = "."
        case colon = ":"
        case pipe = "|"
        case comma = ","
        case semicolon = ";"
    }

    var kind: Kind
    var position: JinjaPosition

    /// The token in an error message.
    var shown: String {
        switch self.kind {
        case .data: "text"
        case .blockBegin: "'{%'"
        case .blockEnd: "'%}'"
        case .variableBegin: "'{{'"
        case .variableEnd: "'}}'"
        case .name(let name): "'\(name)'"
        case .string(let string): "the string '\(string.prefix(40))'"
        case .integer(let integer): "'\(integer)'"
        case .float(let float): "'\(float)'"
        case .symbol(let symbol): "'\(symbol.rawValue)'"
        case .end: "the template's end"
        }
    }
}
