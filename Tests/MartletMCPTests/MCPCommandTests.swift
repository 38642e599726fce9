import Foundation
import MartletMCP
import Testing

struct MCPCommandTests {
    @Test(arguments: [
        ("npx", ["npx"]),
        ("  uvx\tserver \n --flag ", ["uvx", "server", "--flag"]),
        ("npx -y '@a/b' \"/a folder\"", ["npx", "-y", "@a/b", "/a folder"]),
        ("a '' \"\"", ["a", "", ""]),
        ("a b''c\"d\"'e f'", ["a", "bcde f"]),
        ("a \\  \\\" \\' \\\\", ["a", " ", "\"", "'", "\\"]),
        ("a \"\\\"\\\\\\n$x\"", ["a", "\"\\\\n$x"]),
        ("a '\\n'", ["a", "\\n"]),
        ("a $HOME `x` $(y) * ; | & > f # c", ["a", "$HOME", "`x`", "$(y)", "*", ";", "|", "&", ">", "f", "#", "c"]),
        ("a X=y", ["a", "X=y"]),
        ("./a=b c", ["./a=b", "c"]),
        ("1X=y", ["1X=y"]),
        ("\u{1F426} \u{E9}", ["\u{1F426}", "\u{E9}"]),
    ])
    func `lines are split at spaces that no quote protects`(line: String, words: [String]) throws {
        let command = try MCPCommand(line)
        #expect([command.command] + command.arguments == words)
    }

    @Test(arguments: ["", "   ", "''", "'' x", "a 'b", "a \"b", "a \\", "a \"b\\", "a\u{0}b"])
    func `broken lines are refused`(line: String) {
        let error = #expect(throws: MCPError.self) { try MCPCommand(line) }
        #expect(error?.code == .invalidCommand)
    }

    @Test(arguments: ["KEY=secret npx", "_k1=secret x", "'KEY=secret' x", "K\"EY=secret\" x", "A= b"])
    func `variables in front of the program are refused and not shown`(line: String) {
        let error = #expect(throws: MCPError.self) { try MCPCommand(line) }
        #expect(error?.code == .invalidCommand)
        #expect(error?.message.contains("`env`") == true)
        #expect(error?.message.contains("secret") == false)
    }

    @Test(.enabled(if: SDKServer.hasPython, "MARTLET_PYTHON names no Python"))
    func `2000 random lines split as Python's shlex does`() throws {
        var random = SystemRandomNumberGenerator()
        let alphabet = Array("ab= \t\n'\"\\$#")
        let lines = (0..<2_000).map { _ in
            String((0..<Int.random(in: 1...14, using: &random)).map { _ in alphabet.randomElement(using: &random)! })
        }
        let script = """
            import json, shlex, sys
            def split(line):
                try: return shlex.split(line)
                except ValueError: return None
            print(json.dumps([split(line) for line in json.load(sys.stdin)]))
            """
        let output = try SDKServer.runPython(script, input: JSONEncoder().encode(lines))
        let expected = try JSONDecoder().decode([[String]?].self, from: output)
        for (line, words) in zip(lines, expected) {
            let command = try? MCPCommand(line)
            let first = words?.first ?? ""
            if first.isEmpty || first.wholeMatch(of: /[A-Za-z_][A-Za-z0-9_]*=[\s\S]*/) != nil {
                #expect(command == nil, "\(line.debugDescription)")
            } else {
                #expect(command.map { [$0.command] + $0.arguments } == words, "\(line.debugDescription)")
            }
        }
    }
}
