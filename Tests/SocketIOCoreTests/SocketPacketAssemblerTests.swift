import SocketIOCore
import Testing

struct SocketPacketAssemblerTests {
    @Test
    func `a packet without attachments passes at once`() throws {
        var assembler = SocketPacketAssembler()
        let packet = try assembler.receive(text: bytes(#"42["a"]"#), from: 1)
        #expect(packet?.eventName == "a")
    }

    @Test
    func `text between attachments is refused`() throws {
        var assembler = SocketPacketAssembler()
        _ = try assembler.receive(text: bytes(#"52-["a"]"#))
        _ = try assembler.receive(binary: [1])
        let error = #expect(throws: PacketError.self) { try assembler.receive(text: bytes(#"2["b"]"#)) }
        #expect(error?.code == .unexpectedText)
    }

    @Test
    func `an attachment that nothing announced is refused`() {
        var assembler = SocketPacketAssembler()
        let error = #expect(throws: PacketError.self) { try assembler.receive(binary: [1]) }
        #expect(error?.code == .unexpectedBinary)
    }

    @Test
    func `attachments together may not pass the limit`() throws {
        var assembler = SocketPacketAssembler(limits: PacketLimits(attachmentBytes: 10))
        _ = try assembler.receive(text: bytes(#"53-["a"]"#))
        _ = try assembler.receive(binary: [UInt8](repeating: 0, count: 6))
        let error = #expect(throws: PacketError.self) { try assembler.receive(binary: [UInt8](repeating: 0, count: 5)) }
        #expect(error?.code == .attachmentsTooLarge)
    }

    @Test
    func `packets follow one another`() throws {
        var assembler = SocketPacketAssembler()
        for round in 0..<3 {
            #expect(try assembler.receive(text: bytes(#"51-["a"]"#)) == nil)
            let packet = try #require(try assembler.receive(binary: [UInt8(round)]))
            #expect(packet.arguments.attachments == [[UInt8(round)]])
            #expect(try assembler.receive(text: bytes(#"2["b"]"#))?.eventName == "b")
        }
    }
}
