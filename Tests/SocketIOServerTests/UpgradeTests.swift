import SocketIOServer
import Testing

struct UpgradeTests {
    @Test
    func `a polling session goes over to a WebSocket with nothing lost`() async throws {
        let delegate = ScriptedDelegate()
        try await withServer(delegate: delegate) { server, port in
            let polling = try RawClient(port: port)
            let id = try await polling.pollingHandshake()
            _ = try await polling.post(id, "40")
            _ = try await polling.poll(id)
            try await polling.beginPoll(id, at: server)
            let socket = try RawClient(port: port)
            #expect(try await socket.upgrade("\(endpoint)?EIO=4&transport=websocket&sid=\(id)").status == 101)
            try await socket.send(text: "2probe")
            #expect(try await socket.text() == "3probe")
            #expect(try await polling.answer().body == "6")
            _ = try await polling.post(id, #"42["burst",500]"#)
            #expect(try await polling.poll(id).body == "6")
            try await socket.send(text: "5")
            for index in 0..<500 { try #require(try await socket.text() == "42[\"tick\",\(index)]") }
            #expect(try await polling.poll(id).body == #""Unexpected HTTP request""#)
            #expect(try await polling.post(id, "3").body == #""Unexpected HTTP request""#)
            try await socket.send(text: #"42["echo",2]"#)
            #expect(try await socket.text() == #"42["echo",2]"#)
        }
    }

    @Test
    func `the upgrade may come on a connection that has carried polls`() async throws {
        try await withServer { _, port in
            let client = try RawClient(port: port)
            let id = try await client.pollingHandshake()
            _ = try await client.post(id, "40")
            _ = try await client.poll(id)
            #expect(try await client.upgrade("\(endpoint)?EIO=4&transport=websocket&sid=\(id)").status == 101)
            try await client.send(text: "2probe")
            #expect(try await client.text() == "3probe")
            try await client.send(text: "5")
            try await client.send(text: #"42["echo",1]"#)
            #expect(try await client.text() == #"42["echo",1]"#)
        }
    }

    @Test
    func `a session takes one WebSocket and no second one`() async throws {
        try await withServer { _, port in
            let polling = try RawClient(port: port)
            let id = try await polling.pollingHandshake()
            _ = try await polling.post(id, "40")
            _ = try await polling.poll(id)
            let path = "\(endpoint)?EIO=4&transport=websocket&sid=\(id)"
            let socket = try RawClient(port: port)
            #expect(try await socket.upgrade(path).status == 101)
            // While the first is being tried, and when it has been taken.
            #expect(try await RawClient(port: port).upgrade(path).body == #""Invalid websocket upgrade""#)
            try await socket.send(text: "2probe")
            #expect(try await socket.text() == "3probe")
            try await socket.send(text: "5")
            try await socket.send(text: #"42["echo",1]"#)
            #expect(try await socket.text() == #"42["echo",1]"#)
            #expect(try await RawClient(port: port).upgrade(path).status == 400)
            try await socket.send(text: #"42["echo",2]"#)
            #expect(try await socket.text() == #"42["echo",2]"#)
        }
    }

    @Test
    func `polling goes on when the tried WebSocket breaks`() async throws {
        try await withServer { _, port in
            let polling = try RawClient(port: port)
            let id = try await polling.pollingHandshake()
            _ = try await polling.post(id, "40")
            _ = try await polling.poll(id)
            let socket = try RawClient(port: port)
            _ = try await socket.upgrade("\(endpoint)?EIO=4&transport=websocket&sid=\(id)")
            try await socket.send(text: "2probe")
            #expect(try await socket.text() == "3probe")
            _ = try await polling.post(id, #"42["echo",1]"#)
            try await socket.sendFrame(8, [])
            #expect(try await socket.closeCode() == 0)
            var body = "6"
            while body == "6" { body = try await polling.poll(id).body }
            #expect(body == #"42["echo",1]"#)
        }
    }

    @Test
    func `an upgrade that stalls is given up`() async throws {
        let engine = EngineConfiguration(upgradeTimeout: .milliseconds(50))
        try await withServer(SocketIOConfiguration(engine: engine)) { _, port in
            let polling = try RawClient(port: port)
            let id = try await polling.pollingHandshake()
            let socket = try RawClient(port: port)
            _ = try await socket.upgrade("\(endpoint)?EIO=4&transport=websocket&sid=\(id)")
            #expect(try await socket.closeCode() == 1000)
            _ = try await polling.post(id, "40")
            #expect(try await polling.poll(id).body.hasPrefix("40{"))
        }
    }
}
