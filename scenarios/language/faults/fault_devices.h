// Which devices a fault is about: one device as its target, and the keys `hits`, `exactly` and `except`.
#pragma once

#include <string>
#include <vector>

#include "scenarios/language/faults/fault.h"
#include "scenarios/language/keys/keys.h"

namespace dialtone {

// The target as it is written: the device's name if one device is meant.
KeySlot<std::string> target_of(Fault& fault);
// `hits`, `exactly` and `except`, for groups only.
void describe_devices(Keys& keys, Fault& fault);
// Reports keys of describe_devices() that contradict each other.
void check_devices(MapCursor& map, const Fault& fault);

}  // namespace dialtone
