import HTTPTypes
import Hummingbird
import MartletCore

/// An answer that is JSON.
struct JSONResponse: ResponseGenerator {
    let value: JSONValue
    var status: HTTPResponse.Status = .ok
    var headers: HTTPFields = [:]
    /// Whether it is long enough to be compressed, and says nothing that an attacker could guess by its length.
    var isCompressed = false

    func response(from request: Request, context: some RequestContext) throws -> Response {
        var buffer = JSONBuffer()
        buffer.value(self.value)
        var headers = self.headers
        headers[.contentType] = "application/json"
        var body = ByteBuffer(bytes: buffer.bytes)
        if self.isCompressed {
            headers[.vary] = "Accept-Encoding"
            if AcceptedEncoding.allowsGzip(request.headers[.acceptEncoding]), let smaller = Gzip.compress(body) {
                headers[.contentEncoding] = "gzip"
                body = smaller
            }
        }
        headers[.contentLength] = String(body.readableBytes)
        return Response(status: self.status, headers: headers, body: ResponseBody(byteBuffer: body))
    }

    /// An error in the form that clients show: its text under `detail`.
    static func failure(_ status: HTTPResponse.Status, _ detail: String) -> JSONResponse {
        JSONResponse(value: ["detail": .string(detail)], status: status)
    }
}
