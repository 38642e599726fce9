import ArgumentParser
import Foundation
import MartletCore
import MartletServer

/// `martlet run`: compiles an app and serves it, and with `-w` again at every save.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Run a chat application.",
        discussion: "TARGET is one Swift file, or the folder of a package whose executable is the app.",
        helpNames: .long
    )

    @Argument(help: "The app: a .swift file, or a folder with a Package.swift.")
    var target: String

    @Flag(name: [.short, .long], help: "Compile and reload on every save.")
    var watch = false

    @OptionGroup var serving: ServeOptions

    func run() async throws {
        do {
            try await self.serve()
        } catch let error as MartletError {
            throw ExitMessage(error)
        }
    }

    private func serve() async throws {
        let source = try AppSource(target: self.target)
        var environment = self.serving.applied(to: ProcessInfo.processInfo.environment)
        // The readme and the public files lie beside the app, wherever it is started from.
        environment["MARTLET_APP_ROOT"] =
            environment["MARTLET_APP_ROOT"] ?? environment["CHAINLIT_APP_ROOT"] ?? source.folder.path
        if let root = environment["MARTLET_APP_ROOT"] {
            // What stands in .env is there for the app too.
            environment = EnvironmentFile.merged(
                into: environment,
                folder: URL(filePath: root, directoryHint: .isDirectory)
            )
        }
        // Checked here as well, so that a wrong value is told before a compiler runs.
        let configuration = try AppConfiguration(environment: environment)
        let builder = try source.makeBuilder(toolchain: Toolchain())
        if self.watch {
            try await Supervisor(
                source: source,
                builder: builder,
                environment: environment,
                configuration: configuration
            ).run()
        } else {
            switch try await builder.build() {
            case .built(let executable):
                try AppProcess.replaceThisProcess(with: executable, environment: environment)
            case .failed(let diagnostics):
                FileHandle.standardError.write(Data(diagnostics.utf8))
                throw ExitMessage("\(source.displayName) does not compile; the errors are above.")
            }
        }
    }
}
