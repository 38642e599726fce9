/// Writes values as JSON the way transformers' `tojson` does: Python's `json.dumps`, nothing escaped for HTML.
struct JinjaJSONWriter {
    private let renderer: JinjaRenderer
    private let isASCIIOnly: Bool
    private let sortsKeys: Bool
    /// What one level is indented by; on one line without.
    private let indention: MarkedText?
    private let itemSeparator: MarkedText
    private let keySeparator: MarkedText

    init(_ arguments: JinjaArguments, _ renderer: JinjaRenderer) throws {
        self.renderer = renderer
        self.isASCIIOnly = arguments.flag(0, "ensure_ascii") ?? false
        switch arguments[1, "indent"] {
        case .text(let text)?: self.indention = text
        case nil, .some(.none): self.indention = nil
        default:
            let width = try arguments.integer(1, "indent", of: "tojson") ?? 0
            guard width <= 100 else { throw JinjaFailure("tojson() takes an indent of at most 100, not \(width)") }
            self.indention = MarkedText(String(repeating: " ", count: max(width, 0)))
        }
        self.sortsKeys = arguments.flag(3, "sort_keys") ?? false
        if case .sequence(let separators)? = arguments[2, "separators"], separators.items.count == 2 {
            self.itemSeparator = try renderer.text(of: separators.items[0])
            self.keySeparator = try renderer.text(of: separators.items[1])
        } else {
            self.itemSeparator = MarkedText(self.indention == nil ? ", " : ",")
            self.keySeparator = MarkedText(": ")
        }
    }

    func write(_ value: JinjaValue) throws -> MarkedText {
        var result = MarkedText()
        try self.write(value, into: &result, level: 0)
        try self.renderer.chargeText(bytes: result.byteCount)
        return result
    }

    private func write(_ value: JinjaValue, into result: inout MarkedText, level: Int) throws {
        switch value {
        case .none: result.append("null")
        case .boolean(let boolean): result.append(boolean ? "true" : "false")
        case .integer(let integer): result.append(String(integer))
        case .float(let float): result.append(Self.text(of: float))
        case .text(let text): result.append(self.quoted(text))
        case .dictionary(let dictionary): try self.write(dictionary, into: &result, level: level)
        case .sequence(let sequence) where sequence.isConcrete:
            try self.writeItems(sequence.items.count, "[", "]", into: &result, level: level) { index, result in
                try self.write(sequence.items[index], into: &result, level: level + 1)
            }
        case .undefined(let undefined): throw JinjaFailure("\(undefined.message), so it cannot become JSON")
        default:
            throw JinjaFailure("Object of type \(self.renderer.typeName(of: value)) is not JSON serializable")
        }
    }

    private func write(_ dictionary: JinjaDictionary, into result: inout MarkedText, level: Int) throws {
        var pairs = dictionary.pairs
        if self.sortsKeys { pairs = try pairs.sorted { try $0.0.isLess(than: $1.0) } }
        try self.writeItems(pairs.count, "{", "}", into: &result, level: level) { index, result in
            result.append(self.quoted(try Self.key(pairs[index].0)))
            result.append(self.keySeparator)
            try self.write(pairs[index].1, into: &result, level: level + 1)
        }
    }

    private func writeItems(
        _ count: Int,
        _ opening: String,
        _ closing: String,
        into result: inout MarkedText,
        level: Int,
        _ write: (Int, inout MarkedText) throws -> Void
    ) throws {
        result.append(opening)
        for index in 0..<count {
            if index > 0 { result.append(self.itemSeparator) }
            self.breakLine(&result, level: level + 1)
            try write(index, &result)
        }
        if count > 0 { self.breakLine(&result, level: level) }
        result.append(closing)
    }

    private func breakLine(_ result: inout MarkedText, level: Int) {
        guard let indention = self.indention else { return }
        result.append("\n")
        for _ in 0..<level { result.append(indention) }
    }

    private static func key(_ key: JinjaValue) throws -> MarkedText {
        switch key {
        case .text(let text): return text
        case .none: return MarkedText("null")
        case .boolean(let boolean): return MarkedText(boolean ? "true" : "false")
        case .integer(let integer): return MarkedText(String(integer))
        case .float(let float): return MarkedText(Self.text(of: float))
        default: throw JinjaFailure("keys must be str, int, float, bool or None, not \(key.typeName)")
        }
    }

    private static func text(of float: Double) -> String {
        if float.isNaN { return "NaN" }
        if float.isInfinite { return float < 0 ? "-Infinity" : "Infinity" }
        return float.pythonDescription
    }

    private func quoted(_ text: MarkedText) -> MarkedText {
        var result = MarkedText("\"")
        result.append(text.mapScalars(self.escaped))
        result.append("\"")
        return result
    }

    private func escaped(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "\"": return "\\\""
        case "\\": return "\\\\"
        case "\n": return "\\n"
        case "\r": return "\\r"
        case "\t": return "\\t"
        case "\u{08}": return "\\b"
        case "\u{0C}": return "\\f"
        case "\u{00}"..."\u{1F}": return Self.codeUnits(scalar)
        case "\u{7F}" where self.isASCIIOnly: return String(scalar)
        default: return self.isASCIIOnly && !scalar.isASCII ? Self.codeUnits(scalar) : String(scalar)
        }
    }

    private static func codeUnits(_ scalar: Unicode.Scalar) -> String {
        UTF16.encode(scalar)!.map { unit in
            let digits = String(unit, radix: 16)
            return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }.joined()
    }
}
