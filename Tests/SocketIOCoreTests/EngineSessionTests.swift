import SocketIOCore
import Testing

/// A session with a clock that only the test moves, and what it asked for as short words.
struct SessionFixture {
    var session: EngineSession
    var now = ContinuousClock.now
    var configuration = EngineConfiguration(
        pingInterval: .seconds(25),
        pingTimeout: .seconds(20),
        upgradeTimeout: .seconds(10)
    )

    init(_ transport: EngineTransport) {
        self.session = EngineSession(id: "sid", transport: transport, configuration: self.configuration, now: self.now)
    }

    mutating func pass(_ duration: Duration) -> [String] {
        self.now += duration
        return self.session.tick(now: self.now).map(Self.word)
    }

    mutating func receive(_ packet: EnginePacket) -> [String] {
        self.session.receive(packet, now: self.now).map(Self.word)
    }

    mutating func receiveOnUpgrade(_ packet: EnginePacket) -> [String] {
        self.session.receiveOnUpgrade(packet, now: self.now).map(Self.word)
    }

    mutating func close(_ reason: EngineSession.CloseReason) -> [String] {
        self.session.close(reason, now: self.now).map(Self.word)
    }

    mutating func send(_ name: String, limit: Int = .max) -> String {
        switch self.session.send(SocketFrame(event: name), limit: limit) {
        case .queued: "queued"
        case .flushWebSocket: "flush"
        case .answerPoll(let packets): "answer " + Self.words(packets)
        case .overLimit: "over limit"
        case .closed: "closed"
        }
    }

    mutating func poll() throws -> String {
        switch try self.session.beginPoll() {
        case .wait: "wait"
        case .answer(let packets, let isLast): Self.words(packets) + (isLast ? " last" : "")
        }
    }

    mutating func take(_ budget: Int = .max) -> String {
        Self.words(self.session.takeForWebSocket(budget: budget))
    }

    static func words(_ packets: [OutgoingPacket]) -> String {
        packets.map { text($0.text) }.joined(separator: " ")
    }

    static func word(_ action: EngineSession.Action) -> String {
        switch action {
        case .deliverText(let bytes): "text " + text(bytes)
        case .deliverBinary(let bytes): "binary \(bytes.count)"
        case .answerPoll(let packets): "answer " + self.words(packets)
        case .flushWebSocket: "flush"
        case .confirmProbe: "confirm"
        case .adoptUpgrade: "adopt"
        case .abandonUpgrade: "abandon"
        case .closed(let reason): "closed \(reason)"
        case .finished: "finished"
        }
    }
}

