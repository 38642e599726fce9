// swift-tools-version:6.2
import PackageDescription

/// One list of settings for every target: strict imports, strict concurrency, warnings are errors.
let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

let package = Package(
    name: "martlet",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "Martlet", targets: ["Martlet"]),
        .library(name: "MartletLlama", targets: ["MartletLlama"]),
        .library(name: "MartletTesting", targets: ["MartletTesting"]),
        .library(name: "LanguageModels", targets: ["LanguageModels"]),
        .library(name: "SocketIOServer", targets: ["SocketIOServer"]),
        .library(name: "MartletRuntime", type: .dynamic, targets: ["Martlet", "MartletLlama"]),
        .executable(name: "martlet", targets: ["MartletCLI"]),
    ],
    traits: [
        .trait(name: "Llama", description: "Run GGUF models in the process, with libllama.")
    ],
    dependencies: [
        .package(url: "https://github.com/LebJe/TOMLKit.git", from: "0.6.0"),
        .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-collections.git", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-crypto.git", from: "4.5.0"),
        .package(url: "https://github.com/apple/swift-http-types.git", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log.git", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-nio-extras.git", from: "1.35.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl.git", from: "2.37.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird.git", from: "2.28.0"),
        .package(url: "https://github.com/swift-server/async-http-client.git", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", from: "2.13.0"),
    ],
    targets: [
        // The bottom: four values-only libraries, unaware of each other.
        .target(
            name: "SocketIOCore",
            dependencies: [.product(name: "DequeModule", package: "swift-collections")],
            swiftSettings: settings
        ),
        .target(
            name: "MartletCore",
            dependencies: [
                .product(name: "DequeModule", package: "swift-collections"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "LanguageModels",
            dependencies: [
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOFoundationCompat", package: "swift-nio"),
            ],
            swiftSettings: settings
        ),
        .target(name: "MartletMarkdown", dependencies: ["CCMarkGFM"], swiftSettings: settings),

        // Engine, socket server and page, side by side.
        .target(
            name: "MartletLlama",
            dependencies: [
                "LanguageModels",
                .target(name: "CMartletLlama", condition: .when(traits: ["Llama"])),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "SocketIOServer",
            dependencies: [
                "SocketIOCore",
                .product(name: "DequeModule", package: "swift-collections"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras"),
                .product(name: "NIOWebSocket", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: settings
        ),
        // A client of MCP servers; it knows nothing of chats.
        .target(
            name: "MartletMCP",
            dependencies: [
                "MartletCore",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "MartletUI",
            exclude: ["Types"],
            resources: [.copy("Page"), .copy("Translations")],
            swiftSettings: settings
        ),

        // Chats over HTTP and sockets.
        .target(
            name: "MartletServer",
            dependencies: [
                "MartletCore",
                "MartletMCP",
                "MartletMarkdown",
                "MartletUI",
                "SocketIOCore",
                "SocketIOServer",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HummingbirdTLS", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOHTTPCompression", package: "swift-nio-extras"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "TOMLKit", package: "TOMLKit"),
            ],
            swiftSettings: settings
        ),

        // What an app imports, what its tests import, and the command line.
        .target(
            name: "Martlet",
            dependencies: [
                "LanguageModels", "MartletCore", "MartletMCP", "MartletServer",
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "MartletTesting",
            dependencies: [
                "LanguageModels", "Martlet", "MartletCore",
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "MartletCLI",
            dependencies: [
                "LanguageModels", "Martlet", "MartletCore", "MartletLlama", "MartletServer", "MartletUI",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: settings
        ),

        // A soak of the inference engine; Benchmarks/README.md tells how it is run.
        .executableTarget(
            name: "EngineSoak",
            dependencies: [
                "LanguageModels", "MartletLlama",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Benchmarks/EngineSoak",
            swiftSettings: settings
        ),

        // Tests, one target for each of the above.
        .testTarget(name: "SocketIOCoreTests", dependencies: ["SocketIOCore"], swiftSettings: settings),
        .testTarget(
            name: "SocketIOServerTests",
            dependencies: [
                "SocketIOCore", "SocketIOServer",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdTesting", package: "hummingbird"),
                .product(name: "NIOCore", package: "swift-nio"),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "MartletCoreTests",
            dependencies: ["MartletCore", .product(name: "Logging", package: "swift-log")],
            swiftSettings: settings
        ),
        .testTarget(
            name: "LanguageModelsTests",
            dependencies: [
                "LanguageModels",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            exclude: ["Prompts/Fixtures", "ChatTemplates/Fixtures"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "MartletMCPTests",
            dependencies: [
                "MartletCore", "MartletMCP",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            exclude: ["sdk_server.py"],
            swiftSettings: settings
        ),
        .testTarget(name: "MartletMarkdownTests", dependencies: ["MartletMarkdown"], swiftSettings: settings),
        .testTarget(
            name: "MartletLlamaTests",
            dependencies: [
                "LanguageModels", "MartletLlama",
                .target(name: "CMartletLlama", condition: .when(traits: ["Llama"])),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "MartletTests",
            dependencies: [
                "LanguageModels", "Martlet", "MartletCore", "MartletServer",
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: settings
        ),
        // Our client against llama-server and against an app's own API.
        .testTarget(
            name: "RemoteModelTests",
            dependencies: [
                "LanguageModels", "Martlet", "MartletLlama", "MartletServer",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOFoundationCompat", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            exclude: ["Templates"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "MartletTestingTests",
            dependencies: ["LanguageModels", "Martlet", "MartletTesting"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "MartletServerTests",
            dependencies: [
                "MartletCore", "MartletMCP", "MartletMarkdown", "MartletServer", "SocketIOServer",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdTesting", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: settings
        ),

        // C and C++.
        .systemLibrary(
            name: "CCMarkGFM",
            pkgConfig: "libcmark-gfm",
            providers: [
                .apt(["libcmark-gfm-dev", "libcmark-gfm-extensions-dev"]), .brew(["cmark-gfm"]),
            ]
        ),
        .systemLibrary(name: "CLlama", pkgConfig: "martlet-llama", providers: [.brew(["llama.cpp", "ggml"])]),
        .target(
            name: "CMartletLlama",
            dependencies: [.target(name: "CLlama", condition: .when(traits: ["Llama"]))]
        ),
    ],
    cxxLanguageStandard: .cxx20
)
