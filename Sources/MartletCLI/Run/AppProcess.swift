import Foundation
import MartletCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// An app's program at work.
final class AppProcess: Sendable {
    private let process: Process
    private let input: FileHandle
    private let exits: AsyncStream<Int32>

    /// Starts a program whose standard input is a line to its supervisor.
    ///
    /// - Parameters:
    ///   - executable: The program.
    ///   - environment: Its environment variables.
    /// - Throws: A ``MartletError`` when it cannot be started.
    init(_ executable: URL, environment: [String: String]) throws(MartletError) {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = executable
        process.environment = environment
        process.standardInput = pipe
        let (exits, continuation) = AsyncStream.makeStream(of: Int32.self)
        process.terminationHandler = { process in
            continuation.yield(process.terminationStatus)
            continuation.finish()
        }
        do {
            try process.run()
        } catch {
            throw MartletError(.fileNotFound, "\(executable.path) cannot be started: \(error).", cause: error)
        }
        self.process = process
        self.input = pipe.fileHandleForWriting
        self.exits = exits
    }

    var isRunning: Bool { self.process.isRunning }

    /// Sends the app an event for all its pages.
    func send(_ event: String, _ data: JSONValue = [:]) {
        let line: JSONValue = ["event": .string(event), "data": data]
        guard var json = try? JSONEncoder().encode(line) else { return }
        json.append(UInt8(ascii: "\n"))
        // Fails when the app is gone, which its end tells as well.
        try? self.input.write(contentsOf: json)
    }

    /// Waits for the end, once.
    func waitForExit() async -> Int32 {
        for await status in self.exits { return status }
        return self.process.isRunning ? 0 : self.process.terminationStatus
    }

    /// Asks the app to end, and makes it after five seconds.
    func terminate() async {
        guard self.process.isRunning else { return }
        self.process.terminate()
        let deadline = ContinuousClock.now + .seconds(5)
        while self.process.isRunning, ContinuousClock.now < deadline {
            await Self.pause()
        }
        if self.process.isRunning {
            kill(self.process.processIdentifier, SIGKILL)
        }
    }

    /// Waits a little, also in a cancelled task, where `Task.sleep` would not.
    private static func pause() async {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(20)) { continuation.resume() }
        }
    }

    /// Becomes the app: signals and the exit status are then the app's own.
    static func replaceThisProcess(with executable: URL, environment: [String: String]) throws(MartletError) -> Never {
        var arguments: [UnsafeMutablePointer<CChar>?] = [strdup(executable.path), nil]
        var variables: [UnsafeMutablePointer<CChar>?] = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        execve(executable.path, &arguments, &variables)
        throw MartletError(
            .fileNotFound,
            "\(executable.path) cannot be started: \(String(cString: strerror(errno)))."
        )
    }
}
