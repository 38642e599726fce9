import HTTPTypes
import Hummingbird
import MartletCore

/// A request whose query, path or body is not of the form it must have; the answer is 422 and says all that is wrong.
struct RequestValidationError: Error, HTTPResponseError {
    /// One thing that is wrong.
    struct Detail: Sendable {
        /// The kind, in the words clients know: `missing`, `string_type`, `json_invalid` and the like.
        let type: String
        /// Where it is: `query`, `path` or `body`, and the names that lead to it from there.
        let location: [String]
        /// A sentence for people.
        let message: String
        /// What was sent there.
        let input: JSONValue
    }

    /// All that is wrong.
    let details: [Detail]

    /// One thing is wrong.
    ///
    /// - Parameters:
    ///   - type: The kind, such as `missing`.
    ///   - location: Where it is, such as `query` and the parameter's name.
    ///   - message: A sentence for people.
    ///   - input: What was sent there; null when nothing was.
    init(_ type: String, at location: String..., message: String, input: JSONValue = .null) {
        self.details = [Detail(type: type, location: location, message: message, input: input)]
    }

    /// Several things are wrong.
    init(details: [Detail]) {
        self.details = details
    }

    var status: HTTPResponse.Status { .unprocessableContent }

    /// The answer's JSON.
    var value: JSONValue {
        let details = self.details.map { detail -> JSONValue in
            [
                "type": .string(detail.type), "loc": .array(detail.location.map(JSONValue.string)),
                "msg": .string(detail.message), "input": detail.input,
            ]
        }
        return ["detail": .array(details)]
    }

    func response(from request: Request, context: some RequestContext) throws -> Response {
        try JSONResponse(value: self.value, status: self.status).response(from: request, context: context)
    }
}
