public import Foundation

/// A chat template: Jinja as transformers renders it, parsed once.
///
/// Transformers: `apply_chat_template`.
///
/// GGUF files carry the template that their model was trained with. A model without one needs one chosen by name; none
/// is ever guessed:
///
/// ```swift
/// let template = try ChatTemplate(source)              // or ChatTemplate.named("chatml")
/// let prompt = try template.render(messages, bosToken: "<s>", eosToken: "</s>")
/// ```
///
/// Rendering is bounded in steps, depth and size, so that a hostile template can neither hang nor crash the process, and
/// has no access to anything but the values given.
public struct ChatTemplate: Sendable {
    /// The template's Jinja source.
    public let source: String
    private let nodes: [JinjaNode]

    /// The names of what every template is given, and for which a request can have no other value.
    ///
    /// `documents` is not one of them, since nothing but a request gives any.
    package static let ownNames: Set<String> = Set(JinjaFunction.allCases.map(\.rawValue)).union([
        "messages", "tools", "add_generation_prompt", "bos_token", "eos_token",
    ])

    /// Parses a template.
    ///
    /// - Parameter source: Jinja as `tokenizer_config.json` and GGUF files have it.
    /// - Throws: A ``LanguageModelError`` of code ``LanguageModelError/Code/templateFailed`` with line and column when
    ///   the source is no valid template.
    public init(_ source: String) throws(LanguageModelError) {
        self.source = source
        self.nodes = try Self.working { try JinjaParser.parse(source) }
    }

    /// Renders messages to the prompt that the model was trained on.
    ///
    /// - Parameters:
    ///   - messages: The chat so far.
    ///   - addGenerationPrompt: Whether the prompt ends where the model's answer begins; true by default.
    ///   - bosToken: The text of the model's begin-of-text token, empty if it has none.
    ///   - eosToken: The text of the model's end-of-text token, empty if it has none.
    ///   - extra: More values by name, such as `tools` or `enable_thinking`; they win over Martlet's own.
    ///   - now: The date that `strftime_now` writes; now by default.
    /// - Returns: The prompt, with the parts that came from outside told apart.
    /// - Throws: A ``LanguageModelError`` of code ``LanguageModelError/Code/templateFailed`` when the template refuses
    ///   the messages, needs a value that is not there, or does too much work.
    public func render(
        _ messages: [ChatMessage],
        addGenerationPrompt: Bool = true,
        bosToken: String,
        eosToken: String,
        extra: [String: TemplateValue] = [:],
        now: Date = Date()
    ) throws(LanguageModelError) -> RenderedPrompt {
        let values = messages.map { message -> TemplateValue in
            // A role is one of four words of ours, not input.
            ["role": .controlText(message.role.rawValue), "content": .string(message.content)]
        }
        return try self.render(
            messages: values,
            addGenerationPrompt: addGenerationPrompt,
            bosToken: bosToken,
            eosToken: eosToken,
            extra: extra,
            now: now
        )
    }

    /// Renders messages that have more than role and content, such as tool calls.
    ///
    /// - Parameters:
    ///   - messages: The chat so far, each message an object as OpenAI's API and transformers have it.
    ///   - addGenerationPrompt: Whether the prompt ends where the model's answer begins; true by default.
    ///   - bosToken: The text of the model's begin-of-text token, empty if it has none.
    ///   - eosToken: The text of the model's end-of-text token, empty if it has none.
    ///   - extra: More values by name, such as `tools` or `enable_thinking`; they win over Martlet's own.
    ///   - now: The date that `strftime_now` writes; now by default.
    /// - Returns: The prompt, with the parts that came from outside told apart.
    /// - Throws: A ``LanguageModelError`` of code ``LanguageModelError/Code/templateFailed`` when the template refuses
    ///   the messages, needs a value that is not there, or does too much work.
    public func render(
        messages: [TemplateValue],
        addGenerationPrompt: Bool = true,
        bosToken: String,
        eosToken: String,
        extra: [String: TemplateValue] = [:],
        now: Date = Date()
    ) throws(LanguageModelError) -> RenderedPrompt {
        try Self.working { [nodes = self.nodes] in
            // What transformers sets, tools and documents being None when there are none.
            var variables: [String: JinjaValue] = [
                "tools": .none,
                "documents": .none,
                "add_generation_prompt": .boolean(addGenerationPrompt),
                "bos_token": .string(bosToken),
                "eos_token": .string(eosToken),
            ]
            variables["messages"] = try TemplateValue.array(messages).jinjaValue()
            for (name, value) in extra { variables[name] = try value.jinjaValue() }
            return RenderedPrompt(try JinjaRenderer(variables: variables, now: now).render(nodes))
        }
    }

    /// Does work that recurses, its failures turned into the library's errors.
    private static func working<Value: Sendable>(
        _ work: @escaping @Sendable () throws -> Value
    ) throws(LanguageModelError) -> Value {
        do {
            return try JinjaThread.run(work)
        } catch {
            throw error.publicError
        }
    }
}

extension ChatTemplate: Hashable {
    /// Whether two templates have the same source, byte for byte.
    public static func == (left: ChatTemplate, right: ChatTemplate) -> Bool {
        left.source.utf8.elementsEqual(right.source.utf8)
    }

    /// Hashes the source.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(self.source)
    }
}
