import Foundation

/// What a program that is started here sees of the world: little, as Martlet's own environment holds secrets.
enum ChildEnvironment {
    private static let inherited = ["PATH", "HOME", "LANG"]
    private static let usualPath = "/usr/local/bin:/usr/bin:/bin"

    /// The variables of a program.
    static func variables(
        configured: [String: String],
        current: [String: String] = ProcessInfo.processInfo.environment
    ) throws(MCPError) -> [String: String] {
        var variables: [String: String] = ["PATH": self.usualPath]
        for name in self.inherited {
            if let value = current[name] { variables[name] = value }
        }
        for (name, value) in configured {
            guard !name.isEmpty, !name.contains("="), !name.utf8.contains(0), !value.utf8.contains(0) else {
                throw MCPError(
                    .invalidCommand,
                    """
                    The environment variable '\(ShownText.shown(name, limit: 60))' of an MCP server cannot be set: \
                    its name must not be empty or hold '=', and neither name nor value a zero byte.
                    """
                )
            }
            variables[name] = value
        }
        return variables
    }

    /// The file of a program: searched where the program itself would search, not where Martlet does.
    static func file(of command: String, in variables: [String: String]) throws(MCPError) -> String {
        if command.contains("/") {
            if FileManager.default.isExecutableFile(atPath: command) { return command }
        } else {
            // An empty part means the current folder to some shells, and is no place to look for programs.
            for folder in (variables["PATH"] ?? self.usualPath).split(separator: ":") {
                let file = "\(folder)/\(command)"
                var isFolder: ObjCBool = false
                if FileManager.default.isExecutableFile(atPath: file),
                    FileManager.default.fileExists(atPath: file, isDirectory: &isFolder), !isFolder.boolValue
                {
                    return file
                }
            }
        }
        throw MCPError(
            .invalidCommand,
            """
            The program '\(ShownText.shown(command))' of an MCP server was not found or cannot be run: install it, or \
            write its whole path.
            """
        )
    }
}
