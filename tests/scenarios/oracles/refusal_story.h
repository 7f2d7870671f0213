// Events of servers and devices, as a test chooses them, for the oracle of refused identities.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "tests/scenarios/oracles/oracle_story.h"

namespace dialtone {

class RefusalStory : public OracleStory {
 protected:
  static constexpr std::size_t kHomes = 0;
  static constexpr std::size_t kStrangers = 1;

  RefusalStory() { begin("liveness: none\n"); }
  void have_strangers(const std::string& identity, const std::string& sections = {}) {
    begin("liveness: none\n" + sections);
    Scenario scenario = plan_->scenario;
    for (Group& group : scenario.fleet) {
      if (group.name == "strangers") group.identity = word_.at(identity);
    }
    renew(std::move(scenario));
  }
  void renew(Scenario scenario) {
    record_.reset();
    plan_.emplace(make_plan(std::move(scenario)));
    record_.emplace(*plan_, *EventLog::create(folder_.path() / "events.jsonl"));
  }
  // Records that the server sent settings to that device.
  void serve(Duration at, std::size_t group, std::uint64_t index, std::string mac_address = {}) {
    const Subscriber subscriber = device_subscriber(plan_->scenario, group, index);
    if (mac_address.empty()) mac_address = to_text(subscriber.mac_address);
    see(at, "provisioning", "provision.accepted",
        {{"serial_number", std::string_view(subscriber.serial_number)},
         {"mac_address", std::string_view(mac_address)},
         {"peer", "10.16.0.1"},
         {"settings_revision", 1}});
  }
  // Records that the server received a request.
  void ask(Duration at, std::size_t group, std::string_view customer_number, std::string_view peer = "10.16.0.1") {
    const Subscriber subscriber = device_subscriber(plan_->scenario, group, 0);
    const std::string mac_address = to_text(subscriber.mac_address);
    see(at, "provisioning", "provision.request",
        {{"serial_number", std::string_view(subscriber.serial_number)},
         {"mac_address", std::string_view(mac_address)},
         {"customer_number", customer_number},
         {"peer", peer}});
  }
  void change(Duration at, std::string_view fault) { see(at, "provisioning", "fault.started", {{"fault", fault}}); }
  OracleResult verdict() {
    for (const OracleResult& result : record_->judge(Moment(minutes(5)))) {
      if (result.name == "safety: no refused identity gets settings") return result;
    }
    ADD_FAILURE() << "no such oracle";
    return {};
  }
  std::string witness() {
    const OracleResult result = verdict();
    return result.witnesses.empty() ? "" : result.witnesses.front().host;
  }
  std::string found() {
    const OracleResult result = verdict();
    return result.details.empty() ? "" : result.details.front();
  }

  const std::map<std::string, IdentityFault> word_{{"unknown", IdentityFault::kUnknown},
                                                   {"wrong-mac", IdentityFault::kWrongMac},
                                                   {"wrong-customer", IdentityFault::kWrongCustomer},
                                                   {"disabled", IdentityFault::kDisabled}};
};

}  // namespace dialtone
