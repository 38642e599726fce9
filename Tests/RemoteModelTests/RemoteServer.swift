import AsyncHTTPClient
import Foundation
import LanguageModels
import Logging
import MartletServer
import NIOCore
import NIOFoundationCompat
import NIOHTTP1
import Testing

@testable import Martlet

#if Llama
    import MartletLlama
#endif

/// All calls, one after the other: the servers share the machine's few cores.
@Suite(.serialized) enum RemoteCalls {}

/// The servers that the same calls are made to: llama.cpp's own, and an app of ours.
enum RemoteServer: String, CaseIterable, CustomTestStringConvertible {
    case llamaServer = "llama-server"
    case martlet = "Martlet"

    /// A chat template with a form for calls, which the tiny model's own lacks: llama-server then tells it of no tools,
    /// and holds it to nothing even where it must call one.
    enum CallTemplate: String {
        /// A call may follow text; so a model that must call one may go on writing text for ever.
        case marked
        /// An answer is text or calls.
        case exclusive
    }

    /// What a test wants of a server.
    struct Setup: Sendable {
        /// The key that it asks for; nil lets everybody in.
        var key: String?
        /// A chat template in place of the model's own, for llama-server; a Martlet app needs none to call tools.
        var template: CallTemplate?
        /// Whether llama-server makes vectors, and nothing else; a Martlet app does both.
        var makesVectors = false
        /// How many answers it writes at once.
        var places = 4
        /// The most tokens of one answer and its prompt.
        var contextLength = 1024
    }

    /// Those that can be started here; `RemoteCalls.Faults` says why llama-server cannot.
    static var present: [RemoteServer] {
        Self.allCases.filter { server in
            switch server {
            case .llamaServer: LlamaServerProcess.isThere
            case .martlet: MartletProgram.isThere
            }
        }
    }

    var testDescription: String { self.rawValue }

    /// Lends a server to a closure, ready to answer, and ends it afterwards.
    func with(_ setup: Setup = Setup(), _ body: (Remote) async throws -> Void) async throws {
        switch self {
        case .llamaServer: try await Self.withLlamaServer(setup, body)
        case .martlet: try await MartletProgram.with(setup, body)
        }
    }

    private static func withLlamaServer(_ setup: Setup, _ body: (Remote) async throws -> Void) async throws {
        var arguments = ["--jinja", "--alias", "tiny", "-np", "\(setup.places)"]
        arguments += ["-c", "\(setup.places * setup.contextLength)"]
        if let key = setup.key { arguments += ["--api-key", key] }
        if let template = setup.template {
            arguments += ["--chat-template-file", RepositoryFile.template(template.rawValue)]
        }
        if setup.contextLength > 1024 {
            // It was trained on no more, and the server would give no more.
            arguments += ["--override-kv", "llama.context_length=int:\(setup.contextLength)"]
        }
        if setup.makesVectors { arguments += ["--embeddings", "--pooling", "mean"] }
        let process = try await LlamaServerProcess(arguments)
        defer { process.end() }
        let remote = Remote(server: .llamaServer, url: process.url, key: setup.key, process: process) {
            try await process.runningCount(key: setup.key)
        }
        let model = remote.model()
        for _ in 0..<600 {
            if (try? await model.checkHealth()) != nil { return try await body(remote) }
            try await Task.sleep(for: .milliseconds(100))
        }
        throw LanguageModelError(.serverUnavailable, "llama-server did not start within a minute.")
    }
}

/// A server that runs.
struct Remote: Sendable {
    let server: RemoteServer
    let url: String
    let key: String?
    /// The process, where it is llama-server.
    var process: LlamaServerProcess?
    /// How many answers the server works on.
    let countRunning: @Sendable () async throws -> Int

    /// A model on the server.
    func model(
        _ name: String = "tiny",
        key: String? = nil,
        settings: OpenAISettings = Ask.settings(),
        api: LanguageModels.OpenAIAPI = .automatic
    ) -> OpenAIModel {
        OpenAIModel(
            name,
            baseURL: self.url,
            apiKey: key ?? self.key,
            api: api,
            // What an app says for llama-server, and what one says for a server of an unknown kind.
            dialect: self.server == .llamaServer ? .llamaServer : .automatic,
            settings: settings,
            environment: [:]
        )
    }

    /// Waits until the server works on nothing.
    ///
    /// - Throws: An error if it still does after a while that is shorter than the answers that tests end.
    func untilFree() async throws {
        // llama-server looks once a second whether who waits for a whole answer is there, and each question puts that off.
        for pause in [20, 20, 20, 20, 1500, 1500, 1500, 0] {
            if try await self.countRunning() == 0 { return }
            try await Task.sleep(for: .milliseconds(pause))
        }
        throw LanguageModelError(.generationFailed, "\(self.server.rawValue) still works on an answer nobody reads.")
    }
}

