import Foundation
import MartletCore

/// Builds an app that is a package of its own, with the package manager.
struct PackageBuilder: AppBuilder {
    let folder: URL

    func sources() -> [URL] {
        let manifest = self.folder.appending(path: "Package.swift")
        let files = FileManager.default.enumerator(
            at: self.folder.appending(path: "Sources"),
            includingPropertiesForKeys: nil
        )
        return [manifest] + (files?.compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" } ?? [])
    }

    func build() async throws -> BuildResult {
        guard let swift = Toolchain.find("swift") else {
            throw MartletError(
                .fileNotFound,
                "swift is not on PATH; install Swift 6.2 or newer from swift.org, then run this again."
            )
        }
        let name = try await self.executableName(swift)
        let location = ["--package-path", self.folder.path]
        let result = try await Subprocess.run(swift, ["build", "--product", name] + location)
        guard result.status == 0 else { return .failed(diagnostics: result.output) }
        let path = try await Subprocess.run(swift, ["build", "--show-bin-path"] + location)
        let binaries = path.output.split(separator: "\n").last.map(String.init) ?? ""
        return .built(URL(filePath: binaries).appending(path: name))
    }

    private func executableName(_ swift: URL) async throws -> String {
        struct Description: Decodable {
            struct Product: Decodable {
                let name: String
                let type: [String: ProductType?]
            }
            // An executable's type is an object whose one member is called executable.
            struct ProductType: Decodable {}
            let products: [Product]
        }
        let result = try await Subprocess.run(
            swift,
            ["package", "--package-path", self.folder.path, "describe", "--type", "json"]
        )
        let json = result.output.firstIndex(of: "{").map { String(result.output[$0...]) } ?? ""
        let description = try? JSONDecoder().decode(Description.self, from: Data(json.utf8))
        guard let product = description?.products.first(where: { $0.type.keys.contains("executable") }) else {
            throw MartletError(
                .invalidConfiguration,
                "The package in \(self.folder.path) has no executable product; add one that calls app.run(). "
                    + result.output.prefix(400)
            )
        }
        return product.name
    }
}
