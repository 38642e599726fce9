import Foundation
import Testing

@testable import MartletServer

struct UnusedFilePagesTests {
    @Test func `only private read-only files without changed pages are given back`() {
        let map = """
            7f0000000000-7f0000010000 r-xp 00000000 fe:00 11   /usr/lib/code.so
            Rss:                  64 kB
            Anonymous:             0 kB
            VmFlags: rd ex mr mw me
            7f0000010000-7f0000020000 r--p 00010000 fe:00 11   /usr/lib/relocated.so
            Anonymous:             4 kB
            7f0000020000-7f0000030000 rw-p 00020000 fe:00 11   /usr/lib/data.so
            Anonymous:             0 kB
            7f0000030000-7f0000040000 r--s 00000000 fe:00 12   /models/shared.gguf
            Anonymous:             0 kB
            7f0000040000-7f0000050000 r--p 00000000 00:00 0
            Anonymous:             0 kB
            7f0000050000-7f0000060000 r-xp 00000000 00:00 0    [vdso]
            Anonymous:             0 kB
            7f0000060000-7f0000070000 r--p 00000000 fe:00 13   /usr/lib/a folder/constants.so
            Anonymous:             0 kB
            """
        #expect(
            UnusedFilePages.unchangedFiles(in: Array(map.utf8)) == [
                0x7f00_0000_0000..<0x7f00_0001_0000, 0x7f00_0006_0000..<0x7f00_0007_0000,
            ]
        )
    }

    @Test func `what is no map gives nothing back`() {
        #expect(UnusedFilePages.unchangedFiles(in: []).isEmpty)
        let broken = Array("zz-yy r-xp 0 0 1 /x\nAnonymous: 0 kB\nAnonymous:".utf8)
        #expect(UnusedFilePages.unchangedFiles(in: broken).isEmpty)
    }

    @Test func `a process goes on after giving memory back`() {
        #if canImport(Glibc)
            // A test process maps some dozens of libraries, most in several parts.
            #expect(UnusedFilePages.unchangedFiles(in: UnusedFilePages.memoryMap()).count > 20)
        #endif
        UnusedFilePages.release()
        #expect((1...100).reduce(0, +) == 5050)
        #expect(String(decoding: Data("still here".utf8), as: UTF8.self) == "still here")
    }
}
