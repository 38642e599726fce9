import LanguageModels

/// Reads the form that an answer must have, and the tools that a model may call.
enum FormatFields {
    /// What other servers call the form of an answer: the same as `response_format`, or it is refused.
    private static let otherFormats = [
        "structured_outputs", "guided_json", "guided_regex", "guided_choice", "guided_grammar",
    ]

    /// Reads `response_format`, and `json_schema` of llama.cpp's server.
    ///
    /// - Parameters:
    ///   - fields: The request.
    ///   - options: What is set.
    /// - Throws: An ``APIFailure`` that names the parameter.
    static func readFormat(_ fields: APIFields, _ options: inout GenerationOptions) throws {
        try Self.readResponseFormat(fields, &options)
        if options.format == nil, let value = fields["json_schema"] {
            // An empty one means any object.
            options.format = try value == .object([]) ? .json : .jsonSchema(Self.schema(value, "json_schema"))
        } else if case .grammar = options.format, fields["json_schema"] != nil {
            throw APIFailure.invalid("json_schema", "Both grammar and json_schema are sent; send one of them.")
        }
        // Whoever sends several forms for several servers has one here that is obeyed.
        guard options.format == nil, let name = Self.otherFormats.first(where: { fields[$0] != nil }) else { return }
        throw APIFailure.unsupported(name, "\(name) is not known here; send response_format, or grammar.")
    }

    private static func readResponseFormat(_ fields: APIFields, _ options: inout GenerationOptions) throws {
        guard let format = try fields.object("response_format") else { return }
        guard let type = try format.choice("type", of: ["text", "json_object", "json_schema"]) else {
            throw format.missing("type")
        }
        guard type != "text" else { return }
        guard options.format == nil else {
            throw APIFailure.invalid("response_format", "Both grammar and response_format are sent; send one of them.")
        }
        if type == "json_object" {
            // llama.cpp's server takes a schema here.
            options.format =
                try format["schema"].map { .jsonSchema(try Self.schema($0, format.path("schema"))) } ?? .json
            return
        }
        let outer = try format.requiredObject("json_schema")
        guard let value = outer["schema"] else { throw outer.missing("schema") }
        let name = try Self.name(outer.text("name") ?? "answer", outer.path("name"))
        options.format = .jsonSchema(try Self.schema(value, outer.path("schema"), name: name))
    }

    /// Reads `tools`, `tool_choice` and `parallel_tool_calls`.
    ///
    /// - Parameters:
    ///   - fields: The request.
    ///   - options: What is set.
    /// - Throws: An ``APIFailure`` that names the parameter.
    static func readTools(_ fields: APIFields, _ options: inout GenerationOptions) throws {
        for name in ["functions", "function_call"] where fields[name] != nil {
            throw APIFailure.unsupported(name, "\(name) is not supported any more; send tools and tool_choice.")
        }
        options.tools = try fields.objects("tools", atMost: 128)?.map(Self.tool) ?? []
        let names = options.tools.map(\.name)
        if let name = names.first(where: { name in names.count { $0 == name } > 1 }) {
            throw APIFailure.invalid("tools", "Two tools are named '\(name)'; give each a name of its own.")
        }
        options.toolChoice = try Self.choice(fields, names)
        options.callsToolsInParallel = try fields.flag("parallel_tool_calls") ?? options.callsToolsInParallel
    }

    private static func tool(_ fields: APIFields) throws -> ToolDefinition {
        _ = try fields.choice("type", of: ["function"])
        let function = try fields.requiredObject("function")
        let parameters = function["parameters"] ?? ["type": "object", "properties": [:]]
        return ToolDefinition(
            name: try Self.name(function.requiredText("name"), function.path("name")),
            description: try function.text("description") ?? "",
            parameters: try Self.schema(parameters, function.path("parameters"))
        )
    }

    private static func choice(_ fields: APIFields, _ names: [String]) throws -> ToolChoice {
        guard let value = fields["tool_choice"] else { return .automatic }
        let choice: ToolChoice
        if case .string = value {
            switch try fields.choice("tool_choice", of: ["auto", "none", "required"]) {
            case "none": return .none
            case "required": choice = .required
            default: return .automatic
            }
        } else {
            let named = try fields.requiredObject("tool_choice")
            _ = try named.choice("type", of: ["function"])
            let function = try named.requiredObject("function")
            let name = try function.requiredText("name")
            guard names.contains(name) else {
                throw APIFailure.invalid(
                    function.path("name"),
                    "No tool is named '\(name.prefix(64))'; name one of tools."
                )
            }
            choice = .tool(name)
        }
        guard !names.isEmpty else {
            throw APIFailure.invalid("tool_choice", "tool_choice asks for a tool and there are none; send tools.")
        }
        return choice
    }

    private static func name(_ name: String, _ path: String) throws -> String {
        guard (1...64).contains(name.utf8.count), name.wholeMatch(of: /[A-Za-z0-9_-]+/) != nil else {
            throw APIFailure.invalid(
                path,
                "\(path) is '\(name.prefix(80))'; use 1 to 64 letters, digits, underscores and hyphens."
            )
        }
        return name
    }

    private static func schema(_ value: TemplateValue, _ path: String, name: String = "answer") throws -> JSONSchema {
        do throws(LanguageModelError) { return try JSONSchema(value.json, name: name) } catch {
            throw APIFailure.invalid(path, error.message)
        }
    }
}
