// The terminal that a person watches a run on.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace dialtone {

// How many columns it has now: as it says itself and, where it is set, at most as many as the environment's COLUMNS; 80
// where neither says anything.
std::size_t columns_of_terminal(int descriptor);

inline constexpr std::string_view kGreen = "\x1b[32m";
inline constexpr std::string_view kRed = "\x1b[31m";
inline constexpr std::string_view kYellow = "\x1b[33m";
inline constexpr std::string_view kBold = "\x1b[1m";

// `text` in that colour, or as it is where colour is off.
std::string coloured(std::string_view text, std::string_view colour, bool on);

bool is_terminal(int descriptor);
// It is a terminal, and the environment's NO_COLOR is not set.
bool shows_colour(int descriptor);

}  // namespace dialtone
