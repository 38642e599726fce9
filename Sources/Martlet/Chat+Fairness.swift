import LanguageModels
import MartletCore

extension Chat {
    /// Runs work whose model requests count as this chat's person's, so that a busy model is shared among people.
    func asUser(_ work: () async throws -> Void) async throws {
        let name = self.user.map { "user \($0.identifier)" } ?? "chat \(self.id)"
        try await RequestUser.$current.withValue(name, operation: work)
    }
}
