/// Reads a template by the rules of Python's `string.Formatter`, with names for variables only.
struct TemplateParser {
    private let scalars: [Unicode.Scalar]
    private var position = 0
    /// How many levels of specifications may still hold fields.
    private let depth: Int

    private init(_ scalars: some Sequence<Unicode.Scalar>, depth: Int) {
        self.scalars = Array(scalars)
        self.depth = depth
    }

    /// Parses a template.
    ///
    /// - Parameter template: The template's text.
    /// - Returns: Its texts and fields.
    /// - Throws: A ``LanguageModelError`` of code `invalidTemplate`.
    static func parse(_ template: String) throws(LanguageModelError) -> [TemplateSegment] {
        var parser = TemplateParser(template.unicodeScalars, depth: 1)
        return try parser.segments()
    }

    private var current: Unicode.Scalar? {
        self.position < self.scalars.count ? self.scalars[self.position] : nil
    }

    private mutating func segments() throws(LanguageModelError) -> [TemplateSegment] {
        var result: [TemplateSegment] = []
        var text = String.UnicodeScalarView()
        while let scalar = self.current {
            self.position += 1
            if scalar != "{" && scalar != "}" {
                text.append(scalar)
            } else if self.current == scalar {
                self.position += 1
                text.append(scalar)
            } else if scalar == "}" {
                throw self.failure("has a single \"}\" at \(self.place(-1)); write \"}}\" for a brace in the text")
            } else {
                if !text.isEmpty { result.append(.text(String(text))) }
                text = String.UnicodeScalarView()
                result.append(.field(try self.field()))
            }
        }
        if !text.isEmpty { result.append(.text(String(text))) }
        return result
    }

    /// Reads a field from after its opening brace to after its closing one.
    private mutating func field() throws(LanguageModelError) -> TemplateField {
        let start = self.position - 1
        let name = try self.name(from: start)
        let end = self.scalars[self.position - 1]
        var conversion: TemplateField.Conversion?
        if end == "!" {
            conversion = try self.conversion(name, from: start)
            if self.scalars[self.position - 1] == "}" {
                return TemplateField(name: name, conversion: conversion, specification: [])
            }
        }
        guard end != "}" else { return TemplateField(name: name, conversion: nil, specification: []) }
        let specification = try self.specification(name, from: start)
        return TemplateField(name: name, conversion: conversion, specification: specification)
    }

    /// Reads a name and the `}`, `:` or `!` that ends it.
    private mutating func name(from start: Int) throws(LanguageModelError) -> String {
        var name = String.UnicodeScalarView()
        var isIndex = false
        while let scalar = self.current {
            self.position += 1
            if isIndex {
                isIndex = scalar != "]"
            } else if scalar == "{" {
                throw self.failure(
                    "has a \"{\" inside the field that begins at \(self.place(of: start)); close the field with \"}\" first"
                )
            } else if scalar == "[" {
                isIndex = true
            } else if scalar == "}" || scalar == ":" || scalar == "!" {
                try self.check(String(name), at: start)
                return String(name)
            }
            name.append(scalar)
        }
        throw self.missingEnd(from: start)
    }

    /// Refuses what is not a variable's plain name.
    private func check(_ name: String, at start: Int) throws(LanguageModelError) {
        let place = self.place(of: start)
        if name.isEmpty || name.unicodeScalars.allSatisfy({ $0.properties.numericType == .decimal }) {
            throw self.failure(
                "has the positional field {\(name)} at \(place); name a variable, or write \"{{\" and \"}}\" for braces"
            )
        }
        if let scalar = name.unicodeScalars.first(where: { $0 == "." || $0 == "[" }) {
            let access = scalar == "." ? "an attribute" : "an element"
            throw self.failure(
                "asks for \(access) in {\(name)} at \(place); give that value as a variable with a plain name"
            )
        }
    }

    /// Reads a conversion and the `}` or `:` after it.
    private mutating func conversion(
        _ name: String,
        from start: Int
    ) throws(LanguageModelError) -> TemplateField.Conversion {
        guard let letter = self.current else { throw self.missingEnd(from: start) }
        self.position += 1
        guard let end = self.current else { throw self.missingEnd(from: start) }
        self.position += 1
        guard let conversion = TemplateField.Conversion(rawValue: letter), end == "}" || end == ":" else {
            let text = String(
                String.UnicodeScalarView(self.scalars[(self.position - 2)...].prefix { $0 != "}" && $0 != ":" })
            )
            throw self.failure("has the conversion \"!\(text)\" in {\(name)}; use !r, !s or !a")
        }
        return conversion
    }

    /// Reads a format specification and the closing brace after it.
    private mutating func specification(
        _ name: String,
        from start: Int
    ) throws(LanguageModelError) -> [TemplateSegment] {
        let begin = self.position
        var openBraces = 1
        while let scalar = self.current {
            self.position += 1
            openBraces += scalar == "{" ? 1 : scalar == "}" ? -1 : 0
            guard openBraces == 0 else { continue }
            var parser = TemplateParser(self.scalars[begin..<(self.position - 1)], depth: self.depth - 1)
            let segments = try parser.segments()
            if self.depth < 1, segments.contains(where: { if case .field = $0 { true } else { false } }) {
                throw self.failure("nests fields too deep in {\(name)}; a format may hold fields, but theirs may not")
            }
            return segments
        }
        throw self.missingEnd(from: start)
    }

    private func missingEnd(from start: Int) -> LanguageModelError {
        self.failure(
            "has no \"}\" for the \"{\" at \(self.place(of: start)); close the field, or write \"{{\" for a brace in the text"
        )
    }

    private func failure(_ reason: String) -> LanguageModelError {
        LanguageModelError(.invalidTemplate, "The prompt template \(reason).")
    }

    private func place(_ offset: Int) -> String {
        self.place(of: self.position + offset)
    }

    /// Names a place the way editors do.
    private func place(of position: Int) -> String {
        let before = self.scalars[..<position]
        let line = before.count { $0 == "\n" } + 1
        let column = position - (before.lastIndex(of: "\n") ?? -1)
        return line == 1 ? "character \(column)" : "line \(line), character \(column)"
    }
}
