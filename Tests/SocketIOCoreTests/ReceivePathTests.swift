import Foundation
import SocketIOCore
import Testing

/// Everything that reads what a client sends, as values: each case is taken or refused, and none crashes.
///
/// 200,000 cases by default; `MARTLET_FUZZ_CASES` asks for another number.
struct ReceivePathTests {
    static let cases = ProcessInfo.processInfo.environment["MARTLET_FUZZ_CASES"].flatMap { Int($0) } ?? 200_000
    static let seeds: [UInt64] = [21, 22, 23, 24]

    @Test(arguments: Self.seeds)
    func `whatever a client sends is taken or refused`(_ seed: UInt64) {
        var fuzzer = PacketFuzzer(seed: seed)
        var taken = 0
        let count = Self.cases / Self.seeds.count
        for round in 0..<count {
            let outcome: Outcome
            switch round % 10 {
            case 0..<5: outcome = Self.checkPacket(fuzzer.packet())
            case 5, 6: outcome = Self.checkPayload(fuzzer.payload())
            case 7, 8: outcome = Self.checkAssembler(&fuzzer)
            default:
                var session = SessionFuzz(&fuzzer)
                outcome = session.run(&fuzzer)
            }
            switch outcome {
            case .taken: taken += 1
            case .refused: break
            case .wrong(let what):
                Issue.record("Case \(round) of seed \(seed): \(what)")
                return
            }
        }
        // Neither all nor nothing gets through, or the cases would show little.
        #expect(taken > count / 20 && taken < count * 19 / 20)
    }

    enum Outcome {
        case taken, refused
        case wrong(String)
    }

    /// What is read must keep the limits, and must read the same again when it is written.
    static func checkPacket(_ text: [UInt8]) -> Outcome {
        let limits = PacketLimits()
        let packet: SocketPacket
        do throws(PacketError) {
            packet = try SocketPacket(text: text, limits: limits)
        } catch {
            return error.message.utf8.count < 200 ? .refused : .wrong("The error says too much: \(error)")
        }
        guard packet.arguments.count <= limits.arguments, packet.attachmentCount <= limits.attachments,
            packet.namespace.utf8.count <= 3 * limits.namespaceBytes
        else { return .wrong("A limit is passed by \(text)") }
        guard packet.kind == .event else { return .taken }
        let frame = SocketFrame(
            event: packet.eventName,
            arguments: packet.arguments,
            acknowledgementID: packet.acknowledgementID
        )
        guard let again = try? SocketPacket(text: frame.text, from: 1), again.eventName == packet.eventName,
            again.arguments == packet.arguments, again.acknowledgementID == packet.acknowledgementID
        else { return .wrong("Written again it is not the same: \(text)") }
        return .taken
    }

    /// The splitter must find what splitting by hand finds.
    static func checkPayload(_ body: [UInt8]) -> Outcome {
        let packets = try? PollingPayload.decode(body)
        guard !body.isEmpty, String(validating: body, as: UTF8.self) != nil else {
            return packets == nil ? .refused : .wrong("This is no payload: \(body)")
        }
        var expected: [EnginePacket]? = []
        for part in body.split(separator: PollingPayload.separator, omittingEmptySubsequences: false) {
            if part.first == UInt8(ascii: "b") {
                let data = Data(base64Encoded: Data(part.dropFirst()))
                if let data { expected?.append(.binary(Array(data))) } else { expected = nil }
            } else {
                let packet = try? EnginePacket(text: Array(part))
                if let packet { expected?.append(packet) } else { expected = nil }
            }
        }
        guard packets == expected else { return .wrong("Split otherwise than by hand: \(body)") }
        return packets == nil ? .refused : .taken
    }

    /// Packets come out with exactly the attachments that they announced, or an error does.
    static func checkAssembler(_ fuzzer: inout PacketFuzzer) -> Outcome {
        var assembler = SocketPacketAssembler(limits: PacketLimits(attachmentBytes: 100))
        var owed = 0
        do throws(PacketError) {
            for _ in 0...fuzzer.below(3) {
                let text = fuzzer.below(2) == 0 ? bytes("5\(fuzzer.below(4))-[\"a\"]") : fuzzer.packet()
                if let packet = try assembler.receive(text: text) {
                    guard packet.attachmentCount == 0 else { return .wrong("Attachments were not awaited.") }
                    continue
                }
                owed = (try SocketPacket(text: text)).attachmentCount
                // Now and then one too few or too many.
                for index in 0..<max(0, owed + [0, 0, 0, 0, 1, -1][fuzzer.below(6)]) {
                    let packet = try assembler.receive(binary: fuzzer.noise(fuzzer.below(50)))
                    guard (packet == nil) == (index + 1 < owed),
                        packet.map({ $0.arguments.attachments.count }) ?? owed == owed
                    else { return .wrong("Attachment \(index) of \(owed) ended the packet.") }
                }
            }
            return .taken
        } catch {
            return .refused
        }
    }
}
