public import MartletCore

extension ChatApp {
    /// Runs when the person confirmed new settings, which are handed over as a form.
    ///
    /// Chainlit: `@cl.on_settings_update`.
    ///
    /// - Parameters:
    ///   - form: The form's type, whose panel the chat was sent.
    ///   - handler: What to do; it is given the form with all values, the changed ones among them.
    public func onSettingsUpdate<Form: SettingsForm>(
        _ form: Form.Type,
        _ handler: @escaping @Sendable (Form, Chat) async throws -> Void
    ) {
        self.onSettingsUpdate { values, chat in try await handler(Form(values), chat) }
    }

    /// Runs while the person edits settings, before they are confirmed; they are handed over as a form.
    ///
    /// Chainlit: `@cl.on_settings_edit`.
    ///
    /// - Parameters:
    ///   - form: The form's type, whose panel the chat was sent.
    ///   - handler: What to do; it is given the form with the values as edited.
    public func onSettingsEdit<Form: SettingsForm>(
        _ form: Form.Type,
        _ handler: @escaping @Sendable (Form, Chat) async throws -> Void
    ) {
        self.onSettingsEdit { values, chat in try await handler(Form(values), chat) }
    }
}
