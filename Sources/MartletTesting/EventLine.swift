import MartletCore

/// One line that tells a person of one event.
enum EventLine {
    static func text(of event: ChatEvent) -> String {
        switch event {
        case .taskStarted: "work began"
        case .taskEnded: "work ended"
        case .sent(let record): "sent \(Self.text(of: record))"
        case .streamStarted(let record): "stream begins: \(Self.text(of: record))"
        case .token(let token): "token \"\(Self.cut(token.text))\""
        case .updated(let record): "updated \(Self.text(of: record))"
        case .removed(let record): "removed \(Self.text(of: record))"
        case .received(let record, viewer: _): "the person said \"\(Self.cut(record.output))\""
        case .settings(let panel, _): "settings panel: \(panel.widgets.map(\.id).joined(separator: ", "))"
        case .settingsChanged(_, let values): "settings changed: \(JSONValue.object(values.all))"
        case .firstInteraction(let name, threadID: _): "first interaction: \(Self.cut(name))"
        default: Self.textOfRest(event)
        }
    }

    private static func textOfRest(_ event: ChatEvent) -> String {
        switch event {
        case .element(let element): "element \(element.name) (\(element.type.rawValue))"
        case .elementRemoved(let element): "element \(element.name) removed"
        case .action(let action): "action \(action.name)"
        case .actionRemoved(let action): "action \(action.name) removed"
        case .ask(let request): "asked \"\(Self.cut(request.message.output))\""
        case .askEnded(let request, let outcome): "question \"\(Self.cut(request.message.output))\" \(outcome)"
        case .functionCall(let call): "function \(call.name) called"
        case .functionCallEnded(let call, let isTimeout):
            "function \(call.name) \(isTimeout ? "timed out" : "returned")"
        case .sidebarTitle(let title): "side bar: \(title)"
        case .sidebarElements(let elements, key: _): "side bar shows \(elements.map(\.name).joined(separator: ", "))"
        case .commands(let commands): "commands: \(commands.map(\.id).joined(separator: ", "))"
        case .modes(let modes): "modes: \(modes.map(\.id).joined(separator: ", "))"
        case .tokensUsed(let count): "\(count) tokens used"
        case .windowMessage(let value): "posted to the window: \(Self.cut(value.description))"
        case .audioConnection(let isOn): "microphone \(isOn ? "open" : "closed")"
        case .audio(let chunk): "\(chunk.data.count) bytes of sound"
        case .audioInterrupted: "sound interrupted"
        case .toast(let message, let kind): "toast (\(kind.rawValue)): \(Self.cut(message))"
        default: "\(event)"
        }
    }

    private static func text(of record: StepRecord) -> String {
        let kind = record.isError ? "error" : record.type.isMessage ? "message" : "step"
        return "\(kind) of \(record.name): \"\(Self.cut(record.output))\""
    }

    private static func cut(_ text: String) -> String {
        text.count > 120 ? text.prefix(120) + "…" : text
    }
}
