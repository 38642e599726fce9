import Foundation
import Logging
import MartletCore
import MartletMarkdown
import Synchronization

/// One client's connection to a chat: what it sends goes to the chat, what happens in the chat goes to it.
final class ChatConnection: Sendable {
    private struct State {
        var viewer: ViewerID?
        var isCleared = false
    }

    let session: ChatSession
    private let sink: any EventSink
    private let wantsHTML: Bool
    private let isRestored: Bool
    private let environment: Environment
    private let state = Mutex(State())

    /// What all connections share.
    struct Environment: Sendable {
        let registry: SessionRegistry
        let renderer: MarkdownRenderer
        let clock: RenderClock
        let bootID: String
        let isWatched: Bool
        let logger: Logger
    }

    init(_ request: ConnectRequest, sink: any EventSink, environment: Environment) {
        (self.session, self.isRestored) = environment.registry.openSession(
            id: request.sessionID,
            threadID: request.threadID
        )
        self.sink = sink
        self.wantsHTML = request.wantsHTML
        self.environment = environment
    }

    /// The events of Chainlit's clients; others are not even acknowledged.
    static let knownEvents: Set<String> = [
        "connection_successful", "fetch_favorites", "client_message", "edit_message", "stop", "clear_session",
        "chat_settings_change", "chat_settings_edit", "window_message", "message_favorite", "audio_start",
        "audio_chunk", "audio_end",
    ]

    /// Takes one event of the client; unknown ones are ignored, as the reference does.
    func receive(_ name: String, _ argument: JSONValue) {
        switch name {
        case "connection_successful": self.begin()
        case "client_message": self.takeMessage(argument)
        case "stop": self.session.stop()
        case "clear_session": self.state.withLock { $0.isCleared = true }
        case "chat_settings_change": self.takeSettings(argument, apply: self.session.changeSettings)
        case "chat_settings_edit": self.takeSettings(argument, apply: self.session.editSettings)
        default:
            self.environment.logger.debug("Event ignored", metadata: ["martlet.event": .string(name)])
        }
    }

    /// The client is gone; its chat lives on, unless the client said that it wants a new one.
    func close() async {
        let (viewer, isCleared) = self.state.withLock { ($0.viewer, $0.isCleared) }
        if let viewer { _ = self.session.detach(viewer) }
        // A second tab of the same session may still be there.
        guard !self.session.isWatched else { return }
        if isCleared {
            await self.environment.registry.end(self.session)
        } else {
            self.environment.registry.release(self.session)
        }
    }

    private func begin() {
        guard self.state.withLock({ $0.viewer == nil }) else { return }
        for name in ["task_end", "clear_ask", "clear_call_fn"] {
            self.sink.emit(name)
        }
        let viewer = self.wantsHTML ? self.attachPage() : self.attachClient()
        self.state.withLock { $0.viewer = viewer }
        self.session.start()
    }

    private func attachClient() -> ViewerID {
        let viewer = ChainlitViewer(sink: self.sink)
        return self.session.attach(viewer) { snapshot in
            if self.isRestored { viewer.replay(snapshot) }
        }
    }

    private func attachPage() -> ViewerID {
        self.sink.emit("hello") { buffer in
            buffer.member("version", MartletVersion.current)
            buffer.member("bootId", self.environment.bootID)
            buffer.member("watch", self.environment.isWatched)
        }
        let viewer = HTMLViewer(
            sink: self.sink,
            renderer: self.environment.renderer,
            clock: self.environment.clock
        )
        return self.session.attach(viewer) { snapshot in
            if self.isRestored { viewer.replay(snapshot) }
        }
    }

    private func takeMessage(_ argument: JSONValue) {
        let viewer = self.state.withLock { $0.viewer }
        guard let message = argument["message"], case .object(let members) = message else {
            return self.refuse("The message is \(argument.kind); send an object with the message in it.")
        }
        guard let content = members["output"]?.stringValue else {
            return self.refuse("The message has no text under \"output\"; send one.")
        }
        var incoming = IncomingMessage(id: members["id"]?.stringValue ?? "", content: content)
        incoming.author =
            members["name"]?.stringValue ?? (members["type"] == "system_message" ? self.session.assistantName : "User")
        incoming.type = members["type"] == "system_message" ? .systemMessage : .userMessage
        if case .object(let metadata) = members["metadata"] { incoming.metadata = metadata }
        incoming.command = members["command"]?.stringValue
        self.session.receive(incoming, from: viewer)
    }

    private func takeSettings(_ argument: JSONValue, apply: ([String: JSONValue]) throws(MartletError) -> Void) {
        guard case .object(let changes) = argument else {
            return self.refuse("The settings are \(argument.kind); send an object of values by setting id.")
        }
        do throws(MartletError) {
            try apply(changes)
        } catch {
            self.refuse(error.message)
            self.restoreSettings()
        }
    }

    /// Shows the page the values that hold, after it was refused others.
    private func restoreSettings() {
        guard self.wantsHTML, let (panel, values) = self.session.snapshot.settings else { return }
        var buffer = JSONBuffer()
        panel.write(to: &buffer, values: values, includesDefaults: true)
        self.sink.emit("chat_settings", json: buffer.bytes)
    }

    private func refuse(_ message: String) {
        self.environment.logger.notice("Client message refused", metadata: ["martlet.reason": .string(message)])
        ChainlitViewer(sink: self.sink).deliver(.toast(message: message, kind: .error))
    }
}
