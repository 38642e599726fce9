import Foundation
import Logging

/// A lock between processes and tasks that want the same blob, the same file lock that huggingface_hub takes.
struct BlobLock {
    private let file: SystemFile

    /// Waits for the lock; ends early only by cancellation.
    ///
    /// The system's own wait cannot be cancelled and would hold a thread, so the lock is asked for again and again.
    static func acquire(
        _ url: URL,
        sleep: @Sendable (Duration) async throws -> Void,
        logger: Logger
    ) async throws -> BlobLock {
        try FileSystem.createFolder(url.deletingLastPathComponent())
        var pause = Duration.milliseconds(20)
        var isFirst = true
        while true {
            let file = try SystemFile(creating: url.path)
            do {
                // Some versions of the other holders remove the lock file when they are done with it.
                if try file.tryLock(), file.isStillAtItsPath { return BlobLock(file: file) }
            } catch {
                file.close()
                throw error
            }
            file.close()
            if isFirst {
                logger.info("Waiting for another download of the same file")
                isFirst = false
            }
            try await sleep(pause)
            pause = min(pause * 2, .milliseconds(500))
        }
    }

    /// Lets go of the lock; its file stays, as a lock file that is removed locks nobody out.
    func release() {
        self.file.close()
    }
}
