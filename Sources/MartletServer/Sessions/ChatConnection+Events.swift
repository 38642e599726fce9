import Foundation
import Logging
import MartletCore
import SocketIOCore
import SocketIOServer

extension ChatConnection {
    /// The events of Chainlit's clients; others are not even acknowledged.
    static let knownEvents: Set<String> = [
        "connection_successful", "fetch_favorites", "client_message", "edit_message", "stop", "clear_session",
        "chat_settings_change", "chat_settings_edit", "window_message", "message_favorite", "audio_start",
        "audio_chunk", "audio_end",
    ]

    /// Takes one event of the client; unknown ones are ignored, as the reference does.
    func receive(_ name: String, _ argument: JSONValue) {
        if name != "connection_successful" { self.watch() }
        switch name {
        case "connection_successful": self.begin()
        case "client_message": self.takeMessage(argument)
        case "edit_message": self.takeEdit(argument)
        case "stop": self.session.stop()
        case "clear_session": self.clear()
        case "chat_settings_change": self.takeSettings(argument, apply: self.session.changeSettings)
        case "chat_settings_edit": self.takeSettings(argument, apply: self.session.editSettings)
        case "window_message": self.session.receiveWindowMessage(argument)
        case "audio_start": self.session.startAudio()
        case "audio_end": self.session.endAudio()
        case "count_tokens": self.takeDraft(argument)
        // Favourites belong to a person's account; without accounts nobody has any.
        case "fetch_favorites", "message_favorite": break
        default:
            self.environment.logger.debug("Event ignored", metadata: ["martlet.event": .string(name)])
        }
    }

    /// A piece of sound as clients send it.
    private struct AudioForm: Decodable {
        let isStart: Bool?
        let mimeType: String?
        let elapsedTime: Double?
        let data: SocketBinary
    }

    /// Takes a piece of sound, whose bytes come as an attachment.
    func receiveAudio(_ event: SocketEvent) {
        guard let form = try? event.decode(AudioForm.self) else {
            return self.refuse("The sound has no bytes under \"data\"; send them as a binary attachment.")
        }
        self.session.receive(
            InputAudioChunk(
                data: Data(form.data.bytes),
                mimeType: form.mimeType ?? "pcm16",
                isStart: form.isStart ?? false,
                elapsed: .milliseconds(Int64(max(0, min(form.elapsedTime ?? 0, 1e12))))
            )
        )
    }

    private func takeMessage(_ argument: JSONValue) {
        guard let message = argument["message"], case .object(let members) = message else {
            return self.refuse("The message is \(argument.kind); send an object with the message in it.")
        }
        guard let content = members["output"]?.stringValue else {
            return self.refuse("The message has no text under \"output\"; send one.")
        }
        var incoming = IncomingMessage(id: members["id"]?.stringValue ?? "", content: content)
        incoming.type = members["type"] == "system_message" ? .systemMessage : .userMessage
        incoming.author =
            members["name"]?.stringValue
            ?? (incoming.type == .systemMessage
                ? self.session.assistantName : self.session.identity.user?.identifier ?? "User")
        if case .object(let metadata) = members["metadata"] { incoming.metadata = metadata }
        incoming.command = members["command"]?.stringValue
        if case .object(let modes) = members["modes"] { incoming.modes = modes.compactMapValues(\.stringValue) }
        if case .array(let references) = argument["fileReferences"] {
            incoming.fileIDs = references.compactMap { $0["id"]?.stringValue }
        }
        self.session.receive(incoming, from: self.viewer)
    }

    /// Takes a draft of Martlet's page, which wants to know whether it fits the model's context.
    private func takeDraft(_ argument: JSONValue) {
        guard self.wantsHTML, let text = argument["text"]?.stringValue else { return }
        let number = argument["number"]?.intValue ?? 0
        self.drafts.count(text, number: number, in: self.session, to: self.sink)
    }

    private func takeEdit(_ argument: JSONValue) {
        guard self.session.configuration.features.editMessage else {
            return self.refuse("Messages of this app cannot be edited; send a new one.")
        }
        guard let id = argument["message"]?["id"]?.stringValue,
            let content = argument["message"]?["output"]?.stringValue
        else { return self.refuse("The edited message has no id or no text; send both.") }
        do throws(MartletError) {
            try self.session.edit(id, content: content)
        } catch {
            self.refuse(error.message)
        }
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
        self.sink.emit("toast") { buffer in
            buffer.member("message", message)
            buffer.member("type", "error")
        }
    }
}
