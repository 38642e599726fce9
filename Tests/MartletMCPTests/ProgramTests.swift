import Foundation
import Logging
import MartletCore
import Testing

@testable import MartletMCP

/// The client against programs that do everything wrong, written for a shell.
struct ProgramTests {
    /// Reads one line and answers it as a server that has nothing to offer.
    private static let introduction = """
        read -r line
        echo '{"jsonrpc":"2.0","id":1,"result":{"protocolVersion":"2025-03-26","capabilities":{}}}'
        read -r line

        """

    private static func server(_ script: String) -> MCPServer {
        MCPServer(name: "shell", transport: .stdio(command: "/bin/sh", arguments: ["-c", script]))
    }

    private static func with(
        _ script: String,
        options: MCPClientOptions = MCPClientOptions(),
        log: Kept<String> = Kept(),
        _ body: (MCPClient) async throws -> Void
    ) async throws {
        let server = Self.server(Self.introduction + script)
        let client = try await MCPClient.connect(to: server, options: options, logger: KeptLog.logger(log))
        try await body(client)
        await client.close()
    }

    @Test
    func `lines that are no messages are left out`() async throws {
        let log = Kept<String>()
        let script = #"""
            echo 'Starting...'; echo; echo '{"jsonrpc":"2.0"'; printf '\377\376\n'
            echo '[1,{"x":2},null]'; echo '"text"'
            echo '{"jsonrpc":"2.0","id":99,"result":{}}'
            echo '{"jsonrpc":"2.0","id":"other","result":{}}'
            echo '{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"what?"}}'
            echo '{"jsonrpc":"2.0","id":2,"error":"none"}'
            read -r line
            echo '{"jsonrpc":"2.0","id":"2","result":{}}'
            cat > /dev/null
            """#
        try await Self.with(script, log: log) { client in
            try await client.ping()
            #expect(client.info.protocolVersion == "2025-03-26")
        }
        #expect(log.all.contains { $0.contains("no message") && $0.contains("Starting...") })
    }

    @Test
    func `batches are taken, and questions of the server answered`() async throws {
        let script = #"""
            read -r line
            ping='{"jsonrpc":"2.0","id":"a","method":"ping"}'
            echo "[$ping,"'{"jsonrpc":"2.0","id":5,"method":"sampling/createMessage","params":{}}]'
            read -r first; read -r second
            case "$first" in *'"id":"a"'*) ;; *) exit 1;; esac
            case "$first" in *'"result":{}'*) ;; *) exit 2;; esac
            case "$second" in *-32601*) ;; *) exit 3;; esac
            echo '{"jsonrpc":"2.0","id":6,"method":"roots/list"}'
            read -r third
            case "$third" in *'"roots":[]'*) ;; *) exit 4;; esac
            echo '[{"jsonrpc":"2.0","id":2,"result":{}}]'
            cat > /dev/null
            """#
        try await Self.with(script) { try await $0.ping() }
    }

    @Test
    func `a server that never answers is given up, and the program ended`() async throws {
        var options = MCPClientOptions()
        options.processConnectTimeout = .milliseconds(300)
        options.terminateAfter = .milliseconds(50)
        options.killAfter = .milliseconds(200)
        let start = ContinuousClock.now
        let error = await #expect(throws: MCPError.self) {
            try await MCPClient.connect(
                to: Self.server("trap '' TERM; while :; do sleep 1; done"),
                options: options,
                logger: KeptLog.logger(Kept())
            )
        }
        #expect(error?.code == .timedOut)
        #expect(error?.detail?.contains("0.3 s") == true)
        #expect(ContinuousClock.now - start < .seconds(20))
    }

    @Test
    func `a line beyond the limit ends the connection`() async throws {
        var options = MCPClientOptions()
        options.largestMessage = 100_000
        options.terminateAfter = .milliseconds(50)
        let script = "read -r line; head -c 200000 /dev/zero | tr '\\0' 'x'; cat > /dev/null"
        try await Self.with(script, options: options) { client in
            let error = await #expect(throws: MCPError.self) { try await client.ping() }
            #expect(error?.code == .messageTooLarge)
            #expect(client.isClosed)
        }
    }

    @Test
    func `an endless line costs no more than the limit`() async throws {
        var options = MCPClientOptions()
        options.largestMessage = 1 << 20
        options.terminateAfter = .milliseconds(50)
        try await Self.with("read -r line; exec tr '\\0' 'x' < /dev/zero", options: options) { client in
            let error = await #expect(throws: MCPError.self) { try await client.ping() }
            #expect(error?.code == .messageTooLarge)
        }
    }

    @Test
    func `a message beyond the limit is not sent`() async throws {
        var options = MCPClientOptions()
        options.largestMessage = 1_000
        try await Self.with("cat > /dev/null", options: options) { client in
            let long = String(repeating: "x", count: 1_000)
            let error = await #expect(throws: MCPError.self) { try await client.callTool(long) }
            #expect(error?.code == .messageTooLarge)
            let number = await #expect(throws: MCPError.self) {
                try await client.callTool("x", arguments: ["n": .double(.nan)])
            }
            #expect(number?.code == .invalidArgument)
            #expect(!client.isClosed)
        }
    }

    @Test
    func `a program that reads nothing holds up only its own calls`() async throws {
        var options = MCPClientOptions()
        options.terminateAfter = .milliseconds(50)
        try await Self.with("sleep 600", options: options) { client in
            let long = String(repeating: "x", count: 1_000_000)
            let error = await #expect(throws: MCPError.self) {
                try await client.callTool("x", arguments: ["a": .string(long)], timeout: .milliseconds(200))
            }
            #expect(error?.code == .timedOut)
        }
    }

    @Test
    func `a program that ends at once tells why`() async throws {
        let error = await #expect(throws: MCPError.self) {
            try await MCPClient.connect(to: Self.server("echo no licence >&2; exit 7"), logger: KeptLog.logger(Kept()))
        }
        #expect(error?.code == .connectFailed)
        #expect(error?.message.contains("licence") == false)
        #expect(error?.detail?.contains("exit code 7") == true)
        #expect(error?.detail?.contains("no licence") == true)
    }

    @Test(arguments: ["no-such-program-here", "/no/such/program", "/", "/etc/passwd", ""])
    func `a program that cannot be started is named`(command: String) async throws {
        let server = MCPServer(name: "none", transport: .stdio(command: command))
        let error = await #expect(throws: MCPError.self) {
            try await MCPClient.connect(to: server, logger: KeptLog.logger(Kept()))
        }
        #expect(error?.code == .connectFailed)
        #expect((error?.cause as? MCPError)?.code == .invalidCommand)
        #expect(error?.detail?.contains("'\(command)'") == true)
    }

    @Test(arguments: [["": "x"], ["A=B": "x"], ["A\u{0}": "x"], ["A": "x\u{0}"]])
    func `variables that cannot be set are refused`(environment: [String: String]) async throws {
        let server = MCPServer(name: "none", transport: .stdio(command: "true", environment: environment))
        let error = await #expect(throws: MCPError.self) {
            try await MCPClient.connect(to: server, logger: KeptLog.logger(Kept()))
        }
        #expect((error?.cause as? MCPError)?.code == .invalidCommand)
    }

    @Test
    func `programs are searched in their own path and inherit nothing else`() throws {
        let current = ["PATH": "/usr/bin:/bin", "HOME": "/h", "LANG": "C", "OPENAI_API_KEY": "secret"]
        let variables = try ChildEnvironment.variables(configured: ["X": "y", "HOME": "/other"], current: current)
        #expect(variables == ["PATH": "/usr/bin:/bin", "HOME": "/other", "LANG": "C", "X": "y"])
        #expect(try ChildEnvironment.file(of: "sh", in: variables).hasSuffix("/sh"))
        #expect(throws: MCPError.self) { try ChildEnvironment.file(of: "sh", in: ["PATH": "/none::"]) }
        #expect(try ChildEnvironment.variables(configured: [:], current: [:])["PATH"]?.isEmpty == false)
    }

    @Test
    func `close waits for the program, asks it and kills it in the end`() async throws {
        var options = MCPClientOptions()
        options.terminateAfter = .milliseconds(100)
        options.killAfter = .milliseconds(400)
        let log = Kept<String>()
        let logger = KeptLog.logger(log)
        let polite = Self.server(
            Self.introduction + "trap 'echo was asked >&2; exit 0' TERM; while :; do sleep 0.05; done"
        )
        let client = try await MCPClient.connect(to: polite, options: options, logger: logger)
        await client.close()
        #expect(await eventually { log.all.contains { $0.contains("was asked") } })
        let stubborn = Self.server(Self.introduction + "trap '' TERM; while :; do sleep 0.05; done")
        let other = try await MCPClient.connect(to: stubborn, options: options, logger: logger)
        let waiting = Task { try await other.ping() }
        let start = ContinuousClock.now
        // A caller that is cancelled, and several of them, change nothing.
        let closing = Task { await other.close() }
        closing.cancel()
        await other.close()
        await closing.value
        #expect(ContinuousClock.now - start >= .milliseconds(350))
        let error = await #expect(throws: MCPError.self) { try await waiting.value }
        #expect(error?.code == .closed)
        #expect(other.isClosed)
    }

    @Test
    func `a client that is let go of takes its program along`() async throws {
        let log = Kept<String>()
        var options = MCPClientOptions()
        options.terminateAfter = .seconds(60)
        var client: MCPClient? = try await MCPClient.connect(
            to: Self.server(Self.introduction + "cat > /dev/null; echo went by itself >&2"),
            options: options,
            logger: KeptLog.logger(log)
        )
        #expect(client?.isClosed == false)
        client = nil
        #expect(await eventually { log.all.contains { $0.contains("went by itself") } })
    }

    @Test
    func `standard error is logged line by line, long lines cut`() async throws {
        let log = Kept<String>()
        let script =
            """
            printf 'one\\ntwo' >&2; head -c 300000 /dev/zero | tr '\\0' 'y' >&2
            printf '\\nlast\\n' >&2; cat > /dev/null
            """
        try await Self.with(script, log: log) { _ in
            #expect(await eventually { log.all.contains { $0.contains("last") } })
        }
        let lines = log.all.filter { $0.contains("writes") }
        #expect(lines.count == 3)
        #expect(lines.allSatisfy { $0.utf8.count < 1_200 && $0.hasPrefix("debug") })
    }

    @Test
    func `a version of the protocol that nobody here speaks is refused`() async throws {
        let script =
            #"read -r line; echo '{"jsonrpc":"2.0","id":1,"result":{"protocolVersion":"1.0"}}'; cat > /dev/null"#
        let error = await #expect(throws: MCPError.self) {
            try await MCPClient.connect(to: Self.server(script), logger: KeptLog.logger(Kept()))
        }
        #expect(error?.code == .connectFailed)
        #expect(error?.detail?.contains("'1.0'") == true)
    }

    @Test
    func `lists have an end`() async throws {
        let script = #"""
            id=2
            while read -r line; do
                tools='[{"name":"t"},{"no":"name"},7]'
                echo '{"jsonrpc":"2.0","id":'$id',"result":{"tools":'"$tools"',"nextCursor":"again"}}'
                id=$((id + 1))
            done
            """#
        try await Self.with(script) { client in
            let error = await #expect(throws: MCPError.self) { try await client.listTools() }
            #expect(error?.code == .invalidAnswer)
        }
    }

    @Test
    func `a server without tools has an empty list`() async throws {
        let script = #"""
            read -r line
            echo '{"jsonrpc":"2.0","id":2,"error":{"code":-32601,"message":"Method not found"}}'
            cat > /dev/null
            """#
        try await Self.with(script) { client in
            let tools = try await client.listTools()
            #expect(tools.isEmpty)
        }
    }

    @Test
    func `waiting requests are bounded`() async throws {
        var options = MCPClientOptions()
        options.mostWaitingRequests = 2
        let exchange = Exchange(serverName: "x", options: options, logger: KeptLog.logger(Kept()))
        let first = try exchange.ask()
        _ = try exchange.ask()
        #expect(throws: MCPError.self) { try exchange.ask() }
        exchange.forget(first)
        _ = try exchange.ask()
    }
}
