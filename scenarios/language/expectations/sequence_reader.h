// The values of a sequence: what follows on an event of a device:
//
//   sequence: { of: homes, when: { event: registration.rejected, where: { status: 423 } },
//               next: { event: registration.request, where: { expires: ">=when.min_expires" } } }
#pragma once

#include "scenarios/language/expectations/condition_reader.h"

namespace dialtone {

// `{ event: NAME, where: { ... } }`. `when`: the first event, where this is the one that follows; null: this is it.
EventPattern read_pattern(MapCursor& map, std::string_view key, const AskedEvent* when);

// A duration, or `when.FIELD`.
void read_no_sooner_than(MapCursor& map, Sequence& sequence);

}  // namespace dialtone
