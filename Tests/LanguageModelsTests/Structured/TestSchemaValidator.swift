import Foundation
import LanguageModels

/// A small validator of JSON Schema, written apart from the grammars that it judges.
struct TestSchemaValidator {
    let document: TemplateValue

    init(_ schema: String) throws {
        self.document = try TemplateValue(json: schema)
    }

    /// What is wrong with a value, or nil.
    func problem(_ value: TemplateValue) -> String? { self.problem(value, self.document, "$") }

    private func problem(_ value: TemplateValue, _ schema: TemplateValue, _ path: String) -> String? {
        if schema == .boolean(false) { return "\(path): nothing is allowed" }
        guard case .object(let keywords) = schema else { return nil }
        if schema["nullable"] == .boolean(true), value == .null { return nil }
        for keyword in keywords {
            if let problem = self.check(value, keyword.name, keyword.value, schema, path) { return problem }
        }
        return nil
    }

    private func check(
        _ value: TemplateValue,
        _ keyword: String,
        _ rule: TemplateValue,
        _ schema: TemplateValue,
        _ path: String
    ) -> String? {
        func fail(_ condition: Bool) -> String? { condition ? nil : "\(path): \(keyword) \(rule)" }
        switch keyword {
        case "$ref": return self.problem(value, self.find(text(rule)), path)
        case "allOf": return list(rule).lazy.compactMap { self.problem(value, $0, path) }.first
        case "anyOf", "oneOf": return fail(list(rule).contains { self.problem(value, $0, path) == nil })
        case "enum": return fail(list(rule).contains { self.isEqual($0, value) })
        case "const": return fail(self.isEqual(rule, value))
        case "type":
            let names = rule == .array(list(rule)) ? list(rule).map(text) : [text(rule)]
            return fail(names.contains { self.isOfType(value, $0) })
        default: break
        }
        switch value {
        case .string(let string): return self.check(string, keyword, rule, fail)
        case .integer, .number: return self.check(number(value), keyword, rule, fail)
        case .array(let items): return self.check(items, keyword, rule, schema, path, fail)
        case .object(let members): return self.check(members, keyword, rule, schema, path, fail)
        default: return nil
        }
    }

    private func check(_ string: String, _ keyword: String, _ rule: TemplateValue, _ fail: (Bool) -> String?) -> String?
    {
        switch keyword {
        case "minLength": return fail(string.unicodeScalars.count >= Int(number(rule)))
        case "maxLength": return fail(string.unicodeScalars.count <= Int(number(rule)))
        case "pattern":
            let expression = try? NSRegularExpression(pattern: text(rule))
            let all = NSRange(string.startIndex..., in: string)
            return fail(expression?.firstMatch(in: string, range: all) != nil)
        case "format": return fail(self.isOfFormat(string, text(rule)))
        default: return nil
        }
    }

    private func check(_ number: Double, _ keyword: String, _ rule: TemplateValue, _ fail: (Bool) -> String?) -> String?
    {
        // Older schemas say with a truth value that the other bound is meant.
        if case .boolean = rule { return nil }
        switch keyword {
        case "minimum": return fail(number >= self.number(rule))
        case "maximum": return fail(number <= self.number(rule))
        case "exclusiveMinimum": return fail(number > self.number(rule))
        case "exclusiveMaximum": return fail(number < self.number(rule))
        case "multipleOf":
            let step = self.number(rule)
            if step == step.rounded() { return fail(number.truncatingRemainder(dividingBy: step) == 0) }
            let times = number / step
            return fail(abs(times - times.rounded()) <= 1e-9 * max(1, abs(times)))
        default: return nil
        }
    }

    private func check(
        _ items: [TemplateValue],
        _ keyword: String,
        _ rule: TemplateValue,
        _ schema: TemplateValue,
        _ path: String,
        _ fail: (Bool) -> String?
    ) -> String? {
        switch keyword {
        case "minItems": return fail(items.count >= Int(number(rule)))
        case "maxItems": return fail(items.count <= Int(number(rule)))
        case "prefixItems":
            return zip(items, list(rule)).lazy.compactMap { self.problem($0, $1, path + "[]") }.first
        case "items":
            let rest = items.dropFirst(schema["prefixItems"].map { list($0).count } ?? 0)
            return rest.lazy.compactMap { self.problem($0, rule, path + "[]") }.first
        default: return nil
        }
    }

