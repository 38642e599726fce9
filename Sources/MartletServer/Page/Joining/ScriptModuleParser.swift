/// Finds a module's imports and exports.
struct ScriptModuleParser {
    private let tokens: [JavaScriptToken]
    private var index = 0
    private var module: ScriptModule
    /// Whether the statement at hand, outside of all brackets, speaks of asynchronous functions.
    private var isAsynchronous = false

    /// Reads a module.
    ///
    /// - Parameter source: The source as it is written.
    /// - Returns: The module, without comments.
    /// - Throws: A ``JoiningError`` when something in it cannot be joined.
    static func module(of source: [UInt8]) throws(JoiningError) -> ScriptModule {
        let stripped = try JavaScriptStripper.strip(source)
        var parser = ScriptModuleParser(
            tokens: try JavaScriptTokenizer.tokens(of: stripped).filter { $0.kind != .space },
            module: ScriptModule(source: stripped)
        )
        while parser.index < parser.tokens.count { try parser.next() }
        return parser.module
    }

    private init(tokens: [JavaScriptToken], module: ScriptModule) {
        self.tokens = tokens
        self.module = module
    }

    private mutating func next() throws(JoiningError) {
        let token = self.tokens[self.index]
        switch (token.kind, token.depth) {
        case (.word, let depth): try self.word(isOutside: depth == 0)
        case (.punctuator, 0):
            if [";", "}"].contains(self.text(self.index)) { self.isAsynchronous = false }
            self.index += 1
        default: self.index += 1
        }
    }

    private mutating func word(isOutside: Bool) throws(JoiningError) {
        let isProperty = [".", "?."].contains(self.text(self.index - 1))
        switch self.text(self.index) {
        case "import" where !isProperty: try self.readImport(isOutside: isOutside)
        case "export" where !isProperty && isOutside: try self.readExport()
        case "async" where isOutside:
            self.isAsynchronous = true
            self.index += 1
        case "await" where isOutside && !isProperty && !self.isAsynchronous:
            throw JoiningError(reason: "It awaits something outside of all functions.")
        default: self.index += 1
        }
    }
}

extension ScriptModuleParser {
    /// A token's text; empty behind the end.
    private func text(_ index: Int) -> String {
        guard self.tokens.indices.contains(index) else { return "" }
        return String(decoding: self.module.source[self.tokens[index].range], as: UTF8.self)
    }

    private func kind(_ index: Int) -> JavaScriptToken.Kind? {
        self.tokens.indices.contains(index) ? self.tokens[index].kind : nil
    }

    private mutating func take(_ text: String) -> Bool {
        guard self.text(self.index) == text else { return false }
        self.index += 1
        return true
    }

    private mutating func expect(_ text: String) throws(JoiningError) {
        guard self.take(text) else {
            throw JoiningError(reason: "There is \(self.text(self.index)) where \(text) is expected.")
        }
    }

    private mutating func name() throws(JoiningError) -> String {
        guard self.kind(self.index) == .word else {
            throw JoiningError(reason: "There is \(self.text(self.index)) where a name is expected.")
        }
        self.index += 1
        return self.text(self.index - 1)
    }

    /// A text's contents, of those that name modules.
    private mutating func target() throws(JoiningError) -> String {
        let text = self.text(self.index)
        guard self.kind(self.index) == .string, !text.contains("\\") else {
            throw JoiningError(reason: "There is \(text) where a module's name is expected.")
        }
        self.index += 1
        return String(text.dropFirst().dropLast())
    }

    /// The bytes of a statement that ends before the present token, with its semicolon.
    private mutating func statement(from start: Int) throws(JoiningError) -> Range<Int> {
        if ["with", "assert"].contains(self.text(self.index)) {
            throw JoiningError(reason: "It imports something with attributes.")
        }
        _ = self.take(";")
        return self.tokens[start].range.lowerBound..<self.tokens[self.index - 1].range.upperBound
    }

    /// `{a, b as c}`, behind its opening bracket.
    private mutating func names() throws(JoiningError) -> [ScriptModule.Binding] {
        var names: [ScriptModule.Binding] = []
        while !self.take("}") {
            let first = try self.name()
            let second = try self.take("as") ? self.name() : first
            names.append(ScriptModule.Binding(exported: first, local: second))
            if !self.take(",") {
                try self.expect("}")
                break
            }
        }
        return names
    }
}

extension ScriptModuleParser {
    private mutating func readImport(isOutside: Bool) throws(JoiningError) {
        switch self.text(self.index + 1) {
        case "(": self.readDynamicImport()
        case ".": try self.readMeta()
        default:
            guard isOutside else { return self.index += 1 }
            try self.readStaticImport()
        }
    }

    private mutating func readDynamicImport() {
        let start = self.index
        if self.kind(start + 2) == .string, self.text(start + 3) == ")" {
            let argument = self.tokens[start + 2].range
            self.module.dynamicImports.append(
                ScriptModule.DynamicImport(
                    target: String(self.text(start + 2).dropFirst().dropLast()),
                    range: self.tokens[start].range.lowerBound..<self.tokens[start + 3].range.upperBound,
                    argument: argument
                )
            )
        }
        self.index += 2
    }

