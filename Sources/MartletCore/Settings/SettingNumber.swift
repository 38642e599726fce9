/// A number that a slider or a number field can hold.
public protocol SettingNumber: SettingValue, Comparable, ExpressibleByIntegerLiteral {}

extension Double: SettingNumber {
    /// Reads a slider or number.
    public init?(settingValue: JSONValue) {
        guard let value = settingValue.doubleValue, value.isFinite else { return nil }
        self = value
    }
    /// The number; whole ones lose their ".0", so that 50 reads as 50 everywhere.
    public var settingValue: JSONValue { Int(exactly: self).map(JSONValue.int) ?? .double(self) }
    /// The type in words.
    public static var settingKind: String { "a number" }
}

extension Float: SettingNumber {
    /// Reads a slider or number.
    public init?(settingValue: JSONValue) {
        guard let value = settingValue.doubleValue, Float(value).isFinite else { return nil }
        self = Float(value)
    }
    /// The number as it is written: 0.1 stays 0.1.
    public var settingValue: JSONValue { (Double(self.description) ?? Double(self)).settingValue }
    /// The type in words.
    public static var settingKind: String { "a number" }
}

extension Int: SettingNumber {
    /// Reads a slider or number that has no fraction.
    public init?(settingValue: JSONValue) {
        switch settingValue {
        case .int(let value): self = value
        case .double(let value):
            guard let whole = Int(exactly: value) else { return nil }
            self = whole
        default: return nil
        }
    }
    /// The number.
    public var settingValue: JSONValue { .int(self) }
    /// The type in words.
    public static var settingKind: String { "a whole number" }
}
