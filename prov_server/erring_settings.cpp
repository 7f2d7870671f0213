#include "prov_server/erring_settings.h"

#include <utility>

#include "prov_server/settings.h"

namespace dialtone {

std::string ErringSettings::document_for(const Subscriber& subscriber, const provisioning::ProvisionRequest& request,
                                         ProvisioningQuirks quirks) {
  const Subscriber* row = &subscriber;
  if (quirks.has(ProvisioningQuirk::kAnswersFromAnOldCopy)) {
    row = &first_served_.try_emplace(subscriber.serial_number, subscriber).first->second;
  }
  provisioning::ProvisionResponse settings = settings_for(*row, request);
  if (quirks.has(ProvisioningQuirk::kMixesTwoSubscribers)) {
    const Line before = line_.value_or(Line{settings.device_name, settings.authentication});
    line_ = {settings.device_name, settings.authentication};
    settings.device_name = before.device_name;
    settings.authentication = before.authentication;
  }
  if (quirks.has(ProvisioningQuirk::kLeavesOutThePassword)) settings.authentication.reset();
  std::string document = provisioning::write_provision_response(settings);
  if (quirks.has(ProvisioningQuirk::kAnswersWithThePreviousSettings)) {
    const std::string before = std::exchange(document_, document);
    if (!before.empty()) return before;
  }
  return document;
}

}  // namespace dialtone
