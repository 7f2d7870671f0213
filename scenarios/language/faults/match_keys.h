// The keys of `match` (fault_match.h).
#pragma once

#include <string>

#include "scenarios/language/faults/act_table.h"
#include "scenarios/language/faults/fault_match.h"
#include "scenarios/language/keys/keys.h"

namespace dialtone {

inline constexpr Key kMatch{"match", "Restricts the fault to some requests, packets, look-ups or writes; default: all.",
                            "{ share: 5% }"};

// Returns `401` or `4xx`.
std::string to_text(const StatusRange& range);

// The range of the numbers of what matches.
inline constexpr NumberRange kCounted{1, 1'000'000};

// `takes`: what the fault's act acts on. `has_path`: true for HTTP.
void describe_match(Keys& keys, FaultMatch& match, const MatchKeys& takes, bool has_path = true);

}  // namespace dialtone
