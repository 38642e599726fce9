import SocketIOCore

/// Makes what a client might send: whole packets, damaged ones, deep ones, and noise.
struct PacketFuzzer {
    var generator: SeededGenerator
    private let whole: [[UInt8]]
    private static let alphabet = bytes(#"0123456789-/,[]{}":\ntrue.eE+ b="#) + [0x00, 0x1E, 0x7F, 0xC3, 0xFF]

    init(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let heads = ["2", "21", "2/chat,7", "51-", "0", "3", "312", "62-5", "4", "1", "0/other,", "2999999999999999"]
        self.whole = (0..<300).map { _ in
            let head = heads[Int(generator.next() % UInt64(heads.count))]
            let json = RandomPacketTests.json(&generator)
            switch head.first {
            case "0", "4": return bytes("\(head){\"a\":\(json)}")
            case "1": return bytes(head)
            case "3", "6": return bytes("\(head)[\(json)]")
            default: return bytes("\(head)[\"name\",\(json)]")
            }
        }
        self.generator = generator
    }

    mutating func below(_ count: Int) -> Int {
        Int(self.generator.next() % UInt64(count))
    }

    /// The text of one Socket.IO packet, most of the time a damaged one.
    mutating func packet() -> [UInt8] {
        switch self.below(12) {
        case 0: return self.whole[self.below(self.whole.count)]
        case 1: return self.noise(self.below(40))
        case 2: return self.deep()
        case 3: return Array(self.whole[self.below(self.whole.count)].prefix(self.below(40)))
        default: return self.damaged(self.whole[self.below(self.whole.count)])
        }
    }

    mutating func noise(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8(truncatingIfNeeded: self.generator.next()) }
    }

    mutating func damaged(_ packet: [UInt8]) -> [UInt8] {
        var packet = packet
        for _ in 0...self.below(3) where !packet.isEmpty {
            let index = self.below(packet.count)
            switch self.below(4) {
            case 0: packet[index] = Self.alphabet[self.below(Self.alphabet.count)]
            case 1: packet.remove(at: index)
            case 2: packet.insert(Self.alphabet[self.below(Self.alphabet.count)], at: index)
            default: packet[index] ^= 1 << UInt8(self.below(8))
            }
        }
        return packet
    }

    /// Brackets within brackets, about as many as may be, closed or not.
    private mutating func deep() -> [UInt8] {
        let depth = [3, 250, 255, 256, 257, 300][self.below(6)]
        let isObject = self.below(2) == 0
        let open = bytes(isObject ? #"{"k":"# : "[")
        let close = bytes(isObject ? "}" : "]")
        var packet = bytes("2[\"deep\",")
        for _ in 0..<depth { packet += open }
        packet += bytes("1")
        for _ in 0..<(depth - self.below(2)) { packet += close }
        return packet + bytes("]")
    }

    /// The body of an upload: packets, attachments and noise with separators between them.
    mutating func payload() -> [UInt8] {
        var body: [UInt8] = []
        for index in 0...self.below(4) {
            if index > 0 { body.append(PollingPayload.separator) }
            switch self.below(6) {
            case 0: body += bytes(["bAQID", "b", "bAQ==", "b***", "bAQI"][self.below(5)])
            case 1: body += bytes(["1", "2", "3", "3probe", "5", "6", "", "9"][self.below(8)])
            case 2: body += self.noise(self.below(6))
            default: body += [UInt8(ascii: "4")] + self.whole[self.below(self.whole.count)]
            }
        }
        return self.below(4) == 0 ? self.damaged(body) : body
    }
}
