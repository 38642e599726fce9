import Foundation
import SocketIOCore
import Testing

struct RandomPacketTests {
    /// Writes a random JSON text.
    static func json(_ generator: inout SeededGenerator, depth: Int = 0) -> String {
        switch Int.random(in: 0..<(depth < 3 ? 8 : 6), using: &generator) {
        case 0: return "null"
        case 1: return Bool.random(using: &generator) ? "true" : "false"
        case 2: return String(Int.random(in: -1_000_000...1_000_000, using: &generator))
        case 3: return "\(Int.random(in: -9...9, using: &generator)).25e-3"
        case 4: return #""plain \u00e9 \"quoted\" \\ /""#
        case 5: return "\"grüße 🐦\""
        case 6:
            let items = (0..<Int.random(in: 0...3, using: &generator)).map { _ in
                self.json(&generator, depth: depth + 1)
            }
            return "[" + items.joined(separator: ", ") + "]"
        default:
            let items = (0..<Int.random(in: 0...3, using: &generator)).map {
                "\"k\($0)\" : " + self.json(&generator, depth: depth + 1)
            }
            return "{" + items.joined(separator: ",") + "}"
        }
    }

    static func hasExponent(_ json: Data) -> Bool {
        zip(json, json.dropFirst()).contains { first, second in
            UInt8(ascii: "0") <= first && first <= UInt8(ascii: "9") && second | 0x20 == UInt8(ascii: "e")
        }
    }

    @Test(arguments: [1, 2] as [UInt64])
    func `what is encoded is read back the same`(_ seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<10_000 {
            let name = ["a", "new_message", "ü\"\\", ""].randomElement(using: &generator) ?? ""
            let items = (0..<Int.random(in: 0...3, using: &generator)).map { _ in bytes(Self.json(&generator)) }
            let id = Bool.random(using: &generator) ? Int.random(in: 0..<100_000, using: &generator) : nil
            let attachments = (0..<Int.random(in: 0...2, using: &generator)).map {
                [UInt8](repeating: UInt8($0), count: $0)
            }
            let arguments = items.reduce(SocketArguments(attachments: attachments)) { $0.appending($1) }
            let frame = SocketFrame(event: name, arguments: arguments, acknowledgementID: id)
            let packet = try SocketPacket(text: frame.text, from: 1)
            guard packet.eventName == name, packet.acknowledgementID == id, packet.attachmentCount == attachments.count,
                (0..<packet.arguments.count).map({ Array(packet.arguments.json(at: $0)) }) == items
            else {
                Issue.record("\(text(frame.text)) came back as \(packet)")
                return
            }
        }
    }

    /// 100,000 packets with bytes changed, taken away or put in: each is read or refused, none crashes, and what is read
    /// holds JSON that Foundation reads too.
    @Test(arguments: [11, 12, 13, 14] as [UInt64])
    func `damaged packets are read or refused`(_ seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let alphabet = bytes(#"0123456789-/,[]{}":\ntrue.eE+ "#) + [0x00, 0x1E, 0x7F]
        var accepted = 0
        for round in 0..<25_000 {
            var packet = bytes("2\(Int.random(in: 0..<99, using: &generator))[\"e\",\(Self.json(&generator))]")
            for _ in 0..<Int.random(in: 1...3, using: &generator) where !packet.isEmpty {
                let index = Int.random(in: 0..<packet.count, using: &generator)
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: packet[index] = alphabet[Int.random(in: 0..<alphabet.count, using: &generator)]
                case 1: packet.remove(at: index)
                default: packet.insert(alphabet[Int.random(in: 0..<alphabet.count, using: &generator)], at: index)
                }
            }
            guard let read = try? SocketPacket(text: packet) else { continue }
            accepted += 1
            guard round % 8 == 0 else { continue }
            for index in 0..<read.arguments.count where UTF8Check.isValid(packet) {
                let data = Data(read.arguments.json(at: index))
                // Foundation also refuses numbers that overflow, which the grammar allows.
                guard !Self.hasExponent(data) else { continue }
                if (try? JSONSerialization.jsonObject(with: data, options: [.fragmentsAllowed])) == nil {
                    Issue.record("Foundation does not read \(text(data)) of \(text(packet))")
                }
            }
        }
        #expect(accepted > 500)
    }
}
