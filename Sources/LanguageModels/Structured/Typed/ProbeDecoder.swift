/// A decoder that notes what is asked of it, and gives made-up values.
final class ProbeDecoder: Decoder {
    let probe: SchemaProbe
    let path: [String]
    let type: Any.Type
    let codingPath: [any CodingKey] = []
    let userInfo: [CodingUserInfoKey: Any] = [:]
    /// The members of an object, in the order in which they were asked for.
    fileprivate var members: [TemplateValue.Member] = []
    fileprivate var required: [String] = []
    /// The schema of a type that is written as a single value.
    fileprivate var single: TemplateValue?

    init(probe: SchemaProbe, path: [String], type: Any.Type) {
        self.probe = probe
        self.path = path
        self.type = type
    }

    /// What was found out.
    var schema: TemplateValue {
        self.single
            ?? [
                "type": "object", "properties": .object(self.members),
                "required": .array(self.required.map { .string($0) }), "additionalProperties": false,
            ]
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(ProbeKeyedContainer<Key>(decoder: self))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        throw self.probe.problem(self.type, self.path, "it reads a list item by item")
    }

    func singleValueContainer() throws -> any SingleValueDecodingContainer { ProbeSingleContainer(decoder: self) }

    fileprivate func note(_ name: String, _ schema: TemplateValue, isRequired: Bool) {
        if !self.members.contains(where: { $0.name == name }) { self.members.append(.init(name, schema)) }
        if isRequired, !self.required.contains(name) { self.required.append(name) }
    }
}

private struct ProbeKeyedContainer<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let decoder: ProbeDecoder
    let codingPath: [any CodingKey] = []
    let allKeys: [Key] = []

    func contains(_ key: Key) -> Bool { true }

    func decodeNil(forKey key: Key) throws -> Bool { false }

    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
        let path = self.decoder.path + [key.stringValue]
        let found = try self.decoder.probe.find(type, at: path)
        self.decoder.note(key.stringValue, found.schema, isRequired: true)
        guard let value = found.value else {
            throw self.decoder.probe.problem(type, path, "no value of it can be made up; make it optional or a list")
        }
        return value
    }

    func decodeIfPresent<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value? {
        let found = try self.decoder.probe.find(type, at: self.decoder.path + [key.stringValue])
        self.decoder.note(key.stringValue, found.schema, isRequired: false)
        return found.value
    }

    // Without these, optionals of the standard types would be asked for as if they were there.
    func decodeIfPresent(_ type: Bool.Type, forKey key: Key) throws -> Bool? { try self.optional(type, key) }
    func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? { try self.optional(type, key) }
    func decodeIfPresent(_ type: Double.Type, forKey key: Key) throws -> Double? { try self.optional(type, key) }
    func decodeIfPresent(_ type: Float.Type, forKey key: Key) throws -> Float? { try self.optional(type, key) }
    func decodeIfPresent(_ type: Int.Type, forKey key: Key) throws -> Int? { try self.optional(type, key) }
    func decodeIfPresent(_ type: Int8.Type, forKey key: Key) throws -> Int8? { try self.optional(type, key) }
    func decodeIfPresent(_ type: Int16.Type, forKey key: Key) throws -> Int16? { try self.optional(type, key) }
    func decodeIfPresent(_ type: Int32.Type, forKey key: Key) throws -> Int32? { try self.optional(type, key) }
    func decodeIfPresent(_ type: Int64.Type, forKey key: Key) throws -> Int64? { try self.optional(type, key) }
    func decodeIfPresent(_ type: UInt.Type, forKey key: Key) throws -> UInt? { try self.optional(type, key) }
    func decodeIfPresent(_ type: UInt8.Type, forKey key: Key) throws -> UInt8? { try self.optional(type, key) }
    func decodeIfPresent(_ type: UInt16.Type, forKey key: Key) throws -> UInt16? { try self.optional(type, key) }
    func decodeIfPresent(_ type: UInt32.Type, forKey key: Key) throws -> UInt32? { try self.optional(type, key) }
    func decodeIfPresent(_ type: UInt64.Type, forKey key: Key) throws -> UInt64? { try self.optional(type, key) }

    private func optional<Value: Decodable>(_ type: Value.Type, _ key: Key) throws -> Value? {
        let found = try self.decoder.probe.find(type, at: self.decoder.path + [key.stringValue])
        self.decoder.note(key.stringValue, found.schema, isRequired: false)
        return found.value
    }

    func nestedContainer<NestedKey: CodingKey>(
        keyedBy type: NestedKey.Type,
        forKey key: Key
    ) throws -> KeyedDecodingContainer<NestedKey> {
        throw self.decoder.probe.problem(self.decoder.type, self.decoder.path, "it reads '\(key.stringValue)' by hand")
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        throw self.decoder.probe.problem(self.decoder.type, self.decoder.path, "it reads '\(key.stringValue)' by hand")
    }

    func superDecoder() throws -> any Decoder {
        throw self.decoder.probe.problem(self.decoder.type, self.decoder.path, "it reads its superclass by hand")
    }

    func superDecoder(forKey key: Key) throws -> any Decoder {
        throw self.decoder.probe.problem(self.decoder.type, self.decoder.path, "it reads '\(key.stringValue)' by hand")
    }
}

private struct ProbeSingleContainer: SingleValueDecodingContainer {
    let decoder: ProbeDecoder
    let codingPath: [any CodingKey] = []

    func decodeNil() -> Bool { false }

    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        let found = try self.decoder.probe.find(type, at: self.decoder.path)
        self.decoder.single = found.schema
        guard let value = found.value else {
            throw self.decoder.probe.problem(type, self.decoder.path, "no value of it can be made up")
        }
        return value
    }
}
