import Foundation
import LanguageModels

#if Llama
    @testable import MartletLlama
#endif

/// Where the tests' model and the set-up's files lie.
enum LlamaTestModel {
    static let repository = URL(fileURLWithPath: #filePath)
        .resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The model that tests run on; `MARTLET_TEST_MODEL` names another one.
    static let path =
        ProcessInfo.processInfo.environment["MARTLET_TEST_MODEL"]
        ?? repository.appendingPathComponent("Models/martlet-tiny.gguf").path

    /// What Scripts/setup-llama left behind.
    static let cache: URL = {
        let environment = ProcessInfo.processInfo.environment
        let home = FileManager.default.homeDirectoryForCurrentUser
        let caches =
            environment["XDG_CACHE_HOME"].map { URL(fileURLWithPath: $0) } ?? home.appendingPathComponent(".cache")
        let cache =
            environment["MARTLET_CACHE"].map { URL(fileURLWithPath: $0) } ?? caches.appendingPathComponent("martlet")
        return cache.appendingPathComponent("llama")
    }()

    static let vocabularies = cache.appendingPathComponent("vocabularies")
    static let python = cache.appendingPathComponent("python")
    static let exists = FileManager.default.fileExists(atPath: path)

    /// A folder for files that a test makes.
    static func temporaryFolder() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("martlet-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }

    #if Llama
        /// Load options as `LlamaModel` has them by default.
        static let options = LlamaLoadOptions(
            threads: 1,
            contextLength: nil,
            batchSize: 512,
            gpuLayers: 0,
            memoryMap: true,
            memoryLock: false,
            sequences: 16,
            cacheLength: nil
        )
    #endif
}
