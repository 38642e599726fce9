import MartletCore

extension ChatSettings {
    /// Writes the panel as clients receive it, each widget with its present value as the initial one.
    ///
    /// - Parameters:
    ///   - buffer: Where to write.
    ///   - values: The present values.
    ///   - includesDefaults: Whether each widget also carries its own initial value as `default`.
    func write(to buffer: inout JSONBuffer, values: SettingsValues, includesDefaults: Bool) {
        buffer.array { buffer in
            for content in self.contents {
                switch content {
                case .widget(let widget):
                    widget.write(to: &buffer, value: values.all[widget.id], includesDefault: includesDefaults)
                case .tab(let id, let label, let widgets):
                    buffer.object { buffer in
                        buffer.member("id", id)
                        buffer.member("label", label)
                        buffer.key("inputs")
                        buffer.array { buffer in
                            for widget in widgets {
                                let value = values.all[widget.id]
                                widget.write(to: &buffer, value: value, includesDefault: includesDefaults)
                            }
                        }
                    }
                }
            }
        }
    }
}

extension SettingsWidget {
    fileprivate func write(to buffer: inout JSONBuffer, value: JSONValue?, includesDefault: Bool) {
        guard case .object(var members) = self.wireForm(value: value) else { return }
        if includesDefault {
            members["default"] = self.initialValue
        }
        buffer.value(.object(members))
    }
}
