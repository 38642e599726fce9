/// A Swift type that a setting can be read as.
public protocol SettingValue: Sendable {
    /// Reads the value.
    ///
    /// - Parameter settingValue: A widget's value; nil is returned when it is of another kind.
    init?(settingValue: JSONValue)
    /// The value as a widget holds it.
    var settingValue: JSONValue { get }
    /// The type in words, for messages to people.
    static var settingKind: String { get }
}

extension Bool: SettingValue {
    /// Reads a switch or checkbox.
    public init?(settingValue: JSONValue) {
        guard let value = settingValue.boolValue else { return nil }
        self = value
    }
    /// The value as a widget holds it.
    public var settingValue: JSONValue { .bool(self) }
    /// The type in words.
    public static var settingKind: String { "a truth value" }
}

extension String: SettingValue {
    /// Reads a text or a choice.
    public init?(settingValue: JSONValue) {
        guard let value = settingValue.stringValue else { return nil }
        self = value
    }
    /// The value as a widget holds it.
    public var settingValue: JSONValue { .string(self) }
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
    /// The value as a widget holds it.
    public var settingValue: JSONValue { self?.settingValue ?? .null }
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
    /// The value as a widget holds it.
    public var settingValue: JSONValue { .array(self.map(\.settingValue)) }
    /// The type in words.
    public static var settingKind: String { "a list, each element " + Element.settingKind }
}

extension SettingValue where Self: RawRepresentable, RawValue == String {
    /// Reads the case of that raw value.
    public init?(settingValue: JSONValue) {
        guard let value = settingValue.stringValue.flatMap(Self.init(rawValue:)) else { return nil }
        self = value
    }
    /// The raw value.
    public var settingValue: JSONValue { .string(self.rawValue) }
    /// The type in words.
    public static var settingKind: String { "one of the choices of \(Self.self)" }
}
