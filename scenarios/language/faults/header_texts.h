// Headers that a fault writes into a message (HeaderText in acts.h).
#pragma once

#include <vector>

#include "scenarios/language/faults/act_table.h"
#include "scenarios/language/faults/free_maps.h"
#include "scenarios/language/keys/keys.h"

namespace dialtone {

// Headers of a message of the target's protocol. A header that stands several times has a list of values, and one of a
// size, or with values in turn, a map.
KeyValue headers_of(std::vector<HeaderText>& headers, TargetKind target);

// The keys of such a map.
void describe(Keys& keys, HeaderText& header);

// The lines that the headers have in the message with that number, from 0; a line with an empty value takes the header
// away.
TextPairs lines_of(const std::vector<HeaderText>& headers, std::uint64_t message);

}  // namespace dialtone