    private func check(
        _ members: [TemplateValue.Member],
        _ keyword: String,
        _ rule: TemplateValue,
        _ schema: TemplateValue,
        _ path: String,
        _ fail: (Bool) -> String?
    ) -> String? {
        switch keyword {
        case "required": return fail(list(rule).allSatisfy { name in members.contains { $0.name == text(name) } })
        case "properties":
            return members.lazy.compactMap { member in
                rule[member.name].flatMap { self.problem(member.value, $0, "\(path).\(member.name)") }
            }.first
        case "additionalProperties":
            return members.filter { schema["properties"]?[$0.name] == nil }.lazy.compactMap {
                self.problem($0.value, rule, "\(path).\($0.name)")
            }.first
        default: return nil
        }
    }

    private func isOfType(_ value: TemplateValue, _ type: String) -> Bool {
        switch (value, type) {
        case (.null, "null"), (.boolean, "boolean"), (.string, "string"), (.array, "array"), (.object, "object"),
            (.integer, "integer"), (.integer, "number"), (.number, "number"):
            true
        case (.number(let number), "integer"): number == number.rounded()
        default: false
        }
    }

    private func isOfFormat(_ string: String, _ format: String) -> Bool {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(identifier: "UTC")
        formatter.isLenient = false
        switch format {
        case "uuid": return UUID(uuidString: string) != nil
        case "date":
            formatter.dateFormat = "yyyy-MM-dd"
            // Its calendar begins later than the year 0.
            return string.hasPrefix("0") || formatter.date(from: string) != nil
        case "time":
            let expression = /([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)/
            return string.wholeMatch(of: expression) != nil
        case "date-time":
            let parts = string.split(separator: "T", maxSplits: 1).map(String.init)
            return parts.count == 2 && self.isOfFormat(parts[0], "date") && self.isOfFormat(parts[1], "time")
        case "ipv4": return string.split(separator: ".").compactMap { UInt8($0) }.count == 4
        case "email": return string.wholeMatch(of: /[\w.+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+/) != nil
        case "duration":
            let date = /(\d+Y(\d+M(\d+D)?)?|\d+M(\d+D)?|\d+D)/
            let time = /T(\d+H(\d+M(\d+S)?)?|\d+M(\d+S)?|\d+S)/
            guard string.first == "P" else { return false }
            let rest = string.dropFirst()
            if rest.wholeMatch(of: /\d+W/) != nil || rest.wholeMatch(of: time) != nil { return true }
            guard let found = rest.prefixMatch(of: date) else { return false }
            let end = rest[found.range.upperBound...]
            return end.isEmpty || end.wholeMatch(of: time) != nil
        case "ipv6":
            var address = in6_addr()
            return inet_pton(AF_INET6, string, &address) == 1
        case "hostname":
            let labels = string.split(separator: ".", omittingEmptySubsequences: false)
            let label = /[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?/
            return string.count <= 253 && labels.allSatisfy { $0.wholeMatch(of: label) != nil }
        case "uri": return URL(string: string)?.scheme != nil
        default: return true
        }
    }

    private func isEqual(_ first: TemplateValue, _ second: TemplateValue) -> Bool {
        switch (first, second) {
        case (.integer, .number), (.number, .integer): return self.number(first) == self.number(second)
        case (.array(let one), .array(let two)):
            return one.count == two.count && zip(one, two).allSatisfy { self.isEqual($0, $1) }
        case (.object(let one), .object(let two)):
            return one.count == two.count
                && one.allSatisfy { member in second[member.name].map { self.isEqual(member.value, $0) } ?? false }
        default: return first == second
        }
    }

    private func find(_ pointer: String) -> TemplateValue {
        pointer.dropFirst(2).split(separator: "/").reduce(self.document) { $0[String($1)] ?? .boolean(false) }
    }

    private func list(_ value: TemplateValue) -> [TemplateValue] {
        if case .array(let items) = value { items } else { [] }
    }
    private func text(_ value: TemplateValue) -> String { if case .string(let text) = value { text } else { "" } }
    private func number(_ value: TemplateValue) -> Double {
        switch value {
        case .integer(let integer): Double(integer)
        case .number(let number): number
        default: .nan
        }
    }
}
