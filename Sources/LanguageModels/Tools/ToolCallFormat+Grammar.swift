extension ToolCallFormat {
    /// The most calls in one answer.
    private static let mostCalls = 8

    /// The constraint under which every call names a tool and has arguments that its schema allows.
    ///
    /// - Parameters:
    ///   - tools: The tools.
    ///   - choice: Whether the model may, must or must not call one.
    ///   - format: The form of an answer without calls; nil is any.
    ///   - callsInParallel: Whether one answer may have several calls.
    ///   - limits: How long the parts may be that the schemas do not limit.
    /// - Returns: The constraint; nil if there is nothing to hold the model to.
    /// - Throws: A ``LanguageModelError`` of code `invalidInput` when a schema has no grammar, or `invalidOption` when
    ///   the tools and the choice do not fit.
    public func constraint(
        tools: [ToolDefinition],
        choice: ToolChoice = .automatic,
        format: ResponseFormat? = nil,
        callsInParallel: Bool = true,
        limits: GrammarLimits = GrammarLimits()
    ) throws(LanguageModelError) -> SamplerConstraint? {
        try ToolPrompting.check(tools, choice)
        var offered = tools
        switch choice {
        case .none: offered = []
        case .tool(let name): offered = tools.filter { $0.name == name }
        case .automatic, .required: break
        }
        guard !offered.isEmpty else {
            return try format.map { format throws(LanguageModelError) in
                SamplerConstraint(grammar: try format.grammarText(limits: limits))
            }
        }
        var isSingle = self.isSingle || !callsInParallel
        if case .tool = choice { isSingle = true }
        let key = GrammarCaches.Tools(
            format: self,
            tools: tools,
            choice: choice,
            answer: format,
            isSingle: isSingle,
            limits: limits
        )
        return try GrammarCaches.tools.constraint(for: key) { () throws(LanguageModelError) in
            try self.compiled(offered, choice: choice, format: format, isSingle: isSingle, limits: limits)
        }
    }

    /// Compiles the constraint of tools that the model may call.
    private func compiled(
        _ offered: [ToolDefinition],
        choice: ToolChoice,
        format: ResponseFormat?,
        isSingle: Bool,
        limits: GrammarLimits
    ) throws(LanguageModelError) -> SamplerConstraint {
        var rules = GrammarRules()
        let calls = try self.calls(of: offered, isSingle: isSingle, limits: limits, in: &rules)
        guard choice == .automatic else {
            return SamplerConstraint(grammar: try Self.text(calls, rules))
        }
        guard let format else {
            return SamplerConstraint(grammar: try Self.text(calls, rules), triggers: self.triggers(offered))
        }
        return SamplerConstraint(grammar: try Self.text(calls, rules, or: format, limits: limits))
    }

    /// Texts at which an answer in plain text turns into a call.
    func triggers(_ tools: [ToolDefinition]) -> [String] {
        switch self {
        case .hermes: ["<tool_call>"]
        case .llama: ["<|python_tag|>"] + Self.llamaOpeners(tools.map(\.name)).prefix(62)
        case .mistralList, .mistralArguments: ["[TOOL_CALLS]"]
        }
    }

    /// How calls begin that have nothing before them but what any JSON has: with the tool's name, so that other JSON
    /// is left in peace.
    static func llamaOpeners(_ names: [String]) -> [String] {
        names.flatMap { ["{\"name\": \"\($0)\"", "{\"name\":\"\($0)\""] }
    }

    /// A grammar of calls alone, in which nothing but the tools can be wrong.
    private static func text(_ calls: GrammarNode, _ rules: GrammarRules) throws(LanguageModelError) -> String {
        do {
            return try GrammarCompiler.text(calls, rules)
        } catch {
            throw error.about(.tools)
        }
    }

    /// A grammar of calls, or of an answer in another form.
    private static func text(
        _ calls: GrammarNode,
        _ rules: GrammarRules,
        or format: ResponseFormat,
        limits: GrammarLimits
    ) throws(LanguageModelError) -> String {
        var rules = rules
        let answer: GrammarNode
        switch format {
        case .json:
            var compiler = try SchemaCompiler(
                .object([]),
                limits: limits,
                ignoresUnsupported: false,
                rules: rules
            )
            answer = try compiler.anyObject(depth: max(compiler.limits.jsonDepth ?? 1, 1))
            rules = compiler.rules
        case .jsonSchema(let schema):
            answer = try GrammarCompiler.node(for: schema, in: &rules, limits: limits, ignoresUnsupported: false)
        case .grammar:
            throw LanguageModelError(
                .invalidOption,
                "format is a grammar and tools are given, which cannot be held to at once; "
                    + "give a JSON schema as the format, or no tools."
            ).about(.tools)
        }
        return try GrammarCompiler.text(.choice([calls, answer]), rules)
    }

    private func calls(
        of tools: [ToolDefinition],
        isSingle: Bool,
        limits: GrammarLimits,
        in rules: inout GrammarRules
    ) throws(LanguageModelError) -> GrammarNode {
        var options: [GrammarNode] = []
        for tool in tools {
            let arguments = try Self.arguments(of: tool, limits: limits, in: &rules)
            options.append(rules.add("call-\(tool.name)", self.call(tool.name, arguments)))
        }
        let call = rules.add("call", .choice(options))
        let most = isSingle ? 1 : Self.mostCalls
        let line = GrammarNode.optional(.literal("\n"))
        func list(_ item: GrammarNode, _ separator: GrammarNode) -> GrammarNode {
            let more = rules.add("more-calls", .sequence([separator, item]))
            return most == 1 ? item : .sequence([item, .repeated(more, 0, most - 1)])
        }
        switch self {
        case .hermes:
            let item = GrammarNode.sequence([
                .literal("<tool_call>"), line, call, line, .literal("</tool_call>"),
            ])
            return list(item, line)
        case .llama:
            return .sequence([.optional(.literal("<|python_tag|>")), call])
        case .mistralList:
            let comma = GrammarNode.sequence([.literal(","), .optional(.literal(" "))])
            return .sequence([
                .literal("[TOOL_CALLS]"), .optional(.literal(" ")), .literal("["), list(call, comma), .literal("]"),
            ])
        case .mistralArguments:
            return list(.sequence([.literal("[TOOL_CALLS]"), call]), .empty)
        }
    }

    /// One call, without what stands around all of them.
    private func call(_ name: String, _ arguments: GrammarNode) -> GrammarNode {
        let space = GrammarNode.optional(.literal(" "))
        func object(_ key: String, _ end: GrammarNode) -> GrammarNode {
            .sequence([
                .literal("{"), space, .literal("\"name\":"), space, .literal("\"\(name)\","), space,
                .literal("\"\(key)\":"), space, arguments, end, space, .literal("}"),
            ])
        }
        let letters = GrammarNode.repeated(.set("a-zA-Z0-9"), 9, 9)
        switch self {
        case .hermes: return object("arguments", .empty)
        case .llama: return object("parameters", .empty)
        case .mistralList:
            let id = GrammarNode.sequence([
                .literal(","), space, .literal("\"id\":"), space, .literal("\""), letters, .literal("\""),
            ])
            return object("arguments", .optional(id))
        case .mistralArguments:
            let id = GrammarNode.optional(.sequence([.literal("[CALL_ID]"), letters]))
            return .sequence([.literal(name), id, .literal("[ARGS]"), arguments])
        }
    }

    /// A tool's arguments: always an object.
    private static func arguments(
        of tool: ToolDefinition,
        limits: GrammarLimits,
        in rules: inout GrammarRules
    ) throws(LanguageModelError) -> GrammarNode {
        let schema = try TemplateValue(json: tool.parameters.text)
        let meaning = ["type", "properties", "required", "additionalProperties", "$ref", "anyOf", "oneOf", "allOf"]
        // A tool without parameters is often described by true or an empty schema, and would be called with a number.
        guard meaning.contains(where: { schema[$0] != nil }) else { return .literal("{}") }
        do {
            var parameters = tool.parameters
            if let members = schema.members, let pointer = schema["$ref"]?.text, !pointer.hasPrefix("#") {
                // Parameters that another document describes are any, but still an object.
                let others = members.filter { $0.name != "$ref" && $0.name != "type" }
                let all = [TemplateValue.Member("type", "object")] + others
                parameters = try JSONSchema(TemplateValue.object(all).json)
            }
            // What a grammar cannot express is left to the tool, which reads its arguments anyway.
            return try GrammarCompiler.node(for: parameters, in: &rules, limits: limits, ignoresUnsupported: true)
        } catch {
            throw LanguageModelError(
                error.code,
                "The tool '\(tool.name)' has parameters that no grammar can be made of. \(error.message)",
                cause: error
            ).about(.tools)
        }
    }
}
