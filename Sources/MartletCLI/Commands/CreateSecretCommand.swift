import ArgumentParser

/// `martlet create-secret`: a new secret for signing the tokens of people who are signed in.
///
/// Chainlit: `chainlit create-secret`.
struct CreateSecretCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create-secret",
        abstract: "Print a new random secret for MARTLET_AUTH_SECRET."
    )

    /// Characters that need no quotes in a shell or in `.env`; 64 of them, so each carries 6 bits.
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
    private static let length = 64

    func run() throws {
        print("Copy this line into your .env file; who has it can sign in as anybody:")
        print("MARTLET_AUTH_SECRET=\(Self.secret())")
    }

    /// A secret from the system's source of randomness.
    static func secret() -> String {
        var generator = SystemRandomNumberGenerator()
        return String((0..<Self.length).compactMap { _ in Self.alphabet.randomElement(using: &generator) })
    }
}