/// Requests beside those of the model's.
enum HTTP {
    static func get(_ url: String, key: String?) async throws -> Data {
        var request = HTTPClientRequest(url: url)
        if let key { request.headers.add(name: "Authorization", value: "Bearer \(key)") }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(10))
        return Data(buffer: try await response.body.collect(upTo: 1 << 20))
    }
}

/// What is asked of servers.
enum Ask {
    static let question = ModelPrompt.chat([ChatMessage(role: .user, content: "What is Martlet?")])
    static let story = ModelPrompt.chat([ChatMessage(role: .user, content: "Tell me a story.")])
    static let text = ModelPrompt.text("Question: What is Martlet?\nAnswer:")

    /// Options without chance.
    static func options(_ limit: Int? = 32, _ change: (inout GenerationOptions) -> Void = { _ in })
        -> GenerationOptions
    {
        var options = GenerationOptions(maxNewTokens: limit, repetitionPenalty: 1, temperature: 0)
        change(&options)
        return options
    }

    /// Options of an answer that goes on until the limit, or for seconds until the context is full.
    static func endless(_ limit: Int? = nil) -> GenerationOptions {
        Self.options(limit) {
            $0.format = .grammar(#"root ::= ("a" | "b")+"#)
            // The tokens with which the tiny model could end it.
            $0.logitBias = [2: -.infinity, 4: -.infinity]
        }
    }

    /// Settings with short pauses, and with time enough for a busy machine.
    static func settings(
        retries: Int = 2,
        firstByte: Duration = .seconds(120),
        between: Duration = .seconds(120),
        parameters: TemplateValue = .object([])
    ) -> OpenAISettings {
        OpenAISettings(
            timeouts: .init(connect: .seconds(60), firstByte: firstByte, betweenChunks: between),
            retries: .init(count: retries, baseDelay: .milliseconds(20), longestDelay: .seconds(2)),
            proxy: .none,
            parameters: parameters
        )
    }

    /// Every delta of an answer but those that tell what the server does.
    static func deltas(_ stream: GenerationStream) async throws -> [GenerationDelta] {
        var deltas: [GenerationDelta] = []
        for try await delta in stream where delta.activity == nil { deltas.append(delta) }
        return deltas
    }

    /// The error that an answer ends with.
    static func error(_ stream: GenerationStream) async throws -> LanguageModelError {
        try await #require(throws: LanguageModelError.self) { try await stream.collect() }
    }
}

/// A Martlet app that serves the repository's model, in this process.
enum MartletProgram {
    #if Llama
        static var isThere: Bool { FileManager.default.fileExists(atPath: RepositoryFile.model) }

        static func with(_ setup: RemoteServer.Setup, _ body: (Remote) async throws -> Void) async throws {
            // A longer context than the model was trained on has to be stretched.
            let scaling =
                setup.contextLength > 1024
                ? LlamaRopeScaling(frequencyScale: 1024 / Double(setup.contextLength)) : nil
            let model = try await LlamaModel(
                RepositoryFile.model,
                threads: 1,
                contextLength: setup.contextLength,
                sequences: setup.places,
                contextOptions: LlamaContextOptions(ropeScaling: scaling)
            )
            let app = ChatApp()
            app.serve(model, as: "tiny")
            app.serve(embeddings: try await LlamaEmbeddingModel(RepositoryFile.model, threads: 1), as: "vectors")
            if let key = setup.key { app.apiKeys(key) }
            let folder = FileManager.default.temporaryDirectory.appending(path: "martlet-remote-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            var configuration = AppConfiguration()
            configuration.listener = .address(host: "127.0.0.1", port: 0)
            configuration.appRoot = folder
            let server = app.server(configuration, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
            let (addresses, continuation) = AsyncStream<String>.makeStream()
            let running = Task {
                defer { continuation.finish() }
                try await server.run { continuation.yield($0) }
            }
            let address = await addresses.first { _ in true }
            do {
                guard let address else { throw LanguageModelError(.serverUnavailable, "The app did not start.") }
                let url = address + (address.hasSuffix("/") ? "v1" : "/v1")
                let remote = Remote(server: .martlet, url: url, key: setup.key) { model.statistics.open }
                try await body(remote)
            } catch {
                running.cancel()
                _ = await running.result
                throw error
            }
            running.cancel()
            _ = await running.result
        }
    #else
        static let isThere = false

        static func with(_ setup: RemoteServer.Setup, _ body: (Remote) async throws -> Void) async throws {
            throw LanguageModelError(.unsupportedModel, "The package was built without the trait Llama.")
        }
    #endif
}
