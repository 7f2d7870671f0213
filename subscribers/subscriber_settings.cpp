#include "subscribers/subscriber_settings.h"

#include "subscribers/subscriber_fields.h"

namespace dialtone {

void put_settings(const Subscriber& subscriber, provisioning::Settings& settings) {
  for_each_column([&]<typename Row>(const Row&) {
    if constexpr (IsSetting<Row>) settings.*Row::kSetting = subscriber.*Row::kMember;
  });
  const auto add_call_agent = [&](const std::string& address, std::optional<std::uint16_t> port) {
    settings.call_agents.push_back({address, port, subscriber.call_agent_protocol, subscriber.call_agent_transport});
  };
  settings.call_agents.reserve(1 + subscriber.call_agent_backup.size());
  add_call_agent(subscriber.call_agent_address, subscriber.call_agent_port);
  for (const BackupCallAgent& backup : subscriber.call_agent_backup) add_call_agent(backup.address, backup.port);
  if (!subscriber.auth_username.empty() && !subscriber.auth_password.empty()) {
    settings.authentication.emplace(subscriber.auth_username, subscriber.auth_password);
  }
}

}  // namespace dialtone
