import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// Answers every failed request with JSON.
struct ErrorMiddleware<Context: RequestContext>: RouterMiddleware {
    /// The path that everything lies under, empty or without a trailing slash.
    var prefix = ""

    func handle(
        _ request: Request,
        context: Context,
        next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        let response = try await self.answer(request, context: context, next: next)
        // A body after HEAD would be taken for the next answer on the connection.
        return request.method == .head ? response.createHeadResponse() : response
    }

    private func answer(
        _ request: Request,
        context: Context,
        next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as HTTPError {
            return try self.failure(self.refined(error, request)).response(from: request, context: context)
        } catch is NIOTooManyBytesError {
            return try JSONResponse.failure(.contentTooLarge, "The request's body is too large; send a smaller one.")
                .response(from: request, context: context)
        } catch let error as any HTTPResponseError {
            return try error.response(from: request, context: context)
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            context.logger.error(
                "Request failed",
                metadata: ["http.path": .string(request.uri.path), "error": "\(error)"]
            )
            return try JSONResponse.failure(.internalServerError, "Internal server error")
                .response(from: request, context: context)
        }
    }

    private func failure(_ error: HTTPError) -> JSONResponse {
        var response = JSONResponse.failure(error.status, error.body ?? error.status.reasonPhrase)
        response.headers = error.headers
        return response
    }

    /// Tells a method that does not fit from a path that is not there.
    ///
    /// Every path of the app's can be read, since the page has paths of its own; so where no route was found, it was the
    /// method. An error without a text comes from the router.
    private func refined(_ error: HTTPError, _ request: Request) -> HTTPError {
        guard error.status == .notFound, error.body == nil, request.method != .get,
            self.prefix.isEmpty || request.uri.path == self.prefix || request.uri.path.hasPrefix(self.prefix + "/")
        else { return error }
        return HTTPError(.methodNotAllowed, headers: [.allow: "GET"], message: "Method Not Allowed")
    }
}
