import Foundation
import Synchronization

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// A program that was started here, with all that it starts.
///
/// It leads a process group of its own: signals reach its children too, and keys pressed in Martlet's terminal do not.
/// Foundation's `Process` is not used because it counts a program as running for as long as one of its children holds
/// on to its files.
final class ChildProcess: Sendable {
    /// How a program ended.
    enum Exit: Hashable, Sendable, CustomStringConvertible {
        case code(Int32)
        case signal(Int32)

        var description: String {
            switch self {
            case .code(let code): "it ended with the exit code \(code)"
            case .signal(let number): "it was ended by signal \(number)"
            }
        }
    }

    /// The ends of the three pipes that stay here.
    struct Pipes: Sendable {
        let input: Int32
        let output: Int32
        let error: Int32

        func close() {
            for descriptor in [self.input, self.output, self.error] { closeDescriptor(descriptor) }
        }
    }

    let id: pid_t
    let pipes: Pipes
    /// Comes when the program has ended.
    let exit = OneShot<Exit>()
    private let isReaped = Mutex(false)

    private init(id: pid_t, pipes: Pipes) {
        self.id = id
        self.pipes = pipes
    }

    /// Held while a program is started: a pipe is for a moment one that others would inherit.
    private static let launching = Mutex(())

    /// Starts a program.
    static func launch(
        _ file: String,
        arguments: [String],
        environment: [String: String]
    ) throws(SystemCallError) -> ChildProcess {
        try self.launching.withLock { _ throws(SystemCallError) in
            try self.launchAlone(file, arguments: arguments, environment: environment)
        }
    }

    private static func launchAlone(
        _ file: String,
        arguments: [String],
        environment: [String: String]
    ) throws(SystemCallError) -> ChildProcess {
        let input = try makePipe()
        let output: Pipe
        let error: Pipe
        do {
            output = try makePipe()
        } catch {
            input.close()
            throw error
        }
        do {
            error = try makePipe()
        } catch {
            input.close()
            output.close()
            throw error
        }
        let pipes = Pipes(input: input.write, output: output.read, error: error.read)
        defer { for end in [input.read, output.write, error.write] { closeDescriptor(end) } }
        do {
            let id = try spawn(
                file,
                arguments: arguments,
                environment: environment,
                descriptors: [input.read, output.write, error.write]
            )
            let child = ChildProcess(id: id, pipes: pipes)
            child.watch()
            return child
        } catch {
            pipes.close()
            throw error
        }
    }

    /// Sends a signal to the program and its children; does nothing once the program has ended.
    func signal(_ number: Int32) {
        self.isReaped.withLock { isReaped in
            if !isReaped { _ = kill(-self.id, number) }
        }
    }

    /// Waits for the end on a thread of its own, which ends with the program.
    private func watch() {
        let thread = Thread {
            var information = siginfo_t()
            // The program is left unburied for a moment: until then its number belongs to nobody else.
            while waitid(P_PID, id_t(self.id), &information, WEXITED | WNOWAIT) == -1, errno == EINTR {}
            var status: Int32 = 0
            self.isReaped.withLock { isReaped in
                _ = kill(-self.id, SIGKILL)
                while waitpid(self.id, &status, 0) == -1, errno == EINTR {}
                isReaped = true
            }
            let signal = status & 0x7F
            self.exit.complete(.success(signal == 0 ? .code((status >> 8) & 0xFF) : .signal(signal)))
        }
        thread.name = "mcp-server-\(self.id)"
        thread.stackSize = 256 << 10
        thread.start()
    }
}

/// A call of the system that failed.
struct SystemCallError: Error, Hashable, CustomStringConvertible {
    let call: String
    let number: Int32

    var description: String { "\(self.call): \(String(cString: strerror(self.number)))" }
}

// MARK: - The system's calls

private struct Pipe {
    let read: Int32
    let write: Int32

    func close() {
        closeDescriptor(self.read)
        closeDescriptor(self.write)
    }
}

private func closeDescriptor(_ descriptor: Int32) {
    #if canImport(Darwin)
        _ = Darwin.close(descriptor)
    #elseif canImport(Musl)
        _ = Musl.close(descriptor)
    #else
        _ = Glibc.close(descriptor)
    #endif
}

/// A pipe that no other program inherits, and that is none of the three standard files.
private func makePipe() throws(SystemCallError) -> Pipe {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw SystemCallError(call: "pipe", number: errno) }
    for index in ends.indices {
        let copy = fcntl(ends[index], F_DUPFD_CLOEXEC, 3)
        let number = errno
        closeDescriptor(ends[index])
        guard copy >= 0 else {
            closeDescriptor(ends[1 - index])
            throw SystemCallError(call: "fcntl", number: number)
        }
        ends[index] = copy
    }
    return Pipe(read: ends[0], write: ends[1])
}

/// The open files that a program would inherit by mistake; libraries open some without a thought for programs.
private func inheritableDescriptors() -> [Int32] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
    return names.compactMap { Int32($0) }.filter { descriptor in
        guard descriptor > 2 else { return false }
        let flags = fcntl(descriptor, F_GETFD)
        return flags >= 0 && flags & FD_CLOEXEC == 0
    }
}

private func spawn(
    _ file: String,
    arguments: [String],
    environment: [String: String],
    descriptors: [Int32]
) throws(SystemCallError) -> pid_t {
    #if canImport(Darwin)
        var actions: posix_spawn_file_actions_t?
        var attributes: posix_spawnattr_t?
        var flags = POSIX_SPAWN_CLOEXEC_DEFAULT
    #else
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        var flags: Int32 = 0
    #endif
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
        posix_spawn_file_actions_destroy(&actions)
        posix_spawnattr_destroy(&attributes)
    }
    for (index, descriptor) in descriptors.enumerated() {
        posix_spawn_file_actions_adddup2(&actions, descriptor, Int32(index))
    }
    for descriptor in inheritableDescriptors() {
        posix_spawn_file_actions_addclose(&actions, descriptor)
    }
    // Martlet ignores some signals and blocks others; a program must not inherit that.
    var all = sigset_t()
    var none = sigset_t()
    sigfillset(&all)
    sigemptyset(&none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setpgroup(&attributes, 0)
    flags |= Int32(POSIX_SPAWN_SETPGROUP) | Int32(POSIX_SPAWN_SETSIGDEF) | Int32(POSIX_SPAWN_SETSIGMASK)
    posix_spawnattr_setflags(&attributes, Int16(flags))
    var id: pid_t = 0
    let number = withCStrings([file] + arguments) { arguments in
        withCStrings(environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }) { environment in
            posix_spawn(&id, file, &actions, &attributes, arguments, environment)
        }
    }
    guard number == 0 else { throw SystemCallError(call: "posix_spawn", number: number) }
    return id
}

/// Lends texts as C wants them: a list of pointers with nil at its end.
private func withCStrings<Value>(
    _ texts: [String],
    _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Value
) -> Value {
    let pointers = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>.allocate(capacity: texts.count + 1)
    for (index, text) in texts.enumerated() {
        (pointers + index).initialize(to: strdup(text))
    }
    (pointers + texts.count).initialize(to: nil)
    defer {
        for index in texts.indices { free(pointers[index]) }
        pointers.deallocate()
    }
    return body(pointers)
}
