extension MarkedText {
    /// Replaces each scalar by a text, which keeps the scalar's mark.
    func mapScalars(_ transform: (Unicode.Scalar) -> String) -> MarkedText {
        var result = MarkedText()
        var offset = 0
        for scalar in self.scalars {
            result.append(transform(scalar), marked: self.isMarked(at: offset))
            offset += UTF8.width(scalar)
        }
        return result
    }

    /// Python's `upper`.
    func uppercased() -> MarkedText { self.mapScalars { $0.properties.uppercaseMapping } }

    /// Python's `lower`.
    func lowercased() -> MarkedText {
        guard !self.isASCII else { return self.mapScalars { $0.properties.lowercaseMapping } }
        let scalars = Array(self.scalars)
        var index = -1
        return self.mapScalars { scalar in
            index += 1
            return MarkedText.lowercase(scalar, at: index, in: scalars[...])
        }
    }

    /// Python's `capitalize`.
    func capitalized() -> MarkedText {
        let scalars = Array(self.scalars)
        var index = -1
        return self.mapScalars { scalar in
            index += 1
            return index == 0
                ? scalar.properties.titlecaseMapping : MarkedText.lowercase(scalar, at: index, in: scalars[...])
        }
    }

    /// Python's `str.title`: a cased letter after an uncased character begins a word.
    func titlecased() -> MarkedText {
        let scalars = Array(self.scalars)
        var index = -1
        var afterCased = false
        return self.mapScalars { scalar in
            index += 1
            let mapped =
                afterCased
                ? MarkedText.lowercase(scalar, at: index, in: scalars[...]) : scalar.properties.titlecaseMapping
            afterCased = scalar.properties.isCased
            return mapped
        }
    }

    /// Jinja's filter `title`: words begin after white space, hyphens and opening brackets.
    func wordsCapitalized() -> MarkedText {
        let scalars = Array(self.scalars)
        func separates(_ scalar: Unicode.Scalar) -> Bool {
            MarkedText.isSpace(scalar) || "-({[<".unicodeScalars.contains(scalar)
        }
        var index = -1
        var word = 0..<0
        return self.mapScalars { scalar in
            index += 1
            if separates(scalar) { return String(scalar) }
            if !word.contains(index) {
                word = index..<(scalars[index...].firstIndex(where: separates) ?? scalars.count)
                return scalar.properties.uppercaseMapping
            }
            // Jinja lowers a word without its first letter, which a final sigma can tell.
            return MarkedText.lowercase(scalar, at: index, in: scalars[(word.lowerBound + 1)..<word.upperBound])
        }
    }

    /// Python's `swapcase`.
    func caseSwapped() -> MarkedText {
        self.mapScalars {
            $0.properties.isUppercase ? $0.properties.lowercaseMapping : $0.properties.uppercaseMapping
        }
    }

    /// Jinja's filter `escape`.
    func htmlEscaped() -> MarkedText {
        guard !self.isMarkup else { return self }
        var result = self.mapScalars { scalar in
            switch scalar {
            case "&": "&amp;"
            case "<": "&lt;"
            case ">": "&gt;"
            case "'": "&#39;"
            case "\"": "&#34;"
            default: String(scalar)
            }
        }
        result.isMarkup = true
        return result
    }

    /// Lowercases one scalar; a capital sigma at a word's end becomes the final form, as in Python.
    private static func lowercase(
        _ scalar: Unicode.Scalar,
        at index: Int,
        in scalars: ArraySlice<Unicode.Scalar>
    ) -> String {
        guard scalar == "\u{3A3}" else { return scalar.properties.lowercaseMapping }
        let before = scalars[..<index].last { !$0.properties.isCaseIgnorable }
        let after = scalars[(index + 1)...].first { !$0.properties.isCaseIgnorable }
        let isFinal = (before?.properties.isCased ?? false) && !(after?.properties.isCased ?? false)
        return isFinal ? "\u{3C2}" : "\u{3C3}"
    }
}
