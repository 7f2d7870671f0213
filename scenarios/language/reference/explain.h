// What `dialtone explain` says of a word of the language: of a key, an event or a quirk.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace dialtone {

// Of each key, event and quirk that is called so, several lines; none where nothing is. A key is called by its path
// (`fleet.homes.count`, `fleet.*.count`) or by the end of it (`count`, `refresh.least`).
std::vector<std::string> explanations_of(std::string_view word);

// All that can be asked for: paths of keys, events and quirks.
std::vector<std::string> explained_words();

}  // namespace dialtone
