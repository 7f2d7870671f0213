// The words of expectations: metrics, and what else is counted. Those of states: device_condition.h.
#pragma once

#include <array>
#include <string_view>

#include "scenarios/language/document/word_table.h"
#include "scenarios/language/expectations/expectation.h"

namespace dialtone {

inline constexpr WordTable<Quantity, 3> kQuantityWords{
    {{"all", Quantity::kAll}, {"any", Quantity::kAny}, {"none", Quantity::kNone}}};

inline constexpr WordTable<DatabaseCount::Table, 2> kTableWords{
    {{"subscribers", DatabaseCount::Table::kSubscribers}, {"bindings", DatabaseCount::Table::kBindings}}};

// The durations that thresholds are set on (fleet_state.h says what each is).
inline constexpr std::array<std::string_view, 4> kDurationMetrics{"boot.duration", "provision.duration",
                                                                  "registration.duration", "lifecycle.duration"};

}  // namespace dialtone
