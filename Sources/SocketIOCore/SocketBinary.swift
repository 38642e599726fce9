import Foundation

/// Bytes inside an otherwise textual argument, sent as a binary attachment with a placeholder in their place.
///
/// Use it as a field of a `Codable` type: decoding takes the attachment that the placeholder names, encoding leaves a
/// placeholder and hands the bytes to the frame. Matches a `Buffer` or `bytes` value in the JavaScript and Python
/// libraries.
public struct SocketBinary: Sendable, Hashable {
    /// The bytes.
    public var bytes: [UInt8]

    /// Wraps bytes.
    ///
    /// - Parameter bytes: What to send as an attachment.
    public init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The JSON of a placeholder, for those who write an argument's JSON by hand.
    ///
    /// - Parameter number: The index of the attachment, from 0.
    /// - Returns: `{"_placeholder":true,"num":…}`.
    public static func placeholder(_ number: Int) -> [UInt8] {
        Array("{\"_placeholder\":true,\"num\":\(number)}".utf8)
    }

    static let attachmentsKey = Self.key("SocketIOCore.attachments")
    static let collectorKey = Self.key("SocketIOCore.collector")

    private static func key(_ name: String) -> CodingUserInfoKey {
        guard let key = CodingUserInfoKey(rawValue: name) else { preconditionFailure("every text makes a key") }
        return key
    }

    /// Gathers attachments while one value is encoded.
    ///
    /// `@unchecked` because a user-info value must be `Sendable`: the encoder calls back on the one thread that made
    /// the collector, and it is gone when encoding returns.
    final class Collector: @unchecked Sendable {
        var attachments: [[UInt8]] = []
    }
}

extension SocketBinary: Codable {
    private enum Key: String, CodingKey {
        case isPlaceholder = "_placeholder"
        case number = "num"
    }

    /// Reads a placeholder and takes the attachment that it names.
    ///
    /// - Parameter decoder: A decoder that ``SocketArguments`` made.
    /// - Throws: `DecodingError` when the value is no placeholder or names an attachment that did not come.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        let isPlaceholder = try container.decode(Bool.self, forKey: .isPlaceholder)
        let number = try container.decode(Int.self, forKey: .number)
        let attachments = decoder.userInfo[Self.attachmentsKey] as? [[UInt8]] ?? []
        guard isPlaceholder, attachments.indices.contains(number) else {
            let message = "The placeholder names attachment \(number) of \(attachments.count)."
            throw DecodingError.dataCorruptedError(forKey: .number, in: container, debugDescription: message)
        }
        self.bytes = attachments[number]
    }

    /// Writes a placeholder and hands the bytes to the frame that is being made.
    ///
    /// - Parameter encoder: An encoder that ``SocketArguments`` made.
    /// - Throws: `EncodingError` when another encoder is used, for which the bytes would be lost.
    public func encode(to encoder: any Encoder) throws {
        guard let collector = encoder.userInfo[Self.collectorKey] as? Collector else {
            let message = "SocketBinary can only be encoded as a Socket.IO argument."
            throw EncodingError.invalidValue(self, .init(codingPath: encoder.codingPath, debugDescription: message))
        }
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(true, forKey: .isPlaceholder)
        try container.encode(collector.attachments.count, forKey: .number)
        collector.attachments.append(self.bytes)
    }
}
