import Foundation

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// What the system answered when it could not do something with a file.
struct SystemError: Error, Hashable, CustomStringConvertible {
    let number: Int32
    let path: String

    /// The error of the call that has just failed.
    static func last(_ path: String) -> SystemError {
        SystemError(number: errno, path: path)
    }

    var isDiskFull: Bool { self.number == ENOSPC || self.number == EDQUOT }

    var isInterrupted: Bool { self.number == EINTR }

    var description: String { String(cString: strerror(self.number)) }
}

/// An open file, through the system's own calls: their error numbers tell a full disk from a forbidden one.
struct SystemFile {
    let descriptor: Int32
    let path: String

    /// Opens a file for reading and writing, and creates it if there is none.
    init(creating path: String) throws(SystemError) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw .last(path) }
        self.descriptor = descriptor
        self.path = path
    }

    func close() {
        #if canImport(Darwin)
            _ = Darwin.close(self.descriptor)
        #elseif canImport(Musl)
            _ = Musl.close(self.descriptor)
        #else
            _ = Glibc.close(self.descriptor)
        #endif
    }

    func size() throws(SystemError) -> Int64 {
        var status = stat()
        guard fstat(self.descriptor, &status) == 0 else { throw .last(self.path) }
        return Int64(status.st_size)
    }

    func truncate(to size: Int64) throws(SystemError) {
        guard ftruncate(self.descriptor, off_t(size)) == 0 else { throw .last(self.path) }
    }

    /// Writes some of the bytes at an offset and says how many.
    func write(_ bytes: UnsafeRawBufferPointer, at offset: Int64) throws(SystemError) -> Int {
        let count = pwrite(self.descriptor, bytes.baseAddress, bytes.count, off_t(offset))
        guard count >= 0 else { throw .last(self.path) }
        return count
    }

    /// Reads into a buffer from an offset and says how much; 0 at the file's end.
    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int64) throws(SystemError) -> Int {
        while true {
            let count = pread(self.descriptor, buffer.baseAddress, buffer.count, off_t(offset))
            if count >= 0 { return count }
            let error = SystemError.last(self.path)
            guard error.isInterrupted else { throw error }
        }
    }

    /// Waits until the file's bytes are on the disk.
    func synchronize() throws(SystemError) {
        guard fsync(self.descriptor) == 0 else { throw .last(self.path) }
    }

    /// Takes the file's lock if nobody has it.
    func tryLock() throws(SystemError) -> Bool {
        while true {
            if flock(self.descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
            let error = SystemError.last(self.path)
            if error.number == EWOULDBLOCK { return false }
            guard error.isInterrupted else { throw error }
        }
    }

    /// Whether the path still leads to this file, and not to one that has taken its place.
    var isStillAtItsPath: Bool {
        var mine = stat()
        var theirs = stat()
        return fstat(self.descriptor, &mine) == 0 && stat(self.path, &theirs) == 0
            && mine.st_ino == theirs.st_ino && mine.st_dev == theirs.st_dev
    }
}

/// What the hub's cache asks of the file system beyond Foundation.
enum FileSystem {
    /// Moves a file over another in one step.
    static func rename(_ source: URL, to target: URL) throws(SystemError) {
        #if canImport(Darwin)
            let result = Darwin.rename(source.path, target.path)
        #elseif canImport(Musl)
            let result = Musl.rename(source.path, target.path)
        #else
            let result = Glibc.rename(source.path, target.path)
        #endif
        guard result == 0 else { throw .last(target.path) }
    }

    /// Creates a folder with the folders above it; one that exists is fine.
    static func createFolder(_ folder: URL) throws(SystemError) {
        guard mkdir(folder.path, 0o777) != 0 else { return }
        let error = SystemError.last(folder.path)
        switch error.number {
        case EEXIST where self.isFolder(folder):
            return
        case ENOENT where folder.path != "/":
            try self.createFolder(folder.deletingLastPathComponent())
            guard mkdir(folder.path, 0o777) != 0, errno != EEXIST else { return }
            throw .last(folder.path)
        default:
            throw error
        }
    }

    static func isFolder(_ url: URL) -> Bool {
        var status = stat()
        return stat(url.path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// The size of the file a path leads to, links followed; nil if there is none or it is not a plain file.
    static func fileSize(_ url: URL) -> Int64? {
        var status = stat()
        guard stat(url.path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return Int64(status.st_size)
    }

    /// The size a plain file takes, links not followed, or nil if the path is not one.
    static func ownSize(_ url: URL) -> Int64? {
        var status = stat()
        guard lstat(url.path, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_nlink == 1 else {
            return nil
        }
        return Int64(status.st_size)
    }

    /// Whether a path is a folder itself, not a link to one.
    static func isPlainFolder(_ url: URL) -> Bool {
        var status = stat()
        return lstat(url.path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// Removes a folder that holds nothing, and leaves everything else alone.
    static func removeIfEmpty(_ url: URL) {
        if self.isPlainFolder(url) { _ = rmdir(url.path) }
    }

    /// The bytes that an ordinary user may still write where a path lies, or nil if the system does not say.
    static func freeBytes(at url: URL) -> Int64? {
        var status = statvfs()
        guard statvfs(url.path, &status) == 0 else { return nil }
        let (bytes, overflow) = Int64(clamping: status.f_bavail)
            .multipliedReportingOverflow(by: Int64(clamping: status.f_frsize))
        return overflow ? .max : bytes
    }
}
