// Finds what in a grammar would have llama.cpp hang, use up the memory, or end the process.
#if __has_include(<llama.h>)
#include "GrammarRules.hpp"
#include "Sampler.hpp"

#include <algorithm>
#include <stdexcept>

namespace martlet {
namespace {

// From a rule to a rule that it may begin with; what follows it stays to be done if it grows.
struct edge {
    size_t target;
    bool grows;
};
using graph = std::vector<std::vector<edge>>;

// Numbers the strongly connected parts (Tarjan), each after those that it leads to.
class parts {
public:
    explicit parts(const graph & edges) : part(edges.size(), none), index_(edges.size(), none), low_(edges.size()) {
        for (size_t node = 0; node < edges.size(); ++node) {
            if (index_[node] == none) visit(edges, node);
        }
    }

    static constexpr size_t none = SIZE_MAX;
    std::vector<size_t> part;
    std::vector<std::vector<size_t>> members;

private:
    struct frame {
        size_t node;
        size_t next;
    };

    void open(size_t node) {
        index_[node] = low_[node] = count_++;
        stack_.push_back(node);
        calls_.push_back({node, 0});
    }

    void visit(const graph & edges, size_t start) {
        open(start);
        while (!calls_.empty()) {
            frame & call = calls_.back();
            const size_t node = call.node;
            if (call.next < edges[node].size()) {
                const size_t target = edges[node][call.next++].target;
                if (index_[target] == none) {
                    open(target);
                } else if (part[target] == none) {
                    low_[node] = std::min(low_[node], index_[target]);
                }
                continue;
            }
            calls_.pop_back();
            if (!calls_.empty()) low_[calls_.back().node] = std::min(low_[calls_.back().node], low_[node]);
            if (low_[node] == index_[node]) close(node);
        }
    }

    void close(size_t first) {
        members.emplace_back();
        size_t node = none;
        do {
            node = stack_.back();
            stack_.pop_back();
            part[node] = members.size() - 1;
            members.back().push_back(node);
        } while (node != first);
    }

    std::vector<size_t> index_;
    std::vector<size_t> low_;
    std::vector<size_t> stack_;
    std::vector<frame> calls_;
    size_t count_ = 0;
};

// Which rules can generate an empty text.
std::vector<bool> empty_rules(const grammar_rules & rules) {
    const size_t count = rules.rules.size();
    std::vector<bool> is_empty(count);
    std::vector<size_t> found;
    // For each alternative, how many of its elements are not known to be empty.
    std::vector<std::vector<size_t>> missing(count);
    std::vector<std::vector<std::pair<size_t, size_t>>> users(count);
    const auto settle = [&](size_t rule) {
        if (!is_empty[rule]) found.push_back(rule);
        is_empty[rule] = true;
    };
    for (size_t rule = 0; rule < count; ++rule) {
        for (const grammar_alternative & alternative : rules.rules[rule].alternatives) {
            missing[rule].push_back(alternative.size());
            if (alternative.empty()) settle(rule);
            for (const grammar_element element : alternative) {
                if (element == terminal) continue;
                users[static_cast<size_t>(element)].emplace_back(rule, missing[rule].size() - 1);
            }
        }
    }
    while (!found.empty()) {
        const size_t rule = found.back();
        found.pop_back();
        for (const auto & [user, alternative] : users[rule]) {
            if (--missing[user][alternative] == 0) settle(user);
        }
    }
    return is_empty;
}

// What each rule may begin with, and whether it may begin with a terminal.
graph beginnings(
    const grammar_rules & rules, const std::vector<bool> & may_be_empty, std::vector<bool> & has_terminal) {
    graph edges(rules.rules.size());
    has_terminal.assign(rules.rules.size(), false);
    for (size_t rule = 0; rule < edges.size(); ++rule) {
        for (const grammar_alternative & alternative : rules.rules[rule].alternatives) {
            for (size_t i = 0; i < alternative.size(); ++i) {
                if (alternative[i] == terminal) {
                    has_terminal[rule] = true;
                    break;
                }
                const auto target = static_cast<size_t>(alternative[i]);
                edges[rule].push_back({target, i + 1 < alternative.size()});
                if (!may_be_empty[target]) break;
            }
        }
    }
    return edges;
}

[[noreturn]] void fail(const grammar_rule & rule, const std::string & reason) {
    throw std::runtime_error("rule \"" + rule.name + "\" " + reason);
}

// llama.cpp looks for rules that begin with themselves by trying all ways, one call in another.
void check_search(const grammar_rules & rules) {
    std::vector<bool> has_empty_alternative;
    for (const grammar_rule & rule : rules.rules) {
        has_empty_alternative.push_back(std::any_of(
            rule.alternatives.begin(), rule.alternatives.end(),
            [](const grammar_alternative & alternative) { return alternative.empty(); }));
    }
    std::vector<bool> has_terminal;
    const graph edges = beginnings(rules, has_empty_alternative, has_terminal);
    const parts parts(edges);
    std::vector<uint64_t> calls(edges.size()), depth(edges.size());
    for (const std::vector<size_t> & members : parts.members) {
        const size_t rule = members.front();
        if (members.size() > 1) fail(rules.rules[rule], "begins with itself (left recursion)");
        calls[rule] = depth[rule] = 1;
        for (const edge & edge : edges[rule]) {
            if (edge.target == rule) fail(rules.rules[rule], "begins with itself (left recursion)");
            calls[rule] += calls[edge.target];
            depth[rule] = std::max(depth[rule], depth[edge.target] + 1);
        }
        if (calls[rule] > 1'000'000 || depth[rule] > 3000) fail(rules.rules[rule], "leads to too many others");
    }
}

// llama.cpp keeps all that may come next as stacks; each way to begin a rule is one.
void check_stacks(const grammar_rules & rules, const std::vector<bool> & is_empty) {
    std::vector<bool> can_begin;
    const graph edges = beginnings(rules, is_empty, can_begin);
    const parts parts(edges);
    std::vector<uint64_t> stacks(parts.members.size());
    for (size_t part = 0; part < parts.members.size(); ++part) {
        bool any = false;
        for (const size_t rule : parts.members[part]) {
            ++stacks[part];
            any = any || can_begin[rule];
            for (const edge & edge : edges[rule]) {
                const size_t target = parts.part[edge.target];
                if (target != part) {
                    stacks[part] += stacks[target];
                    any = any || can_begin[edge.target];
                } else if (edge.grows) {
                    fail(rules.rules[rule], "begins with itself (left recursion)");
                }
            }
        }
        for (const size_t rule : parts.members[part]) {
            can_begin[rule] = any;
            if (!any && !is_empty[rule]) fail(rules.rules[rule], "generates nothing");
        }
        if (stacks[part] > 10'000) fail(rules.rules[parts.members[part].front()], "has too many ways to begin");
    }
}

}  // namespace

void check_rules(const grammar_rules & rules) {
    check_search(rules);
    check_stacks(rules, empty_rules(rules));
}

std::string grammar_problem(
    const martlet_model & model, const std::string & text, const std::string & root, bool & names_tokens) {
    if (llama_vocab_type(model.vocabulary) == LLAMA_VOCAB_TYPE_NONE) return "the model has no vocabulary";
    if (text.size() > (1 << 20)) return "it is longer than 1 MiB";
    try {
        const grammar_rules rules = read_grammar(model, text);
        if (rules.numbers.find(root) == rules.numbers.end()) return "it has no rule \"" + root + "\"";
        check_rules(rules);
        names_tokens = rules.names_tokens;
        return "";
    } catch (const std::runtime_error & error) {
        return error.what();
    }
}

}  // namespace martlet
#endif
