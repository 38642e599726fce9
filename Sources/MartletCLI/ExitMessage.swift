import ArgumentParser
import MartletCore

/// Ends a command with one sentence and exit code 1.
struct ExitMessage: Error, CustomStringConvertible {
    let description: String

    init(_ message: String) {
        self.description = message
    }

    init(_ error: MartletError) {
        self.description = error.message
    }
}
