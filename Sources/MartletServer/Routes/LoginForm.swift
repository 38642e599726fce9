import Foundation
import HTTPTypes
import Hummingbird
import MartletCore

/// The form by which people sign in with a password.
enum LoginForm {
    private static let largestBody = 64 << 10

    /// The fields of a form, in either of the two ways in which browsers send them.
    ///
    /// - Parameter request: The request.
    /// - Returns: Names and values; none when the body is no form.
    /// - Throws: `HTTPError` when it is too large, too slow or malformed.
    static func fields(of request: Request) async throws -> [String: String] {
        let body = request.body
        let buffer = try await TimeLimit.run(RequestForm.longestTime) { try await body.collect(upTo: Self.largestBody) }
        let type = HeaderParameters(request.headers[.contentType] ?? "")
        switch (type.value, type["boundary"]) {
        case ("application/x-www-form-urlencoded", _):
            return Self.urlEncoded(String(buffer: buffer))
        case ("multipart/form-data", .some(let boundary)) where !boundary.isEmpty:
            return try Self.multipart(buffer, boundary: boundary)
        default:
            return [:]
        }
    }

    /// Checks that both fields are there.
    static func check(_ fields: [String: String]) throws(RequestValidationError) {
        let missing = ["username", "password"].filter { fields[$0] == nil }
        guard missing.isEmpty else {
            throw RequestValidationError(
                details: missing.map { name in
                    RequestValidationError.Detail(
                        type: "missing",
                        location: ["body", name],
                        message: "The field \(name) is missing; send it.",
                        input: .null
                    )
                }
            )
        }
    }

    private static func urlEncoded(_ text: String) -> [String: String] {
        var fields: [String: String] = [:]
        for pair in text.split(separator: "&").prefix(64) {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map { part in
                let spaced = part.replacing("+", with: " ")
                return spaced.removingPercentEncoding ?? String(spaced)
            }
            if let name = parts.first, fields[name] == nil { fields[name] = parts.count > 1 ? parts[1] : "" }
        }
        return fields
    }

    private static func multipart(_ buffer: ByteBuffer, boundary: String) throws -> [String: String] {
        var parser = MultipartParser(boundary: boundary)
        var fields: [String: String] = [:]
        var (name, contents): (String?, [UInt8]) = (nil, [])
        do {
            try parser.parse(buffer.readableBytesView) { event in
                switch event {
                case .began(let head): (name, contents) = (head.name, [])
                case .contents(let bytes): contents += bytes
                case .ended:
                    if let name, fields[name] == nil, fields.count < 64 {
                        fields[name] = String(decoding: contents, as: UTF8.self)
                    }
                }
            }
            guard parser.isComplete else { throw MultipartParser.Flaw(reason: "ends before its last boundary") }
        } catch let flaw as MultipartParser.Flaw {
            throw HTTPError(.badRequest, message: "The form \(flaw.reason).")
        }
        return fields
    }
}
