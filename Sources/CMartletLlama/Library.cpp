// Process-wide preparation: log, back ends, and the check that library and header belong together.
#if __has_include(<llama.h>)
#include "Internal.hpp"

#include <cstdlib>
#include <mutex>

namespace {

martlet_log_callback log_callback = nullptr;
void * log_user = nullptr;
thread_local martlet::log_capture * capture = nullptr;

// llama.cpp logs fragments; a line is passed on when it is whole.
struct line_buffer {
    std::string text;
    int32_t level = 2;
};

void pass_on(line_buffer & line) {
    if (!line.text.empty() && log_callback != nullptr) log_callback(line.level, line.text.c_str(), log_user);
    line.text.clear();
}

void on_log(enum ggml_log_level level, const char * text, void *) noexcept {
    if (text == nullptr) return;
    try {
        thread_local line_buffer line;
        if (level != GGML_LOG_LEVEL_CONT) {
            pass_on(line);
            line.level = level >= GGML_LOG_LEVEL_DEBUG && level <= GGML_LOG_LEVEL_ERROR ? static_cast<int32_t>(level) : 1;
        }
        if (line.level >= 3 && capture != nullptr) capture->append(text);
        for (const char * c = text; *c != '\0'; ++c) {
            if (*c == '\n') {
                pass_on(line);
            } else {
                line.text.push_back(*c);
            }
        }
    } catch (...) {
        // A log line is lost; there is no one to tell.
    }
}

// Default parameters with known values: others mean that the structures are laid out differently.
bool header_matches_library() {
    const llama_context_params context = llama_context_default_params();
    return context.n_ctx == 512 && context.n_batch == 2048 && context.n_ubatch == 512
        && context.type_k == GGML_TYPE_F16 && context.type_v == GGML_TYPE_F16;
}

}  // namespace

namespace martlet {

log_capture::log_capture() : outer_(capture) { capture = this; }
log_capture::~log_capture() { capture = outer_; }
log_capture * log_capture::current() { return capture; }

void log_capture::append(const char * text) {
    if (text_.size() > 4096) return;
    for (const char * c = text; *c != '\0'; ++c) text_.push_back(*c == '\n' ? ' ' : *c);
}

}  // namespace martlet

#if defined(__linux__)
// Absent from libraries before summer 2026.
extern "C" __attribute__((weak)) const char * llama_version(void);
#endif

extern "C" {

int32_t martlet_initialise(martlet_log_callback log, void * user, martlet_error * error) {
    static std::once_flag once;
    static martlet_error result{};
    std::call_once(once, [&] {
        martlet::guarded(&result, 0, [&] {
            log_callback = log;
            log_user = user;
            // Where llama.cpp does abort, it must not start a debugger first.
            setenv("GGML_NO_BACKTRACE", "1", 0);
            llama_log_set(on_log, nullptr);
            if (!header_matches_library()) {
                return martlet::fail(
                    &result, MARTLET_LIBRARY_MISMATCH, "the libllama that was loaded does not match its header");
            }
            if (ggml_backend_dev_count() == 0) ggml_backend_load_all();
            llama_backend_init();
            if (ggml_backend_dev_by_type(GGML_BACKEND_DEVICE_TYPE_CPU) == nullptr) {
                return martlet::fail(&result, MARTLET_LIBRARY_MISMATCH, "libllama finds no CPU back end");
            }
            return 0;
        });
    });
    if (error != nullptr) *error = result;
    return result.status;
}

const char * martlet_library_version(void) {
#if defined(__linux__)
    return llama_version != nullptr ? llama_version() : "";
#else
    return "";
#endif
}

bool martlet_supports_gpu(void) {
    return martlet::guarded(nullptr, false, [] { return llama_supports_gpu_offload(); });
}

bool martlet_supports_memory_map(void) { return llama_supports_mmap(); }
bool martlet_supports_memory_lock(void) { return llama_supports_mlock(); }

}
#endif
