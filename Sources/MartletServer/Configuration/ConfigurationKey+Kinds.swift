import MartletCore

/// A place in a configuration.
typealias ConfigurationPlace<Value> = any WritableKeyPath<ChatConfiguration, Value> & Sendable

extension ConfigurationKey {
    /// A key that is on or off.
    static func flag(_ name: String, _ place: ConfigurationPlace<Bool>, _ comment: String) -> Self {
        let sample = "\(ChatConfiguration()[keyPath: place])"
        return Self(name, sample: "\(name) = \(sample)", comment) { node, configuration, findings in
            guard let isOn = node.value.boolValue else { return findings.refuse(node, accepted: "true or false") }
            configuration[keyPath: place] = isOn
        }
    }

    /// A key that is a whole number.
    static func number(
        _ name: String,
        _ place: ConfigurationPlace<Int>,
        in range: ClosedRange<Int>,
        _ comment: String
    ) -> Self {
        let sample = ChatConfiguration()[keyPath: place]
        return Self(name, sample: "\(name) = \(sample)", comment) { node, configuration, findings in
            guard let number = Self.number(node, in: range, &findings) else { return }
            configuration[keyPath: place] = number
        }
    }

    /// A key that is a whole number of seconds.
    static func seconds(
        _ name: String,
        _ place: ConfigurationPlace<Duration>,
        in range: ClosedRange<Int>,
        _ comment: String
    ) -> Self {
        let sample = ChatConfiguration()[keyPath: place].components.seconds
        return Self(name, sample: "\(name) = \(sample)", comment) { node, configuration, findings in
            guard let number = Self.number(node, in: range, of: "seconds", &findings) else { return }
            configuration[keyPath: place] = .seconds(number)
        }
    }

    /// A key that is a text.
    static func text(_ name: String, _ place: ConfigurationPlace<String>, _ comment: String) -> Self {
        let sample = ChatConfiguration()[keyPath: place]
        return Self(name, sample: "\(name) = \"\(sample)\"", comment) { node, configuration, findings in
            guard let text = node.text else { return findings.refuse(node, accepted: "a text in quotes") }
            configuration[keyPath: place] = text
        }
    }

    /// A key that is a text or not set; an empty text counts as not set.
    static func text(
        _ name: String,
        _ place: ConfigurationPlace<String?>,
        example: String,
        _ comment: String
    ) -> Self {
        Self(name, sample: "\(name) = \"\(example)\"", isExample: true, comment) { node, configuration, findings in
            guard let text = node.text else { return findings.refuse(node, accepted: "a text in quotes") }
            configuration[keyPath: place] = text.isEmpty ? nil : text
        }
    }

    /// A key that is a list of texts.
    static func texts(
        _ name: String,
        _ place: ConfigurationPlace<[String]>,
        _ comment: String
    ) -> Self {
        Self(name, sample: "\(name) = []", comment) { node, configuration, findings in
            guard let texts = node.texts else {
                return findings.refuse(node, accepted: "a list of texts, such as [\"one\", \"two\"]")
            }
            configuration[keyPath: place] = texts
        }
    }

    /// A key that is one of a few words.
    static func choice<Choice>(
        _ name: String,
        _ place: ConfigurationPlace<Choice>,
        _ comment: String
    ) -> Self where Choice: RawRepresentable<String> & CaseIterable & Sendable {
        let sample = ChatConfiguration()[keyPath: place].rawValue
        return Self(name, sample: "\(name) = \"\(sample)\"", comment) { node, configuration, findings in
            guard let choice = node.text.flatMap(Choice.init(rawValue:)) else {
                return findings.refuse(node, accepted: Self.words(Choice.self))
            }
            configuration[keyPath: place] = choice
        }
    }

    /// The words of a choice as a sentence names them: `"a", "b" or "c"`.
    static func words<Choice: RawRepresentable<String> & CaseIterable>(_ type: Choice.Type) -> String {
        let words = type.allCases.map { "\"\($0.rawValue)\"" }
        return words.dropLast().joined(separator: ", ") + " or " + (words.last ?? "")
    }

    /// The whole number of a node, or nil after refusing it.
    static func number(
        _ node: ConfigurationNode,
        in range: ClosedRange<Int>,
        of unit: String? = nil,
        _ findings: inout ConfigurationFindings
    ) -> Int? {
        guard case .int(let number) = node.value, range.contains(number) else {
            let kind = "a whole number" + (unit.map { " of \($0)" } ?? "")
            findings.refuse(node, accepted: "\(kind) from \(range.lowerBound) to \(range.upperBound)")
            return nil
        }
        return number
    }
}