struct EngineSessionTests {
    @Test
    func `the handshake tells the client what to expect`() {
        #expect(
            text(SessionFixture(.polling).session.handshake)
                == #"0{"sid":"sid","upgrades":["websocket"],"pingTimeout":20000,"pingInterval":25000,"maxPayload":1000000}"#
        )
        #expect(text(SessionFixture(.websocket).session.handshake).contains(#""upgrades":[]"#))
    }

    @Test
    func `what is sent while the session is held leaves together`() throws {
        var fixture = SessionFixture(.polling)
        #expect(try fixture.poll() == "wait")
        fixture.session.hold()
        #expect(fixture.send("a") == "queued")
        #expect(fixture.send("b") == "queued")
        #expect(fixture.session.release().map(SessionFixture.word) == [#"answer 42["a"] 42["b"]"#])
        #expect(fixture.session.release().isEmpty)
        var socket = SessionFixture(.websocket)
        socket.session.hold()
        #expect(socket.send("a") == "queued")
        #expect(socket.session.release().map(SessionFixture.word) == ["flush"])
        #expect(socket.send("b") == "queued")
        #expect(socket.take() == #"42["a"] 42["b"]"#)
    }

    @Test
    func `messages and attachments are handed up`() {
        var fixture = SessionFixture(.websocket)
        #expect(fixture.receive(.message(bytes("42[\"a\"]"))) == ["text 42[\"a\"]"])
        #expect(fixture.receive(.binary([1, 2])) == ["binary 2"])
        #expect(fixture.receive(.noop) == [])
    }

    @Test
    func `the server pings, and pings again only after a pong`() {
        var fixture = SessionFixture(.websocket)
        #expect(fixture.pass(.seconds(24)) == [])
        #expect(fixture.pass(.seconds(1)) == ["flush"])
        #expect(fixture.take() == "2")
        #expect(fixture.pass(.seconds(19)) == [])
        #expect(fixture.receive(.pong(isProbe: false)) == [])
        #expect(fixture.pass(.seconds(24)) == [])
        #expect(fixture.pass(.seconds(1)) == ["flush"])
    }

    @Test
    func `a missing pong ends the session`() {
        var fixture = SessionFixture(.websocket)
        #expect(fixture.pass(.seconds(25)) == ["flush"])
        #expect(fixture.pass(.seconds(20)) == ["closed pingTimeout", "finished"])
        #expect(fixture.send("late") == "closed")
        #expect(fixture.pass(.seconds(100)) == [])
    }

    @Test
    func `a pong nobody asked for does not put the next ping off`() {
        var fixture = SessionFixture(.websocket)
        #expect(fixture.pass(.seconds(20)) == [])
        #expect(fixture.receive(.pong(isProbe: false)) == [])
        #expect(fixture.pass(.seconds(5)) == ["flush"])
    }

    @Test
    func `a shell that was not reading may forgive a late pong`() {
        var fixture = SessionFixture(.websocket)
        _ = fixture.pass(.seconds(25))
        fixture.now += .seconds(19)
        fixture.session.forgiveHeartbeat(now: fixture.now)
        #expect(fixture.pass(.seconds(19)) == [])
        #expect(fixture.pass(.seconds(1)) == ["closed pingTimeout", "finished"])
    }

    @Test
    func `a shell that stood still gives its clients the time back`() throws {
        var fixture = SessionFixture(.websocket)
        #expect(fixture.pass(.seconds(25)) == ["flush"])
        fixture.now += .seconds(100)
        fixture.session.postponeDeadlines(by: .seconds(100))
        #expect(fixture.pass(.seconds(19)) == [])
        #expect(fixture.pass(.seconds(1)) == ["closed pingTimeout", "finished"])
        var upgrading = SessionFixture(.polling)
        try upgrading.session.beginUpgrade(now: upgrading.now)
        upgrading.now += .seconds(100)
        upgrading.session.postponeDeadlines(by: .seconds(100))
        #expect(upgrading.receiveOnUpgrade(.ping(isProbe: true)) == ["confirm"])
        #expect(upgrading.pass(.seconds(9)).contains("abandon") == false)
        #expect(upgrading.pass(.seconds(1)).contains("abandon"))
        var draining = SessionFixture(.polling)
        #expect(draining.close(.serverClosed) == ["closed serverClosed"])
        draining.now += .seconds(100)
        draining.session.postponeDeadlines(by: .seconds(100))
        #expect(draining.pass(.seconds(19)) == [])
        #expect(try draining.poll() == "1 last")
    }

    @Test
    func `a WebSocket is told once until it has taken what waits`() {
        var fixture = SessionFixture(.websocket)
        #expect(fixture.send("a") == "flush")
        #expect(fixture.send("b") == "queued")
        #expect(fixture.session.queuedBytes == 14)
        #expect(fixture.take(1) == #"42["a"]"#)
        #expect(fixture.send("c") == "flush")
        #expect(fixture.take() == #"42["b"] 42["c"]"#)
        #expect(fixture.session.queuedBytes == 0)
    }

    @Test
    func `a frame that would pass the limit is not taken`() {
        var fixture = SessionFixture(.websocket)
        #expect(fixture.send("a", limit: 7) == "flush")
        #expect(fixture.send("b", limit: 13) == "over limit")
        #expect(fixture.send("b", limit: 14) == "queued")
    }

    @Test(arguments: [EnginePacket.ping(isProbe: false), .ping(isProbe: true), .upgrade])
    func `a packet that only a server or a probe may send ends the session`(_ packet: EnginePacket) {
        var fixture = SessionFixture(.websocket)
        #expect(fixture.receive(packet) == ["closed protocolError", "finished"])
    }

    @Test
    func `what waits is still sent when the server ends a WebSocket session`() {
        var fixture = SessionFixture(.websocket)
        _ = fixture.send("bye")
        #expect(fixture.close(.serverClosed) == ["closed serverClosed", "finished"])
        #expect(fixture.take() == #"42["bye"]"#)
        #expect(fixture.close(.serverClosed) == [])
    }
}

struct EngineSessionPollingTests {
    @Test
    func `a poll is answered with all that waits, or hangs until there is something`() throws {
        var fixture = SessionFixture(.polling)
        #expect(fixture.send("a") == "queued")
        #expect(fixture.send("b") == "queued")
        #expect(try fixture.poll() == #"42["a"] 42["b"]"#)
        #expect(try fixture.poll() == "wait")
        #expect(fixture.send("c") == #"answer 42["c"]"#)
        #expect(fixture.send("d") == "queued")
        #expect(try fixture.poll() == #"42["d"]"#)
    }

