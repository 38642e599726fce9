import Foundation

/// Names a model file on a model hub: repository, revision and file.
///
/// Written forms:
///
/// | Text | Meaning |
/// |---|---|
/// | `hf:owner/repo/file.gguf` | a file, from the branch `main` |
/// | `hf:owner/repo/folder/file.gguf` | a file in a folder |
/// | `hf:owner/repo@revision/file.gguf` | a file from a branch, a tag or a commit; write `%2F` for a slash in its name |
/// | `hf:owner/repo` | the smallest GGUF file of the repository, as ctransformers picks it |
/// | `hf:owner/repo:Q4_K_M` | the file of that quantisation, as llama.cpp's `-hf` names it |
/// | `https://huggingface.co/owner/repo/resolve/main/file.gguf` | the address of a file, as a browser shows it |
///
/// A model in several files (`…-00001-of-00003.gguf`) is named by its first one.
public struct ModelReference: Hashable, Sendable, CustomStringConvertible {
    /// The repository.
    public let repository: RepositoryName
    /// The branch, tag or commit.
    public let revision: String
    /// The file's path in the repository, or nil to pick one.
    public let file: String?
    /// The quantisation by which to pick a file, such as `Q4_K_M`.
    public let quantization: String?

    /// The revision that is meant where none is given.
    public static let defaultRevision = "main"

    /// Creates a reference from its parts.
    ///
    /// - Parameters:
    ///   - repository: The repository's name.
    ///   - revision: A branch, a tag or a commit; nil means `main`.
    ///   - file: The file's path in the repository; nil means that one is picked.
    ///   - quantization: By which quantisation to pick a file where none is given.
    /// - Throws: ``LanguageModelError`` of code `invalidInput` if a part could lead out of its repository.
    public init(
        repository: String,
        revision: String? = nil,
        file: String? = nil,
        quantization: String? = nil
    ) throws {
        guard let name = RepositoryName(repository) else {
            throw LanguageModelError(
                .invalidInput,
                "'\(SafeName.shown(repository))' cannot be a repository's name: write it as owner/name."
            )
        }
        let revision = revision ?? Self.defaultRevision
        guard SafeName.isRevision(revision) else {
            throw LanguageModelError(
                .invalidInput,
                "'\(SafeName.shown(revision))' cannot be a revision: give a branch, a tag or a commit."
            )
        }
        if let file, !SafeName.isRelativePath(file) {
            throw LanguageModelError(
                .invalidInput,
                """
                '\(SafeName.shown(file))' cannot be a file in a repository: give a path without '..', empty parts or \
                backslashes.
                """
            )
        }
        self.repository = name
        self.revision = revision
        self.file = file
        self.quantization = quantization
    }

    /// Reads a reference in one of the written forms.
    ///
    /// - Parameter text: The reference, with `hf:` or `https://` before it.
    /// - Throws: ``LanguageModelError`` of code `invalidInput` if it is not one.
    public init(_ text: String) throws {
        if text.hasPrefix("hf:") {
            try self.init(shortForm: text)
        } else if text.hasPrefix("https://") || text.hasPrefix("http://") {
            try self.init(address: text)
        } else {
            throw Self.malformed(text)
        }
    }

    /// Whether a text has the look of a reference, so that it is never taken for a path.
    ///
    /// - Parameter text: Any text.
    /// - Returns: Whether it begins with `hf:`, `https://` or `http://`.
    public static func isReference(_ text: String) -> Bool {
        ["hf:", "https://", "http://"].contains { text.hasPrefix($0) }
    }

    /// The reference in its short form.
    public var description: String {
        var text = "hf:\(self.repository)"
        if self.revision != Self.defaultRevision {
            text += "@" + self.revision.replacing("%", with: "%25").replacing("/", with: "%2F")
        }
        if let file = self.file { text += "/" + file }
        if let quantization = self.quantization { text += ":" + quantization }
        return text
    }

    /// The same repository and revision with a file.
    func with(file: String) throws -> ModelReference {
        try ModelReference(repository: self.repository.description, revision: self.revision, file: file)
    }

    private init(shortForm text: String) throws {
        var rest = text.dropFirst("hf:".count)
        while rest.hasPrefix("/"), text.hasPrefix("hf://") { rest = rest.dropFirst() }
        let parts = rest.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
        guard parts.count >= 2 else { throw Self.malformed(text) }
        var name = parts[1]
        let file = parts.count == 3 ? parts[2] : nil
        var quantization: String?
        if file == nil, let colon = name.lastIndex(of: ":") {
            let tag = String(name[name.index(after: colon)...])
            guard tag.utf8.allSatisfy({ $0.isASCIIAlphanumeric || $0 == UInt8(ascii: "_") }), !tag.isEmpty else {
                throw Self.malformed(text)
            }
            quantization = tag
            name = String(name[..<colon])
        }
        var revision: String?
        if let at = name.firstIndex(of: "@") {
            guard let decoded = name[name.index(after: at)...].removingPercentEncoding else {
                throw Self.malformed(text)
            }
            revision = decoded
            name = String(name[..<at])
        }
        try self.init(
            repository: "\(parts[0])/\(name)",
            revision: revision,
            file: file,
            quantization: quantization
        )
    }

    /// `https://host/owner/repo/resolve/revision/file`, also with `blob` in the place of `resolve`.
    private init(address text: String) throws {
        guard
            let components = URLComponents(string: text),
            let host = components.host, ["huggingface.co", "hf.co", "www.huggingface.co"].contains(host)
        else {
            throw LanguageModelError(
                .invalidInput,
                """
                '\(SafeName.shown(text))' is not an address on huggingface.co: download the file yourself and give \
                its path, or write hf:owner/repo/file.gguf and set HF_ENDPOINT to another hub.
                """
            )
        }
        let parts = components.percentEncodedPath.dropFirst()
            .split(separator: "/", omittingEmptySubsequences: false)
            .map { $0.removingPercentEncoding ?? "" }
        if parts.count == 2 {
            try self.init(repository: parts.joined(separator: "/"))
            return
        }
        guard parts.count >= 5, ["resolve", "blob"].contains(parts[2]) else { throw Self.malformed(text) }
        guard !parts[4...].contains(where: { $0.contains("/") }) else { throw Self.malformed(text) }
        try self.init(
            repository: parts[0] + "/" + parts[1],
            revision: parts[3],
            file: parts[4...].joined(separator: "/")
        )
    }

    private static func malformed(_ text: String) -> LanguageModelError {
        LanguageModelError(
            .invalidInput,
            """
            '\(SafeName.shown(text))' does not name a model on a hub: write hf:owner/repo/file.gguf, or \
            hf:owner/repo@revision/file.gguf.
            """
        )
    }
}
