import MartletCore

/// Tells a Chainlit client what happens in a chat, in the events of its wire protocol.
struct ChainlitViewer: ChatTransport {
    let sink: any EventSink

    func deliver(_ event: ChatEvent) {
        switch event {
        case .taskStarted: self.sink.emit("task_start")
        case .taskEnded: self.sink.emit("task_end")
        case .sent(let record): self.emit("new_message", record)
        case .streamStarted(let record): self.emit("stream_start", record)
        case .updated(let record): self.emit("update_message", record)
        case .removed(let record): self.emit("delete_message", record)
        case .token(let token): self.emit(token)
        // The sender shows it already, under the identifier it chose.
        case .received: break
        case .settings(let panel, let values):
            var buffer = JSONBuffer()
            panel.write(to: &buffer, values: values, includesDefaults: false)
            self.sink.emit("chat_settings", json: buffer.bytes)
        // A stock client would take the new values for the panel's defaults.
        case .settingsChanged: break
        case .firstInteraction(let name, let threadID):
            self.sink.emit("first_interaction") { buffer in
                buffer.member("interaction", name)
                buffer.member("thread_id", threadID)
            }
        case .toast(let message, let kind):
            self.sink.emit("toast") { buffer in
                buffer.member("message", message)
                buffer.member("type", kind.rawValue)
            }
        }
    }

    /// Brings a client that knows the chat up to date: every entry again, which clients merge by identifier.
    func replay(_ snapshot: ChatSnapshot) {
        for record in snapshot.records {
            self.emit("new_message", record)
        }
        if snapshot.isRunning {
            self.sink.emit("task_start")
        }
    }

    private func emit(_ name: String, _ record: StepRecord) {
        var buffer = JSONBuffer()
        record.write(to: &buffer)
        self.sink.emit(name, json: buffer.bytes)
    }

    private func emit(_ token: StreamedToken) {
        self.sink.emit("stream_token") { buffer in
            buffer.member("id", token.id)
            buffer.member("token", token.text)
            buffer.member("isSequence", token.replaces)
            buffer.member("isInput", token.isInput)
        }
    }
}
