import Foundation
import MartletCore

extension JSONValue {
    /// What a client sent.
    ///
    /// JavaScript and Python send half of a surrogate pair where a text was cut inside a character; it is read as the
    /// replacement character, so that the rest of what was sent counts.
    ///
    /// - Parameter json: Well-formed JSON.
    init(received json: some Collection<UInt8>) {
        let data = Data(json)
        self =
            (try? JSONDecoder().decode(JSONValue.self, from: data))
            ?? (try? JSONDecoder().decode(JSONValue.self, from: Self.replacingHalfCharacters(in: data)))
            ?? .null
    }

    private static func replacingHalfCharacters(in json: Data) -> Data {
        let bytes = [UInt8](json)
        var result = Data(capacity: bytes.count)
        var index = 0
        while index < bytes.count {
            guard bytes[index] == UInt8(ascii: "\\"), index + 1 < bytes.count else {
                result.append(bytes[index])
                index += 1
                continue
            }
            guard let unit = Self.escapedUnit(in: bytes, at: index) else {
                // Any other escape, whose second byte may be a backslash.
                result.append(contentsOf: bytes[index..<index + 2])
                index += 2
                continue
            }
            let isPair =
                UTF16.isLeadSurrogate(unit)
                && Self.escapedUnit(in: bytes, at: index + 6).map(UTF16.isTrailSurrogate) == true
            if isPair {
                result.append(contentsOf: bytes[index..<index + 12])
            } else if UTF16.isLeadSurrogate(unit) || UTF16.isTrailSurrogate(unit) {
                result.append(contentsOf: Array("\\ufffd".utf8))
            } else {
                result.append(contentsOf: bytes[index..<index + 6])
            }
            index += isPair ? 12 : 6
        }
        return result
    }

    /// The number of an escape of the form `\uXXXX`.
    private static func escapedUnit(in bytes: [UInt8], at index: Int) -> UInt16? {
        guard index + 6 <= bytes.count, bytes[index] == UInt8(ascii: "\\"), bytes[index + 1] == UInt8(ascii: "u") else {
            return nil
        }
        return UInt16(String(decoding: bytes[index + 2..<index + 6], as: UTF8.self), radix: 16)
    }
}
