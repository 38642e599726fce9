import Foundation
import LanguageModels
import Testing

struct ToolPromptingTests {
    /// The templates that the set-up fetches with llama.cpp's source.
    private static let folder = {
        let home = FileManager.default.homeDirectoryForCurrentUser
        return home.appendingPathComponent(".cache/martlet/llama/templates")
    }()
    static let hasTemplates = FileManager.default.fileExists(atPath: folder.path)

    private let plain = """
        {%- for message in messages %}{{ message.role }}: {{ message.content }}
        {% endfor %}
        """
    private let strict = """
        {%- for message in messages %}{%- if message.role == 'system' %}{{ raise_exception('no system') }}{%- endif %}
        {{- message.role }}: {{ message.content }}
        {% endfor %}
        """

    private func weather() throws -> ToolDefinition {
        ToolDefinition(
            name: "get_weather",
            description: "Tells the weather.",
            parameters: try JSONSchema(
                #"{"type": "object", "properties": {"city": {"type": "string", "description": "Where"}}, "required": ["city"]}"#
            )
        )
    }

    private let chat = [
        ChatMessage(role: .system, content: "Be brief."),
        ChatMessage(role: .user, content: "Weather in Rome and Oslo?"),
        ChatMessage(
            role: .assistant,
            content: "",
            toolCalls: [
                ToolCall(id: "call_1", name: "get_weather", arguments: #"{"city":"Rome"}"#),
                ToolCall(id: "call_2", name: "get_weather", arguments: #"{"city":"Oslo"}"#),
            ]
        ),
        ChatMessage(role: .tool, content: "sunny", toolCallID: "call_1"),
        ChatMessage(role: .tool, content: "snow", toolCallID: "call_2"),
    ]

    private func render(_ source: String, _ messages: [ChatMessage], _ tools: [ToolDefinition]) throws -> String {
        let template = try ChatTemplate(source)
        var options = GenerationOptions()
        options.tools = tools
        let plan = try PromptPlan.plan(messages: messages, options: options, template: template)
        return try template.render(messages: plan.messages, bosToken: "", eosToken: "", extra: plan.extra).text
    }

    @Test
    func `a template without tools is told in text`() throws {
        let prompt = try self.render(self.plain, self.chat, [self.weather()])
        #expect(prompt.hasPrefix("system: Be brief.\n\nYou can call these tools"))
        #expect(prompt.contains(#"{"name": "get_weather", "description": "Tells the weather.", "parameters": {"type""#))
        #expect(
            prompt.contains(
                """
                assistant: <tool_call>
                {"name": "get_weather", "arguments": {"city":"Rome"}}
                </tool_call>
                <tool_call>
                {"name": "get_weather", "arguments": {"city":"Oslo"}}
                </tool_call>
                user: <tool_response>
                sunny
                </tool_response>
                <tool_response>
                snow
                </tool_response>

                """
            )
        )
    }

    @Test
    func `tools are told where the template takes them`() throws {
        let messages = [ChatMessage(role: .user, content: "Hello")]
        #expect(try self.render(self.plain, messages, [self.weather()]).hasPrefix("system: You can call these tools"))
        let prompt = try self.render(self.strict, messages, [self.weather()])
        #expect(prompt.hasPrefix("user: You can call these tools"))
        #expect(prompt.hasSuffix("Hello\n"))
        #expect(try self.render(self.strict, messages, []) == "user: Hello\n")
    }

    @Test
    func `a prompt after results keeps the turns of templates that insist on them`() throws {
        let chat = self.chat + [ChatMessage(role: .user, content: "Go on.")]
        #expect(try self.render(self.plain, chat, []).hasSuffix("snow\n</tool_response>\nGo on.\n"))
        let native = """
            {#- [TOOL_CALLS], tools, tool_calls: roles must alternate -#}
            {%- for message in messages %}{{ message.role }}: {{ message.content }}
            {% endfor %}
            """
        #expect(try self.render(native, chat, []).hasSuffix("tool: snow\nassistant: …\nuser: Go on.\n"))
    }

    @Test
    func `a picture is refused and not left out in silence`() throws {
        let picture = ImageContent.url("https://example.com/a.png")
        let chat = self.chat + [ChatMessage(role: .user, content: "And this?", images: [picture])]
        let error = try #require(throws: LanguageModelError.self) {
            try PromptPlan.plan(messages: chat, options: GenerationOptions(), template: try ChatTemplate(self.plain))
        }
        #expect(error.code == .invalidInput && error.message.contains("Message \(chat.count) has a picture"))
    }