    @Test
    func `an answer holds no more packets than a client will read, and parts no packet from its attachments`() throws {
        var fixture = SessionFixture(.polling)
        for index in 0..<15 { #expect(fixture.send("\(index)") == "queued") }
        let binary = SocketFrame(event: "b", json: SocketBinary.placeholder(0), attachments: [[1]])
        _ = fixture.session.send(binary)
        #expect(try fixture.poll().split(separator: " ").count == 15)
        guard case .answer(let packets, _) = try fixture.session.beginPoll() else {
            Issue.record("the rest was not handed out")
            return
        }
        #expect(packets.map(\.attachments) == [[[1]]])
        #expect(fixture.session.queuedBytes == 0)
        #expect(try fixture.poll() == "wait")
    }

    @Test
    func `a session that the server ended hands everything out before its close`() throws {
        var fixture = SessionFixture(.polling)
        for _ in 0..<20 { _ = fixture.send("x") }
        _ = fixture.close(.serverClosed)
        #expect(try fixture.poll().split(separator: " ").count == 16)
        #expect(try fixture.poll() == #"42["x"] 42["x"] 42["x"] 42["x"] 1 last"#)
    }

    @Test
    func `the ping answers a hanging poll`() throws {
        var fixture = SessionFixture(.polling)
        #expect(try fixture.poll() == "wait")
        #expect(fixture.pass(.seconds(25)) == ["answer 2"])
        #expect(try fixture.poll() == "wait")
        #expect(fixture.pass(.seconds(20)) == ["answer 1", "closed pingTimeout", "finished"])
    }

    @Test
    func `a second poll or upload at the same time is refused`() throws {
        var fixture = SessionFixture(.polling)
        _ = try fixture.poll()
        let poll = #expect(throws: EngineRequestError.self) { try fixture.session.beginPoll() }
        #expect(poll == .overlappingPoll)
        try fixture.session.beginUpload()
        let upload = #expect(throws: EngineRequestError.self) { try fixture.session.beginUpload() }
        #expect(upload == .overlappingUpload)
        fixture.session.endUpload()
        try fixture.session.beginUpload()
    }

    @Test
    func `a close packet ends the session and frees the hanging poll`() throws {
        var fixture = SessionFixture(.polling)
        _ = try fixture.poll()
        #expect(fixture.receive(.close) == ["answer 6", "closed clientClosed", "finished"])
        #expect(throws: EngineRequestError.self) { try fixture.session.beginPoll() }
    }

    @Test
    func `a client may give a hanging poll up and ask again`() throws {
        var fixture = SessionFixture(.polling)
        _ = try fixture.poll()
        #expect(
            fixture.session.pollConnectionLost(now: fixture.now).map(SessionFixture.word) == ["answer 6"]
        )
        // The loss is told of by two ways.
        #expect(fixture.session.pollConnectionLost(now: fixture.now).isEmpty)
        #expect(fixture.session.isOpen)
        _ = try fixture.poll()
        #expect(fixture.send("kept") == #"answer 42["kept"]"#)
    }

    @Test
    func `a connection that breaks while an answer is on its way ends the session too`() throws {
        var fixture = SessionFixture(.polling)
        _ = try fixture.poll()
        #expect(fixture.send("lost") == #"answer 42["lost"]"#)
        #expect(
            fixture.session.pollConnectionLost(now: fixture.now).map(SessionFixture.word)
                == ["closed connectionLost", "finished"]
        )
    }

    @Test
    func `a polling connection that ends during or after the upgrade does no harm`() throws {
        var fixture = SessionFixture(.polling)
        try fixture.session.beginUpgrade(now: fixture.now)
        _ = fixture.receiveOnUpgrade(.ping(isProbe: true))
        #expect(fixture.session.pollConnectionLost(now: fixture.now).isEmpty)
        _ = fixture.receiveOnUpgrade(.upgrade)
        #expect(fixture.session.pollConnectionLost(now: fixture.now).isEmpty)
        #expect(fixture.session.isOpen)
    }

    @Test
    func `the next poll fetches the rest of a session that the server ended`() throws {
        var fixture = SessionFixture(.polling)
        _ = fixture.send("bye")
        #expect(fixture.close(.serverClosed) == ["closed serverClosed"])
        #expect(try fixture.poll() == #"42["bye"] 1 last"#)
    }

    @Test
    func `a session that the server ended is forgotten when no poll comes`() {
        var fixture = SessionFixture(.polling)
        _ = fixture.close(.serverClosed)
        #expect(fixture.pass(.seconds(19)) == [])
        #expect(fixture.pass(.seconds(1)) == ["finished"])
    }

    @Test
    func `a hanging poll gets the rest when the server ends the session`() throws {
        var fixture = SessionFixture(.polling)
        _ = try fixture.poll()
        #expect(fixture.close(.serverClosed) == ["answer 1", "closed serverClosed", "finished"])
    }
}

