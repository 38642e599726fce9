import Foundation
import LanguageModels

/// Reads the messages of a chat.
enum MessageFields {
    private static let roles = ["system", "developer", "user", "assistant", "tool"]

    /// Reads `messages`.
    ///
    /// - Parameter fields: The request.
    /// - Returns: The messages, at least one.
    /// - Throws: An ``APIFailure`` that names the parameter.
    static func messages(_ fields: APIFields) throws -> [ChatMessage] {
        guard let objects = try fields.objects("messages", atMost: 10_000) else { throw fields.missing("messages") }
        guard !objects.isEmpty else {
            throw APIFailure.invalid("messages", "messages is empty; send at least one message.")
        }
        return try objects.map(Self.message)
    }

    /// Reads `chat_template_kwargs`, with which llama.cpp's server and vLLM have a template render the messages.
    ///
    /// - Parameters:
    ///   - fields: The request.
    ///   - options: What is set; values that the request does not name stay.
    /// - Throws: An ``APIFailure`` that names the parameter.
    static func readTemplateArguments(_ fields: APIFields, _ options: inout GenerationOptions) throws {
        guard let arguments = try fields.object("chat_template_kwargs") else { return }
        if let name = arguments.all.keys.filter({ ChatTemplate.ownNames.contains($0) }).min() {
            let path = arguments.path(name)
            throw APIFailure.invalid(path, "\(path) is what every chat template is given already; leave it out.")
        }
        options.templateArguments.merge(arguments.all) { $1 }
    }

    private static func message(_ fields: APIFields) throws -> ChatMessage {
        guard let role = try fields.choice("role", of: Self.roles) else { throw fields.missing("role") }
        switch role {
        case "system", "developer":
            return ChatMessage(role: .system, content: try Self.content(fields).text)
        case "assistant":
            let calls = try fields.objects("tool_calls", atMost: 128)?.map(Self.toolCall) ?? []
            let hasContent = fields["content"] != nil
            guard hasContent || !calls.isEmpty || fields["refusal"] != nil else { throw fields.missing("content") }
            let text = try hasContent ? Self.content(fields).text : fields.text("refusal") ?? ""
            return ChatMessage(role: .assistant, content: text, toolCalls: calls)
        case "tool":
            return ChatMessage(
                role: .tool,
                content: try Self.content(fields).text,
                toolCallID: try fields.requiredText("tool_call_id")
            )
        default:
            let content = try Self.content(fields, takesImages: true)
            return ChatMessage(role: .user, content: content.text, images: content.images)
        }
    }

    private static func toolCall(_ fields: APIFields) throws -> ToolCall {
        let function = try fields.requiredObject("function")
        return ToolCall(
            id: try fields.requiredText("id"),
            name: try function.requiredText("name"),
            arguments: try function.text("arguments") ?? "{}"
        )
    }

    /// A message's text and pictures, whether it is a text or a list of parts.
    private static func content(
        _ fields: APIFields,
        takesImages: Bool = false
    ) throws -> (text: String, images: [ImageContent]) {
        guard let value = fields["content"] else { throw fields.missing("content") }
        if case .string(let text) = value { return (text, []) }
        guard case .array = value else { throw fields.mismatch("content", value, "a string or a list of parts") }
        var (texts, images) = ([String](), [ImageContent]())
        for part in try fields.objects("content", atMost: 1000) ?? [] {
            switch try part.requiredText("type") {
            case "text": texts.append(try part.requiredText("text"))
            case "refusal": texts.append(try part.requiredText("refusal"))
            case "image_url" where takesImages: images.append(try Self.image(part))
            case let type:
                throw APIFailure.unsupported(
                    part.path("type"),
                    "\(part.path("type")) is '\(type.prefix(40))'; send text"
                        + (takesImages ? " or image_url parts." : " parts.")
                )
            }
        }
        return (texts.joined(separator: "\n"), images)
    }

    private static func image(_ fields: APIFields) throws -> ImageContent {
        let url: String
        let path: String
        if case .string(let text)? = fields["image_url"] {
            (url, path) = (text, fields.path("image_url"))
        } else {
            let object = try fields.requiredObject("image_url")
            (url, path) = (try object.requiredText("url"), object.path("url"))
        }
        if url.hasPrefix("https://") || url.hasPrefix("http://") { return .url(url) }
        guard let match = url.prefix(200).prefixMatch(of: /data:(image\/[A-Za-z0-9.+-]+)(?:;[^,;]+)*;base64,/),
            let data = Data(base64Encoded: String(url[match.range.upperBound...]))
        else {
            throw APIFailure.invalid(
                path,
                "\(path) is no address of a picture; send https://… or data:image/…;base64,…."
            )
        }
        return .data(Array(data), mediaType: String(match.1))
    }
}
