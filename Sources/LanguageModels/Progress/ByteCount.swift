/// Byte counts as people read them: decimal units, as disks, networks and the Hugging Face page count.
public enum ByteCount {
    /// A count in its fitting unit, such as `512 B`, `12.5 kB` or `4.1 GB`.
    ///
    /// - Parameter bytes: The count; a negative one gets a minus sign.
    /// - Returns: The number, with one decimal above bytes, and its unit.
    public static func text(_ bytes: Int64) -> String {
        let magnitude = Double(bytes.magnitude)
        guard magnitude >= 1000 else { return "\(bytes) B" }
        var value = magnitude
        var unit = "B"
        for next in ["kB", "MB", "GB", "TB", "PB", "EB"] {
            // What would be shown as 1000.0 is shown in the next unit.
            guard value >= 999.95 else { break }
            value /= 1000
            unit = next
        }
        let tenths = Int((value * 10).rounded())
        return "\(bytes < 0 ? "-" : "")\(tenths / 10).\(tenths % 10) \(unit)"
    }
}
