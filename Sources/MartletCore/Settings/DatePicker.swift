/// A day, or a range of days, chosen in a calendar.
///
/// ```swift
/// DatePicker(id: "Due", label: "Due", initial: "2026-05-20", minDate: "2026-01-01")          // in ChatSettings
/// DatePicker(id: "Trip", label: "Trip", initialRange: ("2026-05-20", "2026-05-27"))
/// @DatePicker("Due", minDate: "2026-01-01") var due: CalendarDate? = nil                     // in a SettingsForm
/// @DatePicker("Trip") var trip: ClosedRange<CalendarDate>? = nil
/// ```
///
/// The value is an ISO date or a list of two, whatever form the client sent it in. No day is null: nil in a property
/// of optional type, refused for one of another type.
///
/// Chainlit: `cl.input_widget.DatePicker`.
@propertyWrapper
public struct DatePicker<Value: SettingDate>: SettingsWidget, CellWidget {
    /// The widget's kind on the wire.
    public static var type: String { "datepicker" }
    /// What every kind of widget has.
    public var properties: WidgetProperties
    /// The first day that can be chosen, as an ISO date.
    public let minDate: String?
    /// The last day that can be chosen, as an ISO date.
    public let maxDate: String?
    /// How the day is written, in date-fns's notation.
    public let format: String?
    /// What is shown while no day is chosen.
    public let placeholder: String?
    private let problem: String?
    var cell: SettingCell<Value>

    /// The setting's value.
    public var wrappedValue: Value {
        get { self.cell.value }
        set { self.cell = self.cell.replaced(by: newValue) }
    }

    /// The value it begins with, as JSON.
    public var initialValue: JSONValue { self.cell.json }

    /// Bounds and looks under Chainlit's names.
    public var attributes: [String: JSONValue] {
        [
            "mode": Value.isRange ? "range" : "single",
            "min_date": JSONValue(self.minDate),
            "max_date": JSONValue(self.maxDate),
            "format": JSONValue(self.format),
            "placeholder": JSONValue(self.placeholder),
        ]
    }

    /// Checks that dates are ISO dates, in order, and the initial ones within the bounds.
    ///
    /// - Throws: A ``MartletError`` that names the setting and what is wrong with it.
    public func check() throws(MartletError) {
        if let problem { throw self.illDefined(problem) }
        for (name, text) in [("minDate", self.minDate), ("maxDate", self.maxDate)] {
            if let text, CalendarDate(iso8601: text) == nil {
                throw self.illDefined("has the \(name) \"\(text)\"; write it as an ISO date such as 2026-05-20")
            }
        }
        if let minDate, let maxDate, minDate > maxDate {
            throw self.illDefined("has the minDate \(minDate) after the maxDate \(maxDate); exchange them")
        }
        _ = try self.validated(self.initialValue)
    }

    /// Checks that a value is a day or range within the bounds, or null for none.
    ///
    /// Clients send days as ISO dates or as moments. Of a range of which only one day is chosen, that day is both ends.
    ///
    /// - Parameter value: What the client sent.
    /// - Returns: The day as an ISO date, or the range as a list of two.
    /// - Throws: A ``MartletError`` that names the setting, the value and what is accepted.
    public func validated(_ value: JSONValue) throws(MartletError) -> JSONValue {
        guard let days = Self.days(in: value), days.allSatisfy(self.isInBounds),
            let result = self.cell.normalized(Self.json(days))
        else { throw self.refused(value, expected: self.expectation) }
        return result
    }

    /// The days that a client's value names; nil when it is of a wrong form.
    private static func days(in value: JSONValue) -> [CalendarDate]? {
        let texts: [JSONValue]
        switch value {
        case .array(let values) where Value.isRange && values.count <= 2: texts = values
        case .null, "": return []
        default:
            guard !Value.isRange else { return nil }
            texts = [value]
        }
        let given = texts.filter { $0 != .null && $0 != "" }
        let days = given.compactMap { $0.stringValue.flatMap(CalendarDate.init(clientText:)) }
        return days.count == given.count ? days : nil
    }

    private static func json(_ days: [CalendarDate]) -> JSONValue {
        guard let first = days.first, let last = days.last else { return .null }
        return Value.isRange ? [first, last].settingValue : first.settingValue
    }

    /// ISO dates of equal length sort as texts.
    private func isInBounds(_ day: CalendarDate) -> Bool {
        self.minDate.map { $0 <= day.description } != false && self.maxDate.map { day.description <= $0 } != false
    }

    private var expectation: String {
        let kind = Value.isRange ? "two dates, the earlier one first," : "a date"
        return switch (self.minDate, self.maxDate) {
        case (let first?, let last?): "\(kind) from \(first) to \(last)"
        case (let first?, nil): "\(kind) from \(first) on"
        case (nil, let last?): "\(kind) up to \(last)"
        case (nil, nil): Value.isRange ? "two dates, the earlier one first" : "a date"
        }
    }

