/// The name of a model repository on the hub, `owner/name` or, for the oldest ones, `name` alone.
///
/// The rules are those of huggingface_hub, so a name can never leave the cache folder it is turned into.
public struct RepositoryName: Hashable, Sendable, CustomStringConvertible {
    /// The name as it stands in addresses.
    public let description: String

    /// Checks a name.
    ///
    /// - Parameter text: The name; it may hold letters, digits, `-`, `_` and `.`, and one slash.
    /// - Returns: nil if the hub could not have a repository of that name.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard
            (1...2).contains(parts.count),
            parts.allSatisfy(Self.isValidPart),
            !text.contains("--"), !text.contains(".."), !text.hasSuffix(".git")
        else { return nil }
        self.description = text
    }

    /// The folder of a repository in the cache, such as `models--owner--name`.
    init?(folderName: String) {
        let prefix = "models--"
        guard folderName.hasPrefix(prefix) else { return nil }
        self.init(String(folderName.dropFirst(prefix.count)).replacing("--", with: "/"))
    }

    /// The folder that holds the repository in the cache.
    var folderName: String {
        "models--" + self.description.replacing("/", with: "--")
    }

    /// Whether the name has an owner before it.
    var hasOwner: Bool { self.description.contains("/") }

    private static func isValidPart(_ part: Substring) -> Bool {
        guard (1...96).contains(part.utf8.count), let first = part.utf8.first, let last = part.utf8.last else {
            return false
        }
        return part.utf8.allSatisfy { Self.isWord($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".") }
            && Self.isWord(first) && Self.isWord(last)
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        byte.isASCIIAlphanumeric || byte == UInt8(ascii: "_")
    }
}

extension UInt8 {
    var isASCIIAlphanumeric: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default:
            false
        }
    }

    var isLowercaseHexadecimal: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: false
        }
    }
}
