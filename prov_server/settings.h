// Makes the settings that a subscriber gets.
#pragma once

#include "subscribers/subscriber.h"
#include "wire/provisioning/provision_request.h"
#include "wire/provisioning/provision_response.h"

namespace dialtone {

// Everything is from the subscriber's row, except the IP address, which is the request's. Values that the row lacks (a
// port, a password, firmware) are absent from the document.
provisioning::ProvisionResponse settings_for(const Subscriber& subscriber,
                                             const provisioning::ProvisionRequest& request);

}  // namespace dialtone
