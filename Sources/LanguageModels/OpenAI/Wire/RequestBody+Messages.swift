import Foundation

extension RequestBody {
    /// A message as OpenAI has it.
    static func message(_ message: ChatMessage) -> WireValue {
        var members = [WireValue.Member("role", .string(message.role.rawValue))]
        if !message.images.isEmpty {
            var parts: [WireValue] = []
            if !message.content.isEmpty {
                parts.append(
                    .object([
                        WireValue.Member("type", .string("text")), WireValue.Member("text", .string(message.content)),
                    ])
                )
            }
            parts += message.images.map(Self.part)
            members.append(WireValue.Member("content", .array(parts)))
        } else if message.content.isEmpty, !message.toolCalls.isEmpty {
            members.append(WireValue.Member("content", .null))
        } else {
            members.append(WireValue.Member("content", .string(message.content)))
        }
        if !message.toolCalls.isEmpty {
            members.append(WireValue.Member("tool_calls", .array(message.toolCalls.map(Self.call))))
        }
        if let id = message.toolCallID { members.append(WireValue.Member("tool_call_id", .string(id))) }
        return .object(members)
    }

    private static func part(_ image: ImageContent) -> WireValue {
        let url =
            switch image {
            case .data(let bytes, let mediaType): "data:\(mediaType);base64,\(Data(bytes).base64EncodedString())"
            case .url(let url): url
            }
        return .object([
            WireValue.Member("type", .string("image_url")),
            WireValue.Member("image_url", .object([WireValue.Member("url", .string(url))])),
        ])
    }

    private static func call(_ call: ToolCall) -> WireValue {
        .object([
            WireValue.Member("id", .string(call.id)),
            WireValue.Member("type", .string("function")),
            WireValue.Member(
                "function",
                .object([
                    WireValue.Member("name", .string(call.name)),
                    WireValue.Member("arguments", .string(call.arguments)),
                ])
            ),
        ])
    }
}
