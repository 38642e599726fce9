/// What a date picker can hold: a day, or a range of days, and perhaps nothing.
public protocol SettingDate: SettingValue {
    /// Whether a first and a last day are chosen, not one day.
    static var isRange: Bool { get }
}

extension CalendarDate: SettingDate {
    /// Reads an ISO date.
    public init?(settingValue: JSONValue) {
        guard let date = settingValue.stringValue.flatMap(CalendarDate.init(iso8601:)) else { return nil }
        self = date
    }
    /// The day as an ISO date.
    public var settingValue: JSONValue { .string(self.description) }
    /// The type in words.
    public static var settingKind: String { "a date" }
    /// One day is chosen.
    public static var isRange: Bool { false }
}

extension ClosedRange: SettingValue, SettingDate where Bound == CalendarDate {
    /// Reads a list of two ISO dates, the earlier one first.
    public init?(settingValue: JSONValue) {
        guard let days = [CalendarDate](settingValue: settingValue), days.count == 2, days[0] <= days[1] else {
            return nil
        }
        self = days[0]...days[1]
    }
    /// The first and the last day as ISO dates.
    public var settingValue: JSONValue { [self.lowerBound, self.upperBound].settingValue }
    /// The type in words.
    public static var settingKind: String { "a list of two dates, the earlier one first" }
    /// A first and a last day are chosen.
    public static var isRange: Bool { true }
}

extension Optional: SettingDate where Wrapped: SettingDate {
    /// What the wrapped type says.
    public static var isRange: Bool { Wrapped.isRange }
}
