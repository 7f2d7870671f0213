#include "prov_server/erring_identity.h"

#include <cassert>

namespace dialtone {

bool is_overlooked(const IdentityMatch& match, const Identity& identity, ProvisioningQuirks quirks) {
  assert(match.mismatch && "who is served is not overlooked");
  const Subscriber& row = match.subscriber;
  if (row.serial_number.empty() || match.mismatch == IdentityMismatch::kConflict) return false;
  // Without a row of that serial number, the decoy is another subscriber's row.
  if (row.serial_number != identity.serial_number) return quirks.has(ProvisioningQuirk::kServesTheUnknown);
  if (!row.enabled && !quirks.has(ProvisioningQuirk::kServesDisabledSubscribers)) return false;
  const bool same_mac_address = row.mac_address == identity.mac_address;
  if (!same_mac_address && !quirks.has(ProvisioningQuirk::kIgnoresMacAddress)) return false;
  const bool same_customer = row.customer_number == identity.customer_number;
  return same_customer || quirks.has(ProvisioningQuirk::kIgnoresCustomerNumber);
}

}  // namespace dialtone
