/// The formats of strings that have a grammar; all others are notes for people, as JSON Schema has it by default.
enum StringFormats {
    /// What generates a format's texts, or nil.
    static func node(_ format: String) -> GrammarNode? {
        switch format {
        case "date": self.date
        case "time": self.time
        case "date-time": .sequence([self.date, .literal("T"), self.time])
        case "uuid":
            .sequence([
                self.hex(8), .literal("-"), self.hex(4), .literal("-"), self.hex(4), .literal("-"), self.hex(4),
                .literal("-"), self.hex(12),
            ])
        case "ipv4":
            .sequence([self.byte, .literal("."), self.byte, .literal("."), self.byte, .literal("."), self.byte])
        case "email": self.email
        case "uri", "url": self.address
        case "duration": self.duration
        case "ipv6": self.ipv6
        case "hostname": self.hostname
        default: nil
        }
    }

    private static let digit = GrammarNode.set("0-9")

    private static func hex(_ count: Int) -> GrammarNode { .repeated(.set("0-9a-fA-F"), count, count) }

    private static func number(_ low: Int, _ high: Int) -> GrammarNode {
        func padded(_ number: Int) -> [UInt8] {
            (number < 10 ? [0, UInt8(number)] : NumberRange.digits(Int128(number)))
        }
        return NumberRange.between(padded(low), padded(high))
    }

    /// RFC 3339's full date, months' lengths and leap years included.
    private static let date: GrammarNode = {
        let year = GrammarNode.repeated(digit, 4, 4)
        let long = GrammarNode.sequence([
            .choice(["01", "03", "05", "07", "08", "10", "12"].map { .literal($0) }), .literal("-"), number(1, 31),
        ])
        let short = GrammarNode.sequence([
            .choice(["04", "06", "09", "11"].map { .literal($0) }), .literal("-"), number(1, 30),
        ])
        let february = GrammarNode.sequence([.literal("02-"), number(1, 28)])
        let fourth = GrammarNode.choice([
            .sequence([.set("02468"), .set("048")]), .sequence([.set("13579"), .set("26")]),
        ])
        let fourthButZero = GrammarNode.choice([
            .sequence([.literal("0"), .set("48")]), .sequence([.set("2468"), .set("048")]),
            .sequence([.set("13579"), .set("26")]),
        ])
        let leapYear = GrammarNode.choice([
            .sequence([.repeated(digit, 2, 2), fourthButZero]), .sequence([fourth, .literal("00")]),
        ])
        return .choice([
            .sequence([year, .literal("-"), .choice([long, short, february])]),
            .sequence([leapYear, .literal("-02-29")]),
        ])
    }()

    /// RFC 3339's full time, without leap seconds.
    private static let time: GrammarNode = {
        let minute = number(0, 59)
        let fraction = GrammarNode.sequence([.literal("."), .repeated(digit, 1, 9)])
        let offset = GrammarNode.sequence([.set("\\x2B\\x2D"), number(0, 23), .literal(":"), minute])
        return .sequence([
            number(0, 23), .literal(":"), minute, .literal(":"), minute, .optional(fraction),
            .choice([.literal("Z"), offset]),
        ])
    }()

    private static let byte: GrammarNode = NumberRange.whole(0, 255)

    /// The addresses that people have: words with points, and a host of at least two parts.
    private static let email: GrammarNode = {
        let word = GrammarNode.repeated(.set("a-zA-Z0-9\\x5F\\x2B\\x2D"), 1, 20)
        let label = GrammarNode.sequence([
            .set("a-zA-Z0-9"), .optional(.sequence([.repeated(.set("a-zA-Z0-9\\x2D"), 0, 20), .set("a-zA-Z0-9")])),
        ])
        return .sequence([
            word, .repeated(.sequence([.literal("."), word]), 0, 2), .literal("@"), label,
            .repeated(.sequence([.literal("."), label]), 0, 2), .literal("."), .repeated(.set("a-zA-Z"), 2, 10),
        ])
    }()

    /// Addresses of the web.
    private static let address: GrammarNode = {
        let label = GrammarNode.sequence([.set("a-zA-Z0-9"), .repeated(.set("a-zA-Z0-9\\x2D"), 0, 20)])
        let port = GrammarNode.sequence([.literal(":"), .set("1-9"), .repeated(.set("0-9"), 0, 3)])
        let character = GrammarNode.set("a-zA-Z0-9\\x2D\\x2E\\x5F\\x7E")
        let name = GrammarNode.sequence([.literal("/"), .repeated(character, 0, 40)])
        let query = GrammarNode.sequence([.literal("?"), .repeated(.choice([character, .set("\\x3D\\x26")]), 0, 60)])
        return .sequence([
            .literal("http"), .optional(.literal("s")), .literal("://"), label,
            .repeated(.sequence([.literal("."), label]), 0, 4), .optional(port), .repeated(name, 0, 8),
            .optional(query),
        ])
    }()
}
