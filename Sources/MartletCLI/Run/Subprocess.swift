import Foundation
import MartletCore

/// Runs a program to its end and keeps what it says.
enum Subprocess {
    struct Result: Sendable {
        let status: Int32
        /// Standard output and standard error, in the order they came.
        let output: String
    }

    /// Runs a program.
    ///
    /// - Parameters:
    ///   - program: The program's file.
    ///   - arguments: Its arguments.
    /// - Returns: Its exit status and output.
    /// - Throws: A ``MartletError`` when it cannot be started.
    static func run(_ program: URL, _ arguments: [String]) async throws -> Result {
        let process = Process()
        process.executableURL = program
        process.arguments = arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        process.standardInput = FileHandle.nullDevice
        return try await withCheckedThrowingContinuation { continuation in
            do {
                try process.run()
            } catch {
                continuation.resume(
                    throwing: MartletError(
                        .fileNotFound,
                        "\(program.path) cannot be started: \(error.localizedDescription).",
                        cause: error
                    )
                )
                return
            }
            // Reading blocks, so it has a thread of its own; it ends with the program.
            let thread = Thread {
                let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
                process.waitUntilExit()
                continuation.resume(returning: Result(status: process.terminationStatus, output: output))
            }
            thread.start()
        }
    }
}
