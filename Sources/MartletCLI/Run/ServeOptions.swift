import ArgumentParser

/// How to serve an app; the flags are Chainlit's.
struct ServeOptions: ParsableArguments {
    @Flag(name: [.customShort("h"), .long], help: "Do not open a browser.")
    var headless = false

    @Flag(name: [.short, .long], help: "Log everything.")
    var debug = false

    @Flag(name: [.customShort("c"), .long], help: "Run for a test: no browser, nothing that asks.")
    var ci = false

    @Flag(help: "Keep no results of functions that the app made with Cached.")
    var noCache = false

    @Option(help: "The host name or address to listen on. (default: 127.0.0.1)")
    var host: String?

    @Option(help: "The port to listen on. (default: 8000)")
    var port: Int?

    @Option(help: "The path that everything lies under, such as /chat.")
    var rootPath: String?

    @Option(help: "The PEM file with the certificate chain, for HTTPS.")
    var sslCert: String?

    @Option(help: "The PEM file with the private key, for HTTPS.")
    var sslKey: String?

    func validate() throws {
        if let port = self.port, !(0...65535).contains(port) {
            throw ValidationError("The port is \(port); give a number from 0 to 65535.")
        }
        if (self.sslCert == nil) != (self.sslKey == nil) {
            throw ValidationError("Only one of --ssl-cert and --ssl-key is given; HTTPS needs both.")
        }
    }

    /// Puts the flags over an environment, for the app that is started with it.
    func applied(to environment: [String: String]) -> [String: String] {
        var result = environment
        let values = [
            "HOST": self.host, "PORT": self.port.map(String.init), "ROOT_PATH": self.rootPath,
            "SSL_CERT": self.sslCert, "SSL_KEY": self.sslKey, "DEBUG": self.debug ? "1" : nil,
            "NO_CACHE": self.noCache ? "1" : nil,
        ]
        for (name, value) in values {
            if let value { result["MARTLET_" + name] = value }
        }
        result["MARTLET_OPEN"] = self.headless || self.ci ? "0" : "1"
        return result
    }
}
