import Crypto
import Foundation
import MartletCore

/// Builds an app of one file: `swiftc` against Martlet's dynamic library.
struct FileBuilder: AppBuilder {
    let source: URL
    let toolchain: Toolchain
    private let products: URL

    init(source: URL, toolchain: Toolchain) throws(MartletError) {
        self.source = source
        self.toolchain = toolchain
        let key = SHA256.hash(data: Data(source.path.utf8)).prefix(8).map { String($0, radix: 16) }.joined()
        self.products = Toolchain.cacheFolder.appending(path: "apps/\(key)")
        do {
            try FileManager.default.createDirectory(at: self.products, withIntermediateDirectories: true)
        } catch {
            throw MartletError(
                .fileNotFound,
                "The folder \(self.products.path) cannot be made; set MARTLET_CACHE to one that can.",
                cause: error
            )
        }
    }

    func sources() -> [URL] {
        [self.source]
    }

    func build() async throws -> BuildResult {
        guard let contents = try? Data(contentsOf: self.source) else {
            return .failed(diagnostics: "error: \(self.source.path) cannot be read\n")
        }
        // Named by what it is made of, so that an unchanged app starts at once and an old version keeps its file.
        var hash = SHA256()
        hash.update(data: contents)
        hash.update(data: Data(self.toolchain.fingerprint.utf8))
        let name = hash.finalize().prefix(8).map { String($0, radix: 16) }.joined()
        let program = self.products.appending(path: "app-\(name)")
        if FileManager.default.isExecutableFile(atPath: program.path) {
            return .built(program)
        }
        let unfinished = self.products.appending(path: "app-\(name).\(getpid())")
        let result = try await Subprocess.run(
            self.toolchain.compiler,
            self.toolchain.compilerArguments(source: self.source, output: unfinished)
        )
        guard (try? Data(contentsOf: self.source)) == contents else {
            // Saved again meanwhile: nobody knows which text this program came from, so it must not get the name of one.
            try? FileManager.default.removeItem(at: unfinished)
            return try await self.build()
        }
        guard result.status == 0 else {
            return .failed(
                diagnostics: result.output.isEmpty ? "error: swiftc ended with \(result.status)\n" : result.output
            )
        }
        // Unlike moveItem this takes the place of a program that another `martlet run` has finished first.
        guard rename(unfinished.path, program.path) == 0 else {
            let reason = String(cString: strerror(errno))
            return .failed(diagnostics: "error: \(program.path) cannot be written: \(reason)\n")
        }
        self.removeOldPrograms(except: program)
        if !result.output.isEmpty {
            FileHandle.standardError.write(Data(result.output.utf8))
        }
        return .built(program)
    }

    /// Keeps the latest few programs, so that undoing a change is quick.
    private func removeOldPrograms(except current: URL) {
        let keys: Set<URLResourceKey> = [.contentModificationDateKey]
        let programs =
            (try? FileManager.default.contentsOfDirectory(
                at: self.products,
                includingPropertiesForKeys: Array(keys)
            )) ?? []
        let dated = programs.map { url in
            (url, (try? url.resourceValues(forKeys: keys).contentModificationDate) ?? .distantPast)
        }
        for (url, _) in dated.sorted(by: { $0.1 > $1.1 }).dropFirst(4) where url != current {
            try? FileManager.default.removeItem(at: url)
        }
    }
}
