import Foundation
import MartletCore

/// What the process was started with, and how it ends.
enum ProcessEnvironment {
    static var variables: [String: String] { ProcessInfo.processInfo.environment }

    /// Ends the process with a sentence for the person who started it.
    static func exit(with error: MartletError) -> Never {
        FileHandle.standardError.write(Data("error: \(error.message)\n".utf8))
        Foundation.exit(1)
    }
}
