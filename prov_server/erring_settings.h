// The settings that a server with quirks sends, and what the quirks must remember from earlier requests.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "prov_server/provisioning_quirks.h"
#include "subscribers/subscriber.h"
#include "wire/provisioning/provision_request.h"
#include "wire/provisioning/provision_response.h"

namespace dialtone {

class ErringSettings {
 public:
  // Returns the document for the subscriber's request. Remembers one subscriber for each served row.
  std::string document_for(const Subscriber& subscriber, const provisioning::ProvisionRequest& request,
                           ProvisioningQuirks quirks);

 private:
  struct Line {
    std::string device_name;
    std::optional<provisioning::Authentication> authentication;
  };

  // By serial number: the subscriber as first served.
  std::map<std::string, Subscriber> first_served_;
  // The subscriber's line in the previous answer.
  std::optional<Line> line_;
  std::string document_;
};

}  // namespace dialtone
