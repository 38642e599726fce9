extension JinjaLexer {
    /// The tokens inside a tag, up to and with its end.
    mutating func scanTag(closing: String, kind: JinjaToken.Kind, from tag: Int) throws {
        var open: [JinjaToken.Symbol] = []
        while true {
            self.offset = self.skipSpaces(from: self.offset)
            let start = self.offset
            guard let scalar = self.peek() else {
                throw self.failure("a tag is not closed with '\(closing)'", at: tag)
            }
            if open.isEmpty, self.scanEnd(closing, kind) { return }
            if scalar == "\"" || scalar == "'" {
                self.add(.string(try self.scanString(scalar)), at: start)
            } else if ("0"..."9").contains(scalar) {
                self.add(try self.scanNumber(), at: start)
            } else if Self.isNameStart(scalar) {
                self.add(.name(self.scanName()), at: start)
            } else {
                let symbol = try self.scanSymbol(scalar)
                try self.balance(symbol, &open, at: start)
                self.add(.symbol(symbol), at: start)
            }
        }
    }

    private mutating func scanEnd(_ closing: String, _ kind: JinjaToken.Kind) -> Bool {
        let start = self.offset
        let next = self.peek()
        let isBlock = kind == .blockEnd
        let sign = next == "-" || (next == "+" && isBlock) ? next : nil
        guard self.matches(closing, at: start + (sign == nil ? 0 : 1)) else { return false }
        self.add(kind, at: start)
        self.finishTag(at: start + (sign == nil ? 2 : 3), sign: sign, trimsNewline: isBlock)
        return true
    }

    private func balance(_ symbol: JinjaToken.Symbol, _ open: inout [JinjaToken.Symbol], at offset: Int) throws {
        let expected: JinjaToken.Symbol
        switch symbol {
        case .openParenthesis: return open.append(.closeParenthesis)
        case .openBracket: return open.append(.closeBracket)
        case .openBrace: return open.append(.closeBrace)
        case .closeParenthesis, .closeBracket, .closeBrace: expected = symbol
        default: return
        }
        guard let last = open.popLast() else { throw self.failure("unexpected '\(expected.rawValue)'", at: offset) }
        guard last == expected else {
            throw self.failure("unexpected '\(expected.rawValue)', expected '\(last.rawValue)'", at: offset)
        }
    }

    // MARK: Names, symbols and numbers

    private static func isNameStart(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "_" || (scalar.isASCII ? scalar.properties.isAlphabetic : scalar.properties.isXIDStart)
    }

    private mutating func scanName() -> String {
        var name = String.UnicodeScalarView()
        while let scalar = self.peek(), Self.isNameStart(scalar) || scalar.properties.isXIDContinue {
            name.append(scalar)
            self.offset += 1
        }
        return String(name)
    }

    private mutating func scanSymbol(_ scalar: Unicode.Scalar) throws -> JinjaToken.Symbol {
        if let next = self.peek(1), let symbol = JinjaToken.Symbol(rawValue: String(scalar) + String(next)) {
            self.offset += 2
            return symbol
        }
        guard let symbol = JinjaToken.Symbol(rawValue: String(scalar)) else {
            throw self.failure("unexpected character '\(scalar)'", at: self.offset)
        }
        self.offset += 1
        return symbol
    }

    private mutating func scanNumber() throws -> JinjaToken.Kind {
        let start = self.offset
        if self.peek() == "0", let letter = self.peek(1), let radix = Self.radix(letter) {
            self.offset += 2
            let digits = self.scanDigits { $0.properties.isASCIIHexDigit }
            guard let integer = Int(digits, radix: radix) else { throw self.failure("invalid number", at: start) }
            return .integer(integer)
        }
        var text = self.scanDigits { ("0"..."9").contains($0) }
        // `a.0.1` takes two indices, not a fraction.
        let afterDot = start > 0 && self.source[start - 1] == "."
        var isFloat = false
        if !afterDot, self.peek() == ".", let digit = self.peek(1), ("0"..."9").contains(digit) {
            self.offset += 1
            text += "." + self.scanDigits { ("0"..."9").contains($0) }
            isFloat = true
        }
        if !afterDot, self.peek() == "e" || self.peek() == "E" {
            let sign = self.peek(1) == "+" || self.peek(1) == "-"
            if let digit = self.peek(sign ? 2 : 1), ("0"..."9").contains(digit) {
                text += "e" + (sign ? String(self.peek(1)!) : "")
                self.offset += sign ? 2 : 1
                text += self.scanDigits { ("0"..."9").contains($0) }
                isFloat = true
            }
        }
        if isFloat, let float = Double(text) { return .float(float) }
        guard let integer = Int(text) else { throw self.failure("the number \(text) is too large", at: start) }
        return .integer(integer)
    }

    private static func radix(_ letter: Unicode.Scalar) -> Int? {
        switch letter {
        case "x", "X": 16
        case "o", "O": 8
        case "b", "B": 2
        default: nil
        }
    }

    private mutating func scanDigits(_ isDigit: (Unicode.Scalar) -> Bool) -> String {
        var digits = ""
        while let scalar = self.peek() {
            let joinsDigits = scalar == "_" && self.peek(1).map(isDigit) == true
            guard isDigit(scalar) || joinsDigits else { break }
            if !joinsDigits { digits.unicodeScalars.append(scalar) }
            self.offset += 1
        }
        return digits
    }

    // MARK: Strings

    private mutating func scanString(_ quote: Unicode.Scalar) throws -> String {
        let start = self.offset
        self.offset += 1
        var text = String.UnicodeScalarView()
        while let scalar = self.peek() {
            self.offset += 1
            if scalar == quote { return String(text) }
            if scalar == "\\" {
                try self.scanEscape(into: &text, from: start)
            } else {
                text.append(scalar)
            }
        }
        throw self.failure("a string is not closed with \(quote)", at: start)
    }

    private mutating func scanEscape(into text: inout String.UnicodeScalarView, from start: Int) throws {
        guard let letter = self.peek() else { return }
        self.offset += 1
        switch letter {
        case "\n": break
        case "\\", "'", "\"": text.append(letter)
        case "a": text.append("\u{07}")
        case "b": text.append("\u{08}")
        case "f": text.append("\u{0C}")
        case "n": text.append("\n")
        case "r": text.append("\r")
        case "t": text.append("\t")
        case "v": text.append("\u{0B}")
        case "x": text.append(try self.scanCode(digits: 2, from: start))
        case "u": text.append(try self.scanCode(digits: 4, from: start))
        case "U": text.append(try self.scanCode(digits: 8, from: start))
        case "0"..."7":
            var code = letter.value - 48
            for _ in 0..<2 {
                guard let digit = self.peek(), ("0"..."7").contains(digit) else { break }
                code = code * 8 + digit.value - 48
                self.offset += 1
            }
            text.append(Unicode.Scalar(code) ?? "?")
        default:
            text.append("\\")
            text.append(letter)
        }
    }

    private mutating func scanCode(digits: Int, from start: Int) throws -> Unicode.Scalar {
        guard let code = self.hexadecimal(digits, at: self.offset) else {
            throw self.failure("a string has an incomplete escape", at: start)
        }
        self.offset += digits
        if let scalar = Unicode.Scalar(code) { return scalar }
        // Two escapes that make one character, as JSON writes them.
        if (0xD800..<0xDC00).contains(code), self.matches("\\u", at: self.offset),
            let low = self.hexadecimal(4, at: self.offset + 2), (0xDC00..<0xE000).contains(low)
        {
            self.offset += 6
            return Unicode.Scalar(0x10000 + (code - 0xD800) << 10 + (low - 0xDC00))!
        }
        throw self.failure("a string has an escape for no character", at: start)
    }

    private func hexadecimal(_ digits: Int, at offset: Int) -> UInt32? {
        guard offset + digits <= self.source.count else { return nil }
        let scalars = self.source[offset..<offset + digits]
        guard scalars.allSatisfy({ $0.properties.isASCIIHexDigit }) else { return nil }
        return UInt32(scalars.map { String($0) }.joined(), radix: 16)
    }
}
