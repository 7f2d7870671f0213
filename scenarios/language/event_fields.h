// The fields that events have, and what each holds. A field means the same in every event.
#pragma once

#include <optional>
#include <string_view>

#include "scenarios/language/expectation.h"
#include "scenarios/language/word_table.h"

namespace dialtone {

inline constexpr WordTable<FieldKind, 41> kEventFields{{
    {"address", FieldKind::kText},
    {"addresses", FieldKind::kNumber},
    {"algorithm", FieldKind::kText},
    {"aor", FieldKind::kText},
    {"attempt", FieldKind::kNumber},
    {"by", FieldKind::kDuration},
    {"call_id", FieldKind::kText},
    {"contact", FieldKind::kText},
    {"cseq", FieldKind::kNumber},
    {"customer_number", FieldKind::kText},
    {"delay", FieldKind::kDuration},
    {"device_name", FieldKind::kText},
    {"drift_ppm", FieldKind::kNumber},
    {"duration", FieldKind::kDuration},
    {"endpoint", FieldKind::kText},
    {"expires", FieldKind::kDuration},
    {"fault", FieldKind::kText},
    {"file", FieldKind::kText},
    {"firmware", FieldKind::kText},
    {"for", FieldKind::kText},
    {"from", FieldKind::kText},
    {"ip_address", FieldKind::kText},
    {"local", FieldKind::kText},
    {"lost", FieldKind::kNumber},
    {"mac_address", FieldKind::kText},
    {"min_expires", FieldKind::kDuration},
    {"name", FieldKind::kText},
    {"partial", FieldKind::kTruth},
    {"peer", FieldKind::kText},
    {"product", FieldKind::kText},
    {"protocol", FieldKind::kText},
    {"reason", FieldKind::kText},
    {"retry_after", FieldKind::kDuration},
    {"revision", FieldKind::kNumber},
    {"serial_number", FieldKind::kText},
    {"settings_revision", FieldKind::kNumber},
    {"since_power_on", FieldKind::kDuration},
    {"stale", FieldKind::kTruth},
    {"status", FieldKind::kNumber},
    {"to", FieldKind::kText},
    {"url", FieldKind::kText},
}};

inline std::optional<FieldKind> kind_of_field(std::string_view name) {
  for (const Word<FieldKind>& word : kEventFields) {
    if (word.text == name) return word.value;
  }
  return std::nullopt;
}

}  // namespace dialtone