struct EngineSessionUpgradeTests {
    @Test
    func `nothing is lost or out of order across the upgrade`() throws {
        var fixture = SessionFixture(.polling)
        #expect(try fixture.poll() == "wait")
        try fixture.session.beginUpgrade(now: fixture.now)
        #expect(fixture.send("1") == #"answer 42["1"]"#)
        #expect(try fixture.poll() == "wait")
        #expect(fixture.receiveOnUpgrade(.ping(isProbe: true)) == ["confirm", "answer 6"])
        #expect(fixture.send("2") == "queued")
        #expect(try fixture.poll() == "6")
        #expect(fixture.send("3") == "queued")
        #expect(fixture.receive(.message(bytes("42[\"up\"]"))) == ["text 42[\"up\"]"])
        #expect(fixture.receiveOnUpgrade(.upgrade) == ["adopt", "flush"])
        #expect(fixture.send("4") == "queued")
        #expect(fixture.take() == #"42["2"] 42["3"] 42["4"]"#)
        #expect(fixture.session.transport == .websocket)
        #expect(fixture.send("5") == "flush")
    }

    @Test
    func `requests over HTTP are refused after the upgrade`() throws {
        var fixture = SessionFixture(.polling)
        try fixture.session.beginUpgrade(now: fixture.now)
        _ = fixture.receiveOnUpgrade(.ping(isProbe: true))
        _ = fixture.receiveOnUpgrade(.upgrade)
        let poll = #expect(throws: EngineRequestError.self) { try fixture.session.beginPoll() }
        #expect(poll == .unexpectedRequest)
        #expect(poll.map { text($0.body) } == "\"Unexpected HTTP request\"")
        let upload = #expect(throws: EngineRequestError.self) { try fixture.session.beginUpload() }
        #expect(upload == .unexpectedRequest)
    }

    @Test
    func `polling goes on when the tried connection breaks after the probe`() throws {
        var fixture = SessionFixture(.polling)
        try fixture.session.beginUpgrade(now: fixture.now)
        _ = fixture.receiveOnUpgrade(.ping(isProbe: true))
        #expect(fixture.send("kept") == "queued")
        #expect(fixture.session.upgradeConnectionLost().map(SessionFixture.word) == ["abandon"])
        #expect(try fixture.poll() == #"42["kept"]"#)
        try fixture.session.beginUpgrade(now: fixture.now)
    }

    @Test
    func `an upgrade that is not finished in time is given up`() throws {
        var fixture = SessionFixture(.polling)
        try fixture.session.beginUpgrade(now: fixture.now)
        _ = fixture.receiveOnUpgrade(.ping(isProbe: true))
        #expect(fixture.pass(.seconds(9)) == [])
        #expect(fixture.pass(.seconds(1)) == ["abandon"])
        #expect(try fixture.poll() == "wait")
        #expect(fixture.receiveOnUpgrade(.upgrade) == [])
    }

    @Test(arguments: [EnginePacket.upgrade, .message([0x34]), .binary([]), .close, .ping(isProbe: false)])
    func `a tried connection that does not probe first is dropped`(_ packet: EnginePacket) throws {
        var fixture = SessionFixture(.polling)
        try fixture.session.beginUpgrade(now: fixture.now)
        #expect(fixture.receiveOnUpgrade(packet) == ["abandon"])
        #expect(fixture.session.isOpen)
    }

    @Test
    func `only one connection is tried at a time, and none for a WebSocket session`() throws {
        var fixture = SessionFixture(.polling)
        try fixture.session.beginUpgrade(now: fixture.now)
        let second = #expect(throws: EngineRequestError.self) { try fixture.session.beginUpgrade(now: fixture.now) }
        #expect(second == .invalidUpgrade)
        var other = SessionFixture(.websocket)
        #expect(throws: EngineRequestError.self) { try other.session.beginUpgrade(now: other.now) }
    }

    @Test
    func `the end of the session drops the tried connection`() throws {
        var fixture = SessionFixture(.polling)
        _ = try fixture.poll()
        try fixture.session.beginUpgrade(now: fixture.now)
        #expect(fixture.close(.serverClosed) == ["abandon", "answer 1", "closed serverClosed", "finished"])
    }
}
