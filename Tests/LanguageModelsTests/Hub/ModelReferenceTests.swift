import Testing

@testable import LanguageModels

@Suite struct ModelReferenceTests {
    @Test(arguments: [
        ("hf:owner/repo/file.gguf", "owner/repo", "main", "file.gguf"),
        ("hf:owner/repo/a/b/c.gguf", "owner/repo", "main", "a/b/c.gguf"),
        ("hf:owner/repo@v1.0/file.gguf", "owner/repo", "v1.0", "file.gguf"),
        ("hf:owner/repo@refs%2Fpr%2F1/file.gguf", "owner/repo", "refs/pr/1", "file.gguf"),
        ("hf://owner/repo/file.gguf", "owner/repo", "main", "file.gguf"),
        (
            "hf:TheBloke/Mistral-7B-v0.1-GGUF/mistral 7b.gguf", "TheBloke/Mistral-7B-v0.1-GGUF", "main",
            "mistral 7b.gguf"
        ),
        ("https://huggingface.co/owner/repo/resolve/main/file.gguf?download=true", "owner/repo", "main", "file.gguf"),
        ("https://huggingface.co/owner/repo/blob/refs%2Fpr%2F1/a/b%20c.gguf", "owner/repo", "refs/pr/1", "a/b c.gguf"),
    ])
    func `a reference is read`(text: String, repository: String, revision: String, file: String) throws {
        let reference = try ModelReference(text)
        #expect(reference.repository.description == repository)
        #expect(reference.revision == revision)
        #expect(reference.file == file)
        #expect(try ModelReference(reference.description) == reference)
    }

    @Test func `a reference may leave the file to be picked`() throws {
        #expect(try ModelReference("hf:owner/repo").file == nil)
        #expect(try ModelReference("hf:owner/repo@dev").revision == "dev")
        let reference = try ModelReference("hf:owner/repo:Q4_K_M")
        #expect(reference.quantization == "Q4_K_M")
        #expect(reference.description == "hf:owner/repo:Q4_K_M")
    }

    @Test(arguments: [
        "", "hf:", "hf:owner", "hf:/repo/file", "hf:owner//file", "hf:owner/repo/", "hf:owner/repo//file",
        "hf:owner/repo/../file", "hf:owner/repo/a/../../file", "hf:owner/repo/./file", "hf:owner/repo/a\\b",
        "hf:owner/repo/a\u{0}b", "hf:owner/repo/a\nb", "hf:../repo/file", "hf:owner/../file", "hf:owner/..",
        "hf:owner/repo@/file", "hf:owner/repo@../file", "hf:owner/repo@..%2F..%2Fx/file", "hf:owner/repo@a%2F%2Fb/file",
        "hf:owner/repo@%ZZ/file", "hf:owner/repo:", "hf:owner/repo:a b", "hf:ow--ner/repo/file",
        "hf:owner/repo.git/file",
        "hf:-owner/repo/file", "hf:owner/repo-/file", "hf:owner/re po/file", "hf:öwner/repo/file",
        "https://example.com/owner/repo/resolve/main/file.gguf", "https://huggingface.co/owner/repo/resolve/main",
        "https://huggingface.co/owner/repo/resolve/main/..%2F..%2Ffile",
        "https://huggingface.co/owner/repo/tree/main/file",
        "ftp://huggingface.co/owner/repo", "owner/repo",
    ])
    func `what could lead elsewhere is refused`(text: String) {
        #expect(throws: LanguageModelError.self) { try ModelReference(text) }
    }

    @Test func `an error never repeats control characters`() throws {
        let error = #expect(throws: LanguageModelError.self) { try ModelReference("hf:a/b/\u{1B}[2J\n") }
        #expect(error?.message.contains("\u{1B}") == false)
    }

    @Test(arguments: ["owner/name", "name", "a/b", "TheBloke/Llama-2-7B.x_y"])
    func `a repository's folder leads back to its name`(text: String) throws {
        let name = try #require(RepositoryName(text))
        #expect(RepositoryName(folderName: name.folderName) == name)
    }
}
