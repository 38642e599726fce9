import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// The routes of one extension.
struct ExtensionRoutes: Sendable {
    /// How long a body may take to come in.
    private static let longestTime = Duration.seconds(60)

    let base: any ServerExtension
    let access: APIAccess
    let counts: ServerCounts
    let logger: Logger

    func add(to router: some RouterMethods<ServerContext>) {
        let routes = self.base.routes
        for route in routes {
            switch route.method {
            case .get: router.get(RouterPath(route.path)) { try await self.answer(route, $0, $1) }
            case .post: router.post(RouterPath(route.path)) { try await self.answer(route, $0, $1) }
            }
        }
        let readable = Set(routes.filter { $0.method == .get }.map(\.path))
        // Without a route of its own a path that is posted to would show nothing, where others show the page.
        for route in routes where route.method == .post && !readable.contains(route.path) {
            router.get(RouterPath(route.path)) { request, context in
                try await self.answer(Self.wrongMethod(route.path), request, context)
            }
        }
    }

    private static func wrongMethod(_ path: String) -> ServerExtensionRoute {
        ServerExtensionRoute(.get, path) { _ in
            throw ServerExtensionFailure(.wrongMethod, "\(path) takes POST; send a JSON body with it.")
        }
    }

    private func answer(
        _ route: ServerExtensionRoute,
        _ request: Request,
        _ context: ServerContext
    ) async throws -> Response {
        let departure = ClientDeparture(of: context.channel)
        let answer: ServerExtensionResponse
        do {
            let caller = try self.access.caller(of: request)
            answer = try await departure.whileThere {
                let body = try await self.body(of: request, upTo: route.largestBody)
                let parameters = context.parameters.map {
                    (String($0.key), $0.value.removingPercentEncoding ?? String($0.value))
                }
                return try await route.handler(
                    ServerExtensionRequest(
                        path: request.uri.path,
                        parameters: Dictionary(parameters, uniquingKeysWith: { $1 }),
                        body: body,
                        caller: caller
                    )
                )
            }
        } catch let failure as ServerExtensionFailure {
            answer = self.base.response(to: failure)
        } catch is CancellationError {
            self.counts.answered(route.path, status: 499)
            throw CancellationError()
        } catch {
            self.logger.error(
                "Request failed",
                metadata: ["http.path": .string(request.uri.path), "error": "\(error)"]
            )
            answer = self.base.response(to: ServerExtensionFailure(.failed, "Internal server error"))
        }
        self.counts.answered(route.path, status: answer.status)
        return self.response(answer, departure)
    }

    private func body(of request: Request, upTo limit: Int) async throws -> [UInt8] {
        let body = request.body
        do {
            return try await TimeLimit.run(Self.longestTime) {
                Array(buffer: try await body.collect(upTo: limit))
            }
        } catch is NIOTooManyBytesError {
            throw ServerExtensionFailure(.bodyTooLarge, "The body is larger than \(limit) bytes; send a smaller one.")
        } catch let error as HTTPError where error.status == .contentTooLarge {
            throw ServerExtensionFailure(.bodyTooLarge, "The body is larger than \(limit) bytes; send a smaller one.")
        } catch let error as HTTPError where error.status == .requestTimeout {
            throw ServerExtensionFailure(.bodyTooSlow, "The body took longer than \(Self.longestTime); send it faster.")
        }
    }

    private func response(_ answer: ServerExtensionResponse, _ departure: ClientDeparture) -> Response {
        var headers = HTTPFields()
        for (name, value) in answer.headers {
            if let name = HTTPField.Name(name) { headers[name] = value }
        }
        let body: ResponseBody
        switch answer.body {
        case .bytes(let bytes):
            headers[.contentLength] = String(bytes.count)
            body = ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
        case .stream(let produce):
            body = Self.body(produce, departure)
        }
        return Response(status: HTTPResponse.Status(code: answer.status), headers: headers, body: body)
    }

    private static func body(
        _ produce: @escaping ServerExtensionResponse.BodyProducer,
        _ departure: ClientDeparture
    ) -> ResponseBody {
        ResponseBody { writer in
            // Lent to the producer, and not touched here before that has ended; what is behind it takes any number of
            // writers.
            nonisolated(unsafe) let lent = writer
            let extensionWriter = ServerExtensionWriter { bytes in
                nonisolated(unsafe) var writer = lent
                try await writer.write(ByteBuffer(bytes: bytes))
            }
            try await departure.whileThere { try await produce(extensionWriter) }
            try await writer.finish(nil)
        }
    }
}
