import Foundation

/// Finds out a type's schema by letting it decode itself from made-up values, and noting what it asks for.
final class SchemaProbe {
    /// The type that is asked whether it has a schema of its own, besides what is found out here.
    @TaskLocal static var asked: ObjectIdentifier?

    /// What the default of `Generable.jsonSchema` answers to that.
    static let nothingToSay = LanguageModelError(.invalidInput, "The type's schema is derived from its members.")

    /// Schemas of types that contain themselves, by name.
    private(set) var definitions: [TemplateValue.Member] = []
    /// The types that are being described, from the outermost on.
    private var open: [ObjectIdentifier] = []
    private var names: [ObjectIdentifier: String] = [:]
    private var referenced = Set<ObjectIdentifier>()
    private let root: Any.Type

    init(_ root: Any.Type) {
        self.root = root
    }

    /// What was found out about a type, and a value of it where one could be made.
    struct Finding<Value> {
        let schema: TemplateValue
        let value: Value?
    }

    /// Finds out about a type.
    ///
    /// - Parameters:
    ///   - type: The type.
    ///   - path: The keys on the way to it, for messages.
    func find<Value: Decodable>(_ type: Value.Type, at path: [String]) throws -> Finding<Value> {
        if let known = SchemaLeaf.find(type) { return Finding(schema: known.schema, value: known.value as? Value) }
        if let wrapper = type as? any ProbedWrapper.Type {
            let found = try wrapper.probe(self, at: path)
            return Finding(schema: found.schema, value: found.value as? Value)
        }
        if let (values, first) = Self.choices(type) {
            return Finding(schema: values, value: first as? Value)
        }
        let id = ObjectIdentifier(type)
        guard !self.open.contains(id) else {
            self.referenced.insert(id)
            let pointer = id == ObjectIdentifier(self.root) ? "#" : "#/$defs/\(self.name(of: type))"
            return Finding(schema: ["$ref": .string(pointer)], value: nil)
        }
        guard path.count < 40 else { throw self.problem(type, path, "it lies more than 40 levels deep") }
        self.open.append(id)
        defer { self.open.removeLast() }
        let own = self.ownSchema(type)
        let decoder = ProbeDecoder(probe: self, path: path, type: type)
        var value: Value?
        do {
            value = try Value(from: decoder)
        } catch let error as ProbeProblem {
            throw error
        } catch {
            // Its schema was written by hand, so that it need not be found out; only a value may be missing.
            guard own != nil else { throw self.problem(type, path, "\(error)") }
        }
        var schema = own ?? decoder.schema
        if self.referenced.contains(id), id != ObjectIdentifier(self.root) {
            let name = self.name(of: type)
            if !self.definitions.contains(where: { $0.name == name }) { self.definitions.append(.init(name, schema)) }
            schema = ["$ref": .string("#/$defs/\(name)")]
        }
        return Finding(schema: schema, value: value)
    }

    /// The schema that a type was given by hand.
    private func ownSchema(_ type: any Decodable.Type) -> TemplateValue? {
        guard let generable = type as? any Generable.Type, ObjectIdentifier(type) != ObjectIdentifier(self.root) else {
            return nil
        }
        return Self.$asked.withValue(ObjectIdentifier(type)) {
            guard let schema = try? generable.jsonSchema, let value = try? TemplateValue(json: schema.text) else {
                return nil
            }
            // References are to places in the whole schema, where this one's would be others.
            return value.json.contains("\"$ref\"") ? nil : value
        }
    }

    private func name(of type: Any.Type) -> String {
        let id = ObjectIdentifier(type)
        if let name = self.names[id] { return name }
        let base = String(describing: type).filter { $0.isLetter || $0.isNumber }
        let name = self.names.values.contains(base) ? "\(base)\(self.names.count)" : base
        self.names[id] = name
        return name
    }

    /// The texts or numbers that a type of a few named values is written as.
    private static func choices(_ type: Any.Type) -> (TemplateValue, Any)? {
        guard let cases = type as? any CaseIterable.Type else { return nil }
        func values<Cases: CaseIterable>(_ type: Cases.Type) -> [Any] { type.allCases.map { $0 } }
        let all = values(cases)
        let written = all.compactMap { value -> TemplateValue? in
            switch (value as? any RawRepresentable)?.rawValue {
            case let text as String: .string(text)
            case let number as Int: .integer(number)
            default: nil
            }
        }
        guard let first = all.first, written.count == all.count else { return nil }
        return (["enum": .array(written)], first)
    }

    func problem(_ type: Any.Type, _ path: [String], _ reason: String) -> ProbeProblem {
        let place = path.isEmpty ? "The type" : "The member '\(path.joined(separator: "."))' of type"
        return ProbeProblem(
            error: LanguageModelError(
                .invalidInput,
                "\(place) \(type) has no schema that can be derived (\(reason)); let an enumeration be a String that "
                    + "is CaseIterable, or write the schema by hand: static var jsonSchema: JSONSchema { get throws"
                    + "(LanguageModelError) { try JSONSchema(.object { SchemaProperty(\"name\", .string()) }) } }."
            )
        )
    }
}

/// What ends a probe.
struct ProbeProblem: Error {
    let error: LanguageModelError
}

extension JSONSchema {
    /// Derives the schema of a type from how it decodes itself.
    ///
    /// That works for structures and classes whose decoding Swift writes, made of texts, numbers, truth values, dates,
    /// addresses, UUIDs, `CaseIterable` enumerations of texts or numbers, and optionals, lists, sets, dictionaries by
    /// text and nested types of these, also of themselves. Optional members may be missing.
    ///
    /// - Parameter type: The type.
    /// - Throws: A ``LanguageModelError`` of code `invalidInput` that names the member of which no schema can be
    ///   derived, such as one of an enumeration with associated values.
    public init(describing type: any Decodable.Type) throws(LanguageModelError) {
        let probe = SchemaProbe(type)
        var schema: TemplateValue
        do {
            schema = try Self.find(type, probe)
        } catch let problem as ProbeProblem {
            throw problem.error
        } catch {
            throw LanguageModelError(.invalidInput, "The type \(type) has no schema that can be derived.", cause: error)
        }
        if !probe.definitions.isEmpty {
            schema = .object((schema.members ?? []) + [.init("$defs", .object(probe.definitions))])
        }
        let name = String(describing: type).map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" }
        try self.init(schema.json, name: String(name.prefix(64)))
    }

    private static func find<Value: Decodable>(_ type: Value.Type, _ probe: SchemaProbe) throws -> TemplateValue {
        try probe.find(type, at: []).schema
    }
}
