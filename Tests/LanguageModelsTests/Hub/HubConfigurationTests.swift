import Foundation
import Testing

@testable import LanguageModels

@Suite struct HubConfigurationTests {
    @Test(arguments: [
        (["HOME": "/home/me"], "/home/me/.cache/huggingface/hub"),
        (["HOME": "/home/me", "XDG_CACHE_HOME": "/caches"], "/caches/huggingface/hub"),
        (["HOME": "/home/me", "XDG_CACHE_HOME": "/caches", "HF_HOME": "~/hf"], "/home/me/hf/hub"),
        (["HF_HOME": "$BASE/x", "BASE": "/base"], "/base/x/hub"),
        (["HF_HOME": "${BASE}/x", "BASE": "/base"], "/base/x/hub"),
        (["HF_HOME": "/a", "HUGGINGFACE_HUB_CACHE": "/b"], "/b"),
        (["HF_HOME": "/a", "HUGGINGFACE_HUB_CACHE": "/b", "HF_HUB_CACHE": "/c"], "/c"),
        (["HF_HOME": "", "HOME": "/home/me"], "/home/me/.cache/huggingface/hub"),
    ])
    func `the cache lies where huggingface_hub has it`(environment: [String: String], path: String) throws {
        #expect(try HubConfiguration(environment: environment).cacheDirectory.path == path)
    }

    @Test func `the endpoint loses the slash at its end`() throws {
        let configuration = try HubConfiguration(environment: ["HF_ENDPOINT": "https://mirror.example/hub/"])
        #expect(configuration.endpoint.absoluteString == "https://mirror.example/hub")
        #expect(try HubConfiguration(environment: [:]).endpoint.absoluteString == "https://huggingface.co")
    }

    @Test(arguments: ["mirror.example", "ftp://mirror.example", "https://", "not an address"])
    func `an endpoint that is no address is named`(text: String) throws {
        let error = try #require(throws: LanguageModelError.self) {
            try HubConfiguration(environment: ["HF_ENDPOINT": text])
        }
        #expect(error.code == .invalidOption)
        #expect(error.message.contains("'\(text)'"))
    }

    @Test(arguments: [
        ("1", true), ("true", true), ("ON", true), ("yes", true), ("0", false), ("", false), ("no", false),
    ])
    func `offline mode is read as huggingface_hub reads it`(value: String, isOffline: Bool) throws {
        #expect(try HubConfiguration(environment: ["HF_HUB_OFFLINE": value]).isOffline == isOffline)
    }

    @Test func `the token comes from the environment, else from its file`() throws {
        let folder = try ScratchFolder()
        try folder.write(Array("hf_file\n".utf8), to: "token")
        try folder.write(Array("hf_other\n".utf8), to: "other")
        let home = folder.url.path
        func token(_ environment: [String: String]) throws -> String? {
            try HubConfiguration(environment: environment).token?.value
        }
        #expect(try token(["HF_HOME": home, "HF_TOKEN": " hf_variable "]) == "hf_variable")
        #expect(try token(["HF_HOME": home, "HUGGING_FACE_HUB_TOKEN": "hf_old"]) == "hf_old")
        #expect(try token(["HF_HOME": home]) == "hf_file")
        #expect(try token(["HF_HOME": home, "HF_TOKEN_PATH": home + "/other"]) == "hf_other")
        #expect(try token(["HF_HOME": home, "HF_HUB_DISABLE_IMPLICIT_TOKEN": "1"]) == nil)
        #expect(try token(["HF_HOME": home + "/none"]) == nil)
    }

    @Test func `a token never shows`() throws {
        let token = try #require(HubToken("hf_secret"))
        var dumped = ""
        dump(token, to: &dumped)
        #expect(!"\(token) \(String(reflecting: token)) \(dumped)".contains("hf_secret"))
        #expect(HubToken("two\nlines") == nil)
        #expect(HubToken(" \n") == nil)
    }

    @Test func `a proxy is used unless the host is exempt`() throws {
        let proxy = ["HTTPS_PROXY": "http://proxy.example:3128"]
        #expect(try HubConfiguration(environment: proxy).proxy == HubProxy(host: "proxy.example", port: 3128))
        let exempt = proxy.merging(["NO_PROXY": "localhost, .huggingface.co"]) { $1 }
        #expect(
            try HubConfiguration(environment: exempt.merging(["HF_ENDPOINT": "https://a.huggingface.co"]) { $1 }).proxy
                == nil
        )
        #expect(HubProxy.isExempt("huggingface.co", "huggingface.co"))
        #expect(HubProxy.isExempt("anything", "*"))
        #expect(!HubProxy.isExempt("nothuggingface.co", "huggingface.co"))
        #expect(!HubProxy.isExempt("huggingface.co", ""))
    }
}
