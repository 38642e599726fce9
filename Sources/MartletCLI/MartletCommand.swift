import ArgumentParser
import MartletServer

/// The command line: `martlet`.
@main
struct MartletCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "martlet",
        abstract: "Chat applications with language models, in Swift.",
        version: MartletVersion.current,
        subcommands: [
            RunCommand.self, InitCommand.self, HelloCommand.self, ModelCommand.self, DoctorCommand.self,
            CreateSecretCommand.self, LintTranslationsCommand.self,
        ]
    )
}
