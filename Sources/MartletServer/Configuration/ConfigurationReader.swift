import MartletCore

/// Reads the text of a configuration file.
struct ConfigurationReader {
    /// What a text said.
    struct Outcome {
        /// The configuration.
        let configuration: ChatConfiguration
        /// What was passed over, one sentence each, with file and line in front.
        let warnings: [String]
    }

    /// The file's name, for what is said about it.
    let fileName: String

    /// Reads a text.
    ///
    /// - Parameter text: The file's text.
    /// - Returns: The configuration and what was passed over.
    /// - Throws: A ``MartletError`` of code `invalidConfiguration` with file and line, when the text is no TOML or a value
    ///   cannot be taken.
    func read(_ text: String) throws(MartletError) -> Outcome {
        let document: TOMLDocument
        do {
            document = try TOMLDocument(text)
        } catch {
            throw MartletError(
                .invalidConfiguration,
                "\(self.fileName):\(error.line): \(error.message)",
                cause: error
            )
        }
        var configuration = ChatConfiguration()
        var findings = ConfigurationFindings()
        self.read(ConfigurationNode(value: document.root, path: []), &configuration, &findings)
        self.checkOldServers(document.root, configuration, &findings)
        let refusals = self.sorted(findings.refusals, in: document)
        if let first = refusals.first {
            throw MartletError(.invalidConfiguration, first)
        }
        return Outcome(configuration: configuration, warnings: self.sorted(findings.warnings, in: document))
    }

    /// Reads a table and those in it.
    private func read(
        _ node: ConfigurationNode,
        _ configuration: inout ChatConfiguration,
        _ findings: inout ConfigurationFindings
    ) {
        let keys = ConfigurationSchema.table(at: node.path)?.keys ?? []
        let names = ConfigurationSchema.names(at: node.path)
        for (name, member) in node.members ?? [:] {
            if let key = keys.first(where: { $0.name == name }) {
                key.read(member, &configuration, &findings)
            } else if names.contains(name) {
                if member.members == nil {
                    findings.refuse(member, accepted: "a table headed [\(member.path.joined(separator: "."))]")
                }
                self.read(member, &configuration, &findings)
            } else if !Self.isOldServer(member.path) {
                findings.unknown(member.path, known: names)
            }
        }
    }

    private static let oldServers = ["sse", "stdio", "streamable-http"]

    private static func isOldServer(_ path: [String]) -> Bool {
        path.count == 3 && path.starts(with: ["features", "mcp"]) && Self.oldServers.contains(path[2])
    }

    /// Before Chainlit 2.12 a whole kind of servers was let in by a table of its own, for people to name any.
    private func checkOldServers(
        _ root: JSONValue,
        _ configuration: ChatConfiguration,
        _ findings: inout ConfigurationFindings
    ) {
        for name in Self.oldServers where root["features"]?["mcp"]?[name] != nil {
            let path = ["features", "mcp", name]
            let text = "[features.mcp.\(name)] is the form from before Chainlit 2.12"
            if configuration.features.mcp.enabled {
                findings.refuse(path, "\(text); name each server under [[features.mcp.servers]] in its place.")
            } else {
                findings.warn(path, "\(text); it is ignored, since features.mcp.enabled is false.")
            }
        }
    }

    private func sorted(_ findings: [ConfigurationFindings.Finding], in document: TOMLDocument) -> [String] {
        findings.map { (line: document.line(of: $0.path), text: $0.text) }
            .sorted { ($0.line, $0.text) < ($1.line, $1.text) }
            .map { "\(self.fileName):\($0.line): \($0.text)" }
    }
}
