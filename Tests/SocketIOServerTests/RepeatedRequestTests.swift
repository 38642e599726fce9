import NIOCore
import SocketIOCore
import Synchronization
import Testing

@testable import SocketIOServer

/// Requests that come again, early and late.
struct RepeatedRequestTests {
    @Test
    func `a request that a browser sends again is answered again and taken once`() async throws {
        let delegate = ScriptedDelegate()
        try await withServer(delegate: delegate) { _, port in
            let client = try RawClient(port: port)
            let id = try await client.pollingHandshake()
            let path = "\(endpoint)?EIO=4&transport=polling&sid=\(id)"
            _ = try await client.request("POST", path + "&t=u1", body: "40")
            let connected = try await client.request("GET", path + "&t=p1").body
            _ = try await client.request("POST", path + "&t=u2", body: #"42["echo",1]"#)
            let first = try await client.request("GET", path + "&t=p2")
            #expect(first.body == #"42["echo",1]"#)
            let other = try RawClient(port: port)
            #expect(try await other.request("POST", path + "&t=u2", body: #"42["echo",1]"#).body == "OK")
            #expect(try await other.request("GET", path + "&t=p2").body == first.body)
            _ = try await other.request("POST", path + "&t=u3", body: #"42["echo",2]"#)
            let next = try await client.request("GET", path + "&t=p3").body
            #expect(next == #"42["echo",2]"#)
            #expect(connected.hasPrefix("40") && delegate.log == ["connect nil", "echo", "echo"])
        }
    }

    @Test
    func `a poll that comes late, after its repetition and newer ones were answered, takes nothing`() async throws {
        try await withServer { server, port in
            let (client, id, path) = try await self.join(port)
            for number in 2...3 {
                _ = try await client.request("POST", path + "&t=u\(number)", body: #"42["echo",\#(number)]"#)
                #expect(try await client.request("GET", path + "&t=p\(number)").body == #"42["echo",\#(number)]"#)
            }
            let connection = try server.connection(id)
            let socket = try #require(connection.connectedSocket)
            // Something waits to be sent.
            connection.emit(try SocketFrame(event: "token", arguments: SocketArguments(encoding: 4)), to: socket)
            #expect(try await RawClient(port: port).request("GET", path + "&t=p2").body == "6")
            #expect(try await client.request("GET", path + "&t=p4").body == #"42["token",4]"#)
            // A poll waits.
            try await client.beginPoll(id, at: server, stamp: "&t=p5")
            #expect(try await RawClient(port: port).request("GET", path + "&t=p2").body == "6")
            connection.emit(try SocketFrame(event: "token", arguments: SocketArguments(encoding: 5)), to: socket)
            #expect(try await client.answer().body == #"42["token",5]"#)
        }
    }

    @Test
    func `the end of the connection of an older copy leaves the poll that waits, and the session`() async throws {
        try await withServer { server, port in
            let (client, id, path) = try await self.join(port)
            try await client.beginPoll(id, at: server, stamp: "&t=p2")
            let connection = try server.connection(id)
            let other = try SocketAddress(ipAddress: "127.0.0.1", port: 1)
            connection.losePoll(over: other)
            let socket = try #require(connection.connectedSocket)
            connection.emit(try SocketFrame(event: "token", arguments: SocketArguments(encoding: 1)), to: socket)
            #expect(try await client.answer().body == #"42["token",1]"#)
            connection.losePoll(over: other)
            connection.emit(try SocketFrame(event: "token", arguments: SocketArguments(encoding: 2)), to: socket)
            #expect(try await client.request("GET", path + "&t=p3").body == #"42["token",2]"#)
        }
    }

    @Test
    func `an answer is kept before it is under way, for a request that comes again at once`() async throws {
        try await withServer { server, port in
            let (client, id, _) = try await self.join(port)
            try await client.beginPoll(id, at: server, stamp: "&t=p2")
            let connection = try server.connection(id)
            let socket = try #require(connection.connectedSocket)
            let frame = try SocketFrame(event: "token", arguments: SocketArguments(encoding: 1))
            let (outcome, again) = connection.state.withLock { state in
                let outcome = state.send(frame, to: socket, limit: .max)
                return (outcome, state.answered.answer(toPoll: AnsweredRequests.Key("p2", from: nil)))
            }
            #expect(again.map { PollingPayload.encode($0) } == Array(#"42["token",1]"#.utf8))
            outcome.perform()
            #expect(try await client.answer().body == #"42["token",1]"#)
        }
    }

    @Test
    func `requests whose t never changes are requests of their own`() async throws {
        let delegate = ScriptedDelegate()
        try await withServer(delegate: delegate) { _, port in
            let path = "\(endpoint)?EIO=4&transport=polling&t=1&sid="
            let id = try await RawClient(port: port).pollingHandshake()
            _ = try await RawClient(port: port).request("POST", path + id, body: "40")
            _ = try await RawClient(port: port).request("GET", path + id)
            for _ in 0..<2 {
                _ = try await RawClient(port: port).request("POST", path + id, body: #"42["echo",1]"#)
                #expect(try await RawClient(port: port).request("GET", path + id).body == #"42["echo",1]"#)
            }
            #expect(delegate.log == ["connect nil", "echo", "echo"])
        }
    }

    @Test
    func `requests over one connection are requests of their own, whatever their t`() async throws {
        let delegate = ScriptedDelegate()
        try await withServer(delegate: delegate) { _, port in
            let client = try RawClient(port: port)
            let id = try await client.pollingHandshake()
            let path = "\(endpoint)?EIO=4&transport=polling&sid=\(id)"
            _ = try await client.request("POST", path + "&t=1", body: "40")
            _ = try await client.request("GET", path + "&t=1")
            for _ in 0..<2 {
                _ = try await client.request("POST", path + "&t=2", body: #"42["echo",1]"#)
                #expect(try await client.request("GET", path + "&t=2").body == #"42["echo",1]"#)
            }
            #expect(delegate.log == ["connect nil", "echo", "echo"])
        }
    }

    /// Joins over polling with requests `u1` and `p1`; the path lacks only the next `t`.
    private func join(_ port: Int) async throws -> (client: RawClient, id: String, path: String) {
        let client = try RawClient(port: port)
        let id = try await client.pollingHandshake()
        let path = "\(endpoint)?EIO=4&transport=polling&sid=\(id)"
        _ = try await client.request("POST", path + "&t=u1", body: "40")
        _ = try await client.request("GET", path + "&t=p1")
        return (client, id, path)
    }
}
