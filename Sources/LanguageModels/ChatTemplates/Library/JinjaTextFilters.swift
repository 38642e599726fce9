extension JinjaRenderer {
    /// The filters that make text of anything first.
    func textFilter(_ name: String, _ value: JinjaValue, _ arguments: JinjaArguments) throws -> JinjaValue? {
        guard Self.textFilters.contains(name) else { return nil }
        let text = try self.text(of: value)
        try self.charge(1 + text.byteCount / JinjaLimits.bytesPerStep)
        switch name {
        case "trim": return .text(text.stripped(try arguments.text(0, "chars", of: name)))
        case "upper": return .text(text.uppercased())
        case "lower": return .text(text.lowercased())
        case "title": return .text(text.wordsCapitalized())
        case "capitalize": return .text(text.capitalized())
        case "escape", "e": return .text(text.htmlEscaped())
        case "forceescape":
            var plain = text
            plain.isMarkup = false
            return .text(plain.htmlEscaped())
        case "safe":
            var safe = text
            safe.isMarkup = true
            return .text(safe)
        case "replace":
            let old = try self.text(of: try arguments.required(0, "old", of: name))
            let new = try self.text(of: try arguments.required(1, "new", of: name))
            return .text(try self.replace(text, old, new, limit: try arguments.integer(2, "count", of: name) ?? -1))
        case "indent":
            guard case .text = value else { throw JinjaFailure("indent takes text, not \(value.typeName)") }
            return .text(try self.indent(text, arguments))
        case "center":
            var padding = JinjaArguments([arguments[0, "width"] ?? .integer(80)])
            padding.named = []
            return try self.call(.center, of: text, padding)
        case "truncate": return .text(try self.truncate(text, arguments))
        case "wordcount": return .integer(text.words)
        case "urlencode": return .text(text.percentEncoded())
        case "striptags": return .text(text.withoutTags())
        default: return .text(try self.printf(text, arguments))
        }
    }

    private static let textFilters: Set<String> = [
        "trim", "upper", "lower", "title", "capitalize", "escape", "e", "forceescape", "safe", "replace", "indent",
        "center", "truncate", "wordcount", "urlencode", "striptags", "format",
    ]

    private func printf(_ text: MarkedText, _ arguments: JinjaArguments) throws -> MarkedText {
        guard arguments.named.isEmpty else {
            let pairs = arguments.named.map { (JinjaValue.string($0.name), $0.value) }
            return try self.formatPercent(text, .dictionary(try JinjaDictionary(pairs)))
        }
        return try self.formatPercent(text, try .tuple(arguments.positional))
    }

    private func indent(_ text: MarkedText, _ arguments: JinjaArguments) throws -> MarkedText {
        let indention: MarkedText
        if case .text(let text)? = arguments[0, "width"] {
            indention = text
        } else {
            let width = try arguments.integer(0, "width", of: "indent") ?? 4
            try self.chargeText(bytes: width)
            indention = MarkedText(String(repeating: " ", count: max(width, 0)))
        }
        // Jinja adds a line end first, so that a text's last one keeps its line.
        let lines = (text + MarkedText("\n")).lines()
        try self.chargeText(bytes: text.byteCount + lines.count.multipliedClamped(by: indention.byteCount))
        let indentsBlank = arguments.flag(2, "blank") ?? false
        var result = MarkedText()
        if arguments.flag(1, "first") ?? false { result.append(indention) }
        for (index, line) in lines.enumerated() {
            if index > 0 {
                result.append("\n")
                if indentsBlank || !line.isEmpty { result.append(indention) }
            }
            result.append(line)
        }
        return result
    }

    private func truncate(_ text: MarkedText, _ arguments: JinjaArguments) throws -> MarkedText {
        let length = try arguments.integer(0, "length", of: "truncate") ?? 255
        let end = try arguments.text(2, "end", of: "truncate") ?? MarkedText("...")
        let leeway = try arguments.integer(3, "leeway", of: "truncate") ?? 5
        guard length >= end.scalarCount, leeway >= 0, leeway <= Int.max - length else {
            throw JinjaFailure("truncate takes a length of at least \(end.scalarCount) and no negative leeway")
        }
        if text.scalarCount <= length + leeway { return text }
        let cut = text[0..<text.byteOffset(ofScalar: length - end.scalarCount)]
        if arguments.flag(1, "killwords") ?? false { return cut + end }
        let word = cut.lastIndex(of: MarkedText(" ")).map { cut[0..<$0] } ?? cut
        return word + end
    }
}

extension Int {
    /// A product that stops at the largest integer.
    func multipliedClamped(by other: Int) -> Int {
        let (product, overflow) = self.multipliedReportingOverflow(by: other)
        return overflow ? Int.max / 2 : product
    }
}

extension MarkedText {
    /// The number of runs of letters, digits and underscores.
    fileprivate var words: Int {
        var count = 0
        var inWord = false
        for scalar in self.scalars {
            let properties = scalar.properties
            let isWord = scalar == "_" || properties.numericType != nil || properties.isAlphabetic
            if isWord, !inWord { count += 1 }
            inWord = isWord
        }
        return count
    }

    fileprivate func percentEncoded() -> MarkedText {
        self.mapScalars { scalar in
            if scalar.isASCII, scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
                return String(scalar)
            }
            if "_.-~/".unicodeScalars.contains(scalar) { return String(scalar) }
            return UTF8.encode(scalar)!.map { byte in
                "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }.joined()
        }
    }

    /// The text without HTML comments and tags, runs of white space as one space.
    fileprivate func withoutTags() -> MarkedText {
        var rest = self
        for (opening, closing) in [("<!--", "-->"), ("<", ">")] {
            var result = MarkedText()
            var position = 0
            while let start = rest.firstIndex(of: MarkedText(opening), from: position),
                let end = rest.firstIndex(of: MarkedText(closing), from: start)
            {
                result.append(rest, position..<start)
                position = end + closing.utf8.count
            }
            result.append(rest, position..<rest.byteCount)
            rest = result
        }
        return rest.splitAtSpaces().enumerated().reduce(into: MarkedText()) { result, word in
            if word.offset > 0 { result.append(" ") }
            result.append(word.element)
        }
    }
}
