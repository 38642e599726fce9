import Foundation
import MartletCore

/// The Swift compiler, and where Martlet's modules and dynamic library lie for it.
struct Toolchain: Sendable {
    /// The compiler's program.
    let compiler: URL
    /// The folder with the dynamic library and, in `Modules`, its interfaces.
    let library: URL
    /// The interfaces of C libraries that Martlet's modules refer to.
    let moduleMaps: [String]

    /// The name of the dynamic library that a one-file app is linked with.
    static let libraryName = "MartletRuntime"

    /// Finds everything.
    ///
    /// - Throws: A ``MartletError`` that says what is missing and how to get it.
    init() throws(MartletError) {
        guard let compiler = Self.find("swiftc") else {
            throw MartletError(
                .fileNotFound,
                "swiftc is not on PATH; install Swift 6.2 or newer from swift.org, then run this again."
            )
        }
        guard let library = Self.libraryFolder else {
            throw MartletError(
                .fileNotFound,
                "lib\(Self.libraryName) lies in none of the folders beside this program; run `make build` in Martlet's folder."
            )
        }
        self.compiler = compiler
        self.library = library
        self.moduleMaps = Self.moduleMaps(below: library)
    }

    /// What a program's build depends on beside its source.
    var fingerprint: String {
        let path = self.library.appending(path: "lib\(Self.libraryName).\(Self.libraryExtension)").path
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        let date = (attributes?[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0
        return "\(self.compiler.path) \(path) \(date) \((attributes?[.size] as? Int) ?? 0)"
    }

    func compilerArguments(source: URL, output: URL) -> [String] {
        [
            "-swift-version", "6", "-Onone", "-g", "-no-emit-module-separately", "-module-name", "App", source.path,
            "-o", output.path,
            "-I", self.library.appending(path: "Modules").path, "-L", self.library.path,
            "-l\(Self.libraryName)", "-Xlinker", "-rpath", "-Xlinker", self.library.path,
        ] + self.linkerArguments + self.moduleMaps.flatMap { ["-Xcc", "-fmodule-map-file=\($0)"] }
    }

    /// LLVM's linker where the toolchain has it: it takes half as long as the default one.
    private var linkerArguments: [String] {
        let linker = self.compiler.resolvingSymlinksInPath().deletingLastPathComponent().appending(path: "ld.lld")
        return FileManager.default.isExecutableFile(atPath: linker.path) ? ["-use-ld=lld"] : []
    }

    /// Where Martlet keeps what it can make again: `MARTLET_CACHE`, else `martlet` in the user's cache folder.
    static var cacheFolder: URL {
        let environment = ProcessInfo.processInfo.environment
        if let path = environment["MARTLET_CACHE"], !path.isEmpty { return URL(filePath: path) }
        if let path = environment["XDG_CACHE_HOME"], !path.isEmpty {
            return URL(filePath: path).appending(path: "martlet")
        }
        return URL(filePath: NSHomeDirectory()).appending(path: ".cache/martlet")
    }

    /// A program on PATH.
    static func find(_ name: String) -> URL? {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        return path.split(separator: ":").map { URL(filePath: String($0)).appending(path: name) }
            .first { FileManager.default.isExecutableFile(atPath: $0.path) }
    }

    #if os(macOS)
        static let libraryExtension = "dylib"
    #else
        static let libraryExtension = "so"
    #endif

    /// The folder with the dynamic library: where this program was built, or `../lib/martlet` where it is installed.
    static var libraryFolder: URL? {
        let program = (Bundle.main.executableURL ?? URL(filePath: CommandLine.arguments[0])).resolvingSymlinksInPath()
        let folder = program.deletingLastPathComponent()
        return [folder, folder.deletingLastPathComponent().appending(path: "lib/martlet")].first { candidate in
            FileManager.default.fileExists(
                atPath: candidate.appending(path: "lib\(Self.libraryName).\(Self.libraryExtension)").path
            )
        }
    }

    /// The module maps that the build of the library used, as its build description lists them.
    private static func moduleMaps(below library: URL) -> [String] {
        let installed = library.appending(path: "modulemaps")
        if let names = try? FileManager.default.contentsOfDirectory(atPath: installed.path) {
            return names.sorted().map { installed.appending(path: "\($0)/module.modulemap").path }
        }
        let configuration = library.lastPathComponent
        let description = library.deletingLastPathComponent().deletingLastPathComponent().appending(
            path: "\(configuration).yaml"
        )
        guard let text = try? String(contentsOf: description, encoding: .utf8) else { return [] }
        var found: Set<String> = []
        for match in text.matches(of: /-fmodule-map-file=([^"]+)"/) {
            found.insert(String(match.1))
        }
        return found.sorted().filter { FileManager.default.fileExists(atPath: $0) }
    }
}
