import SocketIOServer
import Testing

struct FloodTests {
    static let slow = SocketIOConfiguration(packetRate: PacketRate(perSecond: 200, burst: 50))

    @Test
    func `a client that sends too fast over a WebSocket is read more slowly and loses nothing`() async throws {
        let delegate = ScriptedDelegate()
        try await withServer(Self.slow, delegate: delegate) { _, port in
            let client = try RawClient(port: port)
            try await client.join()
            let start = ContinuousClock.now
            for index in 0..<150 { try await client.send(text: "42[\"e\(index)\"]") }
            // Another client is served in the meantime.
            let other = try RawClient(port: port)
            try await other.join()
            try await other.send(text: #"42["echo",1]"#)
            #expect(try await other.text() == #"42["echo",1]"#)
            // What lies in one read is taken at once; the wait comes before the next.
            _ = await delegate.log(count: 153)
            try await client.send(text: #"42["echo",2]"#)
            #expect(try await client.text() == #"42["echo",2]"#)
            #expect(ContinuousClock.now - start > .milliseconds(450))
            #expect(delegate.log.filter { $0.hasPrefix("e") && $0 != "echo" } == (0..<150).map { "e\($0)" })
        }
    }

    @Test
    func `a client that sends too fast over polling waits for its upload's answer`() async throws {
        let delegate = ScriptedDelegate()
        try await withServer(Self.slow, delegate: delegate) { _, port in
            let client = try RawClient(port: port)
            let id = try await client.pollingHandshake()
            _ = try await client.post(id, "40")
            let start = ContinuousClock.now
            let body = (0..<200).map { "42[\"e\($0)\"]" }.joined(separator: "\u{1E}")
            #expect(try await client.post(id, body).status == 200)
            #expect(ContinuousClock.now - start > .milliseconds(600))
            let log = await delegate.log(count: 201)
            #expect(Array(log.dropFirst()) == (0..<200).map { "e\($0)" })
        }
    }

    @Test
    func `a held client is not taken for a dead one`() async throws {
        let configuration = SocketIOConfiguration(
            engine: EngineConfiguration(pingInterval: .milliseconds(500), pingTimeout: .seconds(1)),
            packetRate: PacketRate(perSecond: 100, burst: 10)
        )
        try await withServer(configuration) { _, port in
            let client = try RawClient(port: port)
            try await client.join()
            // Few writes, so that the client itself has time for its pong. That stands behind the events for nearly three
            // seconds, which is longer than a pong may take.
            try await client.sendFrames(1, Array(#"42["nothing"]"#.utf8), count: 300)
            #expect(try await client.text() == "2")
            try await client.send(text: "3")
            try await client.send(text: #"42["echo",1]"#)
            var text = try await client.text()
            while text == "2" {
                try await client.send(text: "3")
                text = try await client.text()
            }
            #expect(text == #"42["echo",1]"#)
        }
    }

    @Test
    func `waiting events are bounded in bytes too`() async throws {
        let (release, gate) = AsyncStream.makeStream(of: Void.self)
        let delegate = ScriptedDelegate { for await _ in release { break } }
        try await withServer(SocketIOConfiguration(maximumWaitingBytes: 100_000), delegate: delegate) { _, port in
            let client = try RawClient(port: port)
            let id = try await client.pollingHandshake()
            _ = try await client.post(id, "40")
            let big = "42[\"big\",\"\(String(repeating: "x", count: 120_000))\"]"
            let body = Array(repeating: big, count: 5).joined(separator: "\u{1E}")
            try await client.sendRequest("POST", "\(endpoint)?EIO=4&transport=polling&sid=\(id)", body: body)
            for _ in 0..<5 { gate.yield() }
            #expect(try await client.answer().status == 200)
            #expect(await delegate.log(count: 6).filter { $0 == "big" }.count == 5)
            gate.finish()
        }
    }

    @Test
    func `pings without end that nobody reads the answers of do no harm`() async throws {
        let configuration = SocketIOConfiguration(packetRate: PacketRate(perSecond: 1_000_000, burst: 1_000_000))
        try await withServer(configuration) { _, port in
            let client = try RawClient(port: port)
            try await client.join()
            for _ in 0..<200 {
                for _ in 0..<5 { try await client.sendFrame(9, [UInt8](repeating: 7, count: 125)) }
            }
            try await client.send(text: #"42["echo",1]"#)
            var pongs = 0
            while true {
                let frame = try await client.frame()
                guard frame.opcode == 10 else {
                    #expect(frame.text == #"42["echo",1]"#)
                    break
                }
                pongs += 1
            }
            #expect((1...1_000).contains(pongs))
        }
    }

    @Test
    func `a client that asks for answers and does not read them is closed`() async throws {
        let delegate = ScriptedDelegate()
        let configuration = SocketIOConfiguration(
            maximumBufferedBytes: 100_000,
            packetRate: PacketRate(perSecond: 10_000_000, burst: 10_000_000)
        )
        try await withServer(configuration, delegate: delegate) { _, port in
            let client = try RawClient(port: port)
            try await client.join()
            let frame = Array("40/\(String(repeating: "n", count: 200)),".utf8)
            // Far more answers than the system's buffers hold; the server may be gone before all has been said.
            try? await client.sendFrames(1, frame, count: 60_000)
            #expect(await delegate.log(count: 2).last == "disconnect buffer overflow")
        }
    }
}
