import Foundation
import MartletCore
import MartletMCP

/// Reads the servers of the Model Context Protocol from a configuration file.
enum MCPServerReader {
    private static let kinds = "\"stdio\", \"sse\" or \"streamable-http\""

    /// Reads one entry.
    ///
    /// - Parameters:
    ///   - node: The entry.
    ///   - findings: Where to tell what is wrong with it.
    /// - Returns: The server, or nil when something is.
    static func read(_ node: ConfigurationNode, _ findings: inout ConfigurationFindings) -> MCPServerSettings? {
        guard let members = node.members else {
            findings.refuse(node, accepted: "a table headed [[features.mcp.servers]]")
            return nil
        }
        guard let name = Self.text("name", of: node, members, &findings),
            let kind = Self.text("type", of: node, members, &findings)
        else { return nil }
        let connection: MCPServerSettings.Connection
        let known: [String]
        switch kind {
        case "stdio":
            known = ["name", "type", "command", "env"]
            guard let command = Self.command(of: node, members, &findings),
                let environment = Self.texts("env", members, &findings)
            else { return nil }
            connection = .stdio(command: command, environment: environment)
        case "sse", "streamable-http":
            known = ["name", "type", "url", "headers"]
            guard let url = Self.url(of: node, members, &findings),
                let headers = Self.texts("headers", members, &findings)
            else { return nil }
            connection = kind == "sse" ? .sse(url: url, headers: headers) : .streamableHTTP(url: url, headers: headers)
        default:
            members["type"].map { findings.refuse($0, accepted: Self.kinds) }
            return nil
        }
        for key in members.keys.sorted() where !known.contains(key) {
            findings.unknown(node.path + [key], known: known)
        }
        return MCPServerSettings(name: name.trimmingCharacters(in: .whitespacesAndNewlines), connection: connection)
    }

    private static func text(
        _ key: String,
        of node: ConfigurationNode,
        _ members: [String: ConfigurationNode],
        _ findings: inout ConfigurationFindings
    ) -> String? {
        guard let member = members[key] else {
            findings.refuse(node.path, "A server of [[features.mcp.servers]] has no \(key); add one.")
            return nil
        }
        guard let text = member.text, !MCPServerName.folded(text).isEmpty else {
            findings.refuse(member, accepted: "a text in quotes")
            return nil
        }
        return text
    }

    private static func texts(
        _ key: String,
        _ members: [String: ConfigurationNode],
        _ findings: inout ConfigurationFindings
    ) -> [String: String]? {
        guard let member = members[key] else { return [:] }
        guard let texts = member.textMembers else {
            // The values may be secrets, so they are not shown.
            findings.refuse(member.path, "\(key) is no table of texts; give one, such as { NAME = \"value\" }.")
            return nil
        }
        return texts
    }

    private static func command(
        of node: ConfigurationNode,
        _ members: [String: ConfigurationNode],
        _ findings: inout ConfigurationFindings
    ) -> String? {
        guard let command = Self.text("command", of: node, members, &findings) else { return nil }
        do {
            _ = try MCPCommand(command)
            return command
        } catch {
            findings.refuse(node.path + ["command"], error.message)
            return nil
        }
    }

    private static func url(
        of node: ConfigurationNode,
        _ members: [String: ConfigurationNode],
        _ findings: inout ConfigurationFindings
    ) -> String? {
        guard let text = Self.text("url", of: node, members, &findings) else { return nil }
        guard let url = URL(string: text), ["http", "https"].contains(url.scheme?.lowercased()), url.host() != nil
        else {
            members["url"].map { findings.refuse($0, accepted: "an address that begins with https:// or http://") }
            return nil
        }
        return text
    }
}
