import Foundation

/// Makes and checks the identifiers that chats, messages and sessions carry.
public enum Identifier {
    /// A fresh random identifier: a version 4 UUID in lower case.
    public static func random() -> String {
        UUID().uuidString.lowercased()
    }

    /// Whether a client's text is a version 4 UUID.
    ///
    /// - Parameter text: What the client sent.
    /// - Returns: True for 36 characters of a version 4 UUID, in either case.
    public static func isUUIDVersion4(_ text: String) -> Bool {
        guard text.utf8.count == 36, let uuid = UUID(uuidString: text) else { return false }
        return uuid.uuid.6 >> 4 == 4
    }
}
