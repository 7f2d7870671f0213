#include "device_sim/model/quirks.h"

#include <algorithm>
#include <array>

namespace dialtone {
namespace {

constexpr auto kQuirks = std::to_array<QuirkWord<Quirk>>({
    {Quirk::kAsksNamesOnce, "asks-names-once",
     "never looks a name up again after a failure, until the next boot (B3): it goes without settings, or cannot reach "
     "its call agent"},
    {Quirk::kKeepsAddresses, "keeps-addresses",
     "never looks the name of a call agent up again once it was found, until the next boot (R14)"},
    {Quirk::kTakesABareHostForTftp, "takes-a-bare-host-for-tftp",
     "asks a provisioning URL without a scheme by TFTP (B5): with `provisioning_scheme: none` no request by HTTP "
     "comes"},
    {Quirk::kHangsWithoutADeadline, "hangs-without-a-deadline", "waits for an HTTP answer for ever (H6)"},
    {Quirk::kNoRetryOnAClosedConnection, "no-retry-on-a-closed-connection",
     "does not open a new connection when a kept one ends before the answer (H7): with `keep_connection: true`"},
    {Quirk::kNeedsContentLength, "needs-content-length",
     "reads no body of an answer without Content-Length (H8), and so finds no settings in it"},
    {Quirk::kAppliesHalfADocument, "applies-half-a-document",
     "applies an answer that breaks off as far as it can be read (H3)"},
    {Quirk::kStoresAnyBody, "stores-any-body",
     "stores any answer as its settings, also a web page or a redirect that it cannot follow, and so loses the "
     "settings that it had (H2)"},
    {Quirk::kRefusesAByteOrderMark, "refuses-a-byte-order-mark", "rejects a document with a byte order mark (X1)"},
    {Quirk::kTrustsAnyMac, "trusts-any-mac",
     "applies the settings of an answer for another serial number, MAC address or customer (X3)"},
    {Quirk::kTakesOlderSettings, "takes-older-settings", "applies an answer with an older settings-revision (S3)"},
    {Quirk::kWritesFlashInPlace, "writes-flash-in-place",
     "writes settings over the old ones, so that a power cut leaves neither (S1)"},
    {Quirk::kRetriesWithoutBackOff, "retries-without-back-off",
     "waits for the rule's `base` each time, or exactly as long as Retry-After asks: no wait grows or is drawn (H5, "
     "V4)"},
    {Quirk::kIgnoresRetryAfter, "ignores-retry-after", "does not believe Retry-After (H5, R4)"},
    {Quirk::kGivesUpAfterRetryAfter, "gives-up-after-retry-after", "gives up after a 503 with Retry-After (R4)"},
    {Quirk::kGivesUpOnAFreshNonce, "gives-up-on-a-fresh-nonce",
     "gives up after a 401 to its credentials that does not say stale=true (R1)"},
    {Quirk::kSendsCredentialsForEveryRealm, "sends-credentials-for-every-realm",
     "sends its credentials for the last two realms together, in one Authorization (R15), which no registrar can read"},
    {Quirk::kGivesUpOnARefusal, "gives-up-on-a-refusal",
     "takes a refusal of its registration for final, also one that may pass, such as 480 (R16)"},
    {Quirk::kRepeatsExpires, "repeats-expires", "sends the same Expires again after a 423 (R3)"},
    {Quirk::kIgnoresGrantedExpires, "ignores-granted-expires",
     "refreshes by the Expires that it asked for, and not by what was granted (R18)"},
    {Quirk::kAsksForWhatWasGranted, "asks-for-what-was-granted",
     "asks for what the last answer granted, and not for what its settings say (R11)"},
    {Quirk::kRegistersAgainWhenUnmatched, "registers-again-when-unmatched",
     "registers again at once after a 200 that lists several contacts but not its own"},
    {Quirk::kReusesCallId, "reuses-call-id",
     "uses the same Call-ID after each boot, with a CSeq that begins with 1 again (R5)"},
    {Quirk::kNewPortAtEachBoot, "new-port-at-each-boot",
     "has another port in its Contact at each boot, and never removes the old contact (R6)"},
    {Quirk::kDoesNotRegisterFromANewAddress, "does-not-register-from-a-new-address",
     "goes on as before when DHCP gives it another address, until its next refresh (R17)"},
    {Quirk::kRemovesAllContacts, "removes-all-contacts",
     "unregisters with `Contact: *`, which removes the contacts of all devices that share its address of record (R19)"},
    {Quirk::kNeverFailsOver, "never-fails-over", "asks only the first call agent (R8)"},
    {Quirk::kNeverNoticesADeadConnection, "never-notices-a-dead-connection",
     "expects no pong, and goes on writing to a lost connection (R9): with `transport: tcp`"},
    {Quirk::kIgnoresNotify, "ignores-notify", "answers a NOTIFY and does nothing more"},
});
static_assert(is_in_order(kQuirks));
static_assert(kQuirks.back().quirk == Quirk::kIgnoresNotify);
constexpr auto kQuirkNames = names_of(kQuirks);

}  // namespace

std::string_view to_text(Quirk quirk) { return kQuirkNames[static_cast<std::size_t>(quirk)]; }

std::optional<Quirk> quirk_named(std::string_view name) {
  const auto found = std::find(kQuirkNames.begin(), kQuirkNames.end(), name);
  if (found == kQuirkNames.end()) return std::nullopt;
  return static_cast<Quirk>(found - kQuirkNames.begin());
}

std::optional<Transport> transport_of(Quirk quirk) {
  return quirk == Quirk::kNeverNoticesADeadConnection ? std::optional(Transport::kTcp) : std::nullopt;
}

std::span<const QuirkWord<Quirk>> device_quirks() { return kQuirks; }

std::span<const std::string_view> quirk_names() { return kQuirkNames; }

}  // namespace dialtone
