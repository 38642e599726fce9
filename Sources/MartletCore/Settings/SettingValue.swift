/// A Swift type that a setting can be read as.
public protocol SettingValue: Sendable {
    /// Reads the value.
    ///
    /// - Parameter settingValue: A widget's value; nil is returned when it is of another kind.
    init?(settingValue: JSONValue)
    /// The type in words, for messages to people.
    static var settingKind: String { get }
}

extension Bool: SettingValue {
    /// Reads a switch or checkbox.
    public init?(settingValue: JSONValue) {
        guard let value = settingValue.boolValue else { return nil }
        self = value
    }
    /// The type in words.
    public static var settingKind: String { "a truth value" }
}

extension Double: SettingValue {
    /// Reads a slider or number.
    public init?(settingValue: JSONValue) {
        guard let value = settingValue.doubleValue else { return nil }
        self = value
    }
    /// The type in words.
    public static var settingKind: String { "a number" }
}

extension Int: SettingValue {
    /// Reads a slider or number that has no fraction.
    public init?(settingValue: JSONValue) {
        guard let value = settingValue.doubleValue, let whole = Int(exactly: value) else { return nil }
        self = whole
    }
    /// The type in words.
    public static var settingKind: String { "a whole number" }
}

extension String: SettingValue {
    /// Reads a text or a choice.
    public init?(settingValue: JSONValue) {
        guard let value = settingValue.stringValue else { return nil }
        self = value
    }
    /// The type in words.
    public static var settingKind: String { "a text" }
}

extension Optional: SettingValue where Wrapped: SettingValue {
    /// Reads null as nil, and anything else as the wrapped type.
    public init?(settingValue: JSONValue) {
        if settingValue == .null {
            self = .none
        } else if let value = Wrapped(settingValue: settingValue) {
            self = .some(value)
        } else {
            return nil
        }
    }
    /// The type in words.
    public static var settingKind: String { Wrapped.settingKind + " or nothing" }
}

extension Array: SettingValue where Element: SettingValue {
    /// Reads a list of values.
    public init?(settingValue: JSONValue) {
        guard case .array(let values) = settingValue else { return nil }
        let elements = values.compactMap(Element.init(settingValue:))
        guard elements.count == values.count else { return nil }
        self = elements
    }
    /// The type in words.
    public static var settingKind: String { "a list, each element " + Element.settingKind }
}
