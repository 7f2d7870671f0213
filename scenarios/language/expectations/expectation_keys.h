// The keys of what must hold.
#pragma once

#include <array>
#include <string_view>
#include <variant>

#include "scenarios/language/expectations/expectation.h"
#include "scenarios/language/keys/keys.h"

namespace dialtone {

// The key under which each kind stands, in the order of Expectation::condition.
inline constexpr std::array<std::string_view, 8> kKindWords{"eventually", "eventually", "always", "never",
                                                            "never",      "sequence",   "metric", "database"};
static_assert(kKindWords.size() == std::variant_size_v<decltype(Expectation::condition)>);

void describe(Keys& keys, EventuallyCondition& what);
void describe(Keys& keys, EventuallyEvent& what);
void describe(Keys& keys, AlwaysCondition& what);
void describe(Keys& keys, NeverEvent& what);
void describe(Keys& keys, NeverCondition& what);
void describe(Keys& keys, Sequence& what);
// But for the metric's name, which is a key itself, and its threshold.
void describe(Keys& keys, Threshold& what);
void describe(Keys& keys, DatabaseCount& what);

// `may_be_vacuous`, of each.
void describe_vacuity(Keys& keys, bool& may_be_vacuous);

}  // namespace dialtone
