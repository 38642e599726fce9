/// Further routes of a server, made elsewhere: it reads their requests and knows nothing of what they are about.
///
/// Requests reach a route only when they may (``APIAccess``), with their body whole and within its limit.
public protocol ServerExtension: Sendable {
    /// What it answers.
    var routes: [ServerExtensionRoute] { get }

    /// The answer to a request that its route did not answer, in the form that the extension's clients know.
    ///
    /// - Parameter failure: What is wrong with the request, or what the route threw.
    /// - Returns: The answer.
    func response(to failure: ServerExtensionFailure) -> ServerExtensionResponse
}

/// One address that an extension answers.
public struct ServerExtensionRoute: Sendable {
    /// How a request is made.
    public enum Method: Sendable {
        /// It reads.
        case get
        /// It sends a body.
        case post
    }

    /// Answers a request.
    public typealias Handler = @Sendable (ServerExtensionRequest) async throws -> ServerExtensionResponse

    /// How it is requested.
    public let method: Method
    /// The path below the app's root path, such as `/v1/models/:id`, where `:id` stands for any part; `**` at the end
    /// for any parts.
    public let path: String
    /// The most bytes of a body.
    public let largestBody: Int
    /// Answers a request; its task is cancelled when the client leaves.
    public let handler: Handler

    /// Creates a route.
    ///
    /// - Parameters:
    ///   - method: How it is requested.
    ///   - path: The path below the app's root path.
    ///   - largestBody: The most bytes of a body, default 4 MiB.
    ///   - handler: Answers a request.
    public init(_ method: Method, _ path: String, largestBody: Int = 4 << 20, handler: @escaping Handler) {
        self.method = method
        self.path = path
        self.largestBody = largestBody
        self.handler = handler
    }
}

/// A request to an extension's route.
public struct ServerExtensionRequest: Sendable {
    /// The path, with the app's root path.
    public let path: String
    /// What stands in the path where the route's has `:name`, decoded.
    public let parameters: [String: String]
    /// The body, whole.
    public let body: [UInt8]
    /// Who makes it.
    ///
    /// `API key 2` is whoever holds the second key; programs that need no key are one caller, `API`.
    public let caller: String

    /// Creates a request.
    ///
    /// - Parameters:
    ///   - path: The path.
    ///   - parameters: What stands in the path where the route's has `:name`.
    ///   - body: The body.
    ///   - caller: Who makes it.
    public init(path: String, parameters: [String: String] = [:], body: [UInt8] = [], caller: String = "API") {
        self.caller = caller
        self.path = path
        self.parameters = parameters
        self.body = body
    }
}

/// Why a request was not answered by its route.
public struct ServerExtensionFailure: Error, Sendable {
    /// The kind of a failure.
    public enum Reason: Sendable {
        /// A key is needed, and the request has none or a wrong one.
        case unauthorized
        /// The request comes from where it must not come from.
        case forbidden
        /// There is no such route.
        case notFound
        /// The route takes another method.
        case wrongMethod
        /// The body is larger than the route takes.
        case bodyTooLarge
        /// The body came too slowly.
        case bodyTooSlow
        /// The route threw something that is its own fault.
        case failed
    }

    /// What kind of failure it is.
    public let reason: Reason
    /// One sentence for the person behind the client.
    public let message: String

    /// Creates a failure.
    ///
    /// - Parameters:
    ///   - reason: What kind of failure it is.
    ///   - message: One sentence for the person behind the client.
    public init(_ reason: Reason, _ message: String) {
        self.reason = reason
        self.message = message
    }

    /// The HTTP status that says the same.
    public var status: Int {
        switch self.reason {
        case .unauthorized: 401
        case .forbidden: 403
        case .notFound: 404
        case .wrongMethod: 405
        case .bodyTooLarge: 413
        case .bodyTooSlow: 408
        case .failed: 500
        }
    }
}
