import LanguageModels
import MartletCore
import MartletServer

/// The members of a JSON object that a program sent, asked for by kind; what does not fit is refused by its name.
///
/// A member that is null counts as missing, as OpenAI's API has it.
struct APIFields {
    private let members: [String: TemplateValue]
    /// What stands in front of the names, such as `messages[0].`.
    private let prefix: String

    /// Reads a request's body.
    ///
    /// - Parameter body: The body.
    /// - Throws: An ``APIFailure`` when it is no JSON object.
    init(body: [UInt8]) throws {
        guard let text = String(validating: body, as: UTF8.self) else {
            throw APIFailure.invalid(nil, "The body is no UTF-8; send a JSON object in UTF-8.")
        }
        let value: TemplateValue
        do throws(LanguageModelError) {
            // Keeps the order of members, in which a model writes what a schema describes.
            value = try TemplateValue(json: text)
        } catch {
            throw APIFailure.invalid(nil, "The body cannot be read. \(error.message)")
        }
        guard case .object(let members) = value else {
            throw APIFailure.invalid(nil, "The body is \(value.kind); send a JSON object.")
        }
        self.init(members)
    }

    private init(_ members: [TemplateValue.Member], prefix: String = "") {
        self.members = Dictionary(members.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
        self.prefix = prefix
    }

    /// The name by which a member is spoken of.
    func path(_ name: String) -> String { self.prefix + name }

    /// A member as it is, or nil when it is missing.
    subscript(name: String) -> TemplateValue? {
        guard let value = self.members[name], value != .null else { return nil }
        return value
    }

    // MARK: One value

    func text(_ name: String) throws -> String? {
        guard let value = self[name] else { return nil }
        guard case .string(let text) = value else { throw self.mismatch(name, value, "a string") }
        return text
    }

    func requiredText(_ name: String) throws -> String {
        guard let text = try self.text(name) else { throw self.missing(name) }
        return text
    }

    func flag(_ name: String) throws -> Bool? {
        guard let value = self[name] else { return nil }
        guard case .boolean(let isOn) = value else { throw self.mismatch(name, value, "true or false") }
        return isOn
    }

    func number(_ name: String, in range: ClosedRange<Double>? = nil) throws -> Double? {
        guard let value = self[name] else { return nil }
        let number: Double
        switch value {
        case .integer(let integer): number = Double(integer)
        case .number(let double) where double.isFinite: number = double
        default: throw self.mismatch(name, value, "a number")
        }
        if let range, !range.contains(number) {
            throw APIFailure.invalid(
                self.path(name),
                "\(self.path(name)) is \(number); send a number from \(range.lowerBound) to \(range.upperBound)."
            )
        }
        return number
    }

    func integer(_ name: String, in range: ClosedRange<Int>? = nil) throws -> Int? {
        guard let value = self[name] else { return nil }
        guard let integer = value.wholeNumber else { throw self.mismatch(name, value, "a whole number") }
        if let range, !range.contains(integer) {
            let bounds =
                range.upperBound == .max
                ? "at least \(range.lowerBound)" : "from \(range.lowerBound) to \(range.upperBound)"
            throw APIFailure.invalid(
                self.path(name),
                "\(self.path(name)) is \(integer); send a whole number \(bounds)."
            )
        }
        return integer
    }

    func choice(_ name: String, of choices: [String]) throws -> String? {
        guard let text = try self.text(name) else { return nil }
        guard choices.contains(text) else {
            let known = choices.map { "'\($0)'" }.joined(separator: ", ")
            throw APIFailure.invalid(self.path(name), "\(self.path(name)) is none of \(known); send one of them.")
        }
        return text
    }

    // MARK: Many values

    /// The members of an object.
    func object(_ name: String) throws -> APIFields? {
        guard let value = self[name] else { return nil }
        guard case .object(let members) = value else { throw self.mismatch(name, value, "an object") }
        return APIFields(members, prefix: self.path(name) + ".")
    }

    func requiredObject(_ name: String) throws -> APIFields {
        guard let object = try self.object(name) else { throw self.missing(name) }
        return object
    }

    /// The elements of a list.
    func list(_ name: String, atMost limit: Int) throws -> [TemplateValue]? {
        guard let value = self[name] else { return nil }
        guard case .array(let values) = value else { throw self.mismatch(name, value, "a list") }
        guard values.count <= limit else {
            throw APIFailure.invalid(
                self.path(name),
                "\(self.path(name)) has \(values.count) elements; send at most \(limit)."
            )
        }
        return values
    }

    /// The elements of a list of objects.
    func objects(_ name: String, atMost limit: Int) throws -> [APIFields]? {
        try self.list(name, atMost: limit)?.enumerated().map { index, value in
            guard case .object(let members) = value else {
                throw self.mismatch("\(name)[\(index)]", value, "an object")
            }
            return APIFields(members, prefix: "\(self.path(name))[\(index)].")
        }
    }

    /// A text, or a list of texts.
    func texts(_ name: String, atMost limit: Int) throws -> [String]? {
        if case .string(let text)? = self[name] { return [text] }
        return try self.list(name, atMost: limit)?.enumerated().map { index, value in
            guard case .string(let text) = value else { throw self.mismatch("\(name)[\(index)]", value, "a string") }
            return text
        }
    }

    /// All members, in no order.
    var all: [String: TemplateValue] { self.members }

    // MARK: Refusals

    func missing(_ name: String) -> APIFailure {
        .invalid(
            self.path(name),
            "Missing required parameter: '\(self.path(name))'.",
            code: "missing_required_parameter"
        )
    }

    func mismatch(_ name: String, _ value: TemplateValue, _ wanted: String) -> APIFailure {
        .invalid(
            self.path(name),
            "\(self.path(name)) is \(value.kind); send \(wanted).",
            code: "invalid_type"
        )
    }
}

extension TemplateValue {
    /// The kind of value in words.
    var kind: String {
        switch self {
        case .null: "null"
        case .boolean: "a truth value"
        case .integer, .number: "a number"
        case .string, .controlText: "a string"
        case .array: "a list"
        case .object: "an object"
        }
    }

    /// The whole number, however it is written, or nil.
    var wholeNumber: Int? {
        switch self {
        case .integer(let integer): integer
        case .number(let number): Int(exactly: number)
        default: nil
        }
    }

    /// The value as JSON, its members in their order.
    var json: String {
        var buffer = JSONBuffer()
        self.write(to: &buffer)
        return String(decoding: buffer.bytes, as: UTF8.self)
    }

    private func write(to buffer: inout JSONBuffer) {
        switch self {
        case .null: buffer.null()
        case .boolean(let value): buffer.bool(value)
        case .integer(let value): buffer.int(value)
        case .number(let value): buffer.value(.double(value))
        case .string(let text), .controlText(let text): buffer.string(text)
        case .array(let values):
            buffer.array { buffer in
                for value in values { value.write(to: &buffer) }
            }
        case .object(let members):
            buffer.object { buffer in
                for member in members {
                    buffer.key(member.name)
                    member.value.write(to: &buffer)
                }
            }
        }
    }
}
