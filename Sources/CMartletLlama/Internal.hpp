// What the shim's files share: handles, errors, and the guard that every call goes through.
#pragma once

#include "CMartletLlama.h"

#include <llama.h>

#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <exception>
#include <memory>
#include <new>
#include <string>
#include <vector>

struct martlet_model {
    llama_model * model;
    const llama_vocab * vocabulary;
    int32_t vocabulary_size;
    bool vocabulary_only;
    // Noted when it is loaded: a context with other rotary positions writes another one into llama.cpp's model.
    int32_t training_context;
};

struct martlet_adapter {
    llama_adapter_lora * adapter;
    const martlet_model * model;
};

// Positions [from, to) that two sequences hold in the same cells.
struct martlet_shared_range {
    int32_t first_sequence;
    int32_t second_sequence;
    llama_pos to;
};

// Positions [from, to) below a sequence's last one that it does not hold.
struct martlet_hole {
    int32_t sequence;
    llama_pos from;
    llama_pos to;
};

struct martlet_context {
    llama_context * context = nullptr;
    const martlet_model * model = nullptr;
    ggml_threadpool * pool = nullptr;
    // The same one if there are as many threads for both.
    ggml_threadpool * batch_pool = nullptr;
    // Null if the pools are those of another context.
    decltype(&ggml_threadpool_free) free_pool = nullptr;
    // One flag for each token of the last batch: whether logits were asked for.
    std::vector<bool> outputs;
    // Reused from decode to decode.
    std::vector<llama_token> tokens;
    std::vector<llama_pos> positions;
    std::vector<int32_t> sequence_counts;
    std::vector<llama_seq_id> sequences;
    std::vector<llama_seq_id *> sequence_pointers;
    std::vector<int8_t> output_flags;
    std::vector<llama_pos> next_positions;
    std::vector<float> maxima;
    // What llama.cpp does not tell about its memory.
    std::vector<martlet_shared_range> shared_ranges;
    std::vector<martlet_hole> holes;
    // Texts of the last martlet_embed, or its tokens if there is no pooling.
    size_t embedding_count = 0;
    bool embeddings = false;
    bool quantized_keys = false;
    // What states of sequences depend on besides the model, as text.
    std::string fingerprint;
};

namespace martlet {

// Sets an error and gives its status back, so that a function can fail in one line.
[[gnu::format(printf, 3, 4)]]
inline int32_t fail(martlet_error * error, int32_t status, const char * format, ...) {
    if (error != nullptr) {
        error->status = status;
        va_list arguments;
        va_start(arguments, format);
        std::vsnprintf(error->message, sizeof error->message, format, arguments);
        va_end(arguments);
    }
    return status;
}

// Lets go of what is kept for a model that is about to be freed.
void forget_dry(const llama_vocab * vocabulary);
void forget_grammars(const llama_vocab * vocabulary);

// Refuses sequences that a context does not have; llama.cpp aborts on some of them.
inline int32_t check_sequence(const martlet_context * context, int32_t sequence, martlet_error * error) {
    const auto count = static_cast<int32_t>(llama_n_seq_max(context->context));
    if (sequence >= 0 && sequence < count) return MARTLET_OK;
    return fail(
        error, MARTLET_INVALID_ARGUMENT, "sequence %d lies outside the context's %d sequences", sequence, count);
}

// Refuses options that llama.cpp aborts on, or turns down without a word.
int32_t check_context_options(
    const martlet_model * model, const martlet_context_options & options, martlet_error * error);

// Forgets what was noted about a sequence that is emptied or replaced.
void forget_sequence(martlet_context & context, int32_t sequence);

// llama.cpp's type for a kind of cache, or GGML_TYPE_COUNT if there is no such kind.
ggml_type cache_type(int32_t kind);

// Numbers in one head's keys or values, the same for all layers of most models; 0 if the file does not tell.
int64_t head_length(const martlet_model * model, bool keys);

// Copies as much of a text as there is room for, without a zero, and gives its whole length back.
inline int64_t copy_out(const char * text, size_t length, char * buffer, size_t capacity) {
    if (buffer != nullptr) std::memcpy(buffer, text, length < capacity ? length : capacity);
    return static_cast<int64_t>(length);
}

// Collects the errors that llama.cpp logs on this thread while it exists, since its calls return no reasons.
class log_capture {
public:
    log_capture();
    ~log_capture();
    log_capture(const log_capture &) = delete;
    log_capture & operator=(const log_capture &) = delete;
    // What was logged as warning or error, with lines joined; empty if nothing was.
    const std::string & text() const { return text_; }
    void append(const char * text);
    static log_capture * current();

private:
    std::string text_;
    log_capture * outer_;
};

// Runs a body; what it throws becomes an error and the given value.
template <typename Value, typename Body>
Value guarded(martlet_error * error, Value failure, Body && body) noexcept {
    if (error != nullptr) {
        error->status = MARTLET_OK;
        error->message[0] = '\0';
    }
    try {
        return body();
    } catch (const std::bad_alloc &) {
        fail(error, MARTLET_OUT_OF_MEMORY, "llama.cpp ran out of memory");
    } catch (const std::exception & exception) {
        fail(error, MARTLET_FAILED, "llama.cpp failed: %s", exception.what());
    } catch (...) {
        fail(error, MARTLET_FAILED, "llama.cpp failed without saying why");
    }
    return failure;
}

}  // namespace martlet
