import Foundation
import MartletCore

/// What a client says of itself when it connects (wire protocol §2.2).
struct ConnectRequest: Sendable {
    /// The session it wants, chosen by the client.
    let sessionID: String
    /// The thread it wants, if any.
    let threadID: String?
    /// What kind of client it is.
    let clientType: String
    /// Whether it asks for texts rendered to HTML, as Martlet's own page does.
    let wantsHTML: Bool

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
        guard let clientType = value["clientType"]?.stringValue else {
            throw MartletError(.invalidMessage, "The connect payload has no clientType; send for example \"webapp\".")
        }
        guard let sessionID = value["sessionId"]?.stringValue, Self.isIdentifier(sessionID) else {
            throw MartletError(
                .invalidMessage,
                "The sessionId is \(value["sessionId"].map { "\($0)".prefix(80) } ?? "missing"); send a UUID."
            )
        }
        self.clientType = clientType
        self.sessionID = sessionID
        let threadID = value["threadId"]?.stringValue ?? ""
        self.threadID = Self.isIdentifier(threadID) ? threadID : nil
        self.wantsHTML = value["render"]?.stringValue == "html"
    }

    /// Identifiers are kept as dictionary keys and told to others, so they are short and plain.
    private static func isIdentifier(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= Self.longestIdentifier
            && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "/") }
    }
}
