import Foundation
import Logging
import MartletCore
import NIOCore
import Synchronization

/// What is said on one connection: who waits for which answer, and what becomes of each message that comes in.
final class Exchange: Sendable {
    /// A request that was sent or is about to be.
    struct Question: Sendable {
        let id: Int
        let answer: OneShot<JSONValue>
    }

    private struct Waiting {
        let answer: OneShot<JSONValue>
        let onProgress: (@Sendable (MCPProgress) -> Void)?
    }

    private struct State {
        var nextID = 1
        var waiting: [Int: Waiting] = [:]
        var end: MCPError?
    }

    let serverName: String
    let options: MCPClientOptions
    let logger: Logger
    private let state = Mutex(State())

    init(serverName: String, options: MCPClientOptions, logger: Logger) {
        self.serverName = serverName
        self.options = options
        self.logger = logger
    }

    /// Why nothing more can be asked, or nil.
    var end: MCPError? { self.state.withLock { $0.end } }

    /// Reserves a place for an answer.
    func ask(onProgress: (@Sendable (MCPProgress) -> Void)? = nil) throws(MCPError) -> Question {
        try self.state.withLock { state throws(MCPError) in
            if let end = state.end { throw end }
            guard state.waiting.count < self.options.mostWaitingRequests else {
                throw MCPError(
                    .busy,
                    "\(state.waiting.count) requests wait for the MCP server '\(self.serverName)': try again later."
                )
            }
            let question = Question(id: state.nextID, answer: OneShot())
            state.nextID += 1
            state.waiting[question.id] = Waiting(answer: question.answer, onProgress: onProgress)
            return question
        }
    }

    /// Whether a request has no answer yet.
    func isWaiting(_ id: Int) -> Bool {
        self.state.withLock { $0.waiting[id]?.answer.isComplete == false }
    }

    /// Gives the place of a request back.
    func forget(_ question: Question) {
        self.state.withLock { $0.waiting[question.id] = nil }
    }

    /// Ends it all; only the first reason counts.
    func finish(_ reason: MCPError) {
        let waiting = self.state.withLock { state -> [Waiting] in
            guard state.end == nil else { return [] }
            state.end = reason
            return Array(state.waiting.values)
        }
        for request in waiting { request.answer.complete(.failure(reason)) }
    }
}

// MARK: - Incoming messages

extension Exchange {
    /// Takes in the bytes of a message, or of a batch of them.
    ///
    /// What is no message is left out: some servers print other lines.
    /// - Parameter reply: Sends an answer. It is awaited, so that a server that asks without end is slowed down.
    func receive(_ bytes: [UInt8], reply: (Data) async throws -> Void) async {
        let value: JSONValue
        do {
            value = try JSONReader.read(bytes)
        } catch {
            self.ignore("no JSON that can be taken (\(error))", bytes)
            return
        }
        for message in RPCMessage.messages(in: value) {
            switch message {
            case nil: self.ignore("no JSON-RPC message", bytes)
            case .result(let id, let result): self.answer(id, .success(result))
            case .failure(let id, let error): self.fail(id, error)
            case .notification(let method, let parameters): self.notify(method, parameters)
            case .request(let id, let method, _):
                guard let data = try? self.answer(to: id, method: method).encoded(limit: self.options.largestMessage)
                else { continue }
                do {
                    try await reply(data)
                } catch {
                    self.logger.debug(
                        "An answer did not reach the MCP server",
                        metadata: ["mcp.server": "\(self.serverName)", "error": "\(error)"]
                    )
                }
            }
        }
    }

    private func answer(_ id: RPCMessage.ID, _ result: Result<JSONValue, any Error>) {
        let request = id.number.flatMap { number in self.state.withLock { $0.waiting[number] } }
        // Answers to requests that were given up arrive late.
        guard let request, request.answer.complete(result) else {
            self.logger.debug(
                "An answer that nobody waits for",
                metadata: ["mcp.server": "\(self.serverName)", "mcp.id": "\(ShownText.shown("\(id)"))"]
            )
            return
        }
    }

    private func fail(_ id: RPCMessage.ID?, _ error: MCPError.Answer) {
        guard let id else {
            self.logger.debug(
                "The MCP server could not read a message",
                metadata: ["mcp.server": "\(self.serverName)", "error": "\(ShownText.shown(error.message))"]
            )
            return
        }
        let words = ShownText.shown(error.message, limit: 1_000)
        let failure = MCPError(
            .refused,
            "The MCP server '\(self.serverName)' answered with the error \(error.code): see its words and its log.",
            detail: words,
            answer: error
        )
        self.answer(id, .failure(failure))
    }

    private func notify(_ method: String, _ parameters: JSONValue?) {
        if method == "notifications/progress" {
            guard case .int(let token)? = parameters?["progressToken"],
                let onProgress = self.state.withLock({ $0.waiting[token]?.onProgress })
            else { return }
            let progress = MCPProgress(
                progress: parameters?["progress"]?.doubleValue ?? 0,
                total: parameters?["total"]?.doubleValue,
                message: parameters?["message"]?.stringValue
            )
            onProgress(progress)
            return
        }
        let notification = MCPNotification(method: method, parameters: parameters)
        if case .log(let level, _, let data) = notification {
            self.logger.debug(
                "The MCP server logs",
                metadata: [
                    "mcp.server": "\(self.serverName)", "mcp.level": "\(ShownText.shown(level, limit: 20))",
                    "mcp.text": "\(ShownText.shown(data.stringValue ?? data.description, limit: 1_000))",
                ]
            )
        }
        self.options.onNotification?(notification)
    }

    private func answer(to id: RPCMessage.ID, method: String) -> RPCMessage {
        switch method {
        case "ping": return .result(id, [:])
        case "roots/list": return .result(id, ["roots": []])
        default:
            let text =
                switch method {
                case "sampling/createMessage": "This client lends no model."
                case "elicitation/create": "This client asks its users nothing for servers."
                default: "This client has no method '\(ShownText.shown(method, limit: 100))'."
                }
            return .failure(id, MCPError.Answer(code: -32601, message: text, data: nil))
        }
    }

    private func ignore(_ what: String, _ bytes: [UInt8]) {
        guard !bytes.allSatisfy({ $0 == 0x20 || $0 == 0x0D || $0 == 0x09 }) else { return }
        self.logger.debug(
            "The MCP server sent what is no message",
            metadata: [
                "mcp.server": "\(self.serverName)", "mcp.flaw": "\(what)",
                "mcp.text": "\(ShownText.shown(String(decoding: bytes.prefix(400), as: UTF8.self)))",
            ]
        )
    }
}
