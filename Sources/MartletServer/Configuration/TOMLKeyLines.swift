/// Where the keys of a TOML text are written.
///
/// TOMLKit tells where a broken text breaks, and of a sound one only what it says. So this walks over the text before it and
/// notes the line of each key.
struct TOMLKeyLines: Sendable {
    private let lines: [[String]: Int]
    /// The first line where a key or a value should stand and none does, if there is one.
    let brokenLine: Int?

    /// Walks over a text.
    ///
    /// - Parameter text: TOML; of anything else some keys may be missing.
    init(_ text: String) {
        var scanner = Scanner(bytes: Array(text.utf8))
        scanner.run()
        self.lines = scanner.lines
        self.brokenLine = scanner.brokenLine
    }

    /// The line of a key, or of the nearest thing around it; 1 when nothing is known.
    func line(of path: [String]) -> Int {
        var path = path
        while !path.isEmpty {
            if let line = self.lines[path] { return line }
            path.removeLast()
        }
        return 1
    }
}

extension TOMLKeyLines {
    private struct Scanner {
        let bytes: [UInt8]
        var position = 0
        var line = 1
        var lines: [[String]: Int] = [:]
        var brokenLine: Int?
        private static let greatestDepth = 256
        /// How many tables each list of tables has so far.
        var counts: [[String]: Int] = [:]
        var table: [String] = []

        var next: UInt8? { self.position < self.bytes.count ? self.bytes[self.position] : nil }

        mutating func run() {
            self.skipSpace()
            while let byte = self.next {
                let before = self.position
                if byte == UInt8(ascii: "[") { self.header() } else { self.assignment(in: self.table) }
                // What is no TOML must not hold the walk up.
                if self.position == before { self.advance() }
                self.skipSpace()
            }
        }

        mutating func header() {
            self.advance()
            let isList = self.next == UInt8(ascii: "[")
            if isList { self.advance() }
            var path = self.insideLists(self.key())
            self.note(path)
            if isList {
                let index = self.counts[path, default: 0]
                self.counts[path] = index + 1
                path.append("#\(index)")
                self.note(path)
            } else if let count = self.counts[path] {
                path.append("#\(count - 1)")
            }
            self.table = path
            while self.next == UInt8(ascii: "]") { self.advance() }
        }

        /// A header below a list of tables speaks of the list's last one.
        func insideLists(_ names: [String]) -> [String] {
            var path: [String] = []
            for (index, name) in names.enumerated() {
                path.append(name)
                if index < names.count - 1, let count = self.counts[path] { path.append("#\(count - 1)") }
            }
            return path
        }

        mutating func assignment(in table: [String]) {
            var path = table
            for name in self.key() {
                path.append(name)
                self.note(path)
            }
            guard self.next == UInt8(ascii: "=") else { return }
            self.advance()
            self.skipBlanks()
            self.value(at: path)
        }

        mutating func value(at path: [String]) {
            // The parser gives up at the same depth, and this must not run out of stack before.
            guard path.count < Self.greatestDepth else {
                self.brokenLine = self.brokenLine ?? self.line
                self.position = self.bytes.count
                return
            }
            switch self.next {
            case UInt8(ascii: "\""), UInt8(ascii: "'"): _ = self.quoted()
            case UInt8(ascii: "["): self.list(at: path)
            case UInt8(ascii: "{"): self.inlineTable(at: path)
            default:
                let start = self.position
                while let byte = self.next, !",]}#\n".utf8.contains(byte) { self.advance() }
                if start == self.position, self.brokenLine == nil { self.brokenLine = self.line }
            }
        }

        mutating func list(at path: [String]) {
            self.advance()
            var index = 0
            self.skipSpace()
            while let byte = self.next, byte != UInt8(ascii: "]") {
                if byte == UInt8(ascii: ",") {
                    index += 1
                    self.advance()
                } else {
                    let before = self.position
                    self.note(path + ["#\(index)"])
                    self.value(at: path + ["#\(index)"])
                    if self.position == before { self.advance() }
                }
                self.skipSpace()
            }
            self.advance()
        }

        mutating func inlineTable(at path: [String]) {
            self.advance()
            self.skipSpace()
            while let byte = self.next, byte != UInt8(ascii: "}") {
                let before = self.position
                if byte == UInt8(ascii: ",") { self.advance() } else { self.assignment(in: path) }
                if self.position == before { self.advance() }
                self.skipSpace()
            }
            self.advance()
        }

        mutating func key() -> [String] {
            var names: [String] = []
            while true {
                self.skipBlanks()
                if self.next == UInt8(ascii: "\"") || self.next == UInt8(ascii: "'") {
                    names.append(self.quoted())
                } else {
                    let start = self.position
                    while let byte = self.next, Self.isBare(byte) { self.advance() }
                    if start == self.position, self.brokenLine == nil { self.brokenLine = self.line }
                    names.append(String(decoding: self.bytes[start..<self.position], as: UTF8.self))
                }
                self.skipBlanks()
                guard self.next == UInt8(ascii: ".") else { return names }
                self.advance()
            }
        }

        /// Whether a byte may be part of a key without quotes.
        static func isBare(_ byte: UInt8) -> Bool {
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
        }

        /// Walks over a text in one or three quotes; escapes stay as they are written.
        mutating func quoted() -> String {
            guard let quote = self.next else { return "" }
            let isLong = self.bytes[self.position...].starts(with: [quote, quote, quote])
            let width = isLong ? 3 : 1
            for _ in 0..<width { self.advance() }
            let start = self.position
            while let byte = self.next {
                if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
                    self.advance()
                } else if byte == quote,
                    !isLong || self.bytes[self.position...].starts(with: [quote, quote, quote])
                {
                    break
                }
                self.advance()
            }
            let text = String(decoding: self.bytes[start..<self.position], as: UTF8.self)
            // A long text may end with quotes of its own.
            while isLong, self.position + 3 < self.bytes.count, self.bytes[self.position + 3] == quote {
                self.advance()
            }
            for _ in 0..<width { self.advance() }
            return text
        }

        mutating func skipBlanks() {
            while let byte = self.next, " \t".utf8.contains(byte) { self.advance() }
        }

        /// Skips blanks, ends of lines and comments.
        mutating func skipSpace() {
            while let byte = self.next {
                if byte == UInt8(ascii: "#") {
                    while let byte = self.next, byte != UInt8(ascii: "\n") { self.advance() }
                } else if " \t\r\n".utf8.contains(byte) {
                    self.advance()
                } else {
                    return
                }
            }
        }

        mutating func advance() {
            guard let byte = self.next else { return }
            if byte == UInt8(ascii: "\n") { self.line += 1 }
            self.position += 1
        }

        mutating func note(_ path: [String]) {
            if self.lines[path] == nil { self.lines[path] = self.line }
        }
    }
}
