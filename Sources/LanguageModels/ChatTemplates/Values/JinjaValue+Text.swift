extension JinjaValue {
    /// Python's `str()`.
    func text(_ objects: JinjaObjects) -> MarkedText {
        switch self {
        case .undefined: MarkedText()
        case .text(let text): text
        default: self.representation(objects)
        }
    }

    /// Python's `repr()`.
    func representation(_ objects: JinjaObjects) -> MarkedText {
        switch self {
        case .undefined: return MarkedText("Undefined")
        case .none: return MarkedText("None")
        case .boolean(let boolean): return MarkedText(boolean ? "True" : "False")
        case .integer(let integer): return MarkedText(String(integer))
        case .float(let float): return MarkedText(float.pythonDescription)
        case .text(let text):
            guard text.isMarkup else { return text.pythonRepresentation }
            return MarkedText("Markup(") + text.pythonRepresentation + MarkedText(")")
        case .sequence(let sequence): return sequence.representation(objects)
        case .dictionary(let dictionary): return dictionary.representation(objects)
        case .iterator: return MarkedText("<generator object>")
        case .object(let number): return objects.representation(number)
        case .function(let function): return MarkedText("<function \(function.rawValue)>")
        case .method(let method):
            return MarkedText("<built-in method \(method.name) of \(method.receiver.typeName) object>")
        }
    }
}

extension JinjaSequence {
    func representation(_ objects: JinjaObjects) -> MarkedText {
        let (opening, closing) =
            switch self.kind {
            case .list: ("[", "]")
            case .tuple, .group: ("(", self.items.count == 1 ? ",)" : ")")
            case .range: ("range(", ")")
            case .items: ("dict_items([", "])")
            case .keys: ("dict_keys([", "])")
            case .values: ("dict_values([", "])")
            }
        var result = MarkedText(opening)
        if self.kind == .range {
            result.append(self.rangeBounds)
        } else {
            for (index, item) in self.items.enumerated() {
                if index > 0 { result.append(", ") }
                result.append(item.representation(objects))
            }
        }
        result.append(closing)
        return result
    }

    private var rangeBounds: String {
        let numbers = self.items.map { if case .integer(let integer) = $0 { integer } else { 0 } }
        guard let first = numbers.first, let last = numbers.last else { return "0, 0" }
        let step = numbers.count > 1 ? numbers[1] - first : 1
        return "\(first), \(last + step)" + (step == 1 ? "" : ", \(step)")
    }
}

extension JinjaDictionary {
    func representation(_ objects: JinjaObjects) -> MarkedText {
        var result = MarkedText("{")
        for (index, (key, value)) in self.pairs.enumerated() {
            if index > 0 { result.append(", ") }
            result.append(key.representation(objects))
            result.append(": ")
            result.append(value.representation(objects))
        }
        result.append("}")
        return result
    }
}

extension MarkedText {
    /// Python's `repr()` of a string.
    var pythonRepresentation: MarkedText {
        let quote: Unicode.Scalar = self.bytes.contains(0x27) && !self.bytes.contains(0x22) ? "\"" : "'"
        var result = MarkedText(String(quote))
        result.append(self.mapScalars { Self.escape($0, quote: quote) })
        result.append(String(quote))
        return result
    }

    private static func escape(_ scalar: Unicode.Scalar, quote: Unicode.Scalar) -> String {
        switch scalar {
        case "\n": return "\\n"
        case "\r": return "\\r"
        case "\t": return "\\t"
        case "\\": return "\\\\"
        case quote: return "\\" + String(quote)
        case " "..."~": return String(scalar)
        default:
            if Self.isPrintable(scalar) { return String(scalar) }
            let digits = String(scalar.value, radix: 16)
            let (letter, width) = scalar.value < 0x100 ? ("x", 2) : scalar.value < 0x10000 ? ("u", 4) : ("U", 8)
            return "\\\(letter)" + String(repeating: "0", count: width - digits.count) + digits
        }
    }

    /// Python's `str.isprintable`, for one scalar.
    static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
        case .spaceSeparator: scalar == " "
        default: true
        }
    }
}

extension Double {
    /// Python's `repr()` of a float: the shortest digits that read back as the same number.
    var pythonDescription: String {
        if self.isNaN { return "nan" }
        if self.isInfinite { return self < 0 ? "-inf" : "inf" }
        let sign = self.sign == .minus ? "-" : ""
        let (digits, point) = self.magnitude.shortestDigits
        if point > 16 || point < -3 {
            let exponent = point - 1
            let rest = digits.dropFirst()
            let mantissa = String(digits.first!) + (rest.isEmpty ? "" : "." + rest)
            let magnitude = String(abs(exponent))
            return sign + mantissa + "e" + (exponent < 0 ? "-" : "+") + (magnitude.count < 2 ? "0" : "") + magnitude
        }
        if point <= 0 { return sign + "0." + String(repeating: "0", count: -point) + digits }
        if point >= digits.count {
            return sign + digits + String(repeating: "0", count: point - digits.count) + ".0"
        }
        return sign + digits.prefix(point) + "." + digits.dropFirst(point)
    }

    /// The significant digits, and where the decimal point stands among them.
    private var shortestDigits: (digits: String, point: Int) {
        if self == 0 { return ("0", 1) }
        let parts = self.description.split(separator: "e", maxSplits: 1)
        let exponent = parts.count > 1 ? Int(parts[1])! : 0
        let number = parts[0].split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let whole = String(number[0])
        let fraction = number.count > 1 ? String(number[1]) : ""
        let all = whole + fraction
        let leading = all.prefix { $0 == "0" }.count
        var digits = String(all.dropFirst(leading))
        while digits.count > 1, digits.last == "0" { digits.removeLast() }
        return (digits, whole.count - leading + exponent)
    }
}
