import Logging

extension ChatSession {
    /// Whether the app sent a button into this chat, and has not taken it away.
    ///
    /// - Parameter id: The button's identifier.
    /// - Returns: Whether there is such a button.
    public func hasAction(_ id: String) -> Bool {
        self.log.look { $0.action(id) } != nil
    }

    /// Runs the app's handler of a button.
    ///
    /// - Parameters:
    ///   - name: The button's name.
    ///   - action: The button as the client sent it.
    /// - Returns: What the handler returned.
    /// - Throws: A ``MartletError`` of code `unknownAction` when nothing handles the name, `tooBusy` when too much runs; what
    ///   the handler throws.
    public func press(_ action: Action) async throws -> JSONValue {
        guard let handler = self.hooks.onAction[action.name] else {
            throw MartletError(.unknownAction, "No callback found for action \(action.name)")
        }
        // What the app sent counts, not what a client says of it; a client may also press what only it shows.
        let known = self.log.look { $0.action(action.id) }
        guard known == nil || known?.name == action.name else {
            throw MartletError(.unknownAction, "No callback found for action \(action.name)")
        }
        self.noteInteraction(action.name)
        let pressed = known ?? action
        let result = Pending<Result<JSONValue, any Error>>()
        let isStarted = self.launch("on_action", isShown: false) { session in
            let scope = RunScope(parentID: nil)
            let outcome: Result<JSONValue, any Error>
            do {
                outcome = .success(try await handler(pressed, Chat(core: session, scope: scope)))
            } catch {
                outcome = .failure(error)
                if !(error is CancellationError), !Task.isCancelled {
                    session.logger.error(
                        "Handler failed",
                        metadata: ["martlet.handler": .string("action " + pressed.name), "error": "\(error)"]
                    )
                    session.reportError(ErrorText.of(error), parentID: nil)
                }
            }
            scope.closeStreams()
            // Last, so that whoever pressed finds all of it done.
            result.settle(outcome)
        }
        guard isStarted else { throw self.hasRoom ? Self.overError : Self.busyError }
        guard let answer = await result.value() else { throw CancellationError() }
        return try answer.get()
    }
}
