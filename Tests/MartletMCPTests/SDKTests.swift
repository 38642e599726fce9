import Foundation
import Logging
import MartletCore
import MartletMCP
import Testing

/// The client against servers made with the official Python SDK.
@Suite(.serialized, .enabled(if: SDKServer.isAvailable, "MARTLET_PYTHON names no Python with the package mcp"))
struct SDKTests {
    @Test(arguments: SDKServer.Kind.allCases)
    func `tools are listed and called`(kind: SDKServer.Kind) async throws {
        try await SDKServer.with(kind) { client in
            #expect(client.info.name == "sdk")
            #expect(client.info.title == "The SDK")
            #expect(client.info.version == "7.1")
            #expect(client.info.protocolVersion == "2025-11-25")
            #expect(client.info.instructions == "Add numbers.")
            let tools = try await client.listTools()
            let add = try #require(tools.first)
            #expect(add.name == "add")
            #expect(add.title == "Addition")
            #expect(add.description == "Adds two numbers.")
            #expect(add.inputSchema["properties"]?["a"]?["type"] == "integer")
            #expect(add.outputSchema != nil)
            #expect(add.annotations?.isReadOnly == true)
            #expect(add.annotations?.isOpenWorld == false)
            #expect(add.annotations?.isDestructive == nil)

            let sum = try await client.callTool("add", arguments: ["a": 2, "b": 40])
            #expect(sum.text == "42")
            #expect(sum.structuredContent == ["result": 42])
            #expect(!sum.isError)
            let failure = try await client.callTool("fail", arguments: ["reason": "because"])
            #expect(failure.isError)
            #expect(failure.text.contains("fail"))
            let picture = try await client.callTool("picture")
            #expect(picture.content == [.image(Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A]), mimeType: "image/png")])
            try await self.checkParts(client)
            try await self.checkResourcesAndPrompts(client)
            try await client.ping()
        }
    }

    private func checkParts(_ client: MCPClient) async throws {
        let content = try await client.callTool("parts").content
        try #require(content.count == 3)
        #expect(content[0] == .text("one\ntwo \u{2028} \u{1F426}"))
        guard case .resourceLink(let link) = content[1], case .resource(let resource) = content[2] else {
            Issue.record("\(content)")
            return
        }
        #expect(link.name == "notes")
        #expect(link.uri == "notes://today")
        #expect(resource.body == .text("Milk"))
    }

    private func checkResourcesAndPrompts(_ client: MCPClient) async throws {
        let resources = try await client.listResources()
        #expect(resources.map(\.uri) == ["notes://today", "notes://picture"])
        #expect(resources.first?.title == "Today")
        #expect(try await client.readResource("notes://today").map(\.body) == [.text("Milk")])
        let picture = try await client.readResource("notes://picture")
        #expect(picture.map(\.body) == [.data(Data([0x89, 0x50, 0x4E, 0x47]))])
        let prompts = try await client.listPrompts()
        #expect(prompts.map(\.name) == ["greet"])
        #expect(prompts.first?.arguments.map(\.name) == ["name"])
        #expect(prompts.first?.arguments.first?.isRequired == true)
        let prompt = try await client.getPrompt("greet", arguments: ["name": "Ada"])
        #expect(prompt.messages.map(\.content) == [.text("Say hello to Ada.")])
        let error = await #expect(throws: MCPError.self) { try await client.readResource("notes://none") }
        #expect(error?.code == .refused)
        #expect(error?.answer != nil)
        await #expect(throws: MCPError.self) { try await client.request("no/method") }
    }

    @Test(arguments: SDKServer.Kind.allCases)
    func `servers may tell, ask and be told in the middle of a call`(kind: SDKServer.Kind) async throws {
        let notifications = Kept<MCPNotification>()
        let progress = Kept<MCPProgress>()
        let log = Kept<String>()
        var options = MCPClientOptions()
        options.onNotification = { notifications.add($0) }
        try await SDKServer.with(kind, options: options, logger: KeptLog.logger(log)) { client in
            let done = try await client.callTool("steps", arguments: ["count": 3]) { progress.add($0) }
            #expect(done.text == "done")
            // Answers in JSON have no room for anything else.
            if kind != .httpJSON {
                #expect(progress.all.map(\.progress) == [1, 2, 3])
                #expect(progress.all.last?.total == 3)
                #expect(progress.all.last?.message == "step 3")
                #expect(notifications.all.contains(.log(level: "info", source: nil, data: "all steps done")))
                #expect(log.all.contains { $0.contains("all steps done") })
                #expect(try await client.callTool("ping_client").text == "alive")
            }
            #expect(try await client.callTool("ask_model").text.hasPrefix("refused"))
            #expect(try await client.callTool("grow").text == "grown")
            #expect(try await client.listTools().map(\.name).last == "grown")
            if kind == .stdio || kind == .sse { #expect(notifications.all.contains(.toolsChanged)) }
        }
    }

    @Test(arguments: SDKServer.Kind.allCases)
    func `many calls go at once, and a large one among them`(kind: SDKServer.Kind) async throws {
        try await SDKServer.with(kind) { client in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<60 {
                    group.addTask {
                        let sum = try await client.callTool("add", arguments: ["a": .int(number), "b": 1_000])
                        #expect(sum.text == "\(number + 1_000)")
                    }
                }
                group.addTask {
                    let text = try await client.callTool("repeat", arguments: ["text": "\u{E9}x", "count": 300_000])
                        .text
                    #expect(text == String(repeating: "\u{E9}x", count: 300_000))
                }
                group.addTask {
                    let long = String(repeating: "a", count: 1_000_000)
                    let result = try await client.callTool("repeat", arguments: ["text": .string(long), "count": 1])
                    #expect(result.text == long)
                }
                try await group.waitForAll()
            }
        }
    }

