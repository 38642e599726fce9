import Foundation

/// Turns an app's source into a program.
protocol AppBuilder: Sendable {
    /// Builds the program, or finds that it is up to date.
    ///
    /// - Returns: Where the program is, or what the compiler said.
    /// - Throws: A `MartletError` when the compiler cannot be run at all.
    func build() async throws -> BuildResult

    /// The files that the program is made of.
    func sources() -> [URL]
}

/// How a build went.
enum BuildResult: Sendable {
    /// There is a program.
    case built(URL)
    /// The source is not right; the compiler's words.
    case failed(diagnostics: String)
}
