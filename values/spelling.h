// Which word was meant.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace dialtone {

// How many letters must be added, removed, changed or swapped with their neighbour to make `b` of `a`.
std::size_t edit_distance(std::string_view a, std::string_view b);

// `; did you mean 'count'?` where a candidate is close to `word`, else nothing.
std::string did_you_mean(std::string_view word, const std::vector<std::string_view>& candidates);
// The same where one is close, else `; it is one of a, b, c`.
std::string hint_at(std::string_view word, const std::vector<std::string_view>& candidates);

}  // namespace dialtone
