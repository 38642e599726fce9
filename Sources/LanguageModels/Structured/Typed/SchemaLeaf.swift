import Foundation

/// The types whose schemas are known, with a made-up value of each.
enum SchemaLeaf {
    /// Finds a type.
    ///
    /// - Returns: Its schema and a value of it; nil if it is none of these.
    static func find(_ type: Any.Type) -> (schema: TemplateValue, value: Any)? {
        if let number = type as? any FixedWidthInteger.Type { return (Self.schema(number), Self.zero(number)) }
        switch type {
        case is String.Type: return (["type": "string"], "")
        case is Bool.Type: return (["type": "boolean"], false)
        case is Double.Type: return (["type": "number"], 0.0)
        case is Float.Type: return (Self.float, Float(0))
        case is Decimal.Type: return (["type": "number"], Decimal(0))
        case is Date.Type: return (["type": "string", "format": "date-time"], Date(timeIntervalSince1970: 0))
        case is UUID.Type: return (["type": "string", "format": "uuid"], UUID())
        case is URL.Type: return (["type": "string", "format": "uri"], URL(fileURLWithPath: "/"))
        case is ChainValue.Type: return (.object([]), ChainValue.null)
        default: return nil
        }
    }

    /// With bounds, since numbers without them may have exponents that no Float holds.
    private static let float: TemplateValue = [
        "type": "number", "minimum": .number(Double(-Float.greatestFiniteMagnitude)),
        "maximum": .number(Double(Float.greatestFiniteMagnitude)),
    ]

    private static func zero<Number: FixedWidthInteger>(_ type: Number.Type) -> Any { Number.zero }

    /// Small and unsigned numbers have bounds; those of 64 bits are beyond what other systems hold exactly.
    private static func schema<Number: FixedWidthInteger>(_ type: Number.Type) -> TemplateValue {
        var members: [TemplateValue.Member] = [.init("type", "integer")]
        if !Number.isSigned {
            members.append(.init("minimum", 0))
        } else if Number.bitWidth <= 32 {
            members.append(.init("minimum", .integer(Int(Number.min))))
        }
        if Number.bitWidth <= 32 { members.append(.init("maximum", .integer(Int(Number.max)))) }
        return .object(members)
    }
}

/// A type around others that is described by them.
protocol ProbedWrapper {
    /// Finds out about the type.
    static func probe(_ probe: SchemaProbe, at path: [String]) throws -> (schema: TemplateValue, value: Any?)
}

extension Optional: ProbedWrapper where Wrapped: Decodable {
    static func probe(_ probe: SchemaProbe, at path: [String]) throws -> (schema: TemplateValue, value: Any?) {
        let found = try probe.find(Wrapped.self, at: path)
        return (["anyOf": [found.schema, ["type": "null"]]], Self.none as Any)
    }
}

extension Array: ProbedWrapper where Element: Decodable {
    static func probe(_ probe: SchemaProbe, at path: [String]) throws -> (schema: TemplateValue, value: Any?) {
        (["type": "array", "items": try probe.find(Element.self, at: path + ["[]"]).schema], [Element]())
    }
}

extension Set: ProbedWrapper where Element: Decodable {
    static func probe(_ probe: SchemaProbe, at path: [String]) throws -> (schema: TemplateValue, value: Any?) {
        (["type": "array", "items": try probe.find(Element.self, at: path + ["[]"]).schema], Set<Element>())
    }
}

extension Dictionary: ProbedWrapper where Key: Decodable, Value: Decodable {
    static func probe(_ probe: SchemaProbe, at path: [String]) throws -> (schema: TemplateValue, value: Any?) {
        guard Key.self is String.Type else {
            throw probe.problem(Self.self, path, "its keys are no texts")
        }
        let values = try probe.find(Value.self, at: path + ["[]"]).schema
        return (["type": "object", "additionalProperties": values], [Key: Value]())
    }
}
