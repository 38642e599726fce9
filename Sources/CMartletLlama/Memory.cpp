// What sequences hold in a context's cache: removing, sharing and moving it.
#if __has_include(<llama.h>)
#include "Internal.hpp"

#include <algorithm>
#include <climits>

namespace {

llama_memory_t memory_of(const martlet_context * context) { return llama_get_memory(context->context); }

llama_pos last_position(const martlet_context * context, int32_t sequence) {
    return llama_memory_seq_pos_max(memory_of(context), sequence);
}

// The positions that holes can lie between: none is at or after the last one that is held.
void drop_holes_past_end(martlet_context & context, int32_t sequence) {
    const llama_pos last = last_position(&context, sequence);
    std::erase_if(context.holes, [&](const martlet_hole & hole) {
        return hole.sequence == sequence && hole.from > last;
    });
}

// Notes a hole, as one with those that it touches.
void add_hole(martlet_context & context, martlet_hole added) {
    if (added.from >= added.to) return;
    std::erase_if(context.holes, [&](const martlet_hole & hole) {
        if (hole.sequence != added.sequence || hole.to < added.from || hole.from > added.to) return false;
        added.from = std::min(added.from, hole.from);
        added.to = std::max(added.to, hole.to);
        return true;
    });
    context.holes.push_back(added);
}

// Ends the sharing of positions that one of the sequences gives up.
void unshare(martlet_context & context, int32_t sequence, llama_pos from, llama_pos to) {
    std::erase_if(context.shared_ranges, [&](martlet_shared_range & range) {
        if (range.first_sequence != sequence && range.second_sequence != sequence) return false;
        if (to >= range.to) range.to = std::min(range.to, from);
        return range.to <= 0;
    });
}

bool is_shared(const martlet_context & context, int32_t sequence, llama_pos from) {
    return std::any_of(context.shared_ranges.begin(), context.shared_ranges.end(), [&](const auto & range) {
        return (range.first_sequence == sequence || range.second_sequence == sequence) && from < range.to;
    });
}

// llama.cpp turns quantised keys with a matrix that it makes for some models only, and ends the process for others.
bool can_shift(const martlet_context * context) {
    llama_memory_t memory = memory_of(context);
    return memory != nullptr && !context->quantized_keys && llama_memory_can_shift(memory);
}

// Whether a sequence holds none of [from, to).
bool is_free(const martlet_context & context, int32_t sequence, llama_pos from, llama_pos to) {
    if (from >= to || from > last_position(&context, sequence)) return true;
    return std::any_of(context.holes.begin(), context.holes.end(), [&](const martlet_hole & hole) {
        return hole.sequence == sequence && hole.from <= from && to <= hole.to;
    });
}

int32_t check_shift(
    const martlet_context & context, int32_t sequence, llama_pos from, llama_pos to, llama_pos delta,
    martlet_error * error) {
    if (!can_shift(&context)) {
        return martlet::fail(error, MARTLET_FAILED, "this model's memory cannot be moved to other positions");
    }
    if (from < 0 || from >= to || int64_t{from} + delta < 0 || int64_t{to} + delta > INT_MAX) {
        return martlet::fail(
            error, MARTLET_INVALID_ARGUMENT, "positions %d to %d cannot be moved by %d", from, to, delta);
    }
    if (is_shared(context, sequence, from)) {
        return martlet::fail(
            error, MARTLET_INVALID_ARGUMENT,
            "positions %d to %d of sequence %d are shared with another sequence, which moving them would break", from,
            to, sequence);
    }
    const bool moves_down = delta < 0;
    // As far as the positions they go to are not among those that move away.
    const llama_pos first = moves_down ? from + delta : std::max(to, from + delta);
    const llama_pos end = moves_down ? std::min(from, to + delta) : to + delta;
    if (!is_free(context, sequence, first, end)) {
        return martlet::fail(
            error, MARTLET_INVALID_ARGUMENT, "sequence %d holds positions where %d to %d would move by %d", sequence,
            from, to, delta);
    }
    return MARTLET_OK;
}

void move_holes(martlet_context & context, int32_t sequence, llama_pos from, llama_pos to, llama_pos delta) {
    std::vector<martlet_hole> moved;
    std::vector<martlet_hole> kept;
    for (const martlet_hole & hole : context.holes) {
        if (hole.sequence != sequence) {
            kept.push_back(hole);
        } else if (hole.from >= from && hole.to <= to) {
            moved.push_back({sequence, hole.from + delta, hole.to + delta});
        } else {
            // What moved fills the hole beside it, from one end.
            martlet_hole rest = hole;
            if (delta < 0 && rest.to == from) rest.to = from + delta;
            if (delta > 0 && rest.from == to) rest.from = to + delta;
            if (rest.from < rest.to) kept.push_back(rest);
        }
    }
    context.holes = std::move(kept);
    for (const martlet_hole & hole : moved) add_hole(context, hole);
    // Where it was and is no more.
    if (delta < 0) {
        add_hole(context, {sequence, to + delta, to});
    } else {
        add_hole(context, {sequence, from, from + delta});
    }
    drop_holes_past_end(context, sequence);
}

}  // namespace