    @Test
    func `a plan has constraint and parser only where they are needed`() throws {
        let template = try ChatTemplate(self.plain)
        var options = GenerationOptions()
        func plan() throws -> PromptPlan {
            try PromptPlan.plan(messages: self.chat, options: options, template: template)
        }
        #expect(try plan().constraint == nil)
        #expect(try plan().parser == nil)
        options.tools = [try self.weather()]
        #expect(try plan().constraint?.triggers == ["<tool_call>"])
        #expect(try plan().parser != nil)
        options.toolChoice = .none
        #expect(try plan().constraint == nil)
        #expect(try plan().parser == nil)
        options.format = .json
        #expect(try plan().constraint == SamplerConstraint(grammar: GrammarCompiler.grammarForJSON()))
        #expect(try PromptPlan.constraint(for: options)?.triggers == [])
    }

    @Test(
        .enabled(if: hasTemplates, "the templates are absent; run Scripts/setup"),
        arguments: [
            ("Qwen-Qwen2.5-7B-Instruct", ToolCallFormat.hermes), ("Qwen-Qwen3-0.6B", .hermes),
            ("NousResearch-Hermes-3-Llama-3.1-8B-tool_use", .hermes), ("meta-llama-Llama-3.1-8B-Instruct", .llama),
            ("meta-llama-Llama-3.2-3B-Instruct", .llama), ("meta-llama-Llama-3.3-70B-Instruct", .llama),
            ("mistralai-Mistral-Nemo-Instruct-2407", .mistralList),
            ("unsloth-mistral-Devstral-Small-2507", .mistralArguments),
            ("Mistral-Small-3.2-24B-Instruct-2506", .mistralArguments),
        ]
    )
    func `real templates are told of tools, calls and results in their own words`(
        _ name: String,
        _ format: ToolCallFormat
    ) throws {
        let file = Self.folder.appendingPathComponent("\(name).jinja")
        let source = try String(contentsOf: file, encoding: .utf8)
        #expect(ToolCallFormat.format(ofTemplate: source) == format)
        let first = try self.render(source, Array(self.chat.prefix(2)), [self.weather()])
        #expect(first.contains("Tells the weather."))
        #expect(!first.contains("You can call these tools"))
        let prompt = try self.render(source, self.chat, [self.weather()])
        #expect(prompt.contains("Rome"))
        #expect(prompt.contains("sunny"))
        #expect(prompt.contains("snow"))
        // What the template writes for a call is what the parser reads.
        let start = try #require(prompt.range(of: "Oslo?", options: .backwards))
        let calls = String(prompt[start.upperBound...])
        let opener = format == .hermes ? "<tool_call>" : format == .llama ? "{\"name\"" : "[TOOL_CALLS]"
        let begin = try #require(calls.range(of: opener))
        var parser = ToolCallParser(format: format, tools: [try self.weather()])
        let found = parser.append(String(calls[begin.lowerBound...])).calls + parser.finish().calls
        #expect(found.first?.name == "get_weather")
        #expect(found.first?.arguments == #"{"city":"Rome"}"#)
    }

    @Test(.enabled(if: hasTemplates, "the templates are absent; run Scripts/setup"))
    func `every template can be told of tools`() throws {
        let files = try FileManager.default.contentsOfDirectory(at: Self.folder, includingPropertiesForKeys: nil)
        var told = 0
        for file in files where file.pathExtension == "jinja" {
            let source = try String(contentsOf: file, encoding: .utf8)
            guard ToolCallFormat.format(ofTemplate: source) != nil else { continue }
            let prompt = try self.render(source, Array(self.chat.prefix(2)), [self.weather()])
            #expect(prompt.contains("Tells the weather."), "\(file.lastPathComponent)")
            told += 1
        }
        #expect(told >= 9)
    }
}
