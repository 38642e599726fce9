/// What a person can choose from: labels that are shown, and the values they stand for, in order.
///
/// ```swift
/// items: ["Small and fast": "small", "Large": "large"]     // labels and values
/// items: ["small", "large"]                                // the values are their own labels
/// items: ChoiceItems(models.map { ($0.title, $0.id) })     // made by the program
/// ```
public struct ChoiceItems: Sendable, ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral {
    /// One choice.
    public struct Item: Hashable, Sendable {
        /// What is shown.
        public let label: String
        /// What it stands for.
        public let value: String
    }

    /// The choices, in the order they are shown.
    public let items: [Item]

    /// Creates choices from labels and values.
    ///
    /// - Parameter items: The choices, in the order they are shown.
    public init(_ items: [(label: String, value: String)]) {
        self.items = items.map { Item(label: $0.label, value: $0.value) }
    }

    /// Creates choices that are their own labels.
    ///
    /// - Parameter values: The choices, in the order they are shown.
    public init(_ values: [String]) {
        self.items = values.map { Item(label: $0, value: $0) }
    }

    /// Creates choices from labels and values.
    public init(dictionaryLiteral elements: (String, String)...) {
        self.init(elements.map { (label: $0.0, value: $0.1) })
    }

    /// Creates choices that are their own labels.
    public init(arrayLiteral elements: String...) {
        self.init(elements)
    }

    /// The choices of an enumeration: each case's raw value, shown as the case describes itself.
    init<Choice: CaseIterable & RawRepresentable>(cases _: Choice.Type) where Choice.RawValue == String {
        self.init(
            Choice.allCases.map { choice in
                ((choice as? any CustomStringConvertible)?.description ?? choice.rawValue, choice.rawValue)
            }
        )
    }

    var wireForm: JSONValue {
        .array(self.items.map { .object(["label": .string($0.label), "value": .string($0.value)]) })
    }

    func contains(_ value: String) -> Bool {
        self.items.contains { $0.value == value }
    }

    /// The values in words, for messages to people.
    var listing: String {
        let shown = self.items.prefix(20).map { "\"\($0.value)\"" }.joined(separator: ", ")
        return self.items.count > 20 ? "\(shown) and \(self.items.count - 20) more" : shown
    }

    /// What is wrong with the choices themselves, as the rest of a sentence whose subject is the setting.
    var problem: String? {
        if self.items.isEmpty { return "has neither values nor items; give it something to choose from" }
        var seen: Set<String> = []
        for item in self.items where !seen.insert(item.value).inserted {
            return "has the value \"\(item.value)\" twice; give each item a value of its own"
        }
        return nil
    }
}

/// What a panel's author wrote to describe choices, where some ways exclude others.
struct ChoiceDescription {
    var values: [String] = []
    var items: ChoiceItems = []
    var initialIndex: Int?
    var initialValue: String?

    var choices: ChoiceItems { self.values.isEmpty ? self.items : ChoiceItems(self.values) }

    var initial: String? {
        guard let index = self.initialIndex else { return self.initialValue }
        return self.values.indices.contains(index) ? self.values[index] : nil
    }

    /// What is wrong, as the rest of a sentence whose subject is the setting.
    var problem: String? {
        if !self.values.isEmpty, !self.items.items.isEmpty { return "has both values and items; give one of them" }
        guard let index = self.initialIndex else { return nil }
        if self.values.isEmpty { return "has an initialIndex without values; give initialValue with items" }
        guard self.values.indices.contains(index) else {
            return "has the initialIndex \(index); give one from 0 to \(self.values.count - 1)"
        }
        return nil
    }
}
