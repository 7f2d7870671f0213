#include "prov_server/settings.h"

#include "subscribers/subscriber_settings.h"

namespace dialtone {

provisioning::ProvisionResponse settings_for(const Subscriber& subscriber,
                                             const provisioning::ProvisionRequest& request) {
  provisioning::ProvisionResponse settings;
  put_settings(subscriber, settings);
  settings.product_description = subscriber.product;
  settings.customer_number = subscriber.customer_number;
  settings.serial_number = subscriber.serial_number;
  settings.mac_address = subscriber.mac_address;
  settings.ip_address = request.ip_address;
  settings.firmware = subscriber.firmware;
  // Another program may have written such a row.
  if (settings.firmware && !settings.firmware->username) settings.firmware->password.reset();
  return settings;
}

}  // namespace dialtone