    fileprivate init(
        _ label: String,
        id: String,
        value: Value,
        bounds: (min: String?, max: String?),
        looks: (format: String?, placeholder: String?),
        problem: String?,
        tooltip: String?,
        description: String?,
        isDisabled: Bool
    ) {
        self.properties = WidgetProperties(
            id: id,
            label: label,
            tooltip: tooltip,
            description: description,
            isDisabled: isDisabled
        )
        self.minDate = bounds.min
        self.maxDate = bounds.max
        self.format = looks.format
        self.placeholder = looks.placeholder
        self.problem = problem
        self.cell = SettingCell(value)
    }

    /// Creates a date picker for a property of a form.
    ///
    /// - Parameters:
    ///   - wrappedValue: The day or range it begins with.
    ///   - label: What the person reads beside it.
    ///   - id: The name under which its value is found; by default the property's.
    ///   - minDate: The first day that can be chosen, as an ISO date.
    ///   - maxDate: The last day that can be chosen, as an ISO date.
    ///   - format: How the day is written, in date-fns's notation.
    ///   - placeholder: What is shown while no day is chosen.
    ///   - tooltip: A short help text on hover.
    ///   - description: A longer help text under the label.
    ///   - isDisabled: Whether it is shown but cannot be changed.
    public init(
        wrappedValue: Value,
        _ label: String,
        id: String = "",
        minDate: String? = nil,
        maxDate: String? = nil,
        format: String? = nil,
        placeholder: String? = nil,
        tooltip: String? = nil,
        description: String? = nil,
        isDisabled: Bool = false
    ) {
        self.init(
            label,
            id: id,
            value: wrappedValue,
            bounds: (minDate, maxDate),
            looks: (format, placeholder),
            problem: nil,
            tooltip: tooltip,
            description: description,
            isDisabled: isDisabled
        )
    }
}

extension DatePicker where Value == CalendarDate? {
    /// Creates a date picker for a panel, for one day.
    ///
    /// - Parameters:
    ///   - id: The name under which its value is found.
    ///   - label: What the person reads beside it.
    ///   - initial: The day it begins with, as an ISO date; by default none.
    ///   - minDate: The first day that can be chosen, as an ISO date.
    ///   - maxDate: The last day that can be chosen, as an ISO date.
    ///   - format: How the day is written, in date-fns's notation.
    ///   - placeholder: What is shown while no day is chosen.
    ///   - tooltip: A short help text on hover.
    ///   - description: A longer help text under the label.
    ///   - isDisabled: Whether it is shown but cannot be changed.
    public init(
        id: String,
        label: String,
        initial: String? = nil,
        minDate: String? = nil,
        maxDate: String? = nil,
        format: String? = nil,
        placeholder: String? = nil,
        tooltip: String? = nil,
        description: String? = nil,
        isDisabled: Bool = false
    ) {
        let day = initial.flatMap(CalendarDate.init(iso8601:))
        self.init(
            label,
            id: id,
            value: day,
            bounds: (minDate, maxDate),
            looks: (format, placeholder),
            problem: day == nil ? initial.map(Self.noDate) : nil,
            tooltip: tooltip,
            description: description,
            isDisabled: isDisabled
        )
    }

    fileprivate static func noDate(_ text: String) -> String {
        "has the initial value \"\(text)\"; write it as an ISO date such as 2026-05-20"
    }
}

extension DatePicker where Value == ClosedRange<CalendarDate>? {
    /// Creates a date picker for a panel, for a first and a last day.
    ///
    /// - Parameters:
    ///   - id: The name under which its value is found.
    ///   - label: What the person reads beside it.
    ///   - initialRange: The days it begins with, as ISO dates; nil for none.
    ///   - minDate: The first day that can be chosen, as an ISO date.
    ///   - maxDate: The last day that can be chosen, as an ISO date.
    ///   - format: How the days are written, in date-fns's notation.
    ///   - placeholder: What is shown while no day is chosen.
    ///   - tooltip: A short help text on hover.
    ///   - description: A longer help text under the label.
    ///   - isDisabled: Whether it is shown but cannot be changed.
    public init(
        id: String,
        label: String,
        initialRange: (first: String, last: String)?,
        minDate: String? = nil,
        maxDate: String? = nil,
        format: String? = nil,
        placeholder: String? = nil,
        tooltip: String? = nil,
        description: String? = nil,
        isDisabled: Bool = false
    ) {
        let (range, problem) = Self.range(initialRange)
        self.init(
            label,
            id: id,
            value: range,
            bounds: (minDate, maxDate),
            looks: (format, placeholder),
            problem: problem,
            tooltip: tooltip,
            description: description,
            isDisabled: isDisabled
        )
    }

    private static func range(_ texts: (first: String, last: String)?) -> (ClosedRange<CalendarDate>?, String?) {
        guard let texts else { return (nil, nil) }
        guard let first = CalendarDate(iso8601: texts.first) else {
            return (nil, DatePicker<CalendarDate?>.noDate(texts.first))
        }
        guard let last = CalendarDate(iso8601: texts.last) else {
            return (nil, DatePicker<CalendarDate?>.noDate(texts.last))
        }
        guard first <= last else { return (nil, "begins with \(first) after \(last); exchange them") }
        return (first...last, nil)
    }
}
