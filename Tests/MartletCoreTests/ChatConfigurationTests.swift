import MartletCore
import Testing

struct ChatConfigurationTests {
    @Test func `what nobody set is what a new configuration file says`() {
        let configuration = ChatConfiguration()
        #expect(configuration.project.sessionTimeout == .seconds(3600))
        #expect(configuration.project.userSessionTimeout == .seconds(1_296_000))
        #expect(configuration.project.allowOrigins == nil)
        #expect(configuration.features.spontaneousFileUpload.enabled)
        #expect(configuration.features.spontaneousFileUpload.maxFiles == 20)
        #expect(configuration.features.editMessage && !configuration.features.unsafeAllowHTML)
        #expect(!configuration.features.mcp.enabled && !configuration.features.mcp.userServers.enabled)
        #expect(configuration.ui.name == "Assistant" && configuration.ui.cot == .full)
        #expect(configuration.ui.defaultTheme == .system && configuration.ui.confirmNewChat)
    }

    @Test func `a profile changes a copy and leaves the original`() {
        let original = ChatConfiguration()
        var changed = original
        changed.ui.name = "Bird"
        changed.features.audio.enabled = true
        #expect(changed != original && original.ui.name == "Assistant" && !original.features.audio.enabled)
    }

    @Test(arguments: [
        (FileTypes.any, "a.exe", "application/x-msdownload", true),
        (.mimeTypes([]), "a.png", "image/png", true),
        (.mimeTypes(["*/*"]), "a.png", "image/png", true),
        (.mimeTypes(["image/*"]), "a.png", "image/png", true),
        (.mimeTypes(["image/*"]), "a.txt", "text/plain", false),
        (.mimeTypes(["text/plain"]), "a.txt", "Text/Plain; charset=utf-8", true),
        (.mimeTypes(["application/*+json"]), "a", "application/ld+json", true),
        (.mimeTypes(["application/*+json"]), "a", "application/json", false),
        (.extensions(["text/plain": [".txt", ".py"]]), "A.PY", "text/plain", true),
        (.extensions(["text/plain": [".txt"]]), "a.md", "text/plain", false),
        (.extensions(["text/plain": [".txt"]]), "a.txt", "image/png", false),
        (.extensions(["image/*": []]), "picture", "image/webp", true),
        (.extensions([:]), "a.txt", "text/plain", false),
    ])
    func `a file is taken when its type and name fit`(types: FileTypes, name: String, type: String, fits: Bool) {
        #expect(types.allows(name: name, mimeType: type) == fits)
    }
}
