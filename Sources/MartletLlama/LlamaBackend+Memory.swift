#if Llama
    import CMartletLlama
    import LanguageModels

    /// What the context's sequences hold: forgetting, sharing, moving, copying.
    extension LlamaBackend {
        func truncate(sequence: Int, to position: Int) -> Bool {
            guard self.holdsWindow(of: sequence, before: position) else { return false }
            return martlet_memory_remove(self.context, Int32(sequence), Int32(position), -1, nil) == MARTLET_OK
        }

        func share(from source: Int, to destination: Int, count: Int) -> Bool {
            guard self.holdsWindow(of: source, before: count) else { return false }
            if martlet_memory_share(self.context, Int32(source), Int32(destination), Int32(count), nil) == MARTLET_OK,
                self.length(of: destination) == count
            {
                return true
            }
            // Some layers may have got their part.
            _ = martlet_memory_remove(self.context, Int32(destination), 0, -1, nil)
            return false
        }

        func length(of sequence: Int) -> Int {
            self.positions(of: sequence).upperBound
        }

        /// The positions that a sequence holds in every layer; from 0 to 0 if none.
        private func positions(of sequence: Int) -> Range<Int> {
            var (first, last): (Int32, Int32) = (-1, -1)
            guard martlet_memory_range(self.context, Int32(sequence), &first, &last, nil) == MARTLET_OK,
                first >= 0, last >= first
            else { return 0..<0 }
            return Int(first)..<Int(last) + 1
        }

        /// Whether every layer still holds what a token at a position looks back at.
        ///
        /// llama.cpp gives cells of layers with a sliding window to other tokens once their own are out of the window,
        /// so what comes before may be gone where a sequence is cut or shared further back.
        private func holdsWindow(of sequence: Int, before position: Int) -> Bool {
            guard self.slidingWindow > 0, position > 0 else { return true }
            let held = self.positions(of: sequence)
            return held.upperBound >= position && held.lowerBound <= max(0, position - self.slidingWindow)
        }

        func shift(sequence: Int, forgetting range: Range<Int>) -> Bool {
            let sequence = Int32(sequence)
            let (start, end) = (Int32(range.lowerBound), Int32(range.upperBound))
            guard self.keepsWindow(of: Int(sequence), without: range) else { return false }
            guard martlet_memory_remove(self.context, sequence, start, end, nil) == MARTLET_OK else { return false }
            if martlet_memory_shift(self.context, sequence, end, -1, start - end, nil) == MARTLET_OK { return true }
            // What has a hole in it is of no use.
            _ = martlet_memory_remove(self.context, sequence, 0, -1, nil)
            return false
        }

        /// Whether what remains of a sequence once a range is forgotten holds what its next token looks back at.
        private func keepsWindow(of sequence: Int, without range: Range<Int>) -> Bool {
            guard self.slidingWindow > 0 else { return true }
            let held = self.positions(of: sequence)
            return held.lowerBound == 0
                || held.upperBound - self.slidingWindow >= max(range.upperBound, held.lowerBound)
        }

        func clear() {
            _ = martlet_memory_clear(self.context, nil)
        }

        var stateIdentity: String {
            let length = martlet_state_fingerprint(self.context, nil, 0)
            guard length > 0 else { return "" }
            let bytes = [CChar](unsafeUninitializedCapacity: Int(length)) { buffer, count in
                count = Int(
                    max(0, min(martlet_state_fingerprint(self.context, buffer.baseAddress, buffer.count), length))
                )
            }
            return String(decoding: bytes.map { UInt8(bitPattern: $0) }, as: UTF8.self) + self.fileIdentity
        }

        func save(sequence: Int) -> [UInt8]? {
            let size = martlet_state_size(self.context, Int32(sequence), nil)
            guard size > 0 else { return nil }
            var written: Int64 = -1
            let bytes = [UInt8](unsafeUninitializedCapacity: Int(size)) { buffer, count in
                written = martlet_state_save(self.context, Int32(sequence), buffer.baseAddress, buffer.count, nil)
                count = written > 0 && written <= size ? Int(written) : 0
            }
            return bytes.isEmpty ? nil : bytes
        }

        func restore(_ bytes: [UInt8], into sequence: Int) -> RestoreResult {
            switch martlet_state_load(self.context, Int32(sequence), bytes, bytes.count, nil) {
            case Int32(MARTLET_OK): .restored
            case Int32(MARTLET_NO_SPACE): .noSpace
            default: .unusable
            }
        }

        var stateSeal: StateSeal? {
            StateSeal(
                seal: { bytes in
                    // What is no state stays without a seal, and is refused when it is read.
                    _ = martlet_state_seal(bytes.bindMemory(to: UInt8.self).baseAddress, bytes.count)
                },
                isIntact: { bytes in
                    martlet_state_check(bytes.bindMemory(to: UInt8.self).baseAddress, bytes.count)
                }
            )
        }
    }
#endif
