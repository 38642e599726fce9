import Foundation

extension Date {
    /// The date as Python's `datetime.strftime` writes it in the C locale and local time.
    func formatted(pythonFormat format: String) throws -> String {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .current
        let units: Set<Calendar.Component> = [
            .year, .month, .day, .hour, .minute, .second, .nanosecond, .weekday, .dayOfYear,
        ]
        let parts = calendar.dateComponents(units, from: self)
        var result = ""
        var rest = format.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            guard scalar == "%" else {
                result.unicodeScalars.append(scalar)
                continue
            }
            var letter = rest.popFirst()
            let isUnpadded = letter == "-"
            if isUnpadded { letter = rest.popFirst() }
            guard let letter else {
                result += isUnpadded ? "%-" : "%"
                break
            }
            let field = try Self.field(letter, parts)
            result += isUnpadded ? Self.unpadded(field) : field
        }
        return result
    }

    private static func unpadded(_ field: String) -> String {
        let digits = field.drop { $0 == "0" || $0 == " " }
        return digits.isEmpty ? "0" : String(digits)
    }

    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
    private static let weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]

    private static func field(_ letter: Unicode.Scalar, _ parts: DateComponents) throws -> String {
        let (year, month, day) = (parts.year ?? 1970, parts.month ?? 1, parts.day ?? 1)
        let (hour, minute, second) = (parts.hour ?? 0, parts.minute ?? 0, parts.second ?? 0)
        let (weekday, dayOfYear) = ((parts.weekday ?? 1) - 1, parts.dayOfYear ?? 1)
        switch letter {
        case "Y": return String(year)
        case "y": return Self.padded(year % 100)
        case "C": return Self.padded(year / 100)
        case "m": return Self.padded(month)
        case "d": return Self.padded(day)
        case "e": return Self.padded(day, with: " ")
        case "H": return Self.padded(hour)
        case "I": return Self.padded((hour + 11) % 12 + 1)
        case "M": return Self.padded(minute)
        case "S": return Self.padded(second)
        case "f": return Self.padded((parts.nanosecond ?? 0) / 1000, to: 6)
        case "p": return hour < 12 ? "AM" : "PM"
        case "B": return Self.months[month - 1]
        case "b", "h": return String(Self.months[month - 1].prefix(3))
        case "A": return Self.weekdays[weekday]
        case "a": return String(Self.weekdays[weekday].prefix(3))
        case "w": return String(weekday)
        case "u": return String(weekday == 0 ? 7 : weekday)
        case "j": return Self.padded(dayOfYear, to: 3)
        case "U": return Self.padded((dayOfYear + 6 - weekday) / 7)
        case "W": return Self.padded((dayOfYear + 6 - (weekday + 6) % 7) / 7)
        case "n": return "\n"
        case "t": return "\t"
        case "%": return "%"
        // A date of Python's `now()` knows no time zone.
        case "z", "Z": return ""
        case "F": return "\(try Self.field("Y", parts))-\(Self.padded(month))-\(Self.padded(day))"
        case "D", "x": return "\(Self.padded(month))/\(Self.padded(day))/\(Self.padded(year % 100))"
        case "T", "X": return "\(Self.padded(hour)):\(Self.padded(minute)):\(Self.padded(second))"
        case "R": return "\(Self.padded(hour)):\(Self.padded(minute))"
        case "r":
            return
                "\(try Self.field("I", parts)):\(Self.padded(minute)):\(Self.padded(second)) \(hour < 12 ? "AM" : "PM")"
        case "c":
            let date = "\(try Self.field("a", parts)) \(try Self.field("b", parts)) \(Self.padded(day, with: " "))"
            return "\(date) \(try Self.field("T", parts)) \(year)"
        default: throw JinjaFailure("strftime_now() does not know the field '%\(letter)'")
        }
    }

    private static func padded(_ number: Int, to width: Int = 2, with fill: Character = "0") -> String {
        let digits = String(number)
        return String(repeating: fill, count: max(0, width - digits.count)) + digits
    }
}
