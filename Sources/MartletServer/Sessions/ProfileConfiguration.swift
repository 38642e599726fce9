import Logging
import MartletCore

/// How the app is configured for one person: as it is in general, with the changes of the profile that was chosen.
struct ProfileConfiguration: Sendable {
    let hooks: ChatHooks
    let configuration: ChatConfiguration
    let logger: Logger

    /// The configuration for a profile.
    ///
    /// - Parameters:
    ///   - name: The profile's name, if one was chosen.
    ///   - user: Who chats.
    ///   - language: The person's language.
    /// - Returns: The configuration; the general one where there is no such profile.
    func configuration(profile name: String?, user: User?, language: String) async -> ChatConfiguration {
        guard let name, let profiles = self.hooks.chatProfiles else { return self.configuration }
        do {
            let all = try await AppHandler.run("set_chat_profiles") { try await profiles(user, language) }
            return all.chosen(name)?.configuration(from: self.configuration) ?? self.configuration
        } catch {
            self.logger.error(
                "Handler failed",
                metadata: ["martlet.handler": "set_chat_profiles", "error": "\(error)"]
            )
            return self.configuration
        }
    }
}
