import Crypto
import Foundation

/// Checks content against the name the hub gives it: a SHA-256 for large files, Git's SHA-1 for small ones.
struct ContentHasher {
    private enum Function {
        case sha256(SHA256)
        case sha1(Insecure.SHA1)
        case none
    }

    private var function: Function
    /// The digest that is promised, in hexadecimal digits, or nil if the blob's name is none.
    let expected: String?

    /// Creates a hasher for a blob.
    ///
    /// - Parameters:
    ///   - etag: The blob's name. 64 hexadecimal digits are a SHA-256; 40 are the SHA-1 of Git's blob header and the
    ///     content; any other name promises nothing.
    ///   - size: The content's size, which Git's header holds.
    init(etag: String, size: Int64?) {
        let isHexadecimal = etag.utf8.allSatisfy(\.isLowercaseHexadecimal)
        switch etag.utf8.count {
        case 64 where isHexadecimal:
            self.function = .sha256(SHA256())
            self.expected = etag
        case 40 where isHexadecimal:
            guard let size else { fallthrough }
            var hash = Insecure.SHA1()
            hash.update(data: Array("blob \(size)\0".utf8))
            self.function = .sha1(hash)
            self.expected = etag
        default:
            self.function = .none
            self.expected = nil
        }
    }

    /// The name of the digest, for people.
    var algorithm: String {
        if case .sha1 = self.function { "SHA-1" } else { "SHA-256" }
    }

    mutating func update(_ bytes: UnsafeRawBufferPointer) {
        switch self.function {
        case .sha256(var hash):
            // Taking it out first keeps the state from being copied for each piece.
            self.function = .none
            hash.update(bufferPointer: bytes)
            self.function = .sha256(hash)
        case .sha1(var hash):
            self.function = .none
            hash.update(bufferPointer: bytes)
            self.function = .sha1(hash)
        case .none:
            break
        }
    }

    /// The digest of all that came, in hexadecimal digits, or nil if there is nothing to compare it to.
    func finalize() -> String? {
        switch self.function {
        case .sha256(let hash): Self.text(hash.finalize())
        case .sha1(let hash): Self.text(hash.finalize())
        case .none: nil
        }
    }

    private static func text(_ digest: some Sequence<UInt8>) -> String {
        digest.map { byte in
            let text = String(byte, radix: 16)
            return byte < 16 ? "0" + text : text
        }.joined()
    }
}
