// The terminal on which a person watches a run.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace dialtone {

// Returns the terminal's present width, limited by COLUMNS if the environment sets it; 80 if neither is known.
std::size_t columns_of_terminal(int descriptor);

inline constexpr std::string_view kGreen = "\x1b[32m";
inline constexpr std::string_view kRed = "\x1b[31m";
inline constexpr std::string_view kYellow = "\x1b[33m";
inline constexpr std::string_view kBold = "\x1b[1m";

// Returns `text` in the colour `colour`, or unchanged if `on` is false.
std::string coloured(std::string_view text, std::string_view colour, bool on);

bool is_terminal(int descriptor);
// Returns true if the descriptor is a terminal and the environment does not set NO_COLOR.
bool shows_colour(int descriptor);

}  // namespace dialtone
