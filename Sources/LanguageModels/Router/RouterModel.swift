import Foundation

/// Several models as one: chats are spread over servers, stay where their beginning is cached, and go elsewhere when a
/// server fails.
///
/// ```swift
/// let model = RouterModel([
///     RouterServer(OpenAIModel("qwen", baseURL: "http://10.0.0.1:8080/v1", dialect: .llamaServer)),
///     RouterServer(OpenAIModel("qwen", baseURL: "http://10.0.0.2:8080/v1", dialect: .llamaServer), weight: 2),
/// ])
/// ```
///
/// A chat belongs to a server by the hash of its instructions and first message, so that all its turns reach the same
/// cache; when that server has too many open requests, or fails, the next one by the hash answers. A request goes on to the
/// next server as long as nothing of its answer was passed on, and never after. A server that fails repeatedly is left
/// alone for a while, then one request tries it. When no other is left, servers that failed are asked all the same.
///
/// Give models behind a router few retries of their own, since the next server is mostly quicker.
public final class RouterModel: LanguageModel {
    public let identity: ModelIdentity
    private let core: RouterCore
    private let checks: Task<Void, Never>?

    /// Joins servers; without any, every request fails with a ``LanguageModelError`` of code `serverUnavailable`.
    ///
    /// - Parameters:
    ///   - servers: The servers; those of equal names share their chats' hash and their drains.
    ///   - name: What the whole is called, or nil for the name that the models have in common.
    ///   - policy: How requests are spread.
    public init(_ servers: [RouterServer], name: String? = nil, policy: RouterPolicy = RouterPolicy()) {
        let core = RouterCore(servers, policy: policy)
        self.core = core
        let names = Set(servers.map(\.model.identity.name))
        let common = names.count == 1 ? names.first : nil
        self.identity = ModelIdentity(
            type: "router",
            name: name ?? common ?? "router",
            parameters: ["servers": servers.map(\.name).joined(separator: ", ")]
        )
        // The end of the router ends this task; answers that are open go on without it.
        self.checks =
            servers.contains { $0.healthCheck != nil }
            ? Task { await Self.checkHealth(of: core) } : nil
    }

    deinit {
        self.checks?.cancel()
    }

    public func stream(_ prompt: ModelPrompt, options: GenerationOptions) -> GenerationStream {
        GenerationStream(RouterStream(core: self.core, prompt: prompt, options: options))
    }

    /// Lets a server finish what it has and gives it nothing new, or takes it in again.
    ///
    /// - Parameters:
    ///   - isDraining: Whether it gets nothing new.
    ///   - name: The server's name.
    /// - Returns: Whether there is a server of that name.
    @discardableResult
    public func setDraining(_ isDraining: Bool, server name: String) -> Bool {
        self.core.setDraining(isDraining, name: name)
    }

    /// What the router does now and has done so far.
    public var statistics: RouterStatistics { self.core.statistics }

    /// Asks every server that can be asked, at intervals, until the task is cancelled.
    private static func checkHealth(of core: RouterCore) async {
        await withDiscardingTaskGroup { group in
            for (index, server) in core.servers.enumerated() {
                guard let check = server.healthCheck else { continue }
                group.addTask {
                    while !Task.isCancelled {
                        let isHealthy = await Self.succeeds(check, within: core.policy.healthTimeout)
                        guard !Task.isCancelled else { return }
                        core.setHealth(isHealthy, index)
                        // Routers that started together drift apart.
                        try? await Task.sleep(for: core.policy.healthInterval * Double.random(in: 0.8...1.2))
                    }
                }
            }
        }
    }

    private static func succeeds(_ check: @escaping HealthCheck, within time: Duration) async -> Bool {
        await withTaskGroup(of: Bool.self) { group in
            group.addTask {
                do {
                    try await check()
                    return true
                } catch {
                    return false
                }
            }
            group.addTask {
                try? await Task.sleep(for: time)
                return false
            }
            defer { group.cancelAll() }
            return await group.next() ?? false
        }
    }
}
