import HTTPTypes
import Hummingbird
import Logging
import Synchronization

/// Lets pages of other sites read answers, errors among them, and answers their browsers' questions beforehand.
///
/// The origin is always named, never `*`, because cookies go along. It comes before all other middleware.
struct CrossOriginMiddleware<Context: RequestContext>: RouterMiddleware {
    let policy: CrossOriginPolicy
    let logger: Logger
    private let refusals = OriginRefusals()

    init(policy: CrossOriginPolicy, logger: Logger) {
        self.policy = policy
        self.logger = logger
    }

    func handle(
        _ request: Request,
        context: Context,
        next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        let origin = request.headers[.origin]
        let isPreflight =
            request.method == .options && origin != nil && request.headers[.accessControlRequestMethod] != nil
        var response = isPreflight ? Self.preflight(request) : try await next(request, context)
        if let origin {
            if self.policy.allows(origin: origin, path: request.uri.path) {
                response.headers[.accessControlAllowOrigin] = origin
                response.headers[.accessControlAllowCredentials] = "true"
            } else if isPreflight || !self.isOwn(origin, request), self.refusals.isNew(origin) {
                self.logger.notice(
                    "Page of another site not let in; name its origin under allow_origins",
                    metadata: ["martlet.origin": .string(String(origin.prefix(200)))]
                )
            }
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

    /// The page's own requests name their origin too, when they send something.
    private func isOwn(_ origin: String, _ request: Request) -> Bool {
        guard let host = request.head.authority else { return false }
        return origin.lowercased().hasSuffix("://" + host.lowercased())
    }
}

/// The origins that a word was said about, so that a widget that tries again and again does not fill the log.
private final class OriginRefusals: Sendable {
    private let origins = Mutex<Set<String>>([])

    /// Whether nothing was said about an origin yet; only the first few are told.
    func isNew(_ origin: String) -> Bool {
        self.origins.withLock { origins in
            origins.count < 20 && origins.insert(origin).inserted
        }
    }
}
