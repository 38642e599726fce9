/// What the query of an Engine.IO request says.
public struct HandshakeQuery: Sendable, Hashable {
    /// `transport`, polling when the query names none.
    public let transport: EngineTransport

    /// `sid`, absent in a handshake.
    public let sessionID: String?

    /// `t`, which clients make anew for each request; absent in those of clients that do not, and when it is too long.
    public let stamp: String?

    /// The longest stamp that is taken from a client.
    private static let longestStamp = 64

    /// Reads the names and values of a query.
    ///
    /// - Parameter value: Returns the decoded value of a name in the query.
    /// - Throws: ``EngineRequestError`` when the transport is unknown, or a handshake is not for revision 4.
    public init(_ value: (_ name: String) -> String?) throws(EngineRequestError) {
        let sessionID = value("sid")
        if sessionID == nil || value("EIO") != nil {
            guard value("EIO") == "4" else { throw .unsupportedVersion }
        }
        guard let transport = EngineTransport(rawValue: value("transport") ?? "polling") else {
            throw .invalidTransport
        }
        self.transport = transport
        self.sessionID = sessionID
        self.stamp = value("t").flatMap { 1...Self.longestStamp ~= $0.utf8.count ? $0 : nil }
    }
}