    @Test(arguments: [SDKServer.Kind.stdio, .sse, .http])
    func `a call that nobody waits for any more is cancelled at the server`(kind: SDKServer.Kind) async throws {
        try await SDKServer.with(kind) { client in
            let call = Task { try await client.callTool("wait", arguments: ["seconds": 600]) }
            let error = await #expect(throws: MCPError.self) {
                try await client.callTool("wait", arguments: ["seconds": 600], timeout: .milliseconds(300))
            }
            #expect(error?.code == .timedOut)
            #expect(error?.message.contains("0.3 s") == true)
            call.cancel()
            await #expect(throws: CancellationError.self) { try await call.value }
            // The notices travel by themselves; each question gives them time to arrive.
            var count = 0
            for _ in 0..<200 where count < 2 {
                count = Int(try await client.callTool("cancellations").text) ?? 0
            }
            #expect(count == 2)
            #expect(try await client.callTool("add", arguments: ["a": 1, "b": 1]).text == "2")
        }
    }

    @Test
    func `a program sees little of the environment`() async throws {
        let log = Kept<String>()
        try await SDKServer.with(.stdio, environment: ["MY_KEY": "value"], logger: KeptLog.logger(log)) { client in
            let environment = try await client.callTool("environment").structuredContent
            guard case .object(let variables)? = environment else {
                Issue.record("\(String(describing: environment))")
                return
            }
            // Python itself sets LC_CTYPE.
            let names = Set(variables.keys).subtracting(["LC_CTYPE"])
            #expect(names.isSubset(of: ["PATH", "HOME", "LANG", "MY_KEY"]))
            #expect(variables["MY_KEY"] == "value")
            #expect(log.all.contains { $0.contains("ready") })
        }
    }

    @Test
    func `a program that dies in a call tells how, and its last words`() async throws {
        try await SDKServer.with(.stdio) { client in
            let error = await #expect(throws: MCPError.self) { try await client.callTool("die") }
            #expect(error?.code == .connectionLost)
            #expect(error?.detail?.contains("exit code 3") == true)
            #expect(error?.detail?.contains("last words") == true)
            #expect(client.isClosed)
            let later = await #expect(throws: MCPError.self) { try await client.ping() }
            #expect(later?.code == .connectionLost)
        }
    }

    @Test
    func `nothing that a program started is left when it is closed`() async throws {
        var orphan: Int32?
        try await SDKServer.with(.stdio) { client in
            orphan = Int32(try await client.callTool("breed").text)
        }
        let id = try #require(orphan)
        // The system buries what the dead program left behind when it gets to it.
        #expect(await eventually { kill(id, 0) == -1 || isZombie(id) })
    }

    @Test
    func `a stream that ends before its answer is picked up again`() async throws {
        try await SDKServer.with(.http) { client in
            let result = try await client.callTool("detach")
            #expect(result.text == "picked up")
            #expect(try await client.callTool("add", arguments: ["a": 1, "b": 2]).text == "3")
        }
    }

    @Test(arguments: [SDKServer.Kind.sse, .http])
    func `header fields go along, those of the protocol cannot be set`(kind: SDKServer.Kind) async throws {
        let fields = ["Authorization": "Bearer secret", "Content-Length": "1", "Mcp-Session-Id": "forged"]
        try await SDKServer.with(kind, headers: fields) { client in
            let sent = try await client.callTool("headers").structuredContent
            #expect(sent?["authorization"] == "Bearer secret")
            #expect(sent?["mcp-session-id"] != "forged")
            if kind == .http { #expect(sent?["mcp-protocol-version"] == "2025-11-25") }
        }
    }
}

/// Asks until something holds, for at most ten seconds.
func eventually(_ holds: () -> Bool) async -> Bool {
    for _ in 0..<1_000 {
        if holds() { return true }
        try? await Task.sleep(for: .milliseconds(10))
    }
    return holds()
}

/// Whether a process has ended and only waits to be buried.
private func isZombie(_ id: Int32) -> Bool {
    (try? String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8))?.contains(") Z ") ?? true
}
