import HTTPTypes
import Hummingbird
import MartletCore

/// An answer that is JSON.
struct JSONResponse: ResponseGenerator {
    let value: JSONValue
    var status: HTTPResponse.Status = .ok
    var headers: HTTPFields = [:]

    func response(from request: Request, context: some RequestContext) throws -> Response {
        var buffer = JSONBuffer()
        buffer.value(self.value)
        var headers = self.headers
        headers[.contentType] = "application/json"
        headers[.contentLength] = String(buffer.bytes.count)
        return Response(
            status: self.status,
            headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: buffer.bytes))
        )
    }

    /// An error in the form that clients show: its text under `detail`.
    static func failure(_ status: HTTPResponse.Status, _ detail: String) -> JSONResponse {
        JSONResponse(value: ["detail": .string(detail)], status: status)
    }
}
