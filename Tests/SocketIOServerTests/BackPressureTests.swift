import SocketIOServer
import Synchronization
import Testing

/// Emits numbered frames to each socket for as long as it is ready for more, and goes on when it is drained.
private final class Producer: SocketIODelegate {
    private struct State {
        var sent = 0
        var mostBuffered = 0
        var drains = 0
    }

    private let total: Int
    private let padding = String(repeating: "x", count: 10_000)
    private let state = Mutex(State())

    init(total: Int) {
        self.total = total
    }

    var sent: Int { self.state.withLock { $0.sent } }
    var mostBuffered: Int { self.state.withLock { $0.mostBuffered } }
    var drains: Int { self.state.withLock { $0.drains } }

    func connect(_ socket: Socket, auth: [UInt8]?, request: HandshakeRequest) async throws {
        socket.execute { self.produce(socket) }
    }

    func receive(_ event: SocketEvent, from socket: Socket) async {}

    func disconnect(_ socket: Socket, reason: DisconnectReason) async {}

    func drained(_ socket: Socket) {
        self.state.withLock { $0.drains += 1 }
        socket.execute { self.produce(socket) }
    }

    private func produce(_ socket: Socket) {
        while socket.isReadyForMore() {
            let index = self.state.withLock { state -> Int? in
                guard state.sent < self.total else { return nil }
                defer { state.sent += 1 }
                return state.sent
            }
            guard let index else { return }
            socket.emit("tick", json: Array("\"\(index) \(self.padding)\"".utf8))
            let buffered = socket.bufferedBytes
            self.state.withLock { $0.mostBuffered = max($0.mostBuffered, buffered) }
        }
    }
}

struct BackPressureTests {
    /// More than the system's own buffers between two sockets hold.
    static let total = 2_000
    /// The high mark, and the one frame that passes it.
    static let bound = 256 << 10 + 10_100

    @Test
    func `a producer that waits for the client loses nothing over a WebSocket`() async throws {
        let producer = Producer(total: Self.total)
        try await withServer(delegate: producer) { _, port in
            let client = try RawClient(port: port)
            try await client.join()
            for index in 0..<Self.total {
                let text = try await client.text()
                try #require(text.hasPrefix("42[\"tick\",\"\(index) x"))
            }
            #expect(producer.mostBuffered <= Self.bound)
            #expect(producer.drains > 0)
        }
    }

    @Test
    func `a producer that waits for the client loses nothing over polling`() async throws {
        let producer = Producer(total: 200)
        try await withServer(delegate: producer) { _, port in
            let client = try RawClient(port: port)
            let id = try await client.pollingHandshake()
            _ = try await client.post(id, "40")
            var packets = try await client.poll(id).body.packets
            packets.removeAll { $0.hasPrefix("40") }
            // Each answer holds 16 packets, so most of what was produced waits.
            #expect(producer.sent < 100)
            while packets.count < 200 { packets += try await client.poll(id).body.packets }
            for (index, packet) in packets.enumerated() {
                try #require(packet.hasPrefix("42[\"tick\",\"\(index) x"))
            }
            #expect(producer.mostBuffered <= Self.bound)
        }
    }

    @Test
    func `a socket is not ready while much waits, and not once it is gone`() async throws {
        let delegate = ScriptedDelegate()
        try await withServer(delegate: delegate) { _, port in
            let client = try RawClient(port: port)
            let id = try await client.pollingHandshake()
            _ = try await client.post(id, "40")
            _ = try await client.poll(id)
            let socket = try #require(delegate.socket)
            #expect(socket.isReadyForMore())
            socket.emit("big", json: Array("\"\(String(repeating: "x", count: 300_000))\"".utf8))
            #expect(!socket.isReadyForMore())
            _ = try await client.poll(id)
            #expect(socket.isReadyForMore())
            _ = try await client.post(id, "1")
            _ = await delegate.log(count: 2)
            #expect(!socket.isReadyForMore())
        }
    }

    @Test
    func `work runs in order, never inside the call, and what it emits leaves together`() async throws {
        let delegate = ScriptedDelegate()
        try await withServer(delegate: delegate) { server, port in
            let client = try RawClient(port: port)
            let id = try await client.pollingHandshake()
            _ = try await client.post(id, "40")
            _ = try await client.poll(id)
            let socket = try #require(delegate.socket)
            let lock = Mutex(0)
            let wrong = Atomic<Int>(0)
            for index in 0..<100 {
                // Deadlocks if the work ran inside the call.
                lock.withLock { _ in
                    socket.execute {
                        let turn = lock.withLock { count in
                            defer { count += 1 }
                            return count
                        }
                        if turn != index { wrong.add(1, ordering: .relaxed) }
                    }
                }
            }
            try await client.beginPoll(id, at: server)
            socket.execute { for index in 0..<5 { socket.emit("e\(index)") } }
            #expect(try await client.answer().body.packets == (0..<5).map { "42[\"e\($0)\"]" })
            #expect(lock.withLock { $0 } == 100)
            #expect(wrong.load(ordering: .relaxed) == 0)
        }
    }
}
