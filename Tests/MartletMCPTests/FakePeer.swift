import Foundation
import MartletCore
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A web server in this process that does as a test tells it.
final class FakePeer: Sendable {
    struct Request: Sendable {
        let method: HTTPMethod
        let uri: String
        let headers: HTTPHeaders
        let body: String

        /// The method of the JSON-RPC message in the body.
        var call: String? { self.json?["method"]?.stringValue }

        /// The id of the JSON-RPC message in the body.
        var id: JSONValue? { self.json?["id"] }

        private var json: JSONValue? { try? JSONDecoder().decode(JSONValue.self, from: Data(self.body.utf8)) }
    }

    enum Ending: Sendable {
        case complete
        /// Stays open for ``FakePeer/push(_:)``.
        case open
        /// The connection breaks.
        case broken
        /// Nothing is sent at all.
        case silent
    }

    struct Answer: Sendable {
        var status: HTTPResponseStatus = .ok
        var headers: [String: String] = [:]
        var body = ""
        var ending = Ending.complete

        static func json(_ text: String, headers: [String: String] = [:]) -> Answer {
            Answer(headers: headers.merging(["Content-Type": "application/json"]) { $1 }, body: text)
        }

        static func events(_ text: String, _ ending: Ending = .complete) -> Answer {
            Answer(headers: ["Content-Type": "text/event-stream; charset=utf-8"], body: text, ending: ending)
        }

        static let accepted = Answer(status: .accepted)

        /// The answer to an `initialize` request.
        static func introduction(headers: [String: String] = [:]) -> Answer {
            .json(FakePeer.introduction, headers: headers)
        }
    }

    static let introduction =
        #"{"jsonrpc":"2.0","id":1,"result":{"protocolVersion":"2025-06-18","capabilities":{"tools":{}}}}"#

    typealias Handler = @Sendable (Request) -> Answer

    private struct State {
        var requests: [Request] = []
        var open: [any Channel] = []
    }

    private let handler: Handler
    private let state = Mutex(State())
    private let listener = Mutex<(any Channel)?>(nil)

    private init(_ handler: @escaping Handler) {
        self.handler = handler
    }

    static func with(_ handler: @escaping Handler, _ body: (FakePeer) async throws -> Void) async throws {
        let peer = FakePeer(handler)
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline(withPipeliningAssistance: false)
                    try channel.pipeline.syncOperations.addHandler(FakePeerHandler(peer: peer))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        peer.listener.withLock { $0 = channel }
        do {
            try await body(peer)
        } catch {
            try await channel.close().get()
            throw error
        }
        try await channel.close().get()
    }

    var requests: [Request] { self.state.withLock { $0.requests } }

    /// The requests, one line each.
    var lines: [String] { self.requests.map { "\($0.method) \($0.uri) \($0.call ?? "-")" } }

    var url: String {
        "http://127.0.0.1:\(self.listener.withLock { $0?.localAddress?.port } ?? 0)"
    }

    /// Sends a piece of the body on all answers that are open.
    func push(_ text: String) {
        for channel in self.state.withLock({ $0.open }) {
            channel.writeAndFlush(HTTPServerResponsePart.body(.byteBuffer(ByteBuffer(string: text))), promise: nil)
        }
    }

    /// Breaks all answers that are open.
    func drop() {
        for channel in self.state.withLock({ state in
            defer { state.open = [] }
            return state.open
        }) { channel.close(promise: nil) }
    }

    fileprivate func answer(_ request: Request, on channel: any Channel) {
        self.state.withLock { $0.requests.append(request) }
        let answer = self.handler(request)
        if answer.ending == .silent { return }
        var headers = HTTPHeaders(answer.headers.map { ($0.key, $0.value) })
        if answer.ending == .complete { headers.add(name: "Content-Length", value: "\(answer.body.utf8.count)") }
        let head = HTTPResponseHead(version: .http1_1, status: answer.status, headers: headers)
        channel.write(HTTPServerResponsePart.head(head), promise: nil)
        let body = HTTPServerResponsePart.body(.byteBuffer(ByteBuffer(string: answer.body)))
        switch answer.ending {
        case .complete:
            channel.write(body, promise: nil)
            channel.writeAndFlush(HTTPServerResponsePart.end(nil), promise: nil)
        case .open:
            channel.writeAndFlush(body, promise: nil)
            self.state.withLock { $0.open.append(channel) }
        case .broken:
            channel.writeAndFlush(body).whenComplete { _ in channel.close(promise: nil) }
        case .silent: break
        }
    }
}

private final class FakePeerHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart

    private let peer: FakePeer
    private var head: HTTPRequestHead?
    private var body = ""

    init(peer: FakePeer) {
        self.peer = peer
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch self.unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            self.body = ""
        case .body(let bytes): self.body += String(buffer: bytes)
        case .end:
            guard let head = self.head else { return }
            let request = FakePeer.Request(method: head.method, uri: head.uri, headers: head.headers, body: self.body)
            self.peer.answer(request, on: context.channel)
        }
    }
}
