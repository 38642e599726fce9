public import Foundation
public import MartletCore

/// The configuration file in an app's folder: `.martlet/config.toml`, or Chainlit's in its absence.
public struct ConfigurationFile: Sendable {
    /// The app's folder.
    public let folder: URL

    /// Names the file of an app.
    ///
    /// - Parameter folder: The app's folder.
    public init(folder: URL) {
        self.folder = folder
    }

    private static let names = [".martlet/config.toml", ".chainlit/config.toml"]

    /// The name of the file that is there, below the app's folder; nil when there is none.
    var name: String? {
        Self.names.first { FileManager.default.fileExists(atPath: self.folder.appending(path: $0).path) }
    }

    /// Reads the file.
    ///
    /// - Returns: What it says, or nil when there is none.
    /// - Throws: A ``MartletError`` of code `invalidConfiguration` that names file and line.
    func read() throws(MartletError) -> ConfigurationReader.Outcome? {
        guard let name = self.name else { return nil }
        let url = self.folder.appending(path: name)
        let data: Data
        do {
            data = try Data(contentsOf: url)
        } catch {
            throw MartletError(
                .invalidConfiguration,
                "\(url.path) cannot be read: \(error.localizedDescription); make it readable, or remove it.",
                cause: error
            )
        }
        guard let text = String(data: data, encoding: .utf8) else {
            throw MartletError(.invalidConfiguration, "\(url.path) is no text in UTF-8; save it as such.")
        }
        return try ConfigurationReader(fileName: name).read(text)
    }

    /// Writes a file that says what holds without one, unless one is there.
    ///
    /// - Returns: The name of the file that was written, or nil when one was there already.
    /// - Throws: A ``MartletError`` of code `invalidConfiguration` when the folder cannot be written to.
    @discardableResult
    public func writeIfMissing() throws(MartletError) -> String? {
        guard self.name == nil else { return nil }
        let url = self.folder.appending(path: Self.names[0])
        do {
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            // Two processes may start at once; what the other one wrote stays.
            try Data(ConfigurationTemplate.text.utf8).write(to: url, options: .withoutOverwriting)
        } catch {
            guard self.name == nil else { return nil }
            throw MartletError(
                .invalidConfiguration,
                "\(url.path) cannot be written: \(error.localizedDescription); make the folder writable.",
                cause: error
            )
        }
        return Self.names[0]
    }
}
