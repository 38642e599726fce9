import HTTPTypes
import Hummingbird
import NIOCore

/// The app's numbers, for Prometheus and the like.
struct MetricsRoutes: Sendable {
    let sources: [any MetricsSource]
    let access: APIAccess

    func add(to router: some RouterMethods<ServerContext>) {
        router.get("/metrics") { request, _ in self.answer(request) }
    }

    private func answer(_ request: Request) -> Response {
        var headers: HTTPFields = [.cacheControl: "no-store", .contentType: MetricsText.contentType]
        var status = HTTPResponse.Status.ok
        let text: String
        do {
            _ = try self.access.caller(of: request)
            text = MetricsText.text(of: self.sources.flatMap(\.metrics))
        } catch {
            text = error.message + "\n"
            status = HTTPResponse.Status(code: error.status)
            headers[.contentType] = "text/plain; charset=utf-8"
            if error.reason == .unauthorized { headers[.wwwAuthenticate] = "Bearer" }
        }
        let body = ByteBuffer(string: text)
        headers[.contentLength] = String(body.readableBytes)
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: body))
    }
}
