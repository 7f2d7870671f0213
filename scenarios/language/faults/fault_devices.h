// The keys that limit a fault to some devices: one device as its target, `hits`, `exactly` and `except`.
#pragma once

#include <string>
#include <vector>

#include "scenarios/language/faults/fault.h"
#include "scenarios/language/keys/keys.h"

namespace dialtone {

// A slot for the target as it is written in a scenario: the device's name if one device is meant.
KeySlot<std::string> target_of(Fault& fault);
// The keys `hits`, `exactly` and `except`, which only faults on groups have.
void describe_devices(Keys& keys, Fault& fault);
// Reports keys of describe_devices() that contradict each other.
void check_devices(MapCursor& map, const Fault& fault);

}  // namespace dialtone
