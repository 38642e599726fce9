// Contexts: creation, decoding and logits.
#if __has_include(<llama.h>)
#include "Internal.hpp"

#include <algorithm>

namespace {

// Members that only some versions of the library have.
template <typename Params>
void set_newer_members(Params & params, const martlet_context_options & options) {
    if constexpr (requires { params.kv_unified; }) params.kv_unified = true;
    if constexpr (requires { params.swa_full; }) params.swa_full = !options.short_sliding_window;
    if constexpr (requires { params.flash_attn_type; }) {
        using type = decltype(params.flash_attn_type);
        const int values[] = {-1, 1, 0};
        params.flash_attn_type = static_cast<type>(values[options.flash_attention]);
    } else {
        params.flash_attn = options.flash_attention == MARTLET_FLASH_ON || ggml_is_quantized(params.type_v);
    }
}

template <typename Params>
int flash_attention(const Params & params) {
    if constexpr (requires { params.flash_attn_type; }) return static_cast<int>(params.flash_attn_type);
    return -1;
}

// Without a pool, a build without OpenMP starts and ends its threads for every graph. The functions lie in the CPU back
// end, which may be a module that nothing links, so they are asked for by name.
void attach_pools(martlet_context & context, int32_t threads, int32_t batch_threads) {
    ggml_backend_dev_t cpu = ggml_backend_dev_by_type(GGML_BACKEND_DEVICE_TYPE_CPU);
    if (cpu == nullptr) return;
    ggml_backend_reg_t registry = ggml_backend_dev_backend_reg(cpu);
    auto create = reinterpret_cast<decltype(&ggml_threadpool_new)>(
        ggml_backend_reg_get_proc_address(registry, "ggml_threadpool_new"));
    auto destroy = reinterpret_cast<decltype(&ggml_threadpool_free)>(
        ggml_backend_reg_get_proc_address(registry, "ggml_threadpool_free"));
    if (create == nullptr || destroy == nullptr) return;
    ggml_threadpool_params params = ggml_threadpool_params_default(threads);
    ggml_threadpool_params batch_params = ggml_threadpool_params_default(batch_threads);
    // The pool that does not compute sleeps.
    if (threads != batch_threads) params.paused = true;
    context.free_pool = destroy;
    context.pool = create(&params);
    context.batch_pool = threads == batch_threads ? context.pool : create(&batch_params);
    if (context.pool != nullptr && context.batch_pool != nullptr) {
        llama_attach_threadpool(context.context, context.pool, context.batch_pool);
    }
}

// Idle threads of a pool wait awake for a while, so two contexts that take turns would be in each other's way.
void borrow_pools(martlet_context & context, const martlet_context & owner) {
    if (owner.pool == nullptr || owner.batch_pool == nullptr) return;
    context.pool = owner.pool;
    context.batch_pool = owner.batch_pool;
    llama_attach_threadpool(context.context, context.pool, context.batch_pool);
}

std::string describe(const martlet_model * model, const llama_context_params & params) {
    char name[256] = {};
    llama_model_desc(model->model, name, sizeof name);
    char text[1024] = {};
    std::snprintf(
        text, sizeof text,
        "llama.cpp %s; %s; %llu parameters; %d layers; width %d; %d heads; keys %s; values %s; flash attention %d; "
        "rope %d %g %g; yarn %g %g %g %g %u",
        martlet_library_version(), name, static_cast<unsigned long long>(llama_model_n_params(model->model)),
        llama_model_n_layer(model->model), llama_model_n_embd(model->model), llama_model_n_head_kv(model->model),
        ggml_type_name(params.type_k), ggml_type_name(params.type_v), flash_attention(params),
        static_cast<int>(params.rope_scaling_type), static_cast<double>(params.rope_freq_base),
        static_cast<double>(params.rope_freq_scale), static_cast<double>(params.yarn_ext_factor),
        static_cast<double>(params.yarn_attn_factor), static_cast<double>(params.yarn_beta_fast),
        static_cast<double>(params.yarn_beta_slow), params.yarn_orig_ctx);
    return text;
}

void release(martlet_context * context) {
    if (context->context != nullptr) {
        if (context->pool != nullptr) llama_detach_threadpool(context->context);
        llama_free(context->context);
    }
    if (context->free_pool != nullptr) {
        if (context->batch_pool != nullptr && context->batch_pool != context->pool) {
            context->free_pool(context->batch_pool);
        }
        if (context->pool != nullptr) context->free_pool(context->pool);
    }
    delete context;
}

llama_context_params make_params(const martlet_context_options & options) {
    llama_context_params params = llama_context_default_params();
    params.n_ctx = options.cache_length;
    params.n_batch = options.batch_length;
    params.n_ubatch = options.micro_batch_length == 0 ? params.n_ubatch : options.micro_batch_length;
    // A text is pooled only over what is computed with it at once.
    params.n_ubatch = options.embeddings ? options.batch_length : std::min(options.batch_length, params.n_ubatch);
    params.n_seq_max = options.sequence_count;
    params.n_threads = options.threads;
    params.n_threads_batch = options.batch_threads == 0 ? options.threads : options.batch_threads;
    params.no_perf = true;
    params.offload_kqv = !options.cache_on_cpu;
    params.embeddings = options.embeddings;
    params.pooling_type = static_cast<decltype(params.pooling_type)>(options.pooling - 1);
    params.type_k = martlet::cache_type(options.key_type);
    params.type_v = martlet::cache_type(options.value_type);
    params.rope_scaling_type = static_cast<decltype(params.rope_scaling_type)>(options.rope_scaling - 1);
    params.rope_freq_base = options.rope_frequency_base;
    params.rope_freq_scale = options.rope_frequency_scale;
    if (options.yarn_extrapolation > 0) params.yarn_ext_factor = options.yarn_extrapolation;
    if (options.yarn_attention > 0) params.yarn_attn_factor = options.yarn_attention;
    if (options.yarn_beta_fast > 0) params.yarn_beta_fast = options.yarn_beta_fast;
    if (options.yarn_beta_slow > 0) params.yarn_beta_slow = options.yarn_beta_slow;
    params.yarn_orig_ctx = options.yarn_original_context;
    set_newer_members(params, options);
    return params;
}

// What llama_decode asserts on, ends in an exception, or silently accepts although it breaks later results.
int32_t check_batch(
    martlet_context * context, const martlet_batch_token * tokens, size_t count, martlet_error * error) {
    const uint32_t longest = llama_n_batch(context->context);
    if (count < 1 || count > longest) {
        return martlet::fail(
            error, MARTLET_INVALID_ARGUMENT, "a batch of %zu tokens was given, and 1 to %u are possible", count, longest);
    }
    llama_memory_t memory = llama_get_memory(context->context);
    context->next_positions.assign(llama_n_seq_max(context->context), -1);
    for (size_t i = 0; i < count; ++i) {
        const martlet_batch_token & token = tokens[i];
        if (token.token < 0 || token.token >= context->model->vocabulary_size) {
            return martlet::fail(
                error, MARTLET_INVALID_ARGUMENT, "token %d lies outside the vocabulary of %d tokens", token.token,
                context->model->vocabulary_size);
        }
        if (const int32_t status = martlet::check_sequence(context, token.sequence, error)) return status;
        llama_pos & next = context->next_positions[static_cast<size_t>(token.sequence)];
        if (next < 0) next = llama_memory_seq_pos_max(memory, token.sequence) + 1;
        if (token.position != next) {
            return martlet::fail(
                error, MARTLET_INVALID_ARGUMENT, "sequence %d goes on at position %d, and not at %d", token.sequence,
                next, token.position);
        }
        ++next;
    }
    return MARTLET_OK;
}

llama_batch fill_batch(martlet_context & context, const martlet_batch_token * tokens, size_t count) {
    context.tokens.resize(count);
    context.positions.resize(count);
    context.sequence_counts.assign(count, 1);
    context.sequences.resize(count);
    context.sequence_pointers.resize(count + 1);
    context.output_flags.resize(count);
    for (size_t i = 0; i < count; ++i) {
        context.tokens[i] = tokens[i].token;
        context.positions[i] = tokens[i].position;
        context.sequences[i] = tokens[i].sequence;
        context.sequence_pointers[i] = &context.sequences[i];
        context.output_flags[i] = tokens[i].output ? 1 : 0;
    }
    context.sequence_pointers[count] = nullptr;
    llama_batch batch{};
    batch.n_tokens = static_cast<int32_t>(count);
    batch.token = context.tokens.data();
    batch.pos = context.positions.data();
    batch.n_seq_id = context.sequence_counts.data();
    batch.seq_id = context.sequence_pointers.data();
    batch.logits = context.output_flags.data();
    return batch;
}

}  // namespace

