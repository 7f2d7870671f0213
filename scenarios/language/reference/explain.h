// `dialtone explain`: explains a key, an event or a quirk.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace dialtone {

// Returns a text of several lines for each key, event and quirk that matches `word`. A key matches by its path
// (`fleet.homes.count`, `fleet.*.count`) or by the end of its path (`count`, `refresh.least`).
std::vector<std::string> explanations_of(std::string_view word);

// Returns all words that have an explanation: paths of keys, events and quirks.
std::vector<std::string> explained_words();

}  // namespace dialtone
