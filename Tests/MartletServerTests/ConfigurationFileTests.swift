import Foundation
import Logging
import MartletCore
import Testing

@testable import MartletServer

struct ConfigurationFileTests {
    private func read(_ text: String) throws -> ConfigurationReader.Outcome {
        try ConfigurationReader(fileName: ".martlet/config.toml").read(text)
    }

    @Test func `the file of the first run says what holds without it`() throws {
        let outcome = try self.read(ConfigurationTemplate.text)
        #expect(outcome.configuration == ChatConfiguration())
        #expect(outcome.warnings.isEmpty)
    }

    @Test func `every default in the file of the first run is the one that holds`() throws {
        let defaults = ConfigurationSchema.tables.flatMap { table in
            table.keys.filter { !$0.isExample && !$0.sample.isEmpty }.map { key in
                "[" + table.path.joined(separator: ".") + "]\n" + key.sample
            }
        }
        #expect(defaults.count > 30)
        for text in defaults {
            let outcome = try self.read(text)
            #expect(outcome.configuration == ChatConfiguration() && outcome.warnings.isEmpty, "\(text)")
        }
    }

    @Test func `every example in the file of the first run can be taken as it is`() throws {
        // What the author would do: take the # away in front of every key.
        let text = ConfigurationTemplate.text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            line.wholeMatch(of: /# ((?:[a-z_]+ = .*)|(?:\[\[.*))/).map { String($0.1) } ?? String(line)
        }
        let outcome = try self.read(text.joined(separator: "\n"))
        #expect(outcome.warnings.isEmpty)
        let configuration = outcome.configuration
        #expect(configuration.project.allowOrigins == ["*"] && configuration.project.transports == [.websocket])
        #expect(configuration.ui.avatarSize == 20 && configuration.ui.language == "en-US")
        #expect(configuration.ui.headerLinks.map(\.target) == [.newTab])
        #expect(configuration.features.mcp.servers.map(\.connection.kind) == ["stdio", "streamable-http"])
    }

    @Test func `all of Chainlit's keys are taken over`() throws {
        let outcome = try self.read(
            """
            [project]
            user_env = ["KEY"]
            session_timeout = 60
            mask_user_env = true
            [features]
            latex = true
            edit_message = false
            [features.spontaneous_file_upload]
            enabled = false
            accept = { "text/plain" = [".txt"], "image/*" = [] }
            max_files = 3
            [features.audio]
            enabled = true
            sample_rate = 44100
            [features.mcp.user_servers]
            enabled = true
            allowed_urls = ["https://example.com/mcp"]
            [UI]
            name = "Bird"
            cot = "tool_call"
            default_theme = "dark"
            layout = "wide"
            custom_css = "/public/a.css"
            [meta]
            generated_by = "2.12.0"
            """
        )
        let configuration = outcome.configuration
        #expect(outcome.warnings.isEmpty)
        #expect(configuration.project.userEnv == ["KEY"] && configuration.project.maskUserEnv)
        #expect(configuration.project.sessionTimeout == .seconds(60))
        #expect(configuration.features.latex && !configuration.features.editMessage)
        let upload = configuration.features.spontaneousFileUpload
        #expect(!upload.enabled && upload.maxFiles == 3 && upload.maxSizeMB == 500)
        #expect(upload.accept == .extensions(["text/plain": [".txt"], "image/*": []]))
        #expect(configuration.features.audio.enabled && configuration.features.audio.sampleRate == 44100)
        #expect(configuration.features.mcp.userServers.allowedURLs == ["https://example.com/mcp"])
        #expect(configuration.ui.name == "Bird" && configuration.ui.cot == .toolCall)
        #expect(configuration.ui.defaultTheme == .dark && configuration.ui.layout == .wide)
        #expect(configuration.ui.customCSS == "/public/a.css")
    }

