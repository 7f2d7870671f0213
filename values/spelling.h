// Suggests the word that a misspelled word was meant to be.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace dialtone {

// Returns how many letters must be added, removed, replaced or swapped with their neighbour to turn `a` into `b`.
std::size_t edit_distance(std::string_view a, std::string_view b);

// Returns `; did you mean 'count'?` if a candidate is close to `word`, else an empty text.
std::string did_you_mean(std::string_view word, const std::vector<std::string_view>& candidates);
// As did_you_mean; if no candidate is close, returns `; it is one of a, b, c`.
std::string hint_at(std::string_view word, const std::vector<std::string_view>& candidates);

}  // namespace dialtone
