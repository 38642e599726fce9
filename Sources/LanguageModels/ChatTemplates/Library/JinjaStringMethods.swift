/// Python's string methods that templates can call.
enum JinjaStringMethod: String {
    case strip, lstrip, rstrip, split, rsplit, splitlines, partition, rpartition
    case startswith, endswith, removeprefix, removesuffix, replace, find, rfind, index, rindex, count
    case upper, lower, title, capitalize, swapcase, casefold
    case join, format, zfill, center, ljust, rjust, expandtabs
    case isdigit, isdecimal, isnumeric, isalpha, isalnum, isspace, isupper, islower, isascii, istitle
}

extension JinjaRenderer {
    /// Calls a string method.
    func call(_ method: JinjaStringMethod, of text: MarkedText, _ arguments: JinjaArguments) throws -> JinjaValue {
        let name = method.rawValue
        // Most methods look at every character once.
        try self.charge(1 + text.byteCount / JinjaLimits.bytesPerStep)
        if [.rsplit, .rpartition, .rfind, .rindex].contains(method),
            case .text(let needle)? = arguments.positional.first
        {
            // A search from the end compares the needle at every place.
            try self.charge(text.byteCount / JinjaLimits.bytesPerStep * needle.byteCount / JinjaLimits.bytesPerStep)
        }
        switch method {
        case .strip: return .text(text.stripped(try arguments.text(0, "chars", of: name)))
        case .lstrip: return .text(text.stripped(try arguments.text(0, "chars", of: name), .start))
        case .rstrip: return .text(text.stripped(try arguments.text(0, "chars", of: name), .end))
        case .split, .rsplit: return try self.split(text, arguments, fromEnd: method == .rsplit)
        case .splitlines:
            return try self.list(text.lines(keepingEnds: arguments.flag(0, "keepends") ?? false))
        case .partition, .rpartition: return try self.partition(text, arguments, fromEnd: method == .rpartition)
        case .startswith, .endswith: return try self.hasAffix(text, arguments, atEnd: method == .endswith)
        case .removeprefix:
            let affix = try self.text(arguments, 0, "prefix", of: name)
            return .text(text.hasPrefix(affix) ? text[affix.byteCount..<text.byteCount] : text)
        case .removesuffix:
            let affix = try self.text(arguments, 0, "suffix", of: name)
            return .text(text.hasSuffix(affix) ? text[0..<text.byteCount - affix.byteCount] : text)
        case .replace: return try self.replace(text, arguments)
        case .find, .rfind, .index, .rindex, .count: return try self.find(method, in: text, arguments)
        case .upper: return .text(text.uppercased())
        case .lower, .casefold: return .text(text.lowercased())
        case .title: return .text(text.titlecased())
        case .capitalize: return .text(text.capitalized())
        case .swapcase: return .text(text.caseSwapped())
        case .join:
            return .text(try self.join(try arguments.required(0, "iterable", of: name), separator: text, strict: true))
        case .format: return .text(try self.format(text, arguments))
        case .zfill, .center, .ljust, .rjust: return .text(try self.pad(method, text, arguments))
        case .expandtabs:
            let size = try arguments.integer(0, "tabsize", of: name) ?? 8
            try self.chargeText(bytes: text.byteCount * max(1, min(size, JinjaLimits.textBytes)))
            return .text(text.expandingTabs(to: max(size, 0)))
        default: return .boolean(text.holds(method))
        }
    }

    func list(_ texts: [MarkedText]) throws -> JinjaValue {
        try self.charge(texts.count)
        return try .list(texts.map { .text($0) })
    }

    private func text(
        _ arguments: JinjaArguments,
        _ index: Int,
        _ name: String,
        of function: String
    ) throws -> MarkedText {
        guard let text = try arguments.text(index, name, of: function) else {
            throw JinjaFailure("\(function)() misses its argument '\(name)'")
        }
        return text
    }

    private func split(_ text: MarkedText, _ arguments: JinjaArguments, fromEnd: Bool) throws -> JinjaValue {
        let limit = try arguments.integer(1, "maxsplit", of: "split") ?? -1
        guard let separator = try arguments.text(0, "sep", of: "split") else {
            return try self.list(text.splitAtSpaces(limit: limit, fromEnd: fromEnd))
        }
        guard !separator.isEmpty else { throw JinjaFailure("split() takes no empty separator") }
        return try self.list(text.split(at: separator, limit: limit, fromEnd: fromEnd))
    }

    private func partition(_ text: MarkedText, _ arguments: JinjaArguments, fromEnd: Bool) throws -> JinjaValue {
        let separator = try self.text(arguments, 0, "sep", of: "partition")
        guard !separator.isEmpty else { throw JinjaFailure("partition() takes no empty separator") }
        let found = fromEnd ? text.lastIndex(of: separator) : text.firstIndex(of: separator)
        guard let start = found else {
            let empty = JinjaValue.text(MarkedText())
            return try .tuple(fromEnd ? [empty, empty, .text(text)] : [.text(text), empty, empty])
        }
        let end = start + separator.byteCount
        return try .tuple([.text(text[0..<start]), .text(text[start..<end]), .text(text[end..<text.byteCount])])
    }

