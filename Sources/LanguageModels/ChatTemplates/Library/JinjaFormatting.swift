extension JinjaRenderer {
    /// One value in a field's format.
    private func format(_ value: JinjaValue, as format: JinjaFieldFormat) throws -> MarkedText {
        let isBoolean = if case .boolean = value { format.type == nil } else { false }
        if let number = value.number, !isBoolean, format.type != "s" {
            let (isNegative, digits) = try format.digits(number)
            let sign = isNegative ? "-" : format.sign == "-" ? "" : String(format.sign)
            return format.padded(MarkedText(digits), sign: sign, isNumber: true)
        }
        guard format.type == nil || format.type == "s" else {
            throw JinjaFailure("unknown format code '\(format.type!)' for a value of type '\(value.typeName)'")
        }
        var text = try self.text(of: value)
        if let precision = format.precision { text = text[0..<text.byteOffset(ofScalar: precision)] }
        return format.padded(text, isNumber: false)
    }

    // MARK: str.format

    /// Python's `str.format`.
    func format(_ text: MarkedText, _ arguments: JinjaArguments) throws -> MarkedText {
        var result = MarkedText()
        var automatic = 0
        let scalars = text.indexedScalars
        var index = 0
        func scalar(_ index: Int) -> Unicode.Scalar? { index < scalars.count ? scalars[index].scalar : nil }
        while let current = scalar(index) {
            if current == "{" || current == "}", scalar(index + 1) == current {
                result.append(text, scalars[index].range)
                index += 2
            } else if current == "{" {
                let start = index + 1
                while index < scalars.count, scalar(index) != "}" { index += 1 }
                guard scalar(index) == "}" else { throw JinjaFailure("expected '}' before end of string") }
                var field = String.UnicodeScalarView()
                field.append(contentsOf: scalars[start..<index].map(\.scalar))
                result.append(try self.formatField(String(field), arguments, &automatic))
                index += 1
                try self.chargeText(bytes: result.byteCount)
            } else if current == "}" {
                throw JinjaFailure("Single '}' encountered in format string")
            } else {
                result.append(text, scalars[index].range)
                index += 1
            }
        }
        return result
    }

    private func formatField(
        _ field: String,
        _ arguments: JinjaArguments,
        _ automatic: inout Int
    ) throws -> MarkedText {
        let parts = field.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let named = parts[0].split(separator: "!", maxSplits: 1, omittingEmptySubsequences: false)
        var path = named[0].split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        let first = path.removeFirst()
        let value: JinjaValue?
        if first.isEmpty {
            value = arguments[automatic, ""]
            automatic += 1
        } else if let position = Int(first) {
            value = arguments[position, ""]
        } else {
            value = arguments.named(first)
        }
        guard var value else { throw JinjaFailure("format() has no value for the field '{\(field)}'") }
        for name in path { value = try self.attribute(name, of: value) }
        if named.count > 1 {
            value = .text(named[1] == "r" ? value.representation(self.objects) : try self.text(of: value))
        }
        return try self.format(value, as: try JinjaFieldFormat(parts.count > 1 ? String(parts[1]) : ""))
    }

    // MARK: Percent formats

    /// Python's `format % values`.
    func formatPercent(_ text: MarkedText, _ values: JinjaValue) throws -> MarkedText {
        var queue: ArraySlice<JinjaValue> = [values]
        if case .sequence(let sequence) = values, sequence.kind == .tuple { queue = sequence.items[...] }
        var rest = text.indexedScalars.map(\.scalar)[...]
        var offset = 0
        var result = MarkedText()
        while let scalar = rest.popFirst() {
            let range = offset..<offset + UTF8.width(scalar)
            offset = range.upperBound
            guard scalar == "%" else {
                result.append(text, range)
                continue
            }
            let before = rest.count
            try self.formatDirective(&rest, &queue, values, into: &result)
            // Directives are ASCII but for a mapping's key.
            offset += text.indexedWidth(from: offset, scalars: before - rest.count)
            try self.chargeText(bytes: result.byteCount)
        }
        if case .dictionary = values { return result }
        guard queue.isEmpty else { throw JinjaFailure("not all arguments converted during string formatting") }
        return result
    }

    private func formatDirective(
        _ rest: inout ArraySlice<Unicode.Scalar>,
        _ queue: inout ArraySlice<JinjaValue>,
        _ values: JinjaValue,
        into result: inout MarkedText
    ) throws {
        var value: JinjaValue?
        if rest.first == "(" {
            guard let end = rest.firstIndex(of: ")") else { throw JinjaFailure("incomplete format key") }
            let key = String(String.UnicodeScalarView(rest[(rest.startIndex + 1)..<end]))
            rest = rest[(end + 1)...]
            value = try self.item(.string(key), of: values)
        }
        var format = JinjaFieldFormat()
        while let flag = rest.first, "-+ #0".unicodeScalars.contains(flag) {
            rest.removeFirst()
            switch flag {
            case "-": format.alignment = "<"
            case "0" where format.alignment == nil:
                format.fill = MarkedText("0")
                format.alignment = "="
            case "#": format.isAlternate = true
            case "+", " ": format.sign = flag
            default: break
            }
        }
        format.width = try JinjaFieldFormat.number(&rest) ?? 0
        if rest.first == "." {
            rest.removeFirst()
            format.precision = try JinjaFieldFormat.number(&rest) ?? 0
        }
        guard let type = rest.popFirst() else { throw JinjaFailure("incomplete format") }
        if type == "%" { return result.append("%") }
        guard let argument = value ?? queue.popFirst() else {
            throw JinjaFailure("not enough arguments for format string")
        }
        if format.alignment == nil { format.alignment = ">" }
        switch type {
        case "s", "r":
            format.type = "s"
            let text = type == "r" ? argument.representation(self.objects) : try self.text(of: argument)
            result.append(try self.format(.text(text), as: format))
        case "d", "i", "u":
            guard let number = argument.number else {
                throw JinjaFailure("%d format: a number is required, not \(argument.typeName)")
            }
            format.type = "d"
            let integer = try JinjaValue.integer(truncating: number.double, exactly: number)
            result.append(try self.format(integer, as: format))
        default:
            format.type = type
            result.append(try self.format(argument, as: format))
        }
    }
}

extension MarkedText {
    /// The bytes that a number of scalars take from an offset on.
    fileprivate func indexedWidth(from offset: Int, scalars: Int) -> Int {
        var end = offset
        for _ in 0..<scalars {
            end += 1
            while end < self.byteCount, MarkedText.isContinuation(self.bytes[end]) { end += 1 }
        }
        return end - offset
    }
}

extension JinjaValue {
    /// A number cut to an integer.
    static func integer(truncating double: Double, exactly number: JinjaNumber? = nil) throws -> JinjaValue {
        if case .integer(let integer)? = number { return .integer(integer) }
        guard let integer = Int(exactly: double.rounded(.towardZero)) else {
            throw JinjaFailure("a number is too large for an integer")
        }
        return .integer(integer)
    }
}
