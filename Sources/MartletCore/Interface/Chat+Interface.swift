public import Foundation

extension Chat {
    /// Says which commands the composer offers.
    ///
    /// Chainlit: `emitter.set_commands`. The chosen one arrives as ``Message/command``.
    ///
    /// - Parameter commands: The commands; none takes the menu away.
    public func setCommands(_ commands: [Command]) async throws {
        await self.core.log.pace()
        self.core.log.append(.commands(commands))
    }

    /// Says which modes the composer offers.
    ///
    /// Chainlit: `emitter.set_modes`. The choices arrive as ``Message/modes``.
    ///
    /// - Parameter modes: The modes; none takes the pickers away.
    public func setModes(_ modes: [Mode]) async throws {
        await self.core.log.pace()
        self.core.log.append(.modes(modes))
    }

    /// Shows a short notice beside the chat.
    ///
    /// Chainlit: `emitter.send_toast`.
    ///
    /// - Parameters:
    ///   - message: The notice.
    ///   - kind: How it looks.
    public func toast(_ message: String, _ kind: ToastKind = .info) async throws {
        await self.core.log.pace()
        self.core.log.append(.toast(message: message, kind: kind))
    }

    /// Adds to the page's count of used tokens.
    ///
    /// Chainlit: `emitter.update_token_count`.
    ///
    /// - Parameter count: How many more.
    public func addTokens(_ count: Int) async throws {
        await self.core.log.pace()
        self.core.log.append(.tokensUsed(count))
    }

    /// Posts a value to the page that embeds the chat; `app.onWindowMessage` hears what it posts back.
    ///
    /// Chainlit: `cl.send_window_message`.
    ///
    /// - Parameter value: The value.
    public func postToWindow(_ value: JSONValue) async throws {
        await self.core.log.pace()
        self.core.log.append(.windowMessage(value))
    }

    /// Has the page that embeds the chat call a function of its own, and waits for what it returns.
    ///
    /// Chainlit: `cl.CopilotFunction(name, args).acall()`.
    ///
    /// - Parameters:
    ///   - name: The function's name.
    ///   - arguments: Its arguments.
    ///   - timeout: How long to wait; by default five minutes.
    /// - Returns: What the function returned, or nil when the time is over.
    /// - Throws: `CancellationError` when the person stopped the run.
    public func callFunction(
        name: String,
        arguments: [String: JSONValue] = [:],
        timeout: Duration = .seconds(300)
    ) async throws -> JSONValue? {
        try await self.core.callFunction(name, arguments: arguments, timeout: timeout)
    }

    /// Lets the person hear something.
    ///
    /// Chainlit: `emitter.send_audio_chunk`.
    ///
    /// - Parameters:
    ///   - data: 16-bit little-endian mono samples, 24,000 a second.
    ///   - mimeType: The kind of sound.
    ///   - track: What the sound belongs to; the pieces of one track follow each other.
    public func sendAudio(_ data: Data, mimeType: String = "pcm16", track: String) async throws {
        await self.core.log.pace()
        self.core.log.append(.audio(OutputAudioChunk(data: data, mimeType: mimeType, track: track)))
    }

    /// Ends the sound that plays, for example because the person speaks.
    ///
    /// Chainlit: `emitter.send_audio_interrupt`.
    public func interruptAudio() async throws {
        await self.core.log.pace()
        self.core.log.append(.audioInterrupted)
    }

    /// Takes a button away.
    ///
    /// Chainlit: `Action.remove`.
    ///
    /// - Parameter action: The button.
    public func removeAction(_ action: Action) async throws {
        try await action.remove(from: self)
    }

    /// Shows a list of tasks beside the chat.
    ///
    /// Chainlit: `TaskList.send`.
    ///
    /// - Parameter list: The list.
    /// - Throws: A ``MartletError`` of code `storageFailed`.
    public func send(_ list: TaskList) async throws {
        await self.core.log.pace()
        try list.send(in: self.core)
    }
}
