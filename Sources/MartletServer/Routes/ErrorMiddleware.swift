import HTTPTypes
import Hummingbird
import Logging

/// Answers every failed request with JSON.
struct ErrorMiddleware<Context: RequestContext>: RouterMiddleware {
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
            return try JSONResponse.failure(error.status, error.body ?? error.status.reasonPhrase)
                .response(from: request, context: context)
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
}
