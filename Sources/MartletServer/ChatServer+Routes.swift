import Foundation
import Hummingbird
import MartletCore
import MartletMarkdown
import MartletUI
import SocketIOServer

extension ChatServer {
    /// All that is answered over HTTP, the sockets' polling among it.
    func makeRouter(
        sockets: SocketIOServer,
        registry: SessionRegistry,
        renderer: MarkdownRenderer,
        user: @escaping @Sendable (Request) async throws -> User? = { _ in nil }
    ) throws -> Router<ServerContext> {
        let configuration = self.configuration
        let (root, prefix) = (configuration.appRoot, configuration.prefix)
        let router = Router(context: ServerContext.self)
        let policy = CrossOriginPolicy(
            origins: configuration.chat.project.allowOrigins,
            socketPath: prefix + "/ws/socket.io"
        )
        router.add(middleware: CrossOriginMiddleware(policy: policy, logger: self.logger))
        router.add(middleware: ErrorMiddleware(prefix: prefix))
        sockets.addRoutes(to: router)
        let group = router.group(RouterPath(prefix))
        let translations = Translations(
            appRoot: root,
            builtInFolder: MartletUI.translationsDirectory,
            logger: self.logger
        )
        ProjectRoutes(
            configuration: configuration,
            offers: ProjectOffers(hooks: self.hooks, logger: self.logger),
            readme: Readme(folder: root),
            translations: translations,
            renderer: renderer
        ).add(to: group)
        let access = SessionAccess(registry: registry, logger: self.logger, user: user)
        AccountRoutes(hooks: self.hooks, access: access).add(to: group)
        FileRoutes(access: access, renderer: renderer).add(to: group)
        ActionRoutes(access: access).add(to: group)
        ThreadRoutes().add(to: group)
        MCPRoutes(access: access, hooks: self.mcp).add(to: group)
        self.addProgramRoutes(
            to: group,
            sources: [LiveCounts(registry: registry, sockets: sockets), self.counts] + self.metrics
        )
        try self.addPage(to: router, group, translations)
        return router
    }

    /// What is answered to other programs than the page.
    private func addProgramRoutes(to group: RouterGroup<ServerContext>, sources: [any MetricsSource]) {
        let settings = self.configuration.chat.api
        let access = APIAccess(keys: settings.keys + self.apiKeys, configuration: self.configuration)
        if settings.metrics { MetricsRoutes(sources: sources, access: access).add(to: group) }
        guard settings.isEnabled else { return }
        for base in self.extensions {
            ExtensionRoutes(base: base, access: access, counts: self.counts, logger: self.logger).add(to: group)
        }
    }

    private func addPage(
        to router: Router<ServerContext>,
        _ group: RouterGroup<ServerContext>,
        _ translations: Translations
    ) throws {
        let (chat, root, prefix) = (self.configuration.chat, self.configuration.appRoot, self.configuration.prefix)
        let own = try OwnPage(
            folder: MartletUI.pageDirectory,
            isWatched: self.configuration.isWatched || MartletUI.isOverridden,
            configuration: chat,
            prefix: prefix,
            logger: self.logger
        )
        let build = try chat.ui.customBuild.map { try BuildFolder(path: $0, appRoot: root) }
        let publicFolder = StaticFolder(folder: root.appending(path: "public"))
        ImageRoutes(own: own, build: build, publicFolder: publicFolder, interface: chat.ui, prefix: prefix)
            .add(to: group)
        let page = PageRoutes(
            own: own,
            build: build,
            publicFolder: publicFolder,
            buildShell: build.map {
                PageShell(template: $0.shell, kind: .build, configuration: chat, prefix: prefix)
            },
            prefix: prefix,
            logger: self.logger
        )
        ShellRoutes(
            own: own,
            build: build,
            publicFolder: publicFolder,
            manifest: WebManifest(interface: chat.ui, prefix: prefix),
            translations: translations,
            language: chat.ui.language
        ).add(to: group)
        page.add(to: group)
        page.addOutside(to: router)
    }
}