    private func hasAffix(_ text: MarkedText, _ arguments: JinjaArguments, atEnd: Bool) throws -> JinjaValue {
        let name = atEnd ? "endswith" : "startswith"
        let searched = try self.part(of: text, arguments, name)
        let affixes: [JinjaValue]
        switch try arguments.required(0, "prefix", of: name) {
        case .sequence(let sequence) where sequence.kind == .tuple: affixes = sequence.items
        case let value: affixes = [value]
        }
        for affix in affixes {
            guard case .text(let affix) = affix else {
                if case .undefined(let undefined) = affix { throw JinjaFailure(undefined.message) }
                throw JinjaFailure("\(name)() takes text or a tuple of texts, not \(affix.typeName)")
            }
            if atEnd ? searched.hasSuffix(affix) : searched.hasPrefix(affix) { return .boolean(true) }
        }
        return .boolean(false)
    }

    /// The part of a text that optional second and third arguments ask for.
    private func part(of text: MarkedText, _ arguments: JinjaArguments, _ name: String) throws -> MarkedText {
        let start = try arguments.integer(1, "start", of: name)
        let end = try arguments.integer(2, "end", of: name)
        guard start != nil || end != nil, case .text(let part) = try self.slice(.text(text), start, end, nil) else {
            return text
        }
        return part
    }

    private func replace(_ text: MarkedText, _ arguments: JinjaArguments) throws -> JinjaValue {
        let old = try self.text(arguments, 0, "old", of: "replace")
        let new = try self.text(arguments, 1, "new", of: "replace")
        return .text(try self.replace(text, old, new, limit: try arguments.integer(2, "count", of: "replace") ?? -1))
    }

    func replace(_ text: MarkedText, _ old: MarkedText, _ new: MarkedText, limit: Int) throws -> MarkedText {
        let places = text.byteCount / max(old.byteCount, 1) + 1
        let grown = places.multipliedReportingOverflow(by: new.byteCount)
        // Counted exactly only where the worst case would not fit.
        let bytes =
            grown.overflow || grown.partialValue > JinjaLimits.textBytes
            ? (old.isEmpty ? places : text.count(of: old)) * max(new.byteCount, 1) : grown.partialValue
        try self.chargeText(bytes: text.byteCount + bytes)
        return text.replacing(old, with: new, limit: limit)
    }

    private func find(_ method: JinjaStringMethod, in text: MarkedText, _ arguments: JinjaArguments) throws
        -> JinjaValue
    {
        let name = method.rawValue
        let needle = try self.text(arguments, 0, "sub", of: name)
        let part = try self.part(of: text, arguments, name)
        if method == .count {
            return .integer(needle.isEmpty ? part.scalarCount + 1 : part.count(of: needle))
        }
        let fromEnd = method == .rfind || method == .rindex
        guard let found = fromEnd ? part.lastIndex(of: needle) : part.firstIndex(of: needle) else {
            if method == .find || method == .rfind { return .integer(-1) }
            throw JinjaFailure("substring not found")
        }
        var start = try arguments.integer(1, "start", of: name) ?? 0
        if start < 0 { start = max(0, start + text.scalarCount) }
        return .integer(start + part.scalarIndex(ofByte: found))
    }

    private func pad(_ method: JinjaStringMethod, _ text: MarkedText, _ arguments: JinjaArguments) throws -> MarkedText
    {
        let width = try arguments.integer(0, "width", of: method.rawValue) ?? 0
        guard width > text.scalarCount else { return text }
        let missing = width - text.scalarCount
        let fill =
            method == .zfill
            ? MarkedText("0") : try arguments.text(1, "fillchar", of: method.rawValue) ?? MarkedText(" ")
        guard fill.scalarCount == 1 else { throw JinjaFailure("the fill character must be exactly one character") }
        try self.chargeText(bytes: text.byteCount + min(missing, JinjaLimits.textBytes) * fill.byteCount)
        let left: Int
        switch method {
        case .ljust: left = 0
        case .center: left = missing / 2 + (missing & width & 1)
        default: left = missing
        }
        if method == .zfill, let sign = text.bytes.first, sign == 0x2B || sign == 0x2D {
            return text[0..<1] + text[1..<text.byteCount].padded(fill, left, missing - left)
        }
        return text.padded(fill, left, missing - left)
    }
}

extension MarkedText {
    func padded(_ fill: MarkedText, _ left: Int, _ right: Int) -> MarkedText {
        fill.repeated(left) + self + fill.repeated(right)
    }

    func expandingTabs(to size: Int) -> MarkedText {
        var column = 0
        return self.mapScalars { scalar in
            if scalar == "\t" {
                let spaces = size == 0 ? 0 : size - column % size
                column += spaces
                return String(repeating: " ", count: spaces)
            }
            column = scalar == "\n" || scalar == "\r" ? 0 : column + 1
            return String(scalar)
        }
    }

    /// Python's `is…` methods.
    func holds(_ method: JinjaStringMethod) -> Bool {
        switch method {
        case .isascii: return self.isASCII
        case .isupper: return self == self.uppercased() && self.scalars.contains { $0.properties.isCased }
        case .islower: return self == self.lowercased() && self.scalars.contains { $0.properties.isCased }
        case .istitle: return self == self.titlecased() && self.scalars.contains { $0.properties.isCased }
        case .isspace: return !self.isEmpty && self.scalars.allSatisfy(MarkedText.isSpace)
        default: return !self.isEmpty && self.scalars.allSatisfy { Self.holds(method, $0.properties) }
        }
    }

    private static func holds(_ method: JinjaStringMethod, _ properties: Unicode.Scalar.Properties) -> Bool {
        let isLetter =
            switch properties.generalCategory {
            case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: true
            default: false
            }
        switch method {
        case .isdecimal: return properties.numericType == .decimal
        case .isdigit: return properties.numericType == .decimal || properties.numericType == .digit
        case .isnumeric: return properties.numericType != nil
        case .isalpha: return isLetter
        default: return isLetter || properties.numericType != nil
        }
    }
}
