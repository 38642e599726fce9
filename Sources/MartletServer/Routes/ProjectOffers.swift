import MartletCore

/// What an app offers before a chat begins: profiles, starters, and the configuration that goes with a profile.
struct ProjectOffers: Sendable {
    /// What there is for one person.
    struct Offer: Sendable {
        /// The configuration, changed by the chosen profile.
        let configuration: ChatConfiguration
        var profiles: [JSONValue] = []
        var starters: [JSONValue] = []
        var starterCategories: [JSONValue] = []
    }

    let hooks: ChatHooks

    /// What there is for a person.
    ///
    /// - Parameters:
    ///   - language: The person's language.
    ///   - profile: The profile that is chosen, if one is.
    ///   - configuration: The app's configuration.
    /// - Returns: What there is.
    func offer(language: LanguageTag, profile: String?, _ configuration: ChatConfiguration) async -> Offer {
        Offer(configuration: configuration)
    }
}
