import ArgumentParser
import Foundation
import MartletCore
import MartletServer
import MartletUI

/// `martlet init`: writes a new app.
struct InitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Write a new app: a package with a test, its configuration and its readme page."
    )

    @Argument(help: "The folder to write into; made when it is missing.", completion: .directory)
    var folder = "."

    @Flag(help: "Write one Swift file in place of a package; it has no tests and starts at once.")
    var singleFile = false

    @Option(help: "Where Martlet's package lies, a folder or an address; by default where this program was built.")
    var martlet: String?

    @Flag(help: "Also write the page's words in every language, to be changed.")
    var translations = false

    func run() throws {
        let target = URL(filePath: self.folder, directoryHint: .isDirectory)
        do {
            try FileManager.default.createDirectory(at: target, withIntermediateDirectories: true)
        } catch {
            throw ExitMessage("The folder \(self.folder) cannot be made: \(error.localizedDescription).")
        }
        var written: [String] = []
        for (name, contents) in try self.files(for: target)
        where try Self.write(Data(contents.utf8), to: name, in: target) {
            written.append(name)
        }
        if let name = try self.writeConfiguration(in: target) {
            written.append(name)
        }
        if !written.isEmpty {
            print("Wrote \(written.joined(separator: ", ")).")
        }
        if self.translations {
            try Self.writeTranslations(in: target)
        }
        let path = self.singleFile ? (self.folder == "." ? "app.swift" : "\(self.folder)/app.swift") : self.folder
        print("Run it with: martlet run \(path) -w")
        if !self.singleFile {
            print("Test it with: swift test\(self.folder == "." ? "" : " --package-path \(self.folder)")")
        }
    }

    private func files(for target: URL) throws -> [AppTemplate.File] {
        if self.singleFile { return AppTemplate.singleFile }
        guard let martlet = MartletPackage.find(self.martlet) else {
            throw ExitMessage(
                "This program does not lie in Martlet's folder; say with --martlet where that is, or give --single-file."
            )
        }
        return AppTemplate.package(name: target.standardizedFileURL.lastPathComponent, martlet: martlet)
    }

    /// Writes a file unless it is there.
    ///
    /// - Returns: Whether it was written.
    private static func write(_ contents: Data, to name: String, in folder: URL) throws -> Bool {
        let url = folder.appending(path: name)
        guard !FileManager.default.fileExists(atPath: url.path) else {
            print("\(name) is there already and stays as it is.")
            return false
        }
        do {
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try contents.write(to: url)
        } catch {
            throw ExitMessage("\(url.path) cannot be written: \(error.localizedDescription).")
        }
        return true
    }

    private func writeConfiguration(in folder: URL) throws -> String? {
        do {
            return try ConfigurationFile(folder: folder).writeIfMissing()
        } catch {
            throw ExitMessage(error)
        }
    }

    private static func writeTranslations(in folder: URL) throws {
        let source = MartletUI.translationsDirectory
        let names = (try? FileManager.default.contentsOfDirectory(atPath: source.path)) ?? []
        var count = 0
        for name in names.sorted() where name.hasSuffix(".json") {
            let contents = try Data(contentsOf: source.appending(path: name))
            if try Self.write(contents, to: ".martlet/translations/\(name)", in: folder) { count += 1 }
        }
        print("Wrote \(count) translations into .martlet/translations.")
    }
}
