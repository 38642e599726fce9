import Foundation
import MartletCore

/// A message of JSON-RPC 2.0.
enum RPCMessage: Hashable, Sendable {
    /// The name of a request, chosen by who asks.
    enum ID: Hashable, Sendable {
        case int(Int)
        case string(String)

        init?(_ value: JSONValue?) {
            switch value {
            case .int(let number): self = .int(number)
            case .string(let text): self = .string(text)
            default: return nil
            }
        }

        var json: JSONValue {
            switch self {
            case .int(let number): .int(number)
            case .string(let text): .string(text)
            }
        }

        /// The number that this client chose, which some servers give back as a text.
        var number: Int? {
            switch self {
            case .int(let number): number
            case .string(let text): Int(text)
            }
        }
    }

    case request(ID, method: String, parameters: JSONValue?)
    case notification(method: String, parameters: JSONValue?)
    case result(ID, JSONValue)
    /// An error; servers that could not read a request cannot say which.
    case failure(ID?, MCPError.Answer)

    /// The messages in a JSON value, several in a batch; nil stands for what is no message.
    static func messages(in value: JSONValue) -> [RPCMessage?] {
        guard case .array(let values) = value else { return [RPCMessage(value)] }
        return values.map { RPCMessage($0) }
    }

    private init?(_ value: JSONValue) {
        guard case .object(let members) = value else { return nil }
        let id = ID(members["id"])
        if let method = members["method"]?.stringValue {
            if let id {
                self = .request(id, method: method, parameters: members["params"])
            } else {
                self = .notification(method: method, parameters: members["params"])
            }
        } else if let result = members["result"], let id {
            self = .result(id, result)
        } else if case .object(let error)? = members["error"] {
            let code = if case .int(let code)? = error["code"] { code } else { 0 }
            let words = error["message"]?.stringValue ?? ""
            self = .failure(id, MCPError.Answer(code: code, message: words, data: error["data"]))
        } else {
            return nil
        }
    }

    private var json: JSONValue {
        var members: [String: JSONValue] = ["jsonrpc": "2.0"]
        switch self {
        case .request(let id, let method, let parameters):
            members["id"] = id.json
            members["method"] = .string(method)
            members["params"] = parameters
        case .notification(let method, let parameters):
            members["method"] = .string(method)
            members["params"] = parameters
        case .result(let id, let result):
            members["id"] = id.json
            members["result"] = result
        case .failure(let id, let error):
            members["id"] = id?.json ?? .null
            members["error"] = ["code": .int(error.code), "message": .string(error.message)]
        }
        return .object(members)
    }

    /// The message on one line.
    func encoded(limit: Int) throws(MCPError) -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.withoutEscapingSlashes]
        let data: Data
        do {
            data = try encoder.encode(self.json)
        } catch {
            throw MCPError(
                .invalidArgument,
                "The message to the MCP server cannot be written as JSON: leave out numbers that are not finite.",
                cause: error
            )
        }
        guard data.count <= limit else {
            throw MCPError(
                .messageTooLarge,
                "The message to the MCP server has \(data.count) bytes, more than \(limit): send less at once."
            )
        }
        return data
    }
}
