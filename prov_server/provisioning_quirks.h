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
    {ProvisioningQuirk::kIgnoresMacAddress, "ignores-mac-address",
     "serves a serial number whatever the MAC address beside it is"},
    {ProvisioningQuirk::kIgnoresCustomerNumber, "ignores-customer-number",
     "serves a device that is another customer's"},
    {ProvisioningQuirk::kServesDisabledSubscribers, "serves-disabled-subscribers",
     "serves a subscriber who is not enabled any more"},
    {ProvisioningQuirk::kServesTheUnknown, "serves-the-unknown",
     "gives an identity that the database does not have the settings of another"},
    {ProvisioningQuirk::kIgnoresPassword, "ignores-password", "takes credentials with a wrong password"},
    {ProvisioningQuirk::kAsksForNoCredentials, "asks-for-no-credentials",
     "serves without credentials who should prove who he is"},
    {ProvisioningQuirk::kTakesStaleNonces, "takes-stale-nonces", "takes a nonce for ever, and not for five minutes"},
    {ProvisioningQuirk::kIgnoresItsLimit, "ignores-its-limit", "never answers 429, whatever `limit` says"},
    {ProvisioningQuirk::kAnswersWithThePreviousSettings, "answers-with-the-previous-settings",
     "sends the document that the request before got"},
    {ProvisioningQuirk::kMixesTwoSubscribers, "mixes-two-subscribers",
     "sends the line and the password of the request before, in a document that is otherwise right"},
    {ProvisioningQuirk::kLeavesOutThePassword, "leaves-out-the-password",
     "sends half of the settings: no user name and no password for the call agent"},
    {ProvisioningQuirk::kAnswersFromAnOldCopy, "answers-from-an-old-copy",
     "sends for ever what it has sent first, whatever the database says since"},
    {ProvisioningQuirk::kWritesAPasswordIntoAnEvent, "writes-a-password-into-an-event",
     "has the subscriber's password in `provision.accepted`"},
    {ProvisioningQuirk::kWritesItsNonceSecretIntoAnEvent, "writes-its-nonce-secret-into-an-event",
     "has in `provision.challenged` what makes its nonces unguessable"},
    {ProvisioningQuirk::kTellsKnownFromUnknown, "tells-known-from-unknown",
     "refuses an identity that it knows with another document, which says why, than one that it does not know"},
    {ProvisioningQuirk::kSays404ToTheUnknown, "says-404-to-the-unknown",
     "refuses with 404 who is not in the database, and with 403 who is"},
});
static_assert(is_in_order(kProvisioningQuirks));
static_assert(kProvisioningQuirks.back().quirk == ProvisioningQuirk::kSays404ToTheUnknown);
inline constexpr auto kProvisioningQuirkNames = names_of(kProvisioningQuirks);

}  // namespace dialtone
