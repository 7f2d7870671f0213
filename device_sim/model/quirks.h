// The faults that a model of device may have: what the field's devices do wrong, each under the name that a scenario
// has for it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "values/quirk_set.h"

namespace dialtone {

// What each does, the table in quirks.cpp says; the letters and numbers there are those of field-failures.md. A device
// that has given up on its registration begins anew with its next boot, and with settings that differ.
enum class Quirk : std::uint8_t {
  // --- names ---
  kAsksNamesOnce,
  // --- provisioning ---
  kTakesABareHostForTftp,
  kHangsWithoutADeadline,
  kNoRetryOnAClosedConnection,
  kAppliesHalfADocument,
  kStoresAnyBody,
  kRefusesAByteOrderMark,
  kTrustsAnyMac,
  kTakesOlderSettings,
  kWritesFlashInPlace,
  // --- waiting, of provisioning and of registration ---
  kRetriesWithoutBackOff,
  kIgnoresRetryAfter,
  kGivesUpAfterRetryAfter,
  // --- registration ---
  kGivesUpOnAFreshNonce,
  kRepeatsExpires,
  kIgnoresGrantedExpires,
  kRegistersAgainWhenUnmatched,
  kReusesCallId,
  kNewPortAtEachBoot,
  kNeverFailsOver,
  kNeverNoticesADeadConnection,
  kIgnoresNotify,
};

using Quirks = QuirkSet<Quirk>;

// `repeats-expires`.
std::string_view to_text(Quirk quirk);
std::optional<Quirk> quirk_named(std::string_view name);
// What each does, in the order of the enumeration.
std::span<const QuirkWord<Quirk>> device_quirks();
// All names, in that order.
std::span<const std::string_view> quirk_names();

}  // namespace dialtone