    @Test(arguments: [
        ("[project]\nsession_timeout = \"soon\"", 2, "session_timeout is \"soon\"; give a whole number of seconds"),
        ("[project]\n\nsession_timeout = -1", 3, "session_timeout is -1; give a whole number of seconds from 0"),
        ("[project]\nsession_timeout = 1.5", 2, "session_timeout is 1.5; give a whole number"),
        ("project.user_env = \"KEY\"", 1, "user_env is \"KEY\"; give a list of texts"),
        ("[features]\n# on\nlatex = 1", 3, "latex is 1; give true or false"),
        ("features = 3", 1, "features is 3; give a table headed [features]"),
        ("[features.spontaneous_file_upload]\nmax_files = 0", 2, "max_files is 0; give a whole number from 1 to 1000"),
        ("[UI]\nname = 3", 2, "name is 3; give a text in quotes"),
        ("[UI]\ncot = \"tool\"", 2, "cot is \"tool\"; give \"hidden\", \"tool_call\" or \"full\"."),
        ("[UI]\nlanguage = \"../etc\"", 2, "language is \"../etc\"; give a language"),
        ("[UI]\nname = 2020-01-01", 2, "name is a date or a time"),
        ("[[UI.header_links]]\nname = \"a\"", 1, "needs name, icon_url and url"),
        (
            "[[UI.header_links]]\nname=\"a\"\nicon_url=\"b\"\nurl=\"c\"\ntarget=\"d\"", 5,
            "target is \"d\"; give \"_blank\""
        ),
        ("[[features.mcp.servers]]\ntype = \"sse\"", 1, "has no name; add one"),
        ("[[features.mcp.servers]]\nname = \"a\"\ntype = \"ftp\"", 3, "type is \"ftp\"; give \"stdio\""),
        ("[[features.mcp.servers]]\nname=\"a\"\ntype=\"sse\"\nurl=\"a.b\"", 4, "url is \"a.b\"; give an address"),
        (
            "[[features.mcp.servers]]\nname=\"a\"\ntype=\"stdio\"\ncommand=\"KEY=1 run\"", 4,
            "begins by setting 'KEY'"
        ),
        (
            "[[features.mcp.servers]]\nname=\"a\"\ntype=\"stdio\"\ncommand=\"run 'a\"", 4,
            "ends inside a quote"
        ),
        (
            """
            [[features.mcp.servers]]
            name="a"
            type="sse"
            url="http://a/"
            [[features.mcp.servers]]
            name=" A"
            type="sse"
            url="http://a/"
            """, 5, "Two servers are named \"A\""
        ),
        ("[features.mcp]\nenabled = true\n[features.mcp.stdio]\nenabled = true", 3, "before Chainlit 2.12; name each"),
        ("[project\nx = 1", 1, "write it as in https://toml.io"),
        ("[UI]\nname = \"a\"\nname = \"b\"", 3, "write it as in https://toml.io"),
        ("[UI]\nname = \"\0\"", 1, "zero byte"),
    ])
    func `what cannot be taken is refused with file and line`(text: String, line: Int, words: String) throws {
        let error = #expect(throws: MartletError.self) { try self.read(text) }
        let message = try #require(error?.message)
        #expect(message.hasPrefix(".martlet/config.toml:\(line): ") && message.contains(words), "\(message)")
    }

    @Test func `secrets of servers are not repeated in a refusal`() throws {
        let text = "[[features.mcp.servers]]\nname=\"a\"\ntype=\"sse\"\nurl=\"http://a/\"\nheaders={A=\"s3cret\",B=1}"
        let error = #expect(throws: MartletError.self) { try self.read(text) }
        #expect(error?.message.contains("s3cret") == false)
    }

    @Test(arguments: [
        ("[project]\nsession_timout = 3", 2, "session_timout is not known here; did you mean session_timeout?"),
        ("[ui]\nname = \"a\"", 1, "ui is not known here; did you mean UI?"),
        ("[features]\nzebra = 3", 2, "zebra is not known here; it is ignored."),
        ("[features.spontaneous_file_upload]\n\nmax_file = 1", 3, "did you mean max_files?"),
        ("[project]\nenable_telemetry = false", 2, "enable_telemetry is not known here"),
        ("[features.mcp.sse]\nenabled = false", 1, "it is ignored, since features.mcp.enabled is false."),
        (
            "[[UI.header_links]]\nname=\"a\"\nicon_url=\"b\"\nurl=\"c\"\ndisplayname=\"d\"", 5,
            "did you mean display_name?"
        ),
    ])
    func `what is not known is passed over with a word`(text: String, line: Int, words: String) throws {
        let warnings = try self.read(text).warnings
        #expect(warnings.count == 1)
        let warning = try #require(warnings.first)
        #expect(warning.hasPrefix(".martlet/config.toml:\(line): ") && warning.contains(words), "\(warning)")
    }

    @Test func `lines are right behind every kind of value`() throws {
        let text = """
            a = \"\"\"
            [not.a.table]
            b = "\\\"" \"\"\"\"
            c = '''
            # no comment '''
            d = [ "]", # ]
              { e = "}", f = 1 },
            ]
            "g.h".i = 1
            [[k]]
            l = 1
            [k.m]
            n = 1
            [[k]] # again
            l = 2
            """
        let document = try TOMLDocument(text)
        let expected: [([String], Int)] = [
            (["a"], 1), (["c"], 4), (["d"], 6), (["d", "#1", "f"], 7), (["g.h", "i"], 9), (["k", "#0", "l"], 11),
            (["k", "#0", "m", "n"], 13), (["k", "#1"], 14), (["k", "#1", "l"], 15), (["d", "#1", "other"], 7),
        ]
        for (path, line) in expected {
            #expect(document.line(of: path) == line, "\(path)")
        }
    }

