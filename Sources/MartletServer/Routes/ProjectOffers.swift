import Logging
import MartletCore

/// What an app offers before a chat begins: profiles, starters, and the configuration that goes with a profile.
struct ProjectOffers: Sendable {
    /// What there is for one person.
    struct Offer: Sendable {
        /// The configuration, changed by the chosen profile.
        let configuration: ChatConfiguration
        let profiles: [ChatProfile]
        let starters: [Starter]
        let starterCategories: [StarterCategory]
    }

    let hooks: ChatHooks
    let logger: Logger

    /// What there is for a person.
    ///
    /// - Parameters:
    ///   - user: The person, if known.
    ///   - language: The person's language.
    ///   - profile: The profile that is chosen, if one is.
    ///   - configuration: The app's configuration.
    /// - Returns: What there is. A handler that fails offers nothing, for the page must open all the same.
    func offer(
        user: User?,
        language: LanguageTag,
        profile: String?,
        _ configuration: ChatConfiguration
    ) async -> Offer {
        let profiles = await self.list("set_chat_profiles", self.hooks.chatProfiles, user, language)
        let chosen = profile.flatMap { profiles.chosen($0) }
        return Offer(
            configuration: chosen?.configuration(from: configuration) ?? configuration,
            profiles: profiles,
            starters: await self.list("set_starters", self.hooks.starters, user, language),
            starterCategories: await self.list("set_starter_categories", self.hooks.starterCategories, user, language)
        )
    }

    private func list<Element: Sendable>(
        _ name: String,
        _ handler: (@Sendable (User?, String) async throws -> [Element])?,
        _ user: User?,
        _ language: LanguageTag
    ) async -> [Element] {
        guard let handler else { return [] }
        do {
            let text = language.text
            return try await AppHandler.run(name) { try await handler(user, text) }
        } catch {
            self.logger.error(
                "Handler failed",
                metadata: ["martlet.handler": .string(name), "error": .string("\(error)")]
            )
            return []
        }
    }
}

extension [ChatProfile] {
    /// The profile that a client names.
    func chosen(_ name: String) -> ChatProfile? {
        // In a query a space may come as a plus sign.
        self.first { $0.name == name } ?? self.first { $0.name == name.replacing("+", with: " ") }
    }
}

extension ChatProfile {
    /// The profile as clients receive it; what it configures stays here.
    var wireForm: JSONValue {
        [
            "name": .string(self.name), "markdown_description": .string(self.description),
            "icon": .optional(self.icon), "display_name": .optional(self.displayName),
            "default": .bool(self.isDefault), "starters": self.starters.map { .array($0.map(\.wireForm)) } ?? .null,
        ]
    }
}

extension Starter {
    /// The starter as clients receive it.
    var wireForm: JSONValue {
        [
            "label": .string(self.label), "message": .string(self.message), "command": .optional(self.command),
            "icon": .optional(self.icon),
        ]
    }
}

extension StarterCategory {
    /// The category as clients receive it.
    var wireForm: JSONValue {
        [
            "label": .string(self.label), "icon": .optional(self.icon),
            "starters": .array(self.starters.map(\.wireForm)),
        ]
    }
}
