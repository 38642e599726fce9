extension ToolPrompting {
    /// The chat without calls and results other than as text.
    static func textual(_ messages: [ChatMessage]) -> [ChatMessage] {
        var result: [ChatMessage] = []
        var wasResult = false
        for message in messages {
            var plain = ChatMessage(role: message.role, content: message.content, images: message.images)
            for call in message.toolCalls {
                let name = TemplateValue.jsonText(call.name)
                let text = "<tool_call>\n{\"name\": \(name), \"arguments\": \(call.arguments)}\n</tool_call>"
                plain.content += (plain.content.isEmpty ? "" : "\n") + text
            }
            if message.role == .tool {
                plain.role = .user
                plain.content = "<tool_response>\n\(message.content)\n</tool_response>"
            }
            // Many templates want user and assistant to take turns.
            if wasResult, plain.role == .user, let last = result.indices.last {
                result[last].content += "\n" + plain.content
                result[last].images += plain.images
            } else {
                result.append(plain)
            }
            wasResult = message.role == .tool
        }
        return result
    }

    /// The chat with the tools in its system message, or where a model takes none, in its first message.
    func telling(of tools: [ToolDefinition], in messages: [ChatMessage]) throws(LanguageModelError) -> [ChatMessage] {
        guard !tools.isEmpty else { return messages }
        let text = Self.text(telling: tools)
        var messages = messages
        if messages.first?.role == .system {
            messages[0].content += "\n\n" + text
        } else if self.takesSystemMessages {
            messages.insert(ChatMessage(role: .system, content: text), at: 0)
        } else if let index = messages.firstIndex(where: { $0.role == .user }) {
            messages[index].content = text + "\n\n" + messages[index].content
        } else {
            messages.insert(ChatMessage(role: .user, content: text), at: 0)
        }
        return messages
    }

    /// Tells of tools in words.
    ///
    /// - Parameter tools: The tools.
    /// - Returns: The text.
    static func text(telling tools: [ToolDefinition]) -> String {
        let lines = tools.map { tool in
            let name = TemplateValue.jsonText(tool.name)
            let description = TemplateValue.jsonText(tool.description)
            return "{\"name\": \(name), \"description\": \(description), \"parameters\": \(tool.parameters.text)}"
        }
        return """
            You can call these tools, each described by a line of JSON:
            <tools>
            \(lines.joined(separator: "\n"))
            </tools>

            To call a tool, answer with its name and arguments as JSON between these tags, and nothing after them:
            <tool_call>
            {"name": "the tool's name", "arguments": {"argument": "value"}}
            </tool_call>
            Its result comes back between <tool_response> tags. Call a tool only when you need it, otherwise answer.
            """
    }

    /// Whether the template shows a system message to the model, rather than refusing or dropping it.
    private var takesSystemMessages: Bool {
        let probe = "martlet-system-probe"
        let messages = [ChatMessage(role: .system, content: probe), ChatMessage(role: .user, content: "Hello")]
        let prompt = try? self.template.render(messages, bosToken: "", eosToken: "")
        return prompt?.text.contains(probe) == true
    }
}
