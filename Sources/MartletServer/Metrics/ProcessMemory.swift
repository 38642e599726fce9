import Foundation

/// How much memory the process uses.
enum ProcessMemory {
    /// Bytes of it that are in memory, or nil where the system does not tell in this way.
    static var resident: Int? {
        guard let data = FileManager.default.contents(atPath: "/proc/self/statm") else { return nil }
        let fields = String(decoding: data, as: UTF8.self).split(separator: " ")
        guard fields.count > 1, let pages = Int(fields[1]) else { return nil }
        return pages * sysconf(Int32(_SC_PAGESIZE))
    }
}
