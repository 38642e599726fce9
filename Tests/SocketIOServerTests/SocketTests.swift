import SocketIOServer
import Synchronization
import Testing

struct SocketTests {
    @Test
    func `the client's answer to an emit comes back, with attachments`() async throws {
        let delegate = ScriptedDelegate()
        try await withServer(delegate: delegate) { _, port in
            let client = try RawClient(port: port)
            try await client.join()
            let socket = try #require(delegate.socket)
            async let first = socket.emitWithAcknowledgement("ask", json: Array("{}".utf8), timeout: .seconds(60))
            #expect(try await client.text() == #"421["ask",{}]"#)
            async let second = socket.emitWithAcknowledgement("ask", arguments: .none, timeout: nil)
            #expect(try await client.text() == #"422["ask"]"#)
            try await client.send(text: "439[]")
            try await client.send(text: #"461-2[{"_placeholder":true,"num":0}]"#)
            try await client.send(binary: [5])
            try await client.send(text: #"431["yes"]"#)
            #expect(try await first.decode(String.self) == "yes")
            #expect(try await second.decode(SocketBinary.self).bytes == [5])
        }
    }

    @Test
    func `a closure gets the client's answer, or nothing when the client is gone, once`() async throws {
        let delegate = ScriptedDelegate()
        try await withServer(delegate: delegate) { _, port in
            let (answers, continuation) = AsyncStream.makeStream(of: String.self)
            let note: @Sendable (SocketArguments?) -> Void = { arguments in
                continuation.yield(arguments.flatMap { try? $0.decode(String.self) } ?? "gone")
            }
            let client = try RawClient(port: port)
            try await client.join()
            let socket = try #require(delegate.socket)
            socket.emit("ask", json: Array("1".utf8), acknowledgement: note)
            #expect(try await client.text() == #"421["ask",1]"#)
            try await client.send(text: #"431["yes"]"#)
            try await client.send(text: #"431["twice"]"#)
            var iterator = answers.makeAsyncIterator()
            #expect(await iterator.next() == "yes")
            socket.emit("ask", acknowledgement: note)
            #expect(try await client.text() == #"422["ask"]"#)
            client.disconnect()
            #expect(await iterator.next() == "gone")
            socket.emit("ask", acknowledgement: note)
            #expect(await iterator.next() == "gone")
        }
    }

    @Test
    func `a client that joins again is not taken at an answer to what it was asked before`() async throws {
        let delegate = ScriptedDelegate()
        try await withServer(delegate: delegate) { _, port in
            let client = try RawClient(port: port)
            try await client.join()
            let first = try #require(delegate.socket)
            first.emit("ask") { _ in }
            #expect(try await client.text() == #"421["ask"]"#)
            try await client.send(text: "41")
            try await client.send(text: "40")
            #expect(try await client.text().hasPrefix("40{"))
            let second = try #require(delegate.socket)
            async let answer = second.emitWithAcknowledgement("ask", timeout: nil)
            #expect(try await client.text() == #"422["ask"]"#)
            try await client.send(text: #"431["old"]"#)
            try await client.send(text: #"432["new"]"#)
            #expect(try await answer.decode(String.self) == "new")
        }
    }

    @Test
    func `connection state recovery is offered when the delegate says so`() async throws {
        let delegate = ScriptedDelegate()
        try await withServer(delegate: delegate) { _, port in
            let client = try RawClient(port: port)
            _ = try await client.upgrade("\(endpoint)?EIO=4&transport=websocket")
            _ = try await client.text()
            try await client.send(text: #"40{"recover":1}"#)
            let connected = try await client.text()
            let socket = try #require(delegate.socket)
            #expect(connected == #"40{"sid":"\#(socket.id)","pid":"secret"}"#)
            socket.emit(SocketFrame(event: "token", json: Array("{}".utf8), offset: "5"))
            #expect(try await client.text() == #"42["token",{},"5"]"#)
        }
    }

    @Test
    func `an answer that does not come is an error, and coming late does no harm`() async throws {
        let delegate = ScriptedDelegate()
        try await withServer(delegate: delegate) { _, port in
            let client = try RawClient(port: port)
            try await client.join()
            let socket = try #require(delegate.socket)
            let error = await #expect(throws: SocketIOError.self) {
                try await socket.emitWithAcknowledgement("ask", timeout: .milliseconds(20))
            }
            #expect(error?.code == .acknowledgementTimeout)
            _ = try await client.text()
            try await client.send(text: "431[]")
            try await client.send(text: #"42["echo"]"#)
            #expect(try await client.text() == #"42["echo"]"#)
        }
    }

    @Test
    func `a client that leaves ends the wait for its answer`() async throws {
        let delegate = ScriptedDelegate()
        try await withServer(delegate: delegate) { _, port in
            let client = try RawClient(port: port)
            try await client.join()
            let socket = try #require(delegate.socket)
            await withDiscardingTaskGroup { group in
                group.addTask {
                    let error = await #expect(throws: SocketIOError.self) {
                        try await socket.emitWithAcknowledgement("ask", timeout: nil)
                    }
                    #expect(error?.code == .disconnected)
                }
                _ = try? await client.text()
                client.disconnect()
            }
            _ = await delegate.log(count: 2)
            #expect(!socket.isConnected)
            socket.emit("dropped")
            let late = await #expect(throws: SocketIOError.self) {
                try await socket.emitWithAcknowledgement("ask", timeout: nil)
            }
            #expect(late?.code == .disconnected)
        }
    }

    @Test
    func `a cancelled task stops waiting`() async throws {
        let delegate = ScriptedDelegate()
        try await withServer(delegate: delegate) { _, port in
            let client = try RawClient(port: port)
            try await client.join()
            let socket = try #require(delegate.socket)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { _ = try await socket.emitWithAcknowledgement("ask", timeout: nil) }
                _ = try await client.text()
                group.cancelAll()
                await #expect(throws: CancellationError.self) { try await group.waitForAll() }
            }
        }
    }

    @Test
    func `a broadcast reaches every client`() async throws {
        try await withServer { server, port in
            let clients = try (0..<5).map { _ in try RawClient(port: port) }
            for client in clients { try await client.join() }
            server.broadcast(SocketFrame(event: "reload", json: Array("{}".utf8)))
            for client in clients { #expect(try await client.text() == #"42["reload",{}]"#) }
        }
    }

    @Test
    func `emits from many threads all arrive, each thread's in order`() async throws {
        let delegate = ScriptedDelegate()
        try await withServer(delegate: delegate) { _, port in
            let client = try RawClient(port: port)
            try await client.join()
            let socket = try #require(delegate.socket)
            await withDiscardingTaskGroup { group in
                for thread in 0..<4 {
                    group.addTask {
                        for index in 0..<250 {
                            socket.emit("t\(thread)", json: Array(String(index).utf8))
                        }
                    }
                }
            }
            var next = [0, 0, 0, 0]
            for _ in 0..<1_000 {
                let text = try await client.text()
                let thread = try #require(Int(text.dropFirst(5).prefix(1)))
                try #require(text == "42[\"t\(thread)\",\(next[thread])]")
                next[thread] += 1
            }
            #expect(next == [250, 250, 250, 250])
        }
    }

    @Test
    func `a client that does not read is closed once its buffer is full`() async throws {
        let delegate = ScriptedDelegate()
        try await withServer(SocketIOConfiguration(maximumBufferedBytes: 1 << 20), delegate: delegate) { _, port in
            let client = try RawClient(port: port)
            try await client.join()
            let socket = try #require(delegate.socket)
            let frame = SocketFrame(event: "big", json: Array("\"\(String(repeating: "x", count: 100_000))\"".utf8))
            var sent = 0
            while socket.isConnected, sent < 1_000 {
                socket.emit(frame)
                sent += 1
            }
            #expect(sent < 1_000)
            #expect(await delegate.log(count: 2).last == "disconnect buffer overflow")
        }
    }

    @Test
    func `the overflow policy may drop frames instead`() async throws {
        let dropped = Atomic<Int>(0)
        let delegate = ScriptedDelegate()
        let configuration = SocketIOConfiguration(maximumBufferedBytes: 300_000) { _, _ in
            dropped.add(1, ordering: .relaxed)
            return .drop
        }
        try await withServer(configuration, delegate: delegate) { _, port in
            let client = try RawClient(port: port)
            try await client.join()
            let socket = try #require(delegate.socket)
            let frame = SocketFrame(event: "big", json: Array("\"\(String(repeating: "x", count: 100_000))\"".utf8))
            var sent = 0
            while dropped.load(ordering: .relaxed) == 0, sent < 1_000 {
                socket.emit(frame)
                sent += 1
            }
            #expect(socket.isConnected)
            #expect(socket.bufferedBytes <= 310_000)
            for _ in 0..<(sent - 1) { #expect(try await client.frame().payload.count == 100_012) }
        }
    }
}
