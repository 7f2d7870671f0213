// Tables of the words in expectations. The words for a device's state are in device_condition.h.
#pragma once

#include "scenarios/language/document/word_table.h"
#include "scenarios/language/expectations/expectation.h"

namespace dialtone {

inline constexpr WordTable<Quantity, 5> kQuantityWords{{{"all", Quantity::kAll},
                                                        {"any", Quantity::kAny},
                                                        {"none", Quantity::kNone},
                                                        {"at_least", Quantity::kAtLeast},
                                                        {"at_most", Quantity::kAtMost}}};

inline constexpr WordTable<DatabaseCount::Table, 2> kTableWords{
    {{"subscribers", DatabaseCount::Table::kSubscribers}, {"bindings", DatabaseCount::Table::kBindings}}};

}  // namespace dialtone
