// Headers that a fault writes into a message (HeaderText in acts.h).
#pragma once

#include <vector>

#include "scenarios/language/faults/act_table.h"
#include "scenarios/language/faults/free_maps.h"
#include "scenarios/language/keys/keys.h"

namespace dialtone {

// Headers of a message in the target's protocol. The value of a header is a text; a list of texts if the header occurs
// several times; or a map if the value has a given size or varies from message to message.
KeyValue headers_of(std::vector<HeaderText>& headers, TargetKind target);

// The keys of that map.
void describe(Keys& keys, HeaderText& header);

// Returns the header lines for the message with the number `message`, from 0. A line with an empty value removes the
// header.
TextPairs lines_of(const std::vector<HeaderText>& headers, std::uint64_t message);

}  // namespace dialtone
