import Foundation
import MartletCore

/// What `martlet run` was asked to run: one file, or a package.
struct AppSource: Sendable {
    enum Kind: Sendable {
        case file(URL)
        case package(URL)
    }

    let kind: Kind

    /// Finds out what a target is.
    ///
    /// - Parameter target: The path that was given.
    /// - Throws: A ``MartletError`` when there is nothing there, or nothing that can be run.
    init(target: String) throws(MartletError) {
        let url = URL(filePath: target).standardizedFileURL
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) else {
            throw MartletError(
                .fileNotFound,
                "There is no \(target); give a Swift file, or make one with `martlet init`."
            )
        }
        if isFolder.boolValue {
            guard Self.hasManifest(url) else {
                throw MartletError(
                    .fileNotFound,
                    "The folder \(target) holds no Package.swift; give the app's Swift file instead."
                )
            }
            self.kind = .package(url)
        } else if url.pathExtension != "swift" {
            throw MartletError(.fileNotFound, "\(target) is no Swift file; give a file that ends in .swift.")
        } else if let package = Self.package(of: url) {
            self.kind = .package(package)
        } else {
            self.kind = .file(url)
        }
    }

    /// The folder that holds the app's readme and public files.
    var folder: URL {
        switch self.kind {
        case .file(let url): url.deletingLastPathComponent()
        case .package(let url): url
        }
    }

    var displayName: String {
        switch self.kind {
        case .file(let url), .package(let url): url.lastPathComponent
        }
    }

    func makeBuilder(toolchain: Toolchain) throws(MartletError) -> any AppBuilder {
        switch self.kind {
        case .file(let url): try FileBuilder(source: url, toolchain: toolchain)
        case .package(let url): PackageBuilder(folder: url)
        }
    }

    private static func hasManifest(_ folder: URL) -> Bool {
        FileManager.default.fileExists(atPath: folder.appending(path: "Package.swift").path)
    }

    /// The package that a file is a source of: one whose `Sources` folder it lies in.
    private static func package(of file: URL) -> URL? {
        var folder = file.deletingLastPathComponent()
        while folder.path.count > 1 {
            let parent = folder.deletingLastPathComponent()
            if folder.lastPathComponent == "Sources", Self.hasManifest(parent) { return parent }
            folder = parent
        }
        return nil
    }
}