extern "C" {

martlet_context * martlet_context_create(
    const martlet_model * model, martlet_context_options options, martlet_abort_callback abort, void * user,
    martlet_error * error) {
    return martlet::guarded(error, static_cast<martlet_context *>(nullptr), [&]() -> martlet_context * {
        if (martlet::check_context_options(model, options, error) != MARTLET_OK) return nullptr;
        llama_context_params params = make_params(options);
        params.abort_callback = abort;
        params.abort_callback_data = user;

        martlet::log_capture log;
        std::unique_ptr<martlet_context, void (*)(martlet_context *)> context(new martlet_context, release);
        context->model = model;
        context->embeddings = options.embeddings;
        context->quantized_keys = ggml_is_quantized(params.type_k);
        context->context = llama_init_from_model(model->model, params);
        if (context->context == nullptr) {
            const bool memory = log.text().find("alloc") != std::string::npos;
            martlet::fail(
                error, memory ? MARTLET_OUT_OF_MEMORY : MARTLET_FAILED, "%s",
                log.text().empty() ? "llama.cpp gave no reason" : log.text().c_str());
            return nullptr;
        }
        context->fingerprint = describe(model, params);
        if (options.threads_of != nullptr) {
            borrow_pools(*context, *options.threads_of);
        } else {
            attach_pools(*context, params.n_threads, params.n_threads_batch);
        }
        return context.release();
    });
}

void martlet_context_free(martlet_context * context) {
    if (context == nullptr) return;
    martlet::guarded(nullptr, 0, [&] {
        release(context);
        return 0;
    });
}

uint32_t martlet_context_cache_length(const martlet_context * context) { return llama_n_ctx(context->context); }
uint32_t martlet_context_batch_length(const martlet_context * context) { return llama_n_batch(context->context); }
uint32_t martlet_context_sequence_count(const martlet_context * context) { return llama_n_seq_max(context->context); }

int32_t martlet_decode(
    martlet_context * context, const martlet_batch_token * tokens, size_t count, martlet_error * error) {
    return martlet::guarded(error, int32_t{MARTLET_FAILED}, [&]() -> int32_t {
        context->outputs.clear();
        if (context->embeddings) {
            return martlet::fail(error, MARTLET_INVALID_ARGUMENT, "the context was made for embeddings");
        }
        if (const int32_t status = check_batch(context, tokens, count, error)) return status;
        martlet::log_capture log;
        const int32_t result = llama_decode(context->context, fill_batch(*context, tokens, count));
        switch (result) {
        case 0:
            for (size_t i = 0; i < count; ++i) context->outputs.push_back(tokens[i].output);
            return MARTLET_OK;
        case 1: return martlet::fail(error, MARTLET_NO_SPACE, "the cache has no room for %zu tokens", count);
        case 2: return martlet::fail(error, MARTLET_ABORTED, "the decode was ended");
        case -1: return martlet::fail(error, MARTLET_INVALID_ARGUMENT, "invalid batch: %s", log.text().c_str());
        case -2: return martlet::fail(error, MARTLET_OUT_OF_MEMORY, "decode failed: %s", log.text().c_str());
        default: return martlet::fail(error, MARTLET_FAILED, "decode failed (%d): %s", result, log.text().c_str());
        }
    });
}

const float * martlet_logits(martlet_context * context, int32_t index, martlet_error * error) {
    return martlet::guarded(error, static_cast<const float *>(nullptr), [&]() -> const float * {
        if (index < 0 || static_cast<size_t>(index) >= context->outputs.size()
            || !context->outputs[static_cast<size_t>(index)]) {
            martlet::fail(error, MARTLET_INVALID_ARGUMENT, "token %d of the last batch has no output", index);
            return nullptr;
        }
        const float * logits = llama_get_logits_ith(context->context, index);
        if (logits == nullptr) martlet::fail(error, MARTLET_FAILED, "llama.cpp has no logits for token %d", index);
        return logits;
    });
}

}
#endif
