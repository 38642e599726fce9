import HTTPTypes
import Hummingbird

/// Lets pages of other sites read answers, errors among them, and answers their browsers' questions beforehand.
///
/// The origin is always named, never `*`, because cookies go along. It comes before all other middleware.
struct CrossOriginMiddleware<Context: RequestContext>: RouterMiddleware {
    let policy: CrossOriginPolicy

    func handle(
        _ request: Request,
        context: Context,
        next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        let origin = request.headers[.origin]
        let isPreflight =
            request.method == .options && origin != nil && request.headers[.accessControlRequestMethod] != nil
        var response = isPreflight ? Self.preflight(request) : try await next(request, context)
        if let origin, self.policy.allows(origin: origin, path: request.uri.path) {
            response.headers[.accessControlAllowOrigin] = origin
            response.headers[.accessControlAllowCredentials] = "true"
        }
        // Kept answers must not be shown to another origin than the one they name.
        response.headers.append(HTTPField(name: .vary, value: "Origin"))
        return response
    }

    private static func preflight(_ request: Request) -> Response {
        var headers: HTTPFields = [
            .contentType: "text/plain; charset=utf-8",
            .accessControlAllowMethods: "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT",
            .accessControlMaxAge: "600",
        ]
        headers[.accessControlAllowHeaders] = request.headers[.accessControlRequestHeaders]
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: "OK")))
    }
}
