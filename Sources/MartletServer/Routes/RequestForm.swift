import Foundation
import HTTPTypes
import Hummingbird
import MartletCore

/// The JSON object in a request's body, and all that is wrong with it.
///
/// Each member is asked for by its kind; what does not fit is noted, and ``check()`` throws all notes at once.
struct RequestForm {
    /// The largest body that is read.
    static let largestBody = 4 << 20
    /// How long a body may take to come in.
    static let longestTime = Duration.seconds(30)

    /// The object itself.
    let value: JSONValue
    private let members: [String: JSONValue]
    private let location: [String]
    private var details: [RequestValidationError.Detail] = []

    /// Reads a body.
    ///
    /// - Parameter request: The request.
    /// - Throws: A ``RequestValidationError`` when the body is no JSON object; `HTTPError` when it is too large or slow.
    init(_ request: Request) async throws {
        let body = request.body
        let buffer = try await TimeLimit.run(Self.longestTime) { try await body.collect(upTo: Self.largestBody) }
        guard let value = try? JSONDecoder().decode(JSONValue.self, from: Data(buffer.readableBytesView)) else {
            throw RequestValidationError("json_invalid", at: "body", message: "The body is no JSON; send an object.")
        }
        guard case .object(let members) = value else {
            throw RequestValidationError(
                "model_attributes_type",
                at: "body",
                message: "The body is \(value.kind); send an object."
            )
        }
        self.init(members, at: ["body"])
    }

    private init(_ members: [String: JSONValue], at location: [String]) {
        self.value = .object(members)
        self.members = members
        self.location = location
    }

    /// Throws what was noted, if anything was.
    func check() throws(RequestValidationError) {
        guard self.details.isEmpty else { throw RequestValidationError(details: self.details) }
    }

    /// A text that must be there.
    mutating func text(_ name: String) -> String {
        guard let value = self.required(name) else { return "" }
        guard let text = value.stringValue else {
            self.note("string_type", name, "is \(value.kind); send a text", value)
            return ""
        }
        return text
    }

    /// A text that may be missing or null.
    mutating func optionalText(_ name: String) -> String? {
        guard let value = self.members[name], value != .null else { return nil }
        guard let text = value.stringValue else {
            self.note("string_type", name, "is \(value.kind); send a text", value)
            return nil
        }
        return text
    }

    /// A truth value that must be there.
    mutating func flag(_ name: String) -> Bool {
        guard let value = self.required(name) else { return false }
        guard let flag = value.boolValue else {
            self.note("bool_type", name, "is \(value.kind); send true or false", value)
            return false
        }
        return flag
    }

    /// A whole number that must be there.
    mutating func integer(_ name: String) -> Int {
        guard let value = self.required(name) else { return 0 }
        guard case .int(let number) = value else {
            self.note("int_type", name, "is \(value.kind); send a whole number", value)
            return 0
        }
        return number
    }

    /// One of two numbers that must be there, or may be missing.
    mutating func binary(_ name: String, isRequired: Bool) -> Int? {
        let found = isRequired ? self.required(name) : self.members[name].flatMap { $0 == .null ? nil : $0 }
        guard let value = found else { return nil }
        guard value == 0 || value == 1 else {
            self.note("literal_error", name, "is none of 0 and 1", value)
            return nil
        }
        return value == 1 ? 1 : 0
    }

    /// One of several texts, which may be missing.
    mutating func optionalChoice(_ name: String, of choices: [String]) -> String? {
        guard let text = self.optionalText(name) else { return nil }
        guard choices.contains(text) else {
            self.note("literal_error", name, "is none of \(choices.joined(separator: ", "))", .string(text))
            return nil
        }
        return text
    }

    /// Texts by name, which may be missing.
    mutating func optionalTexts(_ name: String) -> [String: String]? {
        guard let value = self.members[name], value != .null else { return nil }
        guard case .object(let members) = value, case let texts = members.compactMapValues(\.stringValue),
            texts.count == members.count
        else {
            self.note("dict_type", name, "is no object of texts; send one", value)
            return nil
        }
        return texts
    }

    /// An object that must be there, read in the same way.
    mutating func object(_ name: String, _ read: (inout RequestForm) -> Void = { _ in }) {
        guard let value = self.required(name) else { return }
        guard case .object(let members) = value else {
            self.note("dict_type", name, "is \(value.kind); send an object", value)
            return
        }
        var inner = RequestForm(members, at: self.location + [name])
        read(&inner)
        self.details += inner.details
    }

    /// Notes that a whole does not fit together.
    mutating func note(_ type: String, _ message: String) {
        self.details.append(
            RequestValidationError.Detail(type: type, location: self.location, message: message, input: .null)
        )
    }

    private mutating func required(_ name: String) -> JSONValue? {
        if let value = self.members[name] { return value }
        self.note("missing", name, "is missing; send it", .null)
        return nil
    }

    /// What was sent is told back only where it is short: it may hold a secret, or megabytes.
    private mutating func note(_ type: String, _ name: String, _ problem: String, _ input: JSONValue) {
        let shown: JSONValue =
            switch input {
            case .bool, .int, .double, .null: input
            case .string(let text) where text.utf8.count <= 64: input
            default: .null
            }
        self.details.append(
            RequestValidationError.Detail(
                type: type,
                location: self.location + [name],
                message: "The field \(name) \(problem).",
                input: shown
            )
        )
    }
}
