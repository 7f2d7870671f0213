// Decides which refused identities a server with quirks serves nevertheless.
#pragma once

#include "prov_server/provisioning_quirks.h"
#include "subscribers/subscriber_store.h"

namespace dialtone {

// Returns true if the quirks overlook the mismatch, so that the subscriber in `match` is served. `identity` is the
// requested one; `match` must be a mismatch.
bool is_overlooked(const IdentityMatch& match, const Identity& identity, ProvisioningQuirks quirks);

}  // namespace dialtone
