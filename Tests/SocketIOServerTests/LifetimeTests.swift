import SocketIOCore
import Synchronization
import Testing

@testable import SocketIOServer

struct LifetimeTests {
    /// Pings soon; the pong may take long all the same, for a test may stand still for a while on a busy machine.
    static let quick = EngineConfiguration(pingInterval: .milliseconds(300), pingTimeout: .seconds(3))

    @Test
    func `a client that answers pings stays, one that does not is dropped`() async throws {
        let delegate = ScriptedDelegate()
        try await withServer(SocketIOConfiguration(engine: Self.quick), delegate: delegate) { _, port in
            let client = try RawClient(port: port)
            try await client.join()
            for _ in 0..<3 {
                #expect(try await client.text() == "2")
                try await client.send(text: "3")
            }
            #expect(try await client.text() == "2")
            _ = try await client.closeCode()
            #expect(await delegate.log(count: 2).last == "disconnect ping timeout")
        }
    }

    @Test
    func `a polling client that stops polling is dropped`() async throws {
        let delegate = ScriptedDelegate()
        try await withServer(SocketIOConfiguration(engine: Self.quick), delegate: delegate) { _, port in
            let client = try RawClient(port: port)
            let id = try await client.pollingHandshake()
            _ = try await client.post(id, "40")
            #expect(await delegate.log(count: 2).last == "disconnect ping timeout")
        }
    }

    @Test
    func `clients are not dropped for a time in which the server stood still`() async throws {
        let delegate = ScriptedDelegate()
        try await withServer(delegate: delegate) { server, port in
            let client = try RawClient(port: port)
            try await client.join()
            let silent = try RawClient(port: port)
            try await silent.join()
            let start = ContinuousClock.now
            server.look(at: start + .seconds(25))
            for client in [client, silent] { #expect(try await client.text() == "2") }
            server.look(at: start + .seconds(125), afterStandstill: .seconds(100))
            try await client.send(text: "3")
            for client in [client, silent] {
                try await client.send(text: #"42["echo",1]"#)
                #expect(try await client.text() == #"42["echo",1]"#)
            }
            // Far later than the second pong was due, since the server gives back what it may really stand still.
            server.look(at: start + .seconds(300))
            #expect(try await silent.closeCode() == 1000)
            #expect(await delegate.log(count: 5).last == "disconnect ping timeout")
            try await client.send(text: #"42["echo",2]"#)
            // It was due another ping by then.
            #expect(try await client.text() == "2")
            #expect(try await client.text() == #"42["echo",2]"#)
        }
    }

    @Test
    func `a standstill is told from looks that are a little late`() {
        let start = ContinuousClock.now
        var watch = StandstillWatch(period: .seconds(1), now: start)
        #expect(watch.look(at: start + .milliseconds(1_900)) == .zero)
        #expect(watch.look(at: start + .milliseconds(2_900)) == .zero)
        #expect(watch.look(at: start + .milliseconds(33_900)) == .seconds(30))
        #expect(watch.look(at: start + .milliseconds(34_900)) == .zero)
    }

    @Test
    func `a session that never joins the namespace is dropped`() async throws {
        try await withServer(SocketIOConfiguration(connectTimeout: .milliseconds(50))) { server, port in
            let client = try RawClient(port: port)
            _ = try await client.upgrade("\(endpoint)?EIO=4&transport=websocket")
            #expect(try await client.closeCode() == 1000)
            #expect(server.sessionCount == 0)
        }
    }

    @Test
    func `a slow delegate pauses reading and loses nothing`() async throws {
        let (release, gate) = AsyncStream.makeStream(of: Void.self)
        let isOpen = Atomic<Bool>(false)
        let delegate = ScriptedDelegate {
            guard !isOpen.load(ordering: .relaxed) else { return }
            for await _ in release { break }
            isOpen.store(true, ordering: .relaxed)
        }
        try await withServer(SocketIOConfiguration(maximumWaitingEvents: 8), delegate: delegate) { _, port in
            let client = try RawClient(port: port)
            try await client.join()
            for index in 0..<500 { try await client.send(text: "42[\"e\(index)\"]") }
            #expect(delegate.log == ["connect nil"])
            gate.yield()
            let log = await delegate.log(count: 501)
            #expect(Array(log.dropFirst()) == (0..<500).map { "e\($0)" })
        }
    }

    @Test
    func `an upload is answered when the delegate has room for it`() async throws {
        let delegate = ScriptedDelegate()
        try await withServer(SocketIOConfiguration(maximumWaitingEvents: 4), delegate: delegate) { _, port in
            let client = try RawClient(port: port)
            let id = try await client.pollingHandshake()
            _ = try await client.post(id, "40")
            let body = (0..<100).map { "42[\"e\($0)\"]" }.joined(separator: "\u{1E}")
            #expect(try await client.post(id, body).status == 200)
            #expect(await delegate.log(count: 101).last == "e99")
        }
    }

    @Test
    func `a graceful shutdown closes every client at once and tells the delegate before it ends`() async throws {
        let delegate = ScriptedDelegate()
        let clients = Mutex<(RawClient, RawClient)?>(nil)
        let clock = ContinuousClock()
        let shutdownStart = Mutex(clock.now)
        try await withServer(delegate: delegate) { server, port in
            let socket = try RawClient(port: port)
            try await socket.join()
            let polling = try RawClient(port: port)
            let id = try await polling.pollingHandshake()
            _ = try await polling.post(id, "40")
            _ = try await polling.poll(id)
            // A server that goes may close a connection on which it has read no request, as HTTP allows.
            try await polling.beginPoll(id, at: server)
            clients.withLock { $0 = (socket, polling) }
            shutdownStart.withLock { $0 = clock.now }
        }
        #expect(delegate.log.filter { $0 == "disconnect server shutdown" }.count == 2)
        // Less than the 25 seconds after which a ping would have freed the poll, even on a busy machine.
        #expect(clock.now - shutdownStart.withLock { $0 } < .seconds(24))
        let (socket, polling) = try #require(clients.withLock { $0 })
        #expect(try await socket.closeCode() == 1001)
        #expect(try await polling.answer().body == "1")
    }
}
