// Makes a subscriber's settings: the only map from the user database to the documents.
#pragma once

#include "subscribers/subscriber.h"
#include "wire/provisioning/settings.h"

namespace dialtone {

// Fills `settings`, which must be new. A port, a time or a password that the row lacks stays absent. Without a password
// the settings have no authentication.
void put_settings(const Subscriber& subscriber, provisioning::Settings& settings);

inline provisioning::Settings settings_of(const Subscriber& subscriber) {
  provisioning::Settings settings;
  put_settings(subscriber, settings);
  return settings;
}

}  // namespace dialtone
