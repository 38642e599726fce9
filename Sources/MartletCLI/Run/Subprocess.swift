import Foundation
import MartletCore
import Synchronization

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
    /// - Throws: A ``MartletError`` when it cannot be started. A cancelled task interrupts the program.
    static func run(_ program: URL, _ arguments: [String]) async throws -> Result {
        let process = Process()
        process.executableURL = program
        process.arguments = arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        process.standardInput = FileHandle.nullDevice
        // A program can only be interrupted once it runs.
        let progress = Mutex((isRunning: false, isCancelled: false))
        return try await withTaskCancellationHandler {
            try progress.withLock { progress in
                if progress.isCancelled { throw CancellationError() }
                try Self.start(process)
                progress.isRunning = true
            }
            return await Self.result(of: process, output: pipe)
        } onCancel: {
            progress.withLock { progress in
                progress.isCancelled = true
                if progress.isRunning, process.isRunning { process.interrupt() }
            }
        }
    }

    private static func start(_ process: Process) throws(MartletError) {
        do {
            try process.run()
        } catch {
            let path = process.executableURL?.path ?? ""
            throw MartletError(
                .fileNotFound,
                "\(path) cannot be started: \(error.localizedDescription).",
                cause: error
            )
        }
    }

    private static func result(of process: Process, output pipe: Pipe) async -> Result {
        await withCheckedContinuation { continuation in
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
