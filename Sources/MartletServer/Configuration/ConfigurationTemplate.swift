/// The configuration file that is written on first run: every key with its meaning, all commented out.
public enum ConfigurationTemplate {
    /// The file's text.
    public static var text: String {
        let tables = ConfigurationSchema.tables.filter { $0.path != ["meta"] }
        return Self.head + tables.map(Self.section).joined(separator: "\n")
    }

    private static let head = """
        # How this app behaves and looks. Every key is commented out and shows what holds while it is: take the # away in
        # front of a key to set it. The keys are Chainlit's.


        """

    private static func section(_ table: ConfigurationTable) -> String {
        var lines: [String] = []
        if !table.comment.isEmpty { lines.append("# " + table.comment) }
        lines.append("[" + table.path.joined(separator: ".") + "]")
        for key in table.keys {
            let comment = key.comment.split(separator: "\n").map { "# " + $0 }
            let sample = key.sample.split(separator: "\n", omittingEmptySubsequences: false).map {
                $0.isEmpty ? "" : "# " + $0
            }
            let note = key.isExample ? ["# Not set by default; for example:"] : []
            lines += [""] + comment + note + sample
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
