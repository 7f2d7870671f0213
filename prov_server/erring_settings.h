// The settings that a server that errs sends, and what it remembers for that.
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
  // The document that answers the request of a subscriber. It remembers one subscriber for each row that was served.
  std::string document_for(const Subscriber& subscriber, const provisioning::ProvisionRequest& request,
                           ProvisioningQuirks quirks);

 private:
  struct Line {
    std::string device_name;
    std::optional<provisioning::Authentication> authentication;
  };

  // By serial number: as they were served first.
  std::map<std::string, Subscriber> first_served_;
  // Of the request before.
  std::optional<Line> line_;
  std::string document_;
};

}  // namespace dialtone
