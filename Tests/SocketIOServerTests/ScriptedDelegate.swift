import SocketIOServer
import Synchronization

/// A delegate that notes what happens and answers as the tests' clients ask.
final class ScriptedDelegate: SocketIODelegate {
    private struct State {
        var log: [String] = []
        var sockets: [Socket] = []
        var waiting: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
    }

    private let state = Mutex(State())
    private let gate: (@Sendable () async -> Void)?

    /// Makes a delegate; `gate` is awaited before each event is handled.
    init(gate: (@Sendable () async -> Void)? = nil) {
        self.gate = gate
    }

    var log: [String] { self.state.withLock { $0.log } }
    var socket: Socket? { self.state.withLock { $0.sockets.last } }

    func connect(_ socket: Socket, auth: [UInt8]?, request: HandshakeRequest) async throws {
        let auth = auth.map { String(decoding: $0, as: UTF8.self) } ?? "nil"
        self.state.withLock { $0.sockets.append(socket) }
        self.note("connect \(auth)")
        if auth.contains("refuse") { throw SocketIORefusal(message: "no entry", data: Array("[1]".utf8)) }
        if auth.contains("fail") { throw CancellationError() }
        if auth.contains("greet") { socket.emit("early") }
        if auth.contains("recover") { socket.offerRecovery("secret") }
    }

    func receive(_ event: SocketEvent, from socket: Socket) async {
        await self.gate?()
        self.note(event.name)
        switch event.name {
        case "echo":
            socket.emit("echo", arguments: event.arguments)
            event.acknowledge(event.arguments)
        case "sum":
            let numbers = (0..<event.arguments.count).compactMap { try? event.decode(Int.self, at: $0) }
            event.acknowledge(SocketArguments(json: Array(String(numbers.reduce(0, +)).utf8)))
        case "burst":
            let count = (try? event.decode(Int.self)) ?? 0
            for index in 0..<count { socket.emit("tick", json: Array(String(index).utf8)) }
        case "kick":
            socket.emit("bye")
            socket.disconnect()
        default: break
        }
    }

    func disconnect(_ socket: Socket, reason: DisconnectReason) async {
        self.note("disconnect \(reason.rawValue)")
    }

    private func note(_ line: String) {
        let ready = self.state.withLock { state in
            state.log.append(line)
            let count = state.log.count
            defer { state.waiting.removeAll { $0.count <= count } }
            return state.waiting.filter { $0.count <= count }
        }
        for waiter in ready { waiter.continuation.resume() }
    }

    /// Waits until so many things have happened, and returns them.
    func log(count: Int) async -> [String] {
        await withCheckedContinuation { continuation in
            let isReady = self.state.withLock { state in
                if state.log.count >= count { return true }
                state.waiting.append((count, continuation))
                return false
            }
            if isReady { continuation.resume() }
        }
        return self.log
    }
}
