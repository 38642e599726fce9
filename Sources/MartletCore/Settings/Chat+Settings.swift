import Synchronization

extension Chat {
    /// Sends the settings panel of a form.
    ///
    /// Chainlit: `cl.ChatSettings(…).send()`.
    ///
    /// - Parameter form: The form's type.
    /// - Returns: The form with its initial values.
    /// - Throws: A ``MartletError`` of code `invalidSetting` when a widget is ill-defined.
    @discardableResult
    public func send<Form: SettingsForm>(_ form: Form.Type) async throws -> Form {
        try await self.send(Form())
    }

    /// Sends the settings panel of a form whose values have been set.
    ///
    /// - Parameter form: The form; its values are the initial ones.
    /// - Returns: The form.
    /// - Throws: A ``MartletError`` of code `invalidSetting` when a widget is ill-defined.
    @discardableResult
    public func send<Form: SettingsForm>(_ form: Form) async throws -> Form {
        try Form(try await self.send(form.panel))
    }

    /// The settings as they stand, as a form.
    ///
    /// - Parameter form: The form's type, whose panel was sent before.
    /// - Throws: A ``MartletError`` that names the setting when another panel was sent.
    public func settings<Form: SettingsForm>(as form: Form.Type) throws(MartletError) -> Form {
        try Form(self.settings)
    }

    /// Shows another panel without touching the values that hold, as when one setting decides what others offer.
    ///
    /// Widgets show their own initial values until the person confirms; only settings that were not there before get
    /// theirs at once.
    ///
    /// Chainlit: `cl.ChatSettings(…).refresh()`.
    ///
    /// - Parameter settings: The panel.
    /// - Throws: A ``MartletError`` of code `invalidSetting` when a widget is ill-defined.
    public func refresh(_ settings: ChatSettings) async throws {
        try self.core.refresh(settings)
    }

    /// Shows a form's panel without touching the values that hold.
    ///
    /// - Parameter form: The form, with the values to show.
    /// - Throws: A ``MartletError`` of code `invalidSetting` when a widget is ill-defined.
    public func refresh(_ form: some SettingsForm) async throws {
        try self.core.refresh(form.panel)
    }
}

extension ChatSession {
    fileprivate func refresh(_ settings: ChatSettings) throws(MartletError) {
        try settings.validate()
        let shown = settings.initialValues
        self.state.withLock { state in
            state.settings = settings
            for (id, value) in shown.all where state.values.all[id] == nil {
                state.values.set(value, for: id)
            }
            self.log.append(.settings(settings, shown))
        }
    }
}
