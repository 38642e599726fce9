// How much memory values take, roughly and never far below: what a client sends must count whole, in whatever field.

extension JSONValue {
    /// How many bytes of memory the value takes.
    var footprint: Int {
        let own = MemoryLayout<JSONValue>.stride
        return switch self {
        case .null, .bool, .int, .double: own
        case .string(let text): own + text.heapBytes
        case .array(let values): own + 32 + values.reduce(0) { $0 + $1.footprint }
        case .object(let members): own + members.footprint
        }
    }
}

extension [String: JSONValue] {
    /// How many bytes of memory the members take.
    var footprint: Int {
        // Tables keep up to half of their places free.
        self.isEmpty ? 0 : self.reduce(64) { $0 + 48 + $1.key.heapBytes + $1.value.footprint }
    }
}

extension String {
    /// How many bytes the text takes beside its place; short ones have room in that.
    fileprivate var heapBytes: Int { self.utf8.count > 15 ? self.utf8.count + 32 : 0 }
}

extension String? {
    fileprivate var heapBytes: Int { self?.heapBytes ?? 0 }
}

extension StepRecord {
    /// How many bytes of memory the entry takes; it grows with the text byte by byte.
    var footprint: Int {
        let labels = self.tags?.reduce(32) { $0 + 16 + $1.heapBytes } ?? 0
        let modes = self.modes?.reduce(64) { $0 + 64 + $1.key.heapBytes + $1.value.heapBytes } ?? 0
        let texts = self.name.heapBytes + self.command.heapBytes + self.language.heapBytes
        let values = self.metadata.footprint + (self.generation?.footprint ?? 0)
        return 1024 + self.textBytes + labels + modes + texts + values
    }

    /// How many bytes its texts have.
    package var textBytes: Int { self.output.utf8.count + self.input.utf8.count }
}

extension ElementRecord {
    /// How many bytes of memory the element takes.
    var footprint: Int {
        let texts = [self.url, self.objectKey, self.language, self.mimeType, self.forID]
        return 768 + self.name.heapBytes + texts.reduce(0) { $0 + $1.heapBytes }
            + (self.props?.footprint ?? 0) + (self.playerConfiguration?.footprint ?? 0)
    }
}

extension Action {
    /// How many bytes of memory the action takes.
    var footprint: Int {
        let texts = [self.name, self.label, self.tooltip, self.icon, self.forID]
        return 512 + self.payload.footprint + texts.reduce(0) { $0 + $1.heapBytes }
    }
}

extension ChatEvent {
    /// How many bytes of memory the event takes.
    var footprint: Int {
        switch self {
        case .sent(let record), .streamStarted(let record), .updated(let record), .removed(let record),
            .received(let record, viewer: _):
            record.footprint
        case .token(let token): 128 + token.text.utf8.count
        case .element(let element), .elementRemoved(let element): element.footprint
        case .action(let action), .actionRemoved(let action): action.footprint
        case .sidebarElements(let elements, key: let key):
            elements.reduce(256 + key.heapBytes) { $0 + $1.footprint }
        // The panel is the app's, and shared by all that mention it.
        case .settings(_, let values), .settingsChanged(_, let values): 1024 + values.all.footprint
        case .ask(let request), .askEnded(let request, _): 512 + request.message.footprint
        case .functionCall(let call), .functionCallEnded(let call, isTimeout: _):
            256 + call.name.heapBytes + call.arguments.footprint
        case .windowMessage(let value): 128 + value.footprint
        // Counted at an eighth, so that some minutes of speech may wait for a slow client: no snapshot holds what is dropped.
        case .audio(let chunk): 128 + chunk.data.count / 8
        case .commands(let commands): 256 + commands.count * 512
        case .modes(let modes): modes.reduce(256) { $0 + 256 + $1.options.count * 512 }
        case .toast(let text, kind: _), .sidebarTitle(let text), .firstInteraction(let text, threadID: _):
            256 + text.heapBytes
        case .taskStarted, .taskEnded, .tokensUsed, .audioConnection, .audioInterrupted,
            .contextLimit:
            128
        case .activity(let activity): 128 + activity.id.heapBytes
        }
    }
}
