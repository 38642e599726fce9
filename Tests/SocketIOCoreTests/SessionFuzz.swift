import SocketIOCore

/// Drives an Engine.IO session with whatever may happen to it, and keeps watch over what it asks for.
struct SessionFuzz {
    private var session: EngineSession
    private var now = ContinuousClock.now
    private var sent = 0
    private var arrived = 0
    private var isPollHanging = false
    private var isClosed = false
    private var isFinished = false
    private var delivered = 0

    init(_ fuzzer: inout PacketFuzzer) {
        self.session = EngineSession(
            id: "sid",
            transport: fuzzer.below(2) == 0 ? .polling : .websocket,
            configuration: EngineConfiguration(pollingBatch: 3),
            now: self.now
        )
    }

    mutating func run(_ fuzzer: inout PacketFuzzer) -> ReceivePathTests.Outcome {
        for _ in 0..<12 {
            if let wrong = self.step(&fuzzer) { return .wrong(wrong) }
            if self.session.queuedBytes < 0 { return .wrong("Fewer than no bytes wait.") }
        }
        return self.delivered > 0 ? .taken : .refused
    }

    private mutating func step(_ fuzzer: inout PacketFuzzer) -> String? {
        switch fuzzer.below(12) {
        case 0, 1: return self.check(self.session.receive(Self.packet(&fuzzer), now: self.now))
        case 2: return self.check(self.session.receiveOnUpgrade(Self.packet(&fuzzer), now: self.now))
        case 3: return self.poll()
        case 4, 5: return self.send()
        case 6:
            guard self.session.transport == .websocket else { return nil }
            return self.take(self.session.takeForWebSocket(budget: fuzzer.below(40)))
        case 7: try? self.session.beginUpgrade(now: self.now)
        case 8:
            self.now += .seconds(fuzzer.below(12))
            return self.check(self.session.tick(now: self.now))
        case 9:
            let action = fuzzer.below(3)
            if action == 0 { return self.check(self.session.upgradeConnectionLost()) }
            if action == 1, !self.isPollHanging { try? self.session.beginUpload() } else { self.session.endUpload() }
        case 10:
            if fuzzer.below(2) == 0 { self.session.hold() } else { return self.check(self.session.release()) }
        default:
            guard fuzzer.below(6) == 0 else { return nil }
            let reasons: [EngineSession.CloseReason] = [.clientClosed, .connectionLost, .protocolError, .serverClosed]
            return self.check(self.session.close(reasons[fuzzer.below(4)], now: self.now))
        }
        return nil
    }

    private static func packet(_ fuzzer: inout PacketFuzzer) -> EnginePacket {
        switch fuzzer.below(12) {
        case 0: .ping(isProbe: false)
        case 1, 2, 3: .ping(isProbe: true)
        case 4: .pong(isProbe: fuzzer.below(2) == 0)
        case 5, 6: .upgrade
        case 7: .noop
        case 8: .binary([1])
        case 9: fuzzer.below(8) == 0 ? .close : .noop
        default: .message(bytes("42[\"a\"]"))
        }
    }

    private mutating func poll() -> String? {
        do throws(EngineRequestError) {
            switch try self.session.beginPoll() {
            case .wait:
                guard !self.isPollHanging else { return "Two polls hang." }
                self.isPollHanging = true
                return nil
            case .answer(let packets, let isLast):
                if isLast { self.isFinished = true }
                return packets.isEmpty ? "A poll is answered with nothing." : self.take(packets)
            }
        } catch {
            return nil
        }
    }

    private mutating func send() -> String? {
        let outcome = self.session.send(SocketFrame(event: String(self.sent)))
        if case .closed = outcome { return self.isClosed ? nil : "An open session takes nothing." }
        self.sent += 1
        switch outcome {
        case .queued: return nil
        case .flushWebSocket: return self.session.transport == .websocket ? nil : "Polling is flushed."
        case .answerPoll(let packets): return self.answer(packets)
        case .overLimit, .closed: return "It is full."
        }
    }

    private mutating func answer(_ packets: [OutgoingPacket]) -> String? {
        guard self.isPollHanging else { return "A poll is answered that nobody sent." }
        self.isPollHanging = false
        return packets.isEmpty ? "A poll is answered with nothing." : self.take(packets)
    }

    /// What arrives is what was sent, in order and without gaps.
    private mutating func take(_ packets: [OutgoingPacket]) -> String? {
        for packet in packets where packet.text.first == UInt8(ascii: "4") {
            guard packet.text == SocketFrame(event: String(self.arrived)).text else {
                return "\(text(packet.text)) comes in the place of \(self.arrived)."
            }
            self.arrived += 1
        }
        return nil
    }

    private mutating func check(_ actions: [EngineSession.Action]) -> String? {
        for action in actions {
            var wrong: String?
            switch action {
            case .deliverText, .deliverBinary:
                self.delivered += 1
                if self.isClosed { wrong = "A closed session delivers." }
            case .answerPoll(let packets): wrong = self.answer(packets)
            case .flushWebSocket: if self.session.transport != .websocket { wrong = "Polling is flushed." }
            case .confirmProbe, .adoptUpgrade, .abandonUpgrade:
                if self.isClosed { wrong = "A closed session upgrades." }
            case .closed:
                if self.isClosed { wrong = "It closes twice." }
                self.isClosed = true
            case .finished:
                if self.isFinished || !self.isClosed { wrong = "It finishes out of turn." }
                self.isFinished = true
            }
            if let wrong { return wrong }
        }
        return nil
    }
}
