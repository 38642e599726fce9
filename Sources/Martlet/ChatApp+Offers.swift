public import MartletCore

extension ChatApp {
    /// Says which profiles a person can choose from.
    ///
    /// Chainlit: `@cl.set_chat_profiles`.
    ///
    /// - Parameter profiles: The profiles; it is given who asks, nil where the app knows no accounts.
    public func chatProfiles(_ profiles: @escaping @Sendable (User?) async throws -> [ChatProfile]) {
        self.change { $0.chatProfiles = { user, _ in try await profiles(user) } }
    }

    /// Says which profiles a person can choose from, in the person's language.
    ///
    /// Chainlit: `@cl.set_chat_profiles`.
    ///
    /// - Parameter profiles: The profiles; it is given who asks and the language, such as `en-US`.
    public func chatProfiles(_ profiles: @escaping @Sendable (User?, String) async throws -> [ChatProfile]) {
        self.change { $0.chatProfiles = profiles }
    }

    /// Says what a new chat offers to begin with.
    ///
    /// Chainlit: `@cl.set_starters`.
    ///
    /// - Parameter starters: The starters; it is given who asks, nil where the app knows no accounts.
    public func starters(_ starters: @escaping @Sendable (User?) async throws -> [Starter]) {
        self.change { $0.starters = { user, _ in try await starters(user) } }
    }

    /// Says what a new chat offers to begin with, in the person's language.
    ///
    /// Chainlit: `@cl.set_starters`.
    ///
    /// - Parameter starters: The starters; it is given who asks and the language, such as `en-US`.
    public func starters(_ starters: @escaping @Sendable (User?, String) async throws -> [Starter]) {
        self.change { $0.starters = starters }
    }

    /// Says what a new chat offers to begin with, under headings.
    ///
    /// Chainlit: `@cl.set_starter_categories`.
    ///
    /// - Parameter categories: The starters by heading; it is given who asks, nil where the app knows no accounts.
    public func starterCategories(_ categories: @escaping @Sendable (User?) async throws -> [StarterCategory]) {
        self.change { $0.starterCategories = { user, _ in try await categories(user) } }
    }

    /// Says what a new chat offers to begin with, under headings, in the person's language.
    ///
    /// Chainlit: `@cl.set_starter_categories`.
    ///
    /// - Parameter categories: The starters by heading; it is given who asks and the language, such as `en-US`.
    public func starterCategories(_ categories: @escaping @Sendable (User?, String) async throws -> [StarterCategory]) {
        self.change { $0.starterCategories = categories }
    }

    /// Changes what authors and steps are called.
    ///
    /// Chainlit: `@cl.author_rename`.
    ///
    /// - Parameter rename: Gives the name that is shown in place of the given one; it must be quick.
    public func authorRename(_ rename: @escaping @Sendable (String) -> String) {
        self.change { $0.authorRename = rename }
    }
}
