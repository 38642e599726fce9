extension RequestBody {
    /// Asks for the form that the answer must have.
    mutating func setFormat() throws(LanguageModelError) {
        switch self.options.format {
        case nil: break
        case .json: try self.setSchema(name: "answer", text: nil)
        case .jsonSchema(let schema): try self.setSchema(name: schema.name, text: Self.object(schema.text))
        case .grammar(let grammar):
            guard self.dialect.knowsLlamaServer || self.dialect.knowsVLLM else {
                throw self.unsupported("format", "a grammar", "use a JSON schema, or llama-server")
            }
            if self.dialect.knowsLlamaServer { self.set("grammar", .string(grammar)) }
            if self.dialect.knowsVLLM {
                // The newer word and the older one; vLLM skips the one that its release does not know.
                self.set("structured_outputs", .object([WireValue.Member("grammar", .string(grammar))]))
                self.set("guided_grammar", .string(grammar))
            }
        }
    }

    private mutating func setSchema(name: String, text: String?) throws(LanguageModelError) {
        if !self.isChat {
            guard self.dialect != .openAI, self.dialect != .ollama else {
                throw self.unsupported("format", "JSON", "ask with a chat")
            }
            // llama-server's completions take the schema itself; an empty one means any object.
            if self.dialect.knowsLlamaServer { self.set("json_schema", .raw(text ?? "{}")) }
            guard self.dialect.knowsVLLM else { return }
        }
        guard let text else {
            self.set("response_format", .object([WireValue.Member("type", .string("json_object"))]))
            return
        }
        let schema = WireValue.object([
            WireValue.Member("name", .string(name)),
            WireValue.Member("strict", .boolean(StrictSchema.accepts(text))),
            WireValue.Member("schema", .raw(text)),
        ])
        self.set(
            "response_format",
            .object([
                WireValue.Member("type", .string("json_schema")), WireValue.Member("json_schema", schema),
            ])
        )
    }

    /// Tells the model of tools.
    mutating func setTools() throws(LanguageModelError) {
        var tools = self.options.tools
        guard !tools.isEmpty else {
            switch self.options.toolChoice {
            case .automatic, .none: return
            case .required, .tool:
                throw LanguageModelError(
                    .invalidOption,
                    "toolChoice is \(self.options.toolChoice), and there are no tools; give the tool, or leave it automatic."
                )
            }
        }
        guard self.isChat else { throw self.unsupported("tools", tools.map(\.name), "ask with a chat") }
        switch self.options.toolChoice {
        case .automatic: break
        case .none: self.set("tool_choice", .string("none"))
        case .required, .tool:
            if self.dialect == .ollama {
                throw self.unsupported("toolChoice", self.options.toolChoice, "use automatic or none")
            }
            self.set("tool_choice", .string("required"))
        }
        if case .tool(let name) = self.options.toolChoice {
            guard tools.contains(where: { $0.name == name }) else {
                throw LanguageModelError(
                    .invalidOption,
                    "toolChoice names '\(name)', which is none of the tools; give one of \(tools.map(\.name))."
                )
            }
            if self.dialect == .openAI || self.dialect == .vLLM {
                let function = WireValue.object([WireValue.Member("name", .string(name))])
                self.set(
                    "tool_choice",
                    .object([WireValue.Member("type", .string("function")), WireValue.Member("function", function)])
                )
            } else {
                // llama-server takes words alone; with a single tool "required" means the same.
                tools.removeAll { $0.name != name }
            }
        }
        self.set("tools", .array(tools.map(Self.tool)))
        guard !self.options.callsToolsInParallel else { return }
        if self.dialect == .ollama {
            throw self.unsupported("callsToolsInParallel", false, "leave it true, and use the first call")
        }
        self.set("parallel_tool_calls", .boolean(false))
    }

    /// Gives the chat template of the server its values; a text has no template.
    mutating func setTemplateArguments() throws(LanguageModelError) {
        let arguments = self.options.templateArguments.sorted { $0.key < $1.key }
        guard self.isChat, !arguments.isEmpty else { return }
        guard self.dialect.knowsLlamaServer || self.dialect.knowsVLLM else {
            let names = arguments.map { $0.key }
            throw self.unsupported("templateArguments", names, "leave it empty, or use llama-server or vLLM")
                .about(.templateArguments)
        }
        let members = arguments.map { WireValue.Member($0.key, WireValue($0.value)) }
        self.set("chat_template_kwargs", .object(members))
    }

    private static func tool(_ tool: ToolDefinition) -> WireValue {
        .object([
            WireValue.Member("type", .string("function")),
            WireValue.Member(
                "function",
                .object([
                    WireValue.Member("name", .string(tool.name)),
                    WireValue.Member("description", .string(tool.description)),
                    WireValue.Member("parameters", .raw(Self.object(tool.parameters.text))),
                ])
            ),
        ])
    }

    /// A schema's text as an object; `true` allows anything, and so does the object without members.
    private static func object(_ schema: String) -> String {
        schema.contains("{") ? schema : "{}"
    }
}
