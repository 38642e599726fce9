import Foundation
import Logging
import MartletMCP
import Synchronization
import Testing

/// A server made with the official Python SDK, in a process of its own.
struct SDKServer {
    enum Kind: String, CaseIterable, Sendable, CustomTestStringConvertible {
        case stdio, sse, http
        case httpJSON = "http-json"

        var testDescription: String { self.rawValue }
    }

    static let python = ProcessInfo.processInfo.environment["MARTLET_PYTHON"] ?? ""
    static let hasPython = FileManager.default.isExecutableFile(atPath: python)
    static let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("sdk_server.py").path

    /// Whether Python and the SDK are there.
    static let isAvailable: Bool =
        hasPython && (try? runPython("import mcp.server.mcpserver, uvicorn", input: Data())) != nil

    struct Failed: Error {}

    /// Runs a script to its end.
    static func runPython(_ script: String, input: Data) throws -> Data {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: self.python)
        process.arguments = ["-c", script]
        let (stdin, stdout) = (Pipe(), Pipe())
        process.standardInput = stdin
        process.standardOutput = stdout
        process.standardError = FileHandle.nullDevice
        try process.run()
        stdin.fileHandleForWriting.write(input)
        try stdin.fileHandleForWriting.close()
        let output = try stdout.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failed() }
        return output
    }

    /// Lends a client that is connected to such a server.
    static func with(
        _ kind: Kind,
        headers: [String: String] = [:],
        environment: [String: String] = [:],
        options: MCPClientOptions = MCPClientOptions(),
        logger: Logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
        _ body: (MCPClient) async throws -> Void
    ) async throws {
        guard kind != .stdio else {
            let transport = MCPServer.Transport.stdio(
                command: self.python,
                arguments: [self.script, "stdio"],
                environment: environment
            )
            return try await self.connect(transport, options: options, logger: logger, body)
        }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: self.python)
        process.arguments = [self.script, kind.rawValue]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        defer {
            // Asked politely, it would first wait for connections that are still open.
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
        }
        let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        let port = try #require(Int(line.trimmingCharacters(in: .whitespacesAndNewlines)))
        let transport: MCPServer.Transport =
            kind == .sse
            ? .sse(url: "http://127.0.0.1:\(port)/sse", headers: headers)
            : .streamableHTTP(url: "http://127.0.0.1:\(port)/mcp", headers: headers)
        try await self.connect(transport, options: options, logger: logger, body)
    }

    private static func connect(
        _ transport: MCPServer.Transport,
        options: MCPClientOptions,
        logger: Logger,
        _ body: (MCPClient) async throws -> Void
    ) async throws {
        let server = MCPServer(name: "sdk", transport: transport)
        let client = try await MCPClient.connect(to: server, options: options, logger: logger)
        do {
            try await body(client)
        } catch {
            await client.close()
            throw error
        }
        await client.close()
    }
}

/// Keeps what is told from several tasks.
final class Kept<Element: Sendable>: Sendable {
    private let elements = Mutex<[Element]>([])

    var all: [Element] { self.elements.withLock { $0 } }

    func add(_ element: Element) {
        self.elements.withLock { $0.append(element) }
    }
}

/// A log that is kept, one line for each entry.
struct KeptLog: LogHandler {
    let lines: Kept<String>
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .trace

    static func logger(_ lines: Kept<String>) -> Logger {
        Logger(label: "test") { _ in KeptLog(lines: lines) }
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { self.metadata[key] }
        set { self.metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        self.lines.add("\(event.level) \(event.message) \(event.metadata ?? [:])")
    }
}
