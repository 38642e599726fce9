/// Runs handlers that belong to no chat, such as the one for signing out.
public enum AppHandler {
    /// Runs code of the app on the threads that are kept for handlers, and waits for it.
    ///
    /// - Parameters:
    ///   - name: The handler's name, for the log.
    ///   - work: The code.
    /// - Returns: What the code returned.
    /// - Throws: What the code throws.
    public static func run<Value: Sendable>(
        _ name: String,
        _ work: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        // Waited for right here, and cancelled with the caller.
        let task = Task(executorPreference: HandlerExecutor(name: name)) { try await work() }
        return try await withTaskCancellationHandler {
            try await task.value
        } onCancel: {
            task.cancel()
        }
    }
}
