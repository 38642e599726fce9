public import Foundation
import MartletCore

/// A file that the person uploads in a test.
public struct TestFile: Sendable {
    /// The file's name.
    public let name: String
    /// Its contents.
    public let bytes: Data
    /// The type of its contents.
    public let mimeType: String

    /// Creates a file.
    ///
    /// - Parameters:
    ///   - name: The file's name.
    ///   - bytes: Its contents.
    ///   - mimeType: Their type; by default what the name's ending says.
    public init(_ name: String, _ bytes: Data, mimeType: String? = nil) {
        self.name = name
        self.bytes = bytes
        self.mimeType = mimeType ?? MIMEType.ofFile(named: name) ?? "application/octet-stream"
    }

    /// Creates a file of text.
    ///
    /// - Parameters:
    ///   - name: The file's name.
    ///   - text: Its contents.
    ///   - mimeType: Their type; by default what the name's ending says.
    public init(_ name: String, text: String, mimeType: String? = nil) {
        self.init(name, Data(text.utf8), mimeType: mimeType)
    }
}

extension TestChat {
    /// Uploads files that go with a message, and returns their identifiers.
    func attach(_ files: [TestFile]) throws -> [String] {
        guard !files.isEmpty else { return [] }
        let settings = self.session.configuration.features.spontaneousFileUpload
        guard settings.enabled else {
            throw TestFailure("The app takes no files with messages: `features.spontaneousFileUpload` is off.")
        }
        let rule = AskRequest.FileRule(
            accept: settings.accept,
            maxSizeMB: settings.maxSizeMB,
            maxFiles: settings.maxFiles
        )
        return try self.store(files, under: rule, of: "The app")
    }

    /// Uploads files that a rule allows, and returns their identifiers.
    func store(_ files: [TestFile], under rule: AskRequest.FileRule, of owner: String) throws -> [String] {
        guard files.count <= max(1, rule.maxFiles) else {
            throw TestFailure("\(owner) takes \(max(1, rule.maxFiles)) files, not \(files.count).")
        }
        return try files.map { file in
            guard rule.accept.allows(name: file.name, mimeType: file.mimeType) else {
                throw TestFailure("\(owner) does not take \(file.name) of the type \(file.mimeType).")
            }
            guard file.bytes.count <= rule.maxSizeMB << 20 else {
                throw TestFailure(
                    "\(owner) takes files of up to \(rule.maxSizeMB) MiB; \(file.name) has \(file.bytes.count) bytes."
                )
            }
            return try self.session.files.store(.data(file.bytes), name: file.name, mimeType: file.mimeType).id
        }
    }
}
