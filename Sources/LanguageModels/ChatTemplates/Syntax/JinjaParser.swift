/// Reads a template's tokens into its syntax tree: statements here, expressions in extensions.
struct JinjaParser {
    private let tokens: [JinjaToken]
    private var index = 0
    private var depth = 0
    /// How many loops the next statement lies in, for `break` and `continue`.
    private var loops = 0

    /// Parses a template.
    static func parse(_ source: String) throws -> [JinjaNode] {
        var parser = JinjaParser(tokens: try JinjaLexer.tokens(of: source))
        let nodes = try parser.parseBody(until: [], of: nil)
        return nodes
    }

    private init(tokens: [JinjaToken]) {
        self.tokens = tokens
    }

    // MARK: Tokens

    var current: JinjaToken { self.tokens[self.index] }
    var next: JinjaToken { self.tokens[min(self.index + 1, self.tokens.count - 1)] }

    mutating func advance() {
        if self.index < self.tokens.count - 1 { self.index += 1 }
    }

    func failure(_ message: String) -> JinjaFailure {
        JinjaFailure(.syntax, message, at: self.current.position)
    }

    func isSymbol(_ symbol: JinjaToken.Symbol) -> Bool { self.current.kind == .symbol(symbol) }
    func isName(_ name: String) -> Bool { self.current.kind == .name(name) }

    mutating func skip(_ symbol: JinjaToken.Symbol) -> Bool {
        guard self.isSymbol(symbol) else { return false }
        self.advance()
        return true
    }

    mutating func skip(name: String) -> Bool {
        guard self.isName(name) else { return false }
        self.advance()
        return true
    }

    mutating func expect(_ symbol: JinjaToken.Symbol) throws {
        guard self.skip(symbol) else {
            throw self.failure("expected '\(symbol.rawValue)', got \(self.current.shown)")
        }
    }

    mutating func expect(name: String) throws {
        guard self.skip(name: name) else { throw self.failure("expected '\(name)', got \(self.current.shown)") }
    }

    mutating func expectName() throws -> String {
        guard case .name(let name) = self.current.kind else {
            throw self.failure("expected a name, got \(self.current.shown)")
        }
        self.advance()
        return name
    }

    private mutating func expectBlockEnd() throws {
        guard self.current.kind == .blockEnd else {
            throw self.failure("expected '%}', got \(self.current.shown)")
        }
        self.advance()
    }

    /// Runs a part of the parser one level deeper, refusing templates nested too deeply for the stack.
    mutating func nested<Result>(_ parse: (inout JinjaParser) throws -> Result) throws -> Result {
        guard self.depth < JinjaLimits.sourceDepth else {
            throw self.failure("more than \(JinjaLimits.sourceDepth) levels lie inside one another")
        }
        self.depth += 1
        defer { self.depth -= 1 }
        return try parse(&self)
    }

    // MARK: Bodies

    /// Statements up to a tag with one of the names, whose name token is left current.
    private mutating func parseBody(until ends: [String], of opener: String?) throws -> [JinjaNode] {
        var nodes: [JinjaNode] = []
        while true {
            let position = self.current.position
            switch self.current.kind {
            case .data(let text):
                nodes.append(.text(MarkedText(text)))
                self.advance()
            case .variableBegin:
                self.advance()
                nodes.append(.output(try self.parseTuple(), position))
                guard self.current.kind == .variableEnd else {
                    throw self.failure("expected '}}', got \(self.current.shown)")
                }
                self.advance()
            case .blockBegin:
                self.advance()
                if case .name(let name) = self.current.kind, ends.contains(name) { return nodes }
                nodes.append(try self.nested { try $0.parseStatement(position) })
            default:
                guard let opener else { return nodes }
                throw self.failure("the block '\(opener)' is not closed; expected '\(ends.last ?? "")'")
            }
        }
    }

    /// A body that ends with one tag of a block, that tag included.
    private mutating func parseBlock(_ name: String) throws -> [JinjaNode] {
        try self.expectBlockEnd()
        let body = try self.parseBody(until: ["end" + name], of: name)
        self.advance()
        return body
    }

    private mutating func parseStatement(_ position: JinjaPosition) throws -> JinjaNode {
        let tag = self.current
        let name = try self.expectName()
        switch name {
        case "if": return try self.parseIf(position)
        case "for": return .loop(try self.parseFor(position))
        case "set": return try self.parseSet(position)
        case "macro": return .macro(try self.parseMacro(position))
        case "call": return try self.parseCall(position)
        case "with": return try self.parseWith(position)
        case "filter":
            let filters = try self.parseFilterNames()
            let body = try self.parseBlock("filter")
            try self.expectBlockEnd()
            return .filter(filters, body: body, position)
        case "generation", "block":
            if name == "block" { _ = try self.expectName() }
            let body = try self.parseBlock(name)
            if name == "block", case .name = self.current.kind { self.advance() }
            try self.expectBlockEnd()
            return .scope([], body: body, position)
        case "break", "continue":
            guard self.loops > 0 else {
                throw JinjaFailure(.syntax, "'\(name)' stands outside a loop", at: tag.position)
            }
            try self.expectBlockEnd()
            return name == "break" ? .breakLoop : .continueLoop
        default:
            throw JinjaFailure(.syntax, "unknown tag '\(name)'", at: tag.position)
        }
    }

