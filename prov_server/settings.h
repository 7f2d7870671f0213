// The settings that a subscriber gets.
#pragma once

#include "subscribers/subscriber.h"
#include "wire/provisioning/provision_request.h"
#include "wire/provisioning/provision_response.h"

namespace dialtone {

// All from the subscriber's row, but for the IP address, which is the request's. What the row lacks (a port, a
// password, firmware) the document lacks too.
provisioning::ProvisionResponse settings_for(const Subscriber& subscriber,
                                             const provisioning::ProvisionRequest& request);

}  // namespace dialtone
