// The quirks of a provisioning server: errors seen in the field, by the names that scenarios use.
#pragma once

#include <array>
#include <cstdint>

#include "values/quirk_set.h"

namespace dialtone {

// The table below describes each.
enum class ProvisioningQuirk : std::uint8_t {
  // --- identities ---
  kIgnoresMacAddress,
  kIgnoresCustomerNumber,
  kServesDisabledSubscribers,
  kServesTheUnknown,
  kIgnoresPassword,
  kAsksForNoCredentials,
  kTakesStaleNonces,
  kIgnoresItsLimit,
  // --- settings ---
  kAnswersWithThePreviousSettings,
  kMixesTwoSubscribers,
  kLeavesOutThePassword,
  kAnswersFromAnOldCopy,
  // --- what the server reveals ---
  kWritesAPasswordIntoAnEvent,
  kWritesItsNonceSecretIntoAnEvent,
  kTellsKnownFromUnknown,
  kSays404ToTheUnknown,
};

using ProvisioningQuirks = QuirkSet<ProvisioningQuirk>;

inline constexpr auto kProvisioningQuirks = std::to_array<QuirkWord<ProvisioningQuirk>>({
    {ProvisioningQuirk::kIgnoresMacAddress, "ignores-mac-address", "serves a serial number with any MAC address"},
    {ProvisioningQuirk::kIgnoresCustomerNumber, "ignores-customer-number",
     "serves a serial number with any customer number"},
    {ProvisioningQuirk::kServesDisabledSubscribers, "serves-disabled-subscribers", "serves a disabled subscriber"},
    {ProvisioningQuirk::kServesTheUnknown, "serves-the-unknown",
     "serves an identity that is not in the database with another one's settings"},
    {ProvisioningQuirk::kIgnoresPassword, "ignores-password", "takes credentials with a wrong password"},
    {ProvisioningQuirk::kAsksForNoCredentials, "asks-for-no-credentials",
     "serves a device without credentials although its row demands them"},
    {ProvisioningQuirk::kTakesStaleNonces, "takes-stale-nonces", "accepts a nonce for ever, not for five minutes"},
    {ProvisioningQuirk::kIgnoresItsLimit, "ignores-its-limit", "never answers 429, whatever `limit` says"},
    {ProvisioningQuirk::kAnswersWithThePreviousSettings, "answers-with-the-previous-settings",
     "answers with the previous request's document"},
    {ProvisioningQuirk::kMixesTwoSubscribers, "mixes-two-subscribers",
     "sends the previous request's line and password in a document that is otherwise right"},
    {ProvisioningQuirk::kLeavesOutThePassword, "leaves-out-the-password",
     "sends half of the settings: no user name and no password for the call agent"},
    {ProvisioningQuirk::kAnswersFromAnOldCopy, "answers-from-an-old-copy",
     "sends for ever what it sent first, whatever the database says afterwards"},
    {ProvisioningQuirk::kWritesAPasswordIntoAnEvent, "writes-a-password-into-an-event",
     "writes the subscriber's password into `provision.accepted`"},
    {ProvisioningQuirk::kWritesItsNonceSecretIntoAnEvent, "writes-its-nonce-secret-into-an-event",
     "writes the secret of its nonces into `provision.challenged`"},
    {ProvisioningQuirk::kTellsKnownFromUnknown, "tells-known-from-unknown",
     "refuses a known identity with a document that says why, and an unknown one with another document"},
    {ProvisioningQuirk::kSays404ToTheUnknown, "says-404-to-the-unknown",
     "refuses an identity that is not in the database with 404, and one that is with 403"},
});
static_assert(is_in_order(kProvisioningQuirks));
static_assert(kProvisioningQuirks.back().quirk == ProvisioningQuirk::kSays404ToTheUnknown);
inline constexpr auto kProvisioningQuirkNames = names_of(kProvisioningQuirks);

}  // namespace dialtone
