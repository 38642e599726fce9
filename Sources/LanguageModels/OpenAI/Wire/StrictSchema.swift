import Foundation

/// OpenAI's rules for schemas that its models are held to.
///
/// Every object names all its members as required and allows no others. Anything else it refuses as strict, and takes as
/// a wish.
enum StrictSchema {
    /// Whether a schema keeps to the rules.
    static func accepts(_ text: String) -> Bool {
        let value = try? JSONSerialization.jsonObject(with: Data(text.utf8))
        guard let root = value as? [String: Any] else { return false }
        return root["type"] as? String == "object" && Self.accepts(root, depth: 0)
    }

    private static func accepts(_ schema: [String: Any], depth: Int) -> Bool {
        guard depth < 64 else { return false }
        if schema["type"] as? String == "object" || schema["properties"] != nil {
            let properties = schema["properties"] as? [String: Any] ?? [:]
            let required = Set(schema["required"] as? [String] ?? [])
            let isClosed = schema["additionalProperties"] as? Bool == false
            guard isClosed, required == Set(properties.keys) else { return false }
        }
        for keyword in ["oneOf", "allOf", "not", "if", "patternProperties", "dependentRequired"]
        where schema[keyword] != nil {
            return false
        }
        var parts: [Any] = []
        for keyword in ["properties", "$defs", "definitions"] {
            parts += (schema[keyword] as? [String: Any] ?? [:]).values
        }
        parts += schema["anyOf"] as? [Any] ?? []
        if let items = schema["items"] { parts.append(items) }
        return parts.allSatisfy { part in
            guard let part = part as? [String: Any] else { return false }
            return Self.accepts(part, depth: depth + 1)
        }
    }
}
