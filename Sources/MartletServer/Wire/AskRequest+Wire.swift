import MartletCore

extension AskRequest {
    /// Writes the question and its spec (wire protocol §5.4).
    ///
    /// - Parameters:
    ///   - buffer: Where to write.
    ///   - rendered: The question's text as HTML, for Martlet's own page.
    func write(to buffer: inout JSONBuffer, rendered: RenderedRecord? = nil) {
        buffer.object { buffer in
            buffer.key("msg")
            if let rendered {
                self.message.write(to: &buffer, rendered: rendered)
            } else {
                self.message.write(to: &buffer)
            }
            buffer.key("spec")
            buffer.object { buffer in
                buffer.member("timeout", Int(self.timeout.components.seconds))
                self.writeKind(to: &buffer)
                buffer.member("step_id", self.message.id)
            }
        }
    }

    private func writeKind(to buffer: inout JSONBuffer) {
        switch self.kind {
        case .text: buffer.member("type", "text")
        case .files(let rule):
            buffer.member("type", "file")
            buffer.member("accept", rule.accept.wireForm)
            buffer.member("max_files", rule.maxFiles)
            buffer.member("max_size_mb", rule.maxSizeMB)
        case .action(let keys):
            buffer.member("type", "action")
            buffer.member("keys", keys)
        case .element(let id):
            buffer.member("type", "element")
            buffer.member("element_id", id)
        }
    }
}