    // MARK: Statements

    private mutating func parseIf(_ position: JinjaPosition) throws -> JinjaNode {
        var branches: [(condition: JinjaExpression, body: [JinjaNode])] = []
        var otherwise: [JinjaNode] = []
        var tag = "if"
        while tag == "if" || tag == "elif" {
            let condition = try self.parseTuple(withConditional: false)
            try self.expectBlockEnd()
            branches.append((condition, try self.parseBody(until: ["elif", "else", "endif"], of: "if")))
            tag = try self.expectName()
        }
        if tag == "else" {
            try self.expectBlockEnd()
            otherwise = try self.parseBody(until: ["endif"], of: "if")
            self.advance()
        }
        try self.expectBlockEnd()
        return .branch(branches, otherwise: otherwise, position)
    }

    private mutating func parseFor(_ position: JinjaPosition) throws -> JinjaLoop {
        let target = try self.parseTargets(until: "in")
        try self.expect(name: "in")
        let sequence = try self.parseTuple(withConditional: false, endingAt: "recursive")
        let condition = self.skip(name: "if") ? try self.parseExpression() : nil
        let isRecursive = self.skip(name: "recursive")
        try self.expectBlockEnd()
        self.loops += 1
        let body = try self.parseBody(until: ["else", "endfor"], of: "for")
        self.loops -= 1
        var otherwise: [JinjaNode] = []
        if try self.expectName() == "else" {
            try self.expectBlockEnd()
            otherwise = try self.parseBody(until: ["endfor"], of: "for")
            self.advance()
        }
        try self.expectBlockEnd()
        return JinjaLoop(
            target: target,
            sequence: sequence,
            condition: condition,
            isRecursive: isRecursive,
            body: body,
            otherwise: otherwise,
            position: position
        )
    }

    private mutating func parseSet(_ position: JinjaPosition) throws -> JinjaNode {
        let target = try self.parseTargets(until: nil)
        if self.skip(.assign) {
            let value = try self.parseTuple()
            try self.expectBlockEnd()
            return .assign(target, value, position)
        }
        let filters = self.skip(.pipe) ? try self.parseFilterNames() : []
        let body = try self.parseBlock("set")
        try self.expectBlockEnd()
        return .capture(target, filters: filters, body: body, position)
    }

    private mutating func parseMacro(_ position: JinjaPosition) throws -> JinjaMacro {
        let name = try self.expectName()
        let parameters = try self.parseParameters()
        let body = try self.parseMacroBody("macro")
        return JinjaMacro(name: name, parameters: parameters, body: body, position: position)
    }

    private mutating func parseMacroBody(_ name: String) throws -> [JinjaNode] {
        let loops = self.loops
        self.loops = 0
        defer { self.loops = loops }
        let body = try self.parseBlock(name)
        try self.expectBlockEnd()
        return body
    }

    private mutating func parseParameters() throws -> [(name: String, fallback: JinjaExpression?)] {
        var parameters: [(name: String, fallback: JinjaExpression?)] = []
        try self.expect(.openParenthesis)
        while !self.isSymbol(.closeParenthesis) {
            if !parameters.isEmpty { try self.expect(.comma) }
            let name = try self.expectName()
            if self.skip(.assign) {
                parameters.append((name, try self.parseExpression()))
            } else if parameters.last?.fallback != nil {
                throw self.failure("the parameter '\(name)' without a default follows one with a default")
            } else {
                parameters.append((name, nil))
            }
        }
        try self.expect(.closeParenthesis)
        return parameters
    }

    private mutating func parseCall(_ position: JinjaPosition) throws -> JinjaNode {
        let parameters = self.isSymbol(.openParenthesis) ? try self.parseParameters() : []
        let call = try self.parseExpression()
        guard case .postfix(_, let suffixes) = call, case .call = suffixes.last?.kind else {
            throw self.failure("expected a call")
        }
        let body = try self.parseMacroBody("call")
        let caller = JinjaMacro(name: "caller", parameters: parameters, body: body, position: position)
        return .call(call, caller: caller, position)
    }

    private mutating func parseWith(_ position: JinjaPosition) throws -> JinjaNode {
        var assignments: [(target: JinjaTarget, value: JinjaExpression)] = []
        while self.current.kind != .blockEnd {
            if !assignments.isEmpty { try self.expect(.comma) }
            let target = JinjaTarget.name(try self.expectName())
            try self.expect(.assign)
            assignments.append((target, try self.parseExpression()))
        }
        let body = try self.parseBlock("with")
        try self.expectBlockEnd()
        return .scope(assignments, body: body, position)
    }
}
