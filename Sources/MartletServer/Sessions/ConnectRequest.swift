import Foundation
import MartletCore

/// What a client says of itself when it connects (wire protocol §2.2), and who it is by the request it came with.
struct ConnectRequest: Sendable {
    /// The session it wants, chosen by the client.
    let sessionID: String
    /// The thread it wants, if any.
    let threadID: String?
    /// What kind of client it is.
    let clientType: ClientType
    /// The profile it wants, if any.
    let profile: String?
    /// What the person entered for the app.
    let environment: [String: String]
    /// The person's language.
    var language = "en-US"
    /// Who the person is, by the request's cookie.
    var user: User?
    /// How the app is configured for the profile.
    var configuration: ChatConfiguration?
    /// Whether it asks for texts rendered to HTML, as Martlet's own page does.
    let wantsHTML: Bool
    /// The secret by which it says who it was before it lost its connection.
    let recoveryKey: String?
    /// Where it stood in the run log then.
    let offset: LogPosition?

    /// The longest identifier that is taken from a client.
    static let longestIdentifier = 128

    /// Reads the payload of a client's CONNECT packet.
    ///
    /// - Parameter json: The payload, or nil when there was none.
    /// - Throws: A ``MartletError`` that says what is missing.
    init(json: [UInt8]?) throws(MartletError) {
        guard let json, let value = try? JSONDecoder().decode(JSONValue.self, from: Data(json)) else {
            throw MartletError(.invalidMessage, "The connect payload is no JSON object; send clientType and sessionId.")
        }
        guard let clientType = value["clientType"]?.stringValue, Self.isIdentifier(clientType) else {
            throw MartletError(.invalidMessage, "The connect payload has no clientType; send for example \"webapp\".")
        }
        guard let sessionID = value["sessionId"]?.stringValue, Self.isIdentifier(sessionID) else {
            throw MartletError(
                .invalidMessage,
                "The sessionId is \(value["sessionId"].map { "\($0)".prefix(80) } ?? "missing"); send a UUID."
            )
        }
        self.clientType = ClientType(rawValue: clientType)
        self.sessionID = sessionID
        let threadID = value["threadId"]?.stringValue ?? ""
        self.threadID = Self.isIdentifier(threadID) ? threadID : nil
        let profile = value["chatProfile"]?.stringValue.map { $0.removingPercentEncoding ?? $0 } ?? ""
        self.profile = profile.isEmpty || profile.utf8.count > 512 ? nil : profile
        self.environment = Self.environment(value["userEnv"])
        self.wantsHTML = value["render"]?.stringValue == "html"
        self.recoveryKey = value["pid"]?.stringValue
        self.offset = value["offset"]?.stringValue.flatMap { UInt64($0) }.map { LogPosition($0) }
    }

    /// Whose chat the client opens.
    var identity: ChatIdentity {
        ChatIdentity(
            user: self.user,
            profile: self.profile,
            environment: self.environment,
            clientType: self.clientType,
            language: self.language
        )
    }

    /// Checks that the person entered everything that the app asks for.
    ///
    /// - Parameter names: What the app asks for.
    /// - Throws: A ``MartletError`` that names what is missing.
    func requireEnvironment(_ names: [String]) throws(MartletError) {
        let missing = names.filter { self.environment[$0] == nil }
        guard missing.isEmpty else {
            throw MartletError(
                .invalidMessage,
                "The app asks for \(missing.joined(separator: ", ")); send them in userEnv."
            )
        }
    }

    /// The person's entries: a JSON object, itself encoded as a JSON text.
    private static func environment(_ value: JSONValue?) -> [String: String] {
        var form = value ?? .null
        if let text = form.stringValue {
            form = (try? JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))) ?? .null
        }
        guard case .object(let members) = form else { return [:] }
        return members.compactMapValues(\.stringValue)
    }

    /// Identifiers are kept as dictionary keys and told to others, so they are short and plain.
    private static func isIdentifier(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= Self.longestIdentifier
            && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "/") }
    }
}
