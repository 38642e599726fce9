// Saving what a sequence holds outside the cache, and bringing it back.
#if __has_include(<llama.h>)
#include "Internal.hpp"

#include <climits>

namespace {

// Stands before llama.cpp's own bytes. llama.cpp believes what it reads, so nothing that was cut, changed or made under
// other conditions may reach it.
struct envelope {
    uint64_t magic;
    uint64_t payload_size;
    uint64_t fingerprint;
    // Of the payload; 0 until the state is sealed. What never leaves the memory needs none, and it takes long enough
    // that the thread that decodes is spared it.
    uint64_t checksum;
};

constexpr uint64_t magic = 0x3174747374726d01;

// A checksum against accidents, four words at a time since states are large.
uint64_t checksum(const uint8_t * bytes, size_t size) {
    constexpr uint64_t factor = 0x9e3779b97f4a7c15;
    uint64_t lanes[4] = {size, factor, ~size, ~factor};
    size_t offset = 0;
    for (; offset + 32 <= size; offset += 32) {
        for (size_t lane = 0; lane < 4; ++lane) {
            uint64_t word;
            std::memcpy(&word, bytes + offset + 8 * lane, 8);
            lanes[lane] = (lanes[lane] ^ word) * factor;
            lanes[lane] ^= lanes[lane] >> 29;
        }
    }
    for (; offset < size; ++offset) {
        lanes[0] = (lanes[0] ^ bytes[offset]) * factor;
        lanes[0] ^= lanes[0] >> 29;
    }
    for (size_t lane = 1; lane < 4; ++lane) lanes[0] = ((lanes[0] ^ lanes[lane]) * factor) ^ (lanes[0] >> 32);
    return lanes[0];
}

uint64_t fingerprint_hash(const martlet_context * context) {
    return checksum(reinterpret_cast<const uint8_t *>(context->fingerprint.data()), context->fingerprint.size());
}

// Whether these bytes are one whole state as far as the envelope tells.
bool read_envelope(const uint8_t * bytes, size_t size, envelope & header) {
    if (bytes == nullptr || size < sizeof header) return false;
    std::memcpy(&header, bytes, sizeof header);
    return header.magic == magic && header.payload_size == size - sizeof header;
}

int32_t check_envelope(
    const martlet_context * context, const uint8_t * bytes, size_t size, martlet_error * error) {
    envelope header{};
    if (bytes != nullptr && size >= sizeof header) std::memcpy(&header, bytes, sizeof header);
    if (header.magic != magic) return martlet::fail(error, MARTLET_INVALID_ARGUMENT, "this is no saved state");
    if (header.payload_size != size - sizeof header) {
        return martlet::fail(error, MARTLET_INVALID_ARGUMENT, "the saved state was cut to %zu bytes", size);
    }
    if (header.fingerprint != fingerprint_hash(context)) {
        return martlet::fail(
            error, MARTLET_INVALID_ARGUMENT, "the state was saved by another model, library or kind of cache");
    }
    return MARTLET_OK;
}

void empty_sequence(martlet_context * context, int32_t sequence) {
    llama_memory_seq_rm(llama_get_memory(context->context), sequence, -1, -1);
    martlet::forget_sequence(*context, sequence);
}

}  // namespace

extern "C" {

int64_t martlet_state_fingerprint(const martlet_context * context, char * buffer, size_t capacity) {
    return martlet::copy_out(context->fingerprint.data(), context->fingerprint.size(), buffer, capacity);
}

int64_t martlet_state_size(martlet_context * context, int32_t sequence, martlet_error * error) {
    return martlet::guarded(error, int64_t{-MARTLET_FAILED}, [&]() -> int64_t {
        if (const int32_t status = martlet::check_sequence(context, sequence, error)) return -status;
        martlet::log_capture log;
        const size_t size = llama_state_seq_get_size(context->context, sequence);
        if (size == 0) {
            return -martlet::fail(error, MARTLET_FAILED, "the state cannot be saved: %s", log.text().c_str());
        }
        return static_cast<int64_t>(sizeof(envelope) + size);
    });
}

int64_t martlet_state_save(
    martlet_context * context, int32_t sequence, uint8_t * buffer, size_t capacity, martlet_error * error) {
    return martlet::guarded(error, int64_t{-MARTLET_FAILED}, [&]() -> int64_t {
        if (const int32_t status = martlet::check_sequence(context, sequence, error)) return -status;
        martlet::log_capture log;
        const size_t room = buffer != nullptr && capacity > sizeof(envelope) ? capacity - sizeof(envelope) : 0;
        // llama.cpp writes nothing beyond the room. Telling the size means to go through all that is saved, so it is
        // asked for only where there was too little room.
        const size_t written = room == 0
            ? 0 : llama_state_seq_get_data(context->context, buffer + sizeof(envelope), room, sequence);
        if (written == 0) {
            const std::string reason = log.text();
            const size_t size = llama_state_seq_get_size(context->context, sequence);
            if (room < size) {
                return -martlet::fail(
                    error, MARTLET_INVALID_ARGUMENT, "the state takes %zu bytes, and there is room for %zu",
                    sizeof(envelope) + size, capacity);
            }
            return -martlet::fail(error, MARTLET_FAILED, "the state cannot be saved: %s", reason.c_str());
        }
        const envelope header{magic, written, fingerprint_hash(context), 0};
        std::memcpy(buffer, &header, sizeof header);
        return static_cast<int64_t>(sizeof(envelope) + written);
    });
}

bool martlet_state_seal(uint8_t * bytes, size_t size) {
    envelope header{};
    if (!read_envelope(bytes, size, header)) return false;
    header.checksum = checksum(bytes + sizeof header, header.payload_size);
    std::memcpy(bytes, &header, sizeof header);
    return true;
}

bool martlet_state_check(const uint8_t * bytes, size_t size) {
    envelope header{};
    return read_envelope(bytes, size, header)
        && header.checksum == checksum(bytes + sizeof header, header.payload_size);
}

int32_t martlet_state_load(
    martlet_context * context, int32_t sequence, const uint8_t * bytes, size_t size, martlet_error * error) {
    const int32_t result = martlet::guarded(error, int32_t{MARTLET_FAILED}, [&]() -> int32_t {
        if (const int32_t status = martlet::check_sequence(context, sequence, error)) return status;
        empty_sequence(context, sequence);
        if (const int32_t status = check_envelope(context, bytes, size, error)) return status;
        martlet::log_capture log;
        const uint8_t * payload = bytes + sizeof(envelope);
        if (llama_state_seq_set_data(context->context, payload, size - sizeof(envelope), sequence) != 0) {
            return MARTLET_OK;
        }
        const bool full = log.text().find("available cells") != std::string::npos
            || log.text().find("not enough cells") != std::string::npos;
        return martlet::fail(
            error, full ? MARTLET_NO_SPACE : MARTLET_FAILED, "the state cannot be loaded: %s", log.text().c_str());
    });
    if (result != MARTLET_OK) {
        martlet::guarded(nullptr, 0, [&] {
            if (martlet::check_sequence(context, sequence, nullptr) == MARTLET_OK) empty_sequence(context, sequence);
            return 0;
        });
    }
    return result;
}

}
#endif
