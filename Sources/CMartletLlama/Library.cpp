// Process-wide preparation: log, back ends, and the check that library and header belong together.
#if __has_include(<llama.h>)
#include "Internal.hpp"

#include <dlfcn.h>

#include <cstdlib>
#include <filesystem>
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

using ggml_backend_dev_type_t = enum ggml_backend_dev_type;

// Integrated processors have a kind of their own only in newer libraries, between the others.
template <typename Type>
int32_t device_kind(Type type) {
    if (type == GGML_BACKEND_DEVICE_TYPE_CPU) return MARTLET_DEVICE_CPU;
    if (type == GGML_BACKEND_DEVICE_TYPE_GPU) return MARTLET_DEVICE_GPU;
    if (type == GGML_BACKEND_DEVICE_TYPE_ACCEL) return MARTLET_DEVICE_ACCELERATOR;
    return static_cast<int>(type) == 2 ? MARTLET_DEVICE_INTEGRATED_GPU : MARTLET_DEVICE_OTHER;
}

// Where back ends that are modules may lie beside the library, most likely first.
std::vector<std::filesystem::path> module_folders() {
    std::vector<std::filesystem::path> folders;
    Dl_info info{};
    if (dladdr(reinterpret_cast<const void *>(&ggml_backend_dev_count), &info) == 0 || info.dli_fname == nullptr) {
        return folders;
    }
    std::error_code ignored;
    const std::filesystem::path file = std::filesystem::canonical(info.dli_fname, ignored);
    if (ignored) return folders;
    const std::filesystem::path folder = file.parent_path();
    // Scripts/setup-llama, Homebrew, Debian, and plain.
    for (const char * name : {"ggml", "../libexec", "ggml/backends0", "."}) folders.push_back(folder / name);
    return folders;
}

bool has_cpu() { return ggml_backend_dev_by_type(GGML_BACKEND_DEVICE_TYPE_CPU) != nullptr; }

// Whether ggml's own search, which looks into the current folder too, would load something from there.
bool is_current_folder_safe() {
    std::error_code error;
    for (const auto & entry : std::filesystem::directory_iterator(std::filesystem::current_path(error), error)) {
        const std::string name = entry.path().filename().string();
        if (name.starts_with("libggml-") || name.starts_with("ggml-")) return false;
    }
    return !error;
}

// Loads back ends that are modules of their own, from folders that belong to the library and from no others.
int32_t load_backends(martlet_error * error) {
    if (const char * folder = std::getenv("MARTLET_BACKEND_DIR"); folder != nullptr && *folder != '\0') {
        if (std::filesystem::path(folder).is_relative()) {
            return martlet::fail(
                error, MARTLET_LIBRARY_MISMATCH, "MARTLET_BACKEND_DIR is '%s', and must be an absolute path", folder);
        }
        ggml_backend_load_all_from_path(folder);
        if (has_cpu()) return MARTLET_OK;
        return martlet::fail(
            error, MARTLET_LIBRARY_MISMATCH, "no CPU back end fits this machine in MARTLET_BACKEND_DIR, '%s'", folder);
    }
    if (has_cpu()) return MARTLET_OK;
    for (const std::filesystem::path & folder : module_folders()) {
        std::error_code ignored;
        if (!std::filesystem::is_directory(folder, ignored)) continue;
        ggml_backend_load_all_from_path(folder.c_str());
        if (has_cpu()) return MARTLET_OK;
    }
    if (is_current_folder_safe()) ggml_backend_load_all();
    return MARTLET_OK;
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
        martlet::guarded(&result, 0, [&]() -> int32_t {
            log_callback = log;
            log_user = user;
            // Where llama.cpp does abort, it must not start a debugger first.
            setenv("GGML_NO_BACKTRACE", "1", 0);
            llama_log_set(on_log, nullptr);
            if (!header_matches_library()) {
                return martlet::fail(
                    &result, MARTLET_LIBRARY_MISMATCH, "the libllama that was loaded does not match its header");
            }
            if (const int32_t status = load_backends(&result)) return status;
            // Before llama.cpp's own start, which would search for them in the current folder too.
            if (!has_cpu()) {
                return martlet::fail(
                    &result, MARTLET_LIBRARY_MISMATCH,
                    "libllama finds no CPU back end; set MARTLET_BACKEND_DIR to the folder of its libggml-cpu modules");
            }
            llama_backend_init();
            return MARTLET_OK;
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

size_t martlet_device_count(void) { return ggml_backend_dev_count(); }

int32_t martlet_device_kind(size_t index) {
    if (index >= ggml_backend_dev_count()) return MARTLET_DEVICE_OTHER;
    return martlet::guarded(nullptr, int32_t{MARTLET_DEVICE_OTHER}, [&] {
        return device_kind<ggml_backend_dev_type_t>(ggml_backend_dev_type(ggml_backend_dev_get(index)));
    });
}

int64_t martlet_device_name(size_t index, char * buffer, size_t capacity) {
    if (index >= ggml_backend_dev_count()) return -1;
    return martlet::guarded(nullptr, int64_t{-1}, [&] {
        const char * text = ggml_backend_dev_name(ggml_backend_dev_get(index));
        return martlet::copy_out(text, std::strlen(text), buffer, capacity);
    });
}

int64_t martlet_device_description(size_t index, char * buffer, size_t capacity) {
    if (index >= ggml_backend_dev_count()) return -1;
    return martlet::guarded(nullptr, int64_t{-1}, [&] {
        const char * text = ggml_backend_dev_description(ggml_backend_dev_get(index));
        return martlet::copy_out(text, std::strlen(text), buffer, capacity);
    });
}

void martlet_device_memory(size_t index, uint64_t * free, uint64_t * total) {
    *free = 0;
    *total = 0;
    if (index >= ggml_backend_dev_count()) return;
    martlet::guarded(nullptr, 0, [&] {
        size_t free_bytes = 0;
        size_t total_bytes = 0;
        ggml_backend_dev_memory(ggml_backend_dev_get(index), &free_bytes, &total_bytes);
        *free = free_bytes;
        *total = total_bytes;
        return 0;
    });
}

}
#endif