    private mutating func readMeta() throws(JoiningError) {
        guard self.text(self.index + 2) == "meta", self.text(self.index + 3) == ".",
            self.text(self.index + 4) == "url"
        else { throw JoiningError(reason: "It asks import.meta for something else than url.") }
        self.module.addresses.append(
            self.tokens[self.index].range.lowerBound..<self.tokens[self.index + 4].range.upperBound
        )
        self.index += 5
    }

    private mutating func readStaticImport() throws(JoiningError) {
        let start = self.index
        self.index += 1
        var names: [ScriptModule.Binding] = []
        var namespace: String?
        if self.kind(self.index) == .word {
            let local = try self.name()
            names.append(ScriptModule.Binding(exported: "default", local: local))
            if !self.take(",") { try self.expect("from") }
        }
        if self.take("*") {
            try self.expect("as")
            namespace = try self.name()
            try self.expect("from")
        } else if self.take("{") {
            names += try self.names()
            try self.expect("from")
        }
        let target = try self.target()
        let range = try self.statement(from: start)
        self.module.links.append(
            ScriptModule.Link(kind: .takes, target: target, names: names, namespace: namespace, range: range)
        )
    }
}

extension ScriptModuleParser {
    private mutating func readExport() throws(JoiningError) {
        let start = self.index
        self.index += 1
        switch self.text(self.index) {
        case "*": try self.readExportOfAll(start)
        case "{": try self.readExportList(start)
        case "default": self.readDefault(start)
        case "const": try self.readConstants(start)
        case "function", "class", "async": try self.readDeclaration(start)
        default:
            // What is assigned anew later would have to change where it was imported.
            throw JoiningError(reason: "It exports with \(self.text(self.index)); use const, function or class.")
        }
    }

    /// Takes the words before a declaration away.
    private mutating func drop(from start: Int, to end: Int, for text: String = "") {
        let upper = end < self.tokens.count ? self.tokens[end].range.lowerBound : self.module.source.count
        let range = self.tokens[start].range.lowerBound..<upper
        self.module.edits.append(ScriptModule.Edit(range: range, text: text))
    }

    private mutating func readExportOfAll(_ start: Int) throws(JoiningError) {
        self.index += 1
        let namespace = try self.take("as") ? self.name() : nil
        try self.expect("from")
        let target = try self.target()
        let range = try self.statement(from: start)
        let kind: ScriptModule.Link.Kind = namespace == nil ? .passesOnAll : .passesOn
        self.module.links.append(
            ScriptModule.Link(kind: kind, target: target, namespace: namespace, range: range)
        )
    }

    private mutating func readExportList(_ start: Int) throws(JoiningError) {
        self.index += 1
        let names = try self.names()
        if self.take("from") {
            let target = try self.target()
            let range = try self.statement(from: start)
            self.module.links.append(
                ScriptModule.Link(kind: .passesOn, target: target, names: names, range: range)
            )
        } else {
            let range = try self.statement(from: start)
            self.module.edits.append(ScriptModule.Edit(range: range, text: ";"))
            // Here the local name comes first.
            self.module.exports += names.map { ScriptModule.Binding(exported: $0.local, local: $0.exported) }
        }
    }

    private mutating func readDefault(_ start: Int) {
        self.index += 1
        if let name = self.declaredName {
            self.drop(from: start, to: self.index)
            self.module.exports.append(ScriptModule.Binding(exported: "default", local: name))
        } else {
            self.drop(from: start, to: self.index, for: "const module$default=")
            self.module.exports.append(ScriptModule.Binding(exported: "default", local: "module$default"))
        }
    }

    /// The name of the function or class that begins at the present token; nil where there is none.
    private var declaredName: String? {
        var index = self.index
        if self.text(index) == "async", self.text(index + 1) == "function" { index += 1 }
        guard ["function", "class"].contains(self.text(index)) else { return nil }
        index += 1
        if self.text(index) == "*" { index += 1 }
        let name = self.text(index)
        return self.kind(index) == .word && name != "extends" ? name : nil
    }

    private mutating func readDeclaration(_ start: Int) throws(JoiningError) {
        guard let name = self.declaredName else { throw JoiningError(reason: "It exports something without a name.") }
        self.drop(from: start, to: self.index)
        self.module.exports.append(ScriptModule.Binding(exported: name, local: name))
    }

    private mutating func readConstants(_ start: Int) throws(JoiningError) {
        self.drop(from: start, to: self.index)
        self.index += 1
        let first = try self.constant()
        self.module.exports.append(first)
        // Further ones follow commas that lie in no brackets.
        var index = self.index
        let ends: Set<String> = [";", "export", "const", "let", "var"]
        while index < self.tokens.count {
            if self.tokens[index].depth == 0 {
                let text = self.text(index)
                if ends.contains(text) { break }
                if text == "," {
                    let position = self.index
                    self.index = index + 1
                    let first = try self.constant()
                    self.module.exports.append(first)
                    self.index = position
                }
            }
            index += 1
        }
    }

    private mutating func constant() throws(JoiningError) -> ScriptModule.Binding {
        guard self.kind(self.index) == .word else {
            throw JoiningError(reason: "It exports the parts of a value; name one constant after the other.")
        }
        let name = try self.name()
        return ScriptModule.Binding(exported: name, local: name)
    }
}
