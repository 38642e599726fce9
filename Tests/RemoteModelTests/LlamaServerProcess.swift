import Foundation
import NIOCore
import NIOPosix
import Synchronization

/// A real `llama-server` with the model of the repository, for as long as a test needs it.
final class LlamaServerProcess: Sendable {
    /// Where the server's program lies, if it is there: `MARTLET_LLAMA_SERVER`, or what `Scripts/setup-peers` has built.
    static let program: String? = {
        let environment = ProcessInfo.processInfo.environment
        let home = environment["HOME"] ?? ""
        let cache = environment["MARTLET_CACHE"] ?? (environment["XDG_CACHE_HOME"] ?? home + "/.cache") + "/martlet"
        let path = environment["MARTLET_LLAMA_SERVER"] ?? cache + "/peers/bin/llama-server"
        return FileManager.default.isExecutableFile(atPath: path) ? path : nil
    }()

    /// Whether the tests that need one can run; those that do not say why.
    static var isThere: Bool { Self.program != nil && FileManager.default.fileExists(atPath: RepositoryFile.model) }

    static let reason = "needs llama-server (Scripts/setup-peers, or MARTLET_LLAMA_SERVER) and Models/martlet-tiny.gguf"

    let port: Int
    private let process: Mutex<Process>
    private let identifier: Int32

    var url: String { "http://127.0.0.1:\(self.port)/v1" }

    /// Starts a server, which does not answer yet.
    ///
    /// - Parameter arguments: What it is told beside the model, the port and to use one thread.
    init(_ arguments: [String]) async throws {
        let port = try await Self.freePort()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Self.program ?? "")
        process.arguments =
            ["-m", RepositoryFile.model, "--host", "127.0.0.1", "--port", "\(port)", "-t", "1", "--no-webui"]
            + arguments
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        self.port = port
        self.identifier = process.processIdentifier
        self.process = Mutex(process)
    }

    /// Has the server fall silent, connections and all.
    func freeze() { kill(self.identifier, SIGSTOP) }

    /// Has it go on.
    func thaw() { kill(self.identifier, SIGCONT) }

    /// Ends the server for certain: asked politely it waits for connections that a client keeps open.
    func end() {
        self.process.withLock { process in
            guard process.isRunning else { return }
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
        }
    }

    /// How many answers it works on, by its own word.
    func runningCount(key: String?) async throws -> Int {
        struct Slot: Decodable {
            let isBusy: Bool

            private enum CodingKeys: String, CodingKey {
                case isBusy = "is_processing"
            }
        }
        let slots = try await HTTP.get("http://127.0.0.1:\(self.port)/slots", key: key)
        return try JSONDecoder().decode([Slot].self, from: slots).count { $0.isBusy }
    }

    /// A port that was free a moment ago.
    private static func freePort() async throws -> Int {
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .bind(host: "127.0.0.1", port: 0).get()
        let port = channel.localAddress?.port ?? 0
        try await channel.close().get()
        return port
    }
}

/// Files of the repository.
enum RepositoryFile {
    private static let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()

    static let model = Self.tests.deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Models/martlet-tiny.gguf").path

    /// A chat template of these tests.
    static func template(_ name: String) -> String {
        Self.tests.appendingPathComponent("Templates/\(name).jinja").path
    }
}
