// What follows on an event of a device:
//
//   sequence: { of: homes, when: { event: registration.rejected, where: { status: 423 } },
//               next: { event: registration.request, where: { expires: ">=when.min_expires" } } }
//
// `within: D`: it comes in that time; `no_sooner_than: D` or `when.retry_after`; `at_least: N`: the first event happens
// so often (1). Also a scope, of the first event.
#pragma once

#include "scenarios/language/scope_reader.h"

namespace dialtone {

void read_sequence(MapCursor& map, const ExpectationContext& context, Expectation& expectation);

}  // namespace dialtone
