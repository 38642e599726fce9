import Foundation

/// Tells when files change, by looking at their dates and sizes many times a second.
///
/// Looking costs a few microseconds a file, works on every file system and editor, and an app has few files.
struct FileWatcher: Sendable {
    /// How a file was when it was last looked at.
    private struct Mark: Equatable {
        let date: Date
        let size: Int
        let inode: Int
    }

    /// How often to look.
    static let interval = Duration.milliseconds(30)

    private var marks: [URL: Mark] = [:]

    /// Takes note of how the files are now.
    ///
    /// - Parameter files: The files to watch; missing ones may appear later.
    init(_ files: [URL]) {
        self.marks = Self.marks(files)
    }

    /// The files that were changed, added or removed since the last call.
    ///
    /// - Parameter files: The files to watch now.
    mutating func changes(in files: [URL]) -> [URL] {
        let latest = Self.marks(files)
        defer { self.marks = latest }
        return Set(latest.keys).union(self.marks.keys).filter { latest[$0] != self.marks[$0] }
    }

    /// Whether the files are no longer as they were at the last call of ``changes(in:)``.
    ///
    /// - Parameter files: The files to watch now.
    func isOutdated(_ files: [URL]) -> Bool {
        Self.marks(files) != self.marks
    }

    private static func marks(_ files: [URL]) -> [URL: Mark] {
        var marks: [URL: Mark] = [:]
        for file in files {
            guard let attributes = try? FileManager.default.attributesOfItem(atPath: file.path) else { continue }
            marks[file] = Mark(
                date: attributes[.modificationDate] as? Date ?? .distantPast,
                size: attributes[.size] as? Int ?? 0,
                inode: attributes[.systemFileNumber] as? Int ?? 0
            )
        }
        return marks
    }
}
