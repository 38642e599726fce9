import MartletCore
import Synchronization

/// How much people may upload, whatever the rules of the app say.
struct UploadLimits: Sendable {
    /// The largest file, in bytes.
    var largestFile = 4 << 30
    /// The most files of one session.
    var mostFiles = 1000
    /// The most bytes of all files of one session.
    var mostBytes = 16 << 30
    /// The most files that one session may send at once.
    var mostAtOnce = 32
    /// How long one file may take.
    var longestTime = Duration.seconds(3600)
}

/// What one session has uploaded, and what it is uploading.
final class UploadLedger: Sendable {
    /// Why no more is taken.
    enum Refusal: Error {
        case tooManyFiles, tooManyBytes, tooManyAtOnce

        /// A sentence for people.
        var message: String {
            switch self {
            case .tooManyFiles: "Too many files in this chat; begin a new one."
            case .tooManyBytes: "The files of this chat are too large together; begin a new one."
            case .tooManyAtOnce: "Too many uploads at once; wait until the others are done."
            }
        }
    }

    private struct State {
        var files = 0
        var bytes = 0
        var running = 0
    }

    private let limits: UploadLimits
    private let state = Mutex(State())

    init(limits: UploadLimits) {
        self.limits = limits
    }

    /// A file begins.
    func begin() throws(Refusal) {
        try self.state.withLock { state throws(Refusal) in
            guard state.running < self.limits.mostAtOnce else { throw .tooManyAtOnce }
            guard state.files < self.limits.mostFiles else { throw .tooManyFiles }
            state.files += 1
            state.running += 1
        }
    }

    /// More of a file came.
    func add(_ count: Int) throws(Refusal) {
        try self.state.withLock { state throws(Refusal) in
            guard state.bytes + count <= self.limits.mostBytes else { throw .tooManyBytes }
            state.bytes += count
        }
    }

    /// A file is complete.
    func keep() {
        self.state.withLock { $0.running -= 1 }
    }

    /// A file was given up.
    ///
    /// - Parameter count: How many bytes of it were added.
    func forget(_ count: Int) {
        self.state.withLock { state in
            state.running -= 1
            state.files -= 1
            state.bytes -= count
        }
    }
}

extension SessionKey<UploadLedger> {
    /// What a session has uploaded.
    static let uploads = SessionKey("martlet.uploads")
}
