/// The language that a code block's information string names.
enum LanguageName {
    /// The longest name that is kept, in bytes.
    private static let longest = 50

    /// The first word, reduced to letters, digits and `+ # . _ -`, so that it fits a class attribute.
    static func sanitized(_ information: some Sequence<UInt8>) -> [UInt8] {
        var name: [UInt8] = []
        for byte in information {
            switch byte {
            case 0x20, 0x09...0x0D:
                if !name.isEmpty { return name }
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "#"), UInt8(ascii: "."),
                UInt8(ascii: "_"), UInt8(ascii: "-"):
                name.append(byte)
                if name.count == self.longest { return name }
            default: break
            }
        }
        return name
    }
}
