import Foundation

/// What a person is told of an error.
public enum ErrorText {
    /// The error's own sentence.
    ///
    /// - Parameter error: Any error.
    /// - Returns: Its description; "Stopped." for a cancelled task.
    public static func of(_ error: any Error) -> String {
        if error is CancellationError { return "Stopped." }
        if let localized = error as? any LocalizedError, let text = localized.errorDescription { return text }
        return String(describing: error)
    }
}
