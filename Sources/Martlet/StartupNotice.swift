import Foundation

/// What the person who starts an app sees and gets: its address, and a browser that shows it.
enum StartupNotice {
    /// Tells the address and opens a browser, as the environment asks: `MARTLET_OPEN=1` opens, `MARTLET_QUIET=1` is
    /// silent.
    ///
    /// - Parameters:
    ///   - url: The address that people open.
    ///   - environment: The process's environment variables.
    static func show(_ url: String, environment: [String: String]) {
        if environment["MARTLET_QUIET"] != "1" {
            FileHandle.standardOutput.write(Data("Your app is available at \(url)\n".utf8))
        }
        if environment["MARTLET_OPEN"] == "1" {
            Self.open(url)
        }
    }

    /// Opens a browser, where the machine knows how to; where not, the printed address serves.
    private static func open(_ url: String) {
        #if os(macOS)
            let opener = "/usr/bin/open"
        #else
            let opener = "/usr/bin/xdg-open"
        #endif
        guard FileManager.default.isExecutableFile(atPath: opener) else { return }
        let process = Process()
        process.executableURL = URL(filePath: opener)
        process.arguments = [url]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try? process.run()
    }
}
