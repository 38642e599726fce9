import Foundation

/// How names of servers of the Model Context Protocol are compared.
enum MCPServerName {
    /// A name as it is compared: without regard to case and surrounding spaces.
    static func folded(_ name: String) -> String {
        // By way of capitals, so that for example ß and ss are the same.
        name.trimmingCharacters(in: .whitespacesAndNewlines).uppercased().lowercased()
    }
}
