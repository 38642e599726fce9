@testable import MartletServer

/// Forms that are made by chance, broken by chance and cut by chance, always in the same way for the same seed.
struct MultipartFuzz: RandomNumberGenerator {
    /// What a parser made of a body.
    struct Outcome: Equatable {
        struct Part: Equatable {
            let head: MultipartHead
            var contents: [UInt8] = []
            var isWhole = false
        }

        var parts: [Part] = []
        var isComplete = false
        var flaw: MultipartParser.Flaw?
        var isInOrder = true
    }

    static let boundary = "----form7"
    private var state: UInt64

    init(seed: UInt64) { self.state = seed }

    mutating func next() -> UInt64 {
        self.state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = self.state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A form with up to three parts, and the parts' contents.
    mutating func form() -> (body: [UInt8], contents: [[UInt8]]) {
        var body: [UInt8] = []
        var contents: [[UInt8]] = []
        if Int.random(in: 0..<4, using: &self) == 0 { body += Array("preamble\r\n".utf8) }
        for number in 0..<Int.random(in: 1...3, using: &self) {
            let bytes = self.contents()
            contents.append(bytes)
            let name = ["a.txt", "../../x", "ü 文.pdf", "quo%22te", ""].randomElement(using: &self) ?? ""
            body += Array("--\(Self.boundary)\r\n".utf8)
            body += Array("Content-Disposition: form-data; name=\"f\(number)\"; filename=\"\(name)\"\r\n".utf8)
            if Bool.random(using: &self) { body += Array("Content-Type: text/plain\r\n".utf8) }
            body += Array("\r\n".utf8) + bytes + Array("\r\n".utf8)
        }
        body += Array("--\(Self.boundary)--\r\n".utf8)
        return (body, contents)
    }

    /// Bytes with much in them that looks like a boundary.
    private mutating func contents() -> [UInt8] {
        var bytes: [UInt8] = []
        for _ in 0..<Int.random(in: 0...6, using: &self) {
            switch Int.random(in: 0..<5, using: &self) {
            case 0: bytes += Array("\r\n--".utf8)
            case 1: bytes += Array("\r\n------for".utf8)
            case 2: bytes += [13, 13, 10, 10, 45]
            case 3: bytes.append(UInt8.random(in: 0...255, using: &self))
            default: bytes += Array("hello".utf8)
            }
        }
        return bytes
    }

    /// The body with some of its bytes changed, gone, doubled or moved.
    mutating func broken(_ body: [UInt8]) -> [UInt8] {
        var body = body
        for _ in 0..<Int.random(in: 1...4, using: &self) where !body.isEmpty {
            let at = Int.random(in: 0..<body.count, using: &self)
            let end = min(body.count, at + Int.random(in: 1...12, using: &self))
            switch Int.random(in: 0..<6, using: &self) {
            case 0: body[at] = UInt8.random(in: 0...255, using: &self)
            case 1: body.removeSubrange(at..<end)
            case 2: body.insert(contentsOf: body[at..<end], at: at)
            case 3:
                body.insert(
                    contentsOf: [[13], [10], [13, 10], [0], [34], [58]].randomElement(using: &self) ?? [],
                    at: at
                )
            case 4: body.removeSubrange(at...)
            default: body.insert(contentsOf: Array("\r\n--\(Self.boundary)".utf8), at: at)
            }
        }
        return body
    }

    /// Parses a body in pieces of random sizes.
    mutating func parse(_ body: [UInt8], inPieces: Bool) -> Outcome {
        var outcome = Outcome()
        var parser = MultipartParser(boundary: Self.boundary)
        var rest = body[...]
        do {
            repeat {
                let size = inPieces ? Int.random(in: 1...24, using: &self) : rest.count
                try parser.parse(rest.prefix(size)) { outcome.take($0) }
                rest = rest.dropFirst(size)
            } while !rest.isEmpty
            outcome.isComplete = parser.isComplete
        } catch let flaw as MultipartParser.Flaw {
            outcome.flaw = flaw
        } catch {
            outcome.isInOrder = false
        }
        return outcome
    }

    /// Breaks forms and checks what a parser makes of them.
    ///
    /// - Parameter count: How many.
    /// - Returns: The first bodies with which something is wrong, and how many were refused.
    mutating func run(_ count: Int) -> (bad: [[UInt8]], refused: Int) {
        var bad: [[UInt8]] = []
        var refused = 0
        for _ in 0..<count where bad.count < 5 {
            let form = self.form().body
            let body = self.broken(form)
            let whole = self.parse(body, inPieces: false)
            let pieces = self.parse(body, inPieces: true)
            if whole.flaw != nil { refused += 1 }
            let size = whole.parts.reduce(0) { $0 + $1.contents.count }
            // However it is cut, the same comes out; and never more than went in.
            if whole != pieces || !whole.isInOrder || size > body.count { bad.append(body) }
        }
        return (bad, refused)
    }
}

extension MultipartFuzz.Outcome {
    mutating func take(_ event: MultipartParser.Event) {
        let isOpen = self.parts.last.map { !$0.isWhole } ?? false
        switch event {
        case .began(let head):
            if isOpen { self.isInOrder = false }
            self.parts.append(Part(head: head))
        case .contents(let bytes):
            if !isOpen || bytes.isEmpty { self.isInOrder = false }
            if isOpen { self.parts[self.parts.count - 1].contents += bytes }
        case .ended:
            if !isOpen { self.isInOrder = false }
            if isOpen { self.parts[self.parts.count - 1].isWhole = true }
        }
    }
}
