// Whom a server that errs serves although the database says no.
#pragma once

#include "prov_server/provisioning_quirks.h"
#include "subscribers/subscriber_store.h"

namespace dialtone {

// Whether the quirks overlook why nobody is served: then the subscriber who stands in the match is. `identity`: that
// was asked for; `match`: without a subscriber who is served.
bool is_overlooked(const IdentityMatch& match, const Identity& identity, ProvisioningQuirks quirks);

}  // namespace dialtone
