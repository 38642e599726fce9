import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import MartletCore
import Synchronization
import Testing

@testable import MartletServer

struct ProjectOffersTests {
    private struct Failure: Error {}

    @Test func `profiles, starters and categories reach the clients`() async throws {
        var hooks = ChatHooks()
        hooks.chatProfiles = { _, language in
            [
                ChatProfile(
                    name: "Big bird",
                    description: "**Large**, in \(language)",
                    icon: "/public/bird.svg",
                    displayName: "The bird",
                    isDefault: true,
                    starters: [Starter(label: "Sing", message: "Sing!")]
                ) { $0.ui.name = "Bird" },
                ChatProfile(name: "Other"),
            ]
        }
        hooks.starters = { _, _ in [Starter(label: "A", message: "a", command: "Search", icon: "mail")] }
        hooks.starterCategories = { _, _ in
            [StarterCategory(label: "C", starters: [Starter(label: "B", message: "b")])]
        }
        try await withRoutes(hooks: hooks) { client in
            try await client.execute(uri: "/project/settings?language=de-DE", method: .get) { response in
                let body = response.json
                #expect(body["ui"]?["name"] == "Assistant")
                let starter: JSONValue = ["label": "Sing", "message": "Sing!", "command": nil, "icon": nil]
                #expect(
                    body["chatProfiles"] == [
                        [
                            "name": "Big bird", "markdown_description": "**Large**, in de-DE",
                            "icon": "/public/bird.svg", "display_name": "The bird", "default": true,
                            "starters": [starter],
                        ],
                        [
                            "name": "Other", "markdown_description": "", "icon": nil, "display_name": nil,
                            "default": false, "starters": nil,
                        ],
                    ]
                )
                #expect(
                    body["starters"] == [["label": "A", "message": "a", "command": "Search", "icon": "mail"]]
                )
                #expect(body["starterCategories"]?.description.contains("label: \"C\"") == true)
            }
        }
    }

    @Test(arguments: [
        ("Big%20bird", "Bird"), ("Big+bird", "Bird"), ("Other", "Assistant"), ("None", "Assistant"), ("", "Assistant"),
    ])
    func `a profile changes what is configured, for those who chose it`(query: String, name: String) async throws {
        var hooks = ChatHooks()
        hooks.chatProfiles = { _, _ in
            [
                ChatProfile(name: "Big bird") { configuration in
                    configuration.ui.name = "Bird"
                    configuration.features.audio.enabled = true
                    configuration.project.userEnv = ["KEY"]
                },
                ChatProfile(name: "Other"),
            ]
        }
        try await withRoutes(hooks: hooks) { client in
            try await client.execute(uri: "/project/settings?chat_profile=\(query)", method: .get) { response in
                let body = response.json
                #expect(body["ui"]?["name"] == .string(name))
                #expect(body["features"]?["audio"]?["enabled"] == .bool(name == "Bird"))
                #expect(body["userEnv"] == (name == "Bird" ? ["KEY"] : []))
            }
        }
    }

    @Test func `a handler that fails offers nothing, and the page opens`() async throws {
        var hooks = ChatHooks()
        hooks.chatProfiles = { _, _ in throw Failure() }
        hooks.starters = { _, _ in throw Failure() }
        try await withRoutes(hooks: hooks) { client in
            try await client.execute(uri: "/project/settings", method: .get) { response in
                #expect(response.status == .ok)
                #expect(response.json["chatProfiles"] == [] && response.json["starters"] == [])
            }
        }
    }

    @Test func `profiles and starters are made on the threads for handlers, where one that blocks is named`()
        async throws
    {
        let executors = Mutex<[Bool]>([])
        let note: @Sendable () -> Void = {
            let isHandlers = withUnsafeCurrentTask { $0?.unownedTaskExecutor != nil }
            executors.withLock { $0.append(isHandlers) }
        }
        var hooks = ChatHooks()
        hooks.chatProfiles = { _, _ in
            note()
            return [ChatProfile(name: "Big bird") { $0.ui.name = "Bird" }]
        }
        hooks.starters = { _, _ in
            note()
            return []
        }
        hooks.starterCategories = { _, _ in
            note()
            return []
        }
        let logger = Logger(label: "test")
        _ = await ProjectOffers(hooks: hooks, logger: logger).offer(
            user: nil,
            language: try #require(LanguageTag("en-US")),
            profile: nil,
            ChatConfiguration()
        )
        let profiles = ProfileConfiguration(hooks: hooks, configuration: ChatConfiguration(), logger: logger)
        // Both read a profile's name in the same way.
        let configuration = await profiles.configuration(profile: "Big+bird", user: nil, language: "en-US")
        #expect(configuration.ui.name == "Bird")
        #expect(executors.withLock { $0 } == [true, true, true, true])
    }
}