namespace martlet {

void forget_sequence(martlet_context & context, int32_t sequence) {
    unshare(context, sequence, 0, INT_MAX);
    std::erase_if(context.holes, [&](const martlet_hole & hole) { return hole.sequence == sequence; });
}

}  // namespace martlet

extern "C" {

int32_t martlet_memory_remove(
    martlet_context * context, int32_t sequence, int32_t from, int32_t to, martlet_error * error) {
    return martlet::guarded(error, int32_t{MARTLET_FAILED}, [&]() -> int32_t {
        if (const int32_t status = martlet::check_sequence(context, sequence, error)) return status;
        if (!llama_memory_seq_rm(memory_of(context), sequence, from, to)) {
            return martlet::fail(error, MARTLET_FAILED, "this model's memory cannot be removed in part");
        }
        const llama_pos first = std::max(from, 0);
        const llama_pos end = to < 0 ? INT_MAX : to;
        if (first >= end) return MARTLET_OK;
        unshare(*context, sequence, first, end);
        add_hole(*context, {sequence, first, end});
        drop_holes_past_end(*context, sequence);
        return MARTLET_OK;
    });
}

int32_t martlet_memory_share(
    martlet_context * context, int32_t source, int32_t destination, int32_t to, martlet_error * error) {
    return martlet::guarded(error, int32_t{MARTLET_FAILED}, [&]() -> int32_t {
        if (const int32_t status = martlet::check_sequence(context, source, error)) return status;
        if (const int32_t status = martlet::check_sequence(context, destination, error)) return status;
        if (source == destination || last_position(context, destination) >= 0) {
            return martlet::fail(error, MARTLET_INVALID_ARGUMENT, "sequence %d is not empty", destination);
        }
        if (to < 1) return martlet::fail(error, MARTLET_INVALID_ARGUMENT, "%d positions cannot be shared", to);
        llama_memory_seq_cp(memory_of(context), source, destination, 0, to);
        const std::vector<martlet_shared_range> before = context->shared_ranges;
        for (const martlet_shared_range & range : before) {
            // Whoever shares with the source now shares with the destination too.
            if (range.first_sequence != source && range.second_sequence != source) continue;
            const int32_t other = range.first_sequence == source ? range.second_sequence : range.first_sequence;
            context->shared_ranges.push_back({other, destination, std::min(to, range.to)});
        }
        context->shared_ranges.push_back({source, destination, to});
        const std::vector<martlet_hole> holes = context->holes;
        for (const martlet_hole & hole : holes) {
            if (hole.sequence == source) add_hole(*context, {destination, hole.from, std::min(to, hole.to)});
        }
        drop_holes_past_end(*context, destination);
        return MARTLET_OK;
    });
}

int32_t martlet_memory_range(
    martlet_context * context, int32_t sequence, int32_t * first, int32_t * last, martlet_error * error) {
    return martlet::guarded(error, int32_t{MARTLET_FAILED}, [&]() -> int32_t {
        if (const int32_t status = martlet::check_sequence(context, sequence, error)) return status;
        *first = llama_memory_seq_pos_min(memory_of(context), sequence);
        *last = last_position(context, sequence);
        return MARTLET_OK;
    });
}

bool martlet_memory_can_shift(martlet_context * context) {
    return martlet::guarded(nullptr, false, [&] { return can_shift(context); });
}

int32_t martlet_memory_shift(
    martlet_context * context, int32_t sequence, int32_t from, int32_t to, int32_t delta, martlet_error * error) {
    return martlet::guarded(error, int32_t{MARTLET_FAILED}, [&]() -> int32_t {
        if (const int32_t status = martlet::check_sequence(context, sequence, error)) return status;
        llama_pos first = from;
        llama_pos end = last_position(context, sequence) + 1;
        if (to >= 0) end = std::min(end, to);
        // What is moved begins and ends with a position that is held.
        for (const martlet_hole & hole : context->holes) {
            if (hole.sequence != sequence) continue;
            if (hole.from <= first && first < hole.to) first = hole.to;
            if (hole.from < end && end <= hole.to) end = hole.from;
        }
        if (const int32_t status = check_shift(*context, sequence, first, end, delta, error)) return status;
        if (delta == 0) return MARTLET_OK;
        llama_memory_seq_add(memory_of(context), sequence, first, end, delta);
        move_holes(*context, sequence, first, end, delta);
        return MARTLET_OK;
    });
}

int32_t martlet_memory_clear(martlet_context * context, martlet_error * error) {
    return martlet::guarded(error, int32_t{MARTLET_FAILED}, [&]() -> int32_t {
        llama_memory_clear(memory_of(context), false);
        context->shared_ranges.clear();
        context->holes.clear();
        return MARTLET_OK;
    });
}

}
#endif
