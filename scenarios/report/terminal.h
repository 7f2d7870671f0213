// The terminal that a person watches a run on.
#pragma once

#include <cstddef>

namespace dialtone {

// How many columns it has now: as it says itself and, where it is set, at most as many as the environment's COLUMNS; 80
// where neither says anything.
std::size_t columns_of_terminal(int descriptor);

}  // namespace dialtone
