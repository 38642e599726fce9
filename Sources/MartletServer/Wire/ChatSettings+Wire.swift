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
            for widget in self.widgets {
                guard case .object(var members) = widget.wireForm(value: values.all[widget.id]) else { continue }
                if includesDefaults {
                    members["default"] = widget.initialValue
                }
                buffer.value(.object(members))
            }
        }
    }
}