    @Test func `a damaged file is read or refused with its line, and nothing else happens`() throws {
        // What an author would have: every key set.
        let text = ConfigurationTemplate.text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            line.wholeMatch(of: /# ((?:[a-z_]+ = .*)|(?:\[\[.*))/).map { String($0.1) } ?? String(line)
        }
        let whole = Array(text.joined(separator: "\n").utf8)
        let lineCount = whole.count(where: { $0 == UInt8(ascii: "\n") }) + 2
        var random = DamageGenerator(state: 1)
        var refused = 0
        for _ in 0..<400 {
            var bytes = whole
            for _ in 0...Int(random.next() % 3) {
                let place = Int(random.next() % UInt64(bytes.count))
                switch random.next() % 4 {
                case 0: bytes.remove(at: place)
                case 1: bytes[place] = UInt8(truncatingIfNeeded: random.next() % 0x7F)
                case 2: bytes.insert(contentsOf: "[]{}\"'=,.#\n".utf8.shuffled(using: &random).prefix(2), at: place)
                default: bytes.removeSubrange(place..<min(bytes.count, place + 40))
                }
            }
            do {
                _ = try self.read(String(decoding: bytes, as: UTF8.self))
            } catch let error as MartletError {
                refused += 1
                let line = error.message.prefixMatch(of: /\.martlet\/config\.toml:(\d+): ./).flatMap { Int($0.1) }
                #expect((1...lineCount).contains(line ?? 0), "\(error.message)")
            }
        }
        #expect(refused > 100)
    }

    @Test func `an app's folder gets a file once, and Chainlit's is used where it lies`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "martlet-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = ConfigurationFile(folder: folder)
        #expect(try file.writeIfMissing() == ".martlet/config.toml")
        #expect(try file.writeIfMissing() == nil)
        #expect(try file.read()?.configuration == ChatConfiguration())
        try FileManager.default.removeItem(at: folder.appending(path: ".martlet"))
        try FileManager.default.createDirectory(
            at: folder.appending(path: ".chainlit"),
            withIntermediateDirectories: true
        )
        try Data("[UI]\nname = \"Old\"\nhide_cot = true".utf8)
            .write(to: folder.appending(path: ".chainlit/config.toml"))
        #expect(try file.writeIfMissing() == nil)
        let configuration = try AppConfiguration(environment: ["MARTLET_APP_ROOT": folder.path])
        #expect(configuration.name == "Old")
        #expect(configuration.warnings.first?.hasPrefix(".chainlit/config.toml:3: hide_cot") == true)
    }

    @Test func `a folder that takes no file is no reason not to start`() async throws {
        // A file where the folder should be, for a root user may write into everything.
        try await withFolder(files: [".martlet": ""]) { folder in
            let error = #expect(throws: MartletError.self) { try ConfigurationFile(folder: folder).writeIfMissing() }
            #expect(error?.message.contains("make the folder writable") == true)
            let configuration = try AppConfiguration(environment: ["MARTLET_APP_ROOT": folder.path])
            #expect(configuration.chat == ChatConfiguration() && configuration.writesConfigurationFile)
            configuration.prepareFolder(logger: Logger(label: "test"))
            #expect(try Data(contentsOf: folder.appending(path: ".martlet")).isEmpty)
        }
    }

    @Test func `variables come before the file .env, and that before the configuration file`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "martlet-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(
            at: folder.appending(path: ".martlet"),
            withIntermediateDirectories: true
        )
        try Data("[UI]\nname = \"File\"\n[project]\nsession_timeout = 5\nallow_origins = [\"https://a.b\"]".utf8)
            .write(to: folder.appending(path: ".martlet/config.toml"))
        try Data("MARTLET_NAME=Dotted\nMARTLET_PORT=9000\nMARTLET_SESSION_TIMEOUT=6".utf8)
            .write(to: folder.appending(path: ".env"))
        let root = ["MARTLET_APP_ROOT": folder.path]
        let configuration = try AppConfiguration(
            environment: root.merging(["MARTLET_SESSION_TIMEOUT": "7"]) { $1 }
        )
        #expect(configuration.name == "Dotted" && configuration.sessionTimeout == .seconds(7))
        #expect(configuration.listener == .address(host: "127.0.0.1", port: 9000))
        #expect(configuration.allowedOrigins == ["https://a.b"])
        try Data("CHAINLIT_PORT=9001".utf8).write(to: folder.appending(path: "other.env"))
        let other = try AppConfiguration(environment: root.merging(["CHAINLIT_ENV_FILE": "other.env"]) { $1 })
        #expect(other.name == "File" && other.listener == .address(host: "127.0.0.1", port: 9001))
    }

    @Test(arguments: [
        ("A=1", "1"), ("export A = 1 ", "1"), ("A=\"a # b\" # c", "a # b"), ("A='a\\nb'", "a\\nb"),
        ("A=\"a\\n\\\"b\"", "a\n\"b"), ("A=b#c # d", "b#c"), ("A=", ""), ("A=\"open", "\"open"), ("A=1\nA=2", "2"),
    ])
    func `a file of variables is read as shells do`(text: String, value: String) {
        #expect(EnvironmentFile.variables(in: text + "\nnonsense\n# A=3") == ["A": value])
    }
}

/// Numbers that look random and are the same in every run.
private struct DamageGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        self.state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = self.state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
