import ArgumentParser
import Foundation
import LanguageModels
import MartletServer
import MartletUI

/// `martlet doctor`: what is installed, what is missing, and how to get it.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Say what is installed, what is missing, and how to get it."
    )

    /// One thing that was looked at.
    struct Finding {
        let name: String
        let isFine: Bool
        let detail: String
        /// How to get it, when it is missing.
        var remedy = ""
    }

    func run() async throws {
        let findings = [
            await Self.compiler(), Self.library(), Self.page(), Self.engine(), Self.models(), Self.processor(),
        ]
        for finding in findings {
            print("\(finding.isFine ? "✓" : "✗") \(finding.name): \(finding.detail)")
            if !finding.isFine {
                print("    \(finding.remedy)")
            }
        }
        let missing = findings.filter { !$0.isFine }.count
        print(missing == 0 ? "Everything is there." : "\(missing) of \(findings.count) need attention.")
        if missing > 0 {
            throw ExitCode(1)
        }
    }

    private static func compiler() async -> Finding {
        let remedy = "Install Swift 6.2 or newer from swift.org; it is needed for `martlet run`."
        guard let compiler = Toolchain.find("swiftc") else {
            return Finding(name: "Swift compiler", isFine: false, detail: "swiftc is not on PATH", remedy: remedy)
        }
        let result = try? await Subprocess.run(compiler, ["--version"])
        let version = result?.output.split(separator: "\n").first { $0.contains("Swift version") }.map(String.init)
        return Finding(
            name: "Swift compiler",
            isFine: result?.status == 0,
            detail: "\(version ?? "of unknown version") at \(compiler.path)",
            remedy: remedy
        )
    }

    private static func library() -> Finding {
        guard let folder = Toolchain.libraryFolder else {
            return Finding(
                name: "Martlet library",
                isFine: false,
                detail: "lib\(Toolchain.libraryName).\(Toolchain.libraryExtension) was not found",
                remedy: "Run `make build` in Martlet's folder."
            )
        }
        return Finding(name: "Martlet library", isFine: true, detail: "\(MartletVersion.current) in \(folder.path)")
    }

    private static func page() -> Finding {
        let folder = MartletUI.pageDirectory
        let isThere = FileManager.default.fileExists(atPath: folder.appending(path: "index.html").path)
        return Finding(
            name: "Web page",
            isFine: isThere,
            detail: folder.path,
            remedy: "The folder holds no index.html; run `make build` in Martlet's folder."
        )
    }

    private static func engine() -> Finding {
        #if Llama
            Finding(name: "libllama", isFine: true, detail: "built in")
        #else
            Finding(
                name: "libllama",
                isFine: false,
                detail: "this program was built without it, so no GGUF model can run",
                remedy: "Run `make build` in Martlet's folder, which fetches and builds it."
            )
        #endif
    }

    private static func models() -> Finding {
        let environment = ProcessInfo.processInfo.environment
        let folder =
            environment["HF_HUB_CACHE"] ?? environment["HF_HOME"].map { $0 + "/hub" }
            ?? NSHomeDirectory() + "/.cache/huggingface/hub"
        let count = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
            .filter { $0.hasPrefix("models--") }.count
        return Finding(
            name: "Model cache",
            isFine: true,
            detail: "\(count) \(count == 1 ? "repository" : "repositories") in \(folder); see `martlet model list`"
        )
    }

    private static func processor() -> Finding {
        let info = ProcessInfo.processInfo
        return Finding(
            name: "Machine",
            isFine: true,
            detail: "\(info.activeProcessorCount) processors, \(info.physicalMemory >> 30) GiB of memory"
        )
    }
}
