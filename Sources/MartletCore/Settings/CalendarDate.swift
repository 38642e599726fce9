public import Foundation

/// A day of the Gregorian calendar, without a time and in no time zone.
public struct CalendarDate: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The year, from 1 to 9999.
    public let year: Int
    /// The month, from 1 to 12.
    public let month: Int
    /// The day of the month, from 1.
    public let day: Int

    /// Creates a day.
    ///
    /// - Parameters:
    ///   - year: The year, from 1 to 9999.
    ///   - month: The month, from 1 to 12.
    ///   - day: The day of the month; nil is returned when the month does not have it.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1 else { return nil }
        let isLeapYear = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let lengths = [31, isLeapYear ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        guard day <= lengths[month - 1] else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    /// Reads a day as ISO 8601 writes it.
    ///
    /// - Parameter iso8601: A text such as `2026-05-20`; nil is returned for any other form.
    public init?(iso8601: String) {
        let parts = iso8601.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == [4, 2, 2] else { return nil }
        let numbers = parts.compactMap { part in
            part.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(part) : nil
        }
        guard numbers.count == 3 else { return nil }
        self.init(year: numbers[0], month: numbers[1], day: numbers[2])
    }

    /// The day as ISO 8601 writes it: `2026-05-20`.
    public var description: String {
        Self.digits(self.year, 4) + "-" + Self.digits(self.month, 2) + "-" + Self.digits(self.day, 2)
    }

    /// Whether the left day is the earlier one.
    public static func < (left: CalendarDate, right: CalendarDate) -> Bool {
        (left.year, left.month, left.day) < (right.year, right.month, right.day)
    }

    /// The moment at which the day begins.
    ///
    /// - Parameter timeZone: Where; by default Greenwich.
    public func start(in timeZone: TimeZone = .gmt) -> Date {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = timeZone
        let components = DateComponents(year: self.year, month: self.month, day: self.day)
        // A valid day of the Gregorian calendar always has a beginning.
        return calendar.date(from: components) ?? .distantPast
    }

    private static func digits(_ value: Int, _ count: Int) -> String {
        let text = String(value)
        return String(repeating: "0", count: max(0, count - text.utf8.count)) + text
    }
}

extension CalendarDate {
    /// Reads what a client sends for a day: an ISO date, or the moment at which that day begins where the person is.
    ///
    /// Chainlit's page sends midnight of the person's time zone, written in UTC and without that zone. Where it is from
    /// ten hours earlier to less than fourteen later than in Greenwich, which leaves out a few islands, that midnight
    /// finds its day again.
    init?(clientText: String) {
        if let date = CalendarDate(iso8601: clientText) {
            self = date
            return
        }
        let text = clientText.utf8.count > 40 ? "" : clientText
        guard let day = CalendarDate(iso8601: String(text.prefix(10))),
            let time = text.dropFirst(10).wholeMatch(
                of: /[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?([Zz]|[+-]\d{2}:?\d{2})?/
            ),
            let hour = Int(time.1), hour < 24, let minute = Int(time.2), minute < 60
        else { return nil }
        // With a zone of its own, or none at all, the day is the one that is written.
        guard time.4 == "Z" || time.4 == "z", hour > 10 || (hour == 10 && minute > 0) else {
            self = day
            return
        }
        guard let next = day.next else { return nil }
        self = next
    }

    private var next: CalendarDate? {
        CalendarDate(year: self.year, month: self.month, day: self.day + 1)
            ?? CalendarDate(year: self.year, month: self.month + 1, day: 1)
            ?? CalendarDate(year: self.year + 1, month: 1, day: 1)
    }
}
