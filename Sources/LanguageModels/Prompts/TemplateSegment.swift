/// A parsed template: texts and fields in order.
enum TemplateSegment: Hashable, Sendable {
    /// Text that stays as it is, brace escapes already resolved.
    case text(String)
    /// A place for a value.
    case field(TemplateField)

    /// Puts values in their places; values are inserted as they are and never read as template.
    ///
    /// - Parameters:
    ///   - segments: The parsed template.
    ///   - values: The values by name.
    /// - Returns: The text.
    /// - Throws: A ``LanguageModelError`` of code `missingVariable`, or of code `invalidInput` when a format
    ///   specification does not fit its value.
    static func render(
        _ segments: [TemplateSegment],
        _ values: [String: ChainValue]
    ) throws(LanguageModelError) -> String {
        var result = ""
        for segment in segments {
            switch segment {
            case .text(let text): result += text
            case .field(let field): result += try field.render(values)
            }
        }
        return result
    }
}

/// A place for a value: `{name!conversion:specification}`.
struct TemplateField: Hashable, Sendable {
    /// Which text form a value is turned into before it is formatted.
    enum Conversion: Unicode.Scalar, Hashable, Sendable {
        case string = "s"
        case representation = "r"
        case ascii = "a"
    }

    /// The variable's name, white space included.
    let name: String
    /// The conversion, if one is asked for.
    let conversion: Conversion?
    /// The format specification, in which values may have places too.
    let specification: [TemplateSegment]

    /// The names of the variables in the specification.
    var nestedNames: [String] {
        self.specification.compactMap { segment in
            if case .field(let field) = segment { field.name } else { nil }
        }
    }

    func render(_ values: [String: ChainValue]) throws(LanguageModelError) -> String {
        guard var value = values[self.name] else {
            throw LanguageModelError(
                .missingVariable,
                "The prompt template's variable {\(self.name)} has no value; give one for \"\(self.name)\"."
            )
        }
        switch self.conversion {
        case .string: value = .string(PythonText.string(value))
        case .representation: value = .string(PythonText.representation(value))
        case .ascii: value = .string(PythonText.ascii(value))
        case nil: break
        }
        let specification = try TemplateSegment.render(self.specification, values)
        do {
            return try ValueFormatter.format(value, specification)
        } catch {
            throw LanguageModelError(
                .invalidInput,
                "The format \":\(specification)\" of the prompt template's variable {\(self.name)} \(error.reason); "
                    + "change the format, or give another kind of value."
            )
        }
    }
}
