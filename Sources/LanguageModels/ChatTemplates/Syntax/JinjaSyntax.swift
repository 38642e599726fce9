/// An expression of a template.
///
/// Chains are kept flat, so that a long sum is not a deep tree.
indirect enum JinjaExpression: Sendable {
    case none
    case boolean(Bool)
    case integer(Int)
    case float(Double)
    case string(MarkedText)
    case name(String)
    case list([JinjaExpression])
    case tuple([JinjaExpression])
    case dictionary([(key: JinjaExpression, value: JinjaExpression)])
    case postfix(JinjaExpression, [JinjaSuffix])
    case negative(JinjaExpression)
    case positive(JinjaExpression)
    case not(JinjaExpression)
    /// Operators of one precedence, from left to right.
    case arithmetic(JinjaExpression, [(symbol: JinjaToken.Symbol, operand: JinjaExpression)])
    case concatenation([JinjaExpression])
    case comparison(JinjaExpression, [(comparator: JinjaComparator, operand: JinjaExpression)])
    case and([JinjaExpression])
    case or([JinjaExpression])
    case conditional([(condition: JinjaExpression, value: JinjaExpression)], otherwise: JinjaExpression?)
}

enum JinjaComparator: Sendable {
    case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual, contained, notContained
}

/// What follows a value: `.name`, `[item]`, a slice, a call, a filter or a test.
struct JinjaSuffix: Sendable {
    enum Kind: Sendable {
        case attribute(String)
        case item(JinjaExpression)
        case slice(start: JinjaExpression?, stop: JinjaExpression?, step: JinjaExpression?)
        case call(JinjaCallArguments)
        case filter(String, JinjaCallArguments)
        case test(String, JinjaCallArguments, isNegated: Bool)
    }

    var kind: Kind
    var position: JinjaPosition
}

/// The arguments as a call writes them.
struct JinjaCallArguments: Sendable {
    var positional: [JinjaExpression] = []
    var named: [(name: String, value: JinjaExpression)] = []
    /// The list behind `*`.
    var list: JinjaExpression?
    /// The dictionary behind `**`.
    var dictionary: JinjaExpression?
}

/// A part of a template's body.
indirect enum JinjaNode: Sendable {
    case text(MarkedText)
    case output(JinjaExpression, JinjaPosition)
    case branch([(condition: JinjaExpression, body: [JinjaNode])], otherwise: [JinjaNode], JinjaPosition)
    case loop(JinjaLoop)
    case assign(JinjaTarget, JinjaExpression, JinjaPosition)
    /// `{% set name %}…{% endset %}`.
    case capture(JinjaTarget, filters: [JinjaSuffix], body: [JinjaNode], JinjaPosition)
    case macro(JinjaMacro)
    /// `{% call(…) macro(…) %}…{% endcall %}`.
    case call(JinjaExpression, caller: JinjaMacro, JinjaPosition)
    case filter([JinjaSuffix], body: [JinjaNode], JinjaPosition)
    /// A body with names of its own: `with`, `block` and `generation`.
    case scope([(target: JinjaTarget, value: JinjaExpression)], body: [JinjaNode], JinjaPosition)
    case breakLoop
    case continueLoop
}

/// What an assignment or a loop gives values to.
indirect enum JinjaTarget: Sendable {
    case name(String)
    case attribute(of: String, String)
    case tuple([JinjaTarget])
}

/// A `for` block.
struct JinjaLoop: Sendable {
    var target: JinjaTarget
    var sequence: JinjaExpression
    var condition: JinjaExpression?
    var isRecursive: Bool
    var body: [JinjaNode]
    var otherwise: [JinjaNode]
    var position: JinjaPosition
}

/// A macro, or the body of a call block.
struct JinjaMacro: Sendable {
    var name: String
    var parameters: [(name: String, fallback: JinjaExpression?)]
    var body: [JinjaNode]
    var position: JinjaPosition
}
