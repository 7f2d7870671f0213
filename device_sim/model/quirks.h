// The quirks of devices: errors of devices in the field, by the names that scenarios use.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "values/quirk_set.h"
#include "values/transport.h"

namespace dialtone {

// The table in quirks.cpp describes each quirk; the letters and numbers there name rows of docs/field-failures.md. A
// device that has given up its registration starts again at its next boot, or when it gets different settings.
enum class Quirk : std::uint8_t {
  // --- names ---
  kAsksNamesOnce,
  kKeepsAddresses,
  // --- provisioning ---
  kTakesABareHostForTftp,
  kHangsWithoutADeadline,
  kNoRetryOnAClosedConnection,
  kNeedsContentLength,
  kAppliesHalfADocument,
  kStoresAnyBody,
  kRefusesAByteOrderMark,
  kTrustsAnyMac,
  kTakesOlderSettings,
  kWritesFlashInPlace,
  // --- waits before repeating provisioning or registration ---
  kRetriesWithoutBackOff,
  kIgnoresRetryAfter,
  kGivesUpAfterRetryAfter,
  // --- registration ---
  kGivesUpOnAFreshNonce,
  kSendsCredentialsForEveryRealm,
  kGivesUpOnARefusal,
  kRepeatsExpires,
  kIgnoresGrantedExpires,
  kAsksForWhatWasGranted,
  kRegistersAgainWhenUnmatched,
  kReusesCallId,
  kNewPortAtEachBoot,
  kDoesNotRegisterFromANewAddress,
  kRemovesAllContacts,
  kNeverFailsOver,
  kNeverNoticesADeadConnection,
  kIgnoresNotify,
};

using Quirks = QuirkSet<Quirk>;

// Returns the scenario's word: `repeats-expires`.
std::string_view to_text(Quirk quirk);
std::optional<Quirk> quirk_named(std::string_view name);
// Returns the transport that the registration must use for the quirk to show; nullopt: any transport.
std::optional<Transport> transport_of(Quirk quirk);
// Returns what each quirk does, in the order of the enumeration.
std::span<const QuirkWord<Quirk>> device_quirks();
// Returns all names, in the same order.
std::span<const std::string_view> quirk_names();

}  // namespace dialtone
