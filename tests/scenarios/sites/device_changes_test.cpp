// Whole runs with faults that change what a device is: when the faults begin and end, and what devices do meanwhile.
#include "scenarios/sites/device_changes.h"

#include <gtest/gtest.h>

#include <fstream>
#include <map>

#include "scenarios/engine/run.h"
#include "scenarios/language/plan/scenario_reader.h"
#include "scenarios/oracles/known/read_event.h"
#include "tests/scenarios/engine/engine_samples.h"

namespace dialtone {
namespace {

using std::chrono::seconds;

class DeviceChangesStory : public testing::Test {
 protected:
  struct Told {
    Moment time;
    std::string host;
    std::map<std::string, std::string> fields;
  };

  // Runs two homes for two minutes; they ask for their settings every ten seconds.
  void run(const std::string& faults, const std::string& sections = "safety: none\nliveness: none\n") {
    const ScenarioResult scenario = read_scenario(
        "scenario: s\nduration: 2m\nprofiles: { phone: { boot_time: 1s, boot_spread: 0s, resync_period: 10s, "
        "provisioning_refusal_retry: { base: 1s, cap: 1s }, registration_retry: { base: 1s, cap: 1s } } }\n"
        "fleet: { homes: { count: 2, profile: phone, expires: 1m, authentication: basic } }\n" +
            sections + "faults:\n" + faults,
        "s.yaml");
    ASSERT_TRUE(scenario.ok()) << to_text(scenario.error());
    plan_ = make_plan(*scenario);
    RunOptions options;
    options.directory = folder_.path();
    summary_ = run_plan(*plan_, options);
    ASSERT_TRUE(summary_.reasons.empty()) << summary_.reasons.front();
    std::ifstream in(folder_.path() / "events.jsonl");
    for (std::string line; std::getline(in, line);) add(line);
  }
  // The events with that name, in the order of the run.
  const std::vector<Told>& named(const std::string& name) { return events_[name]; }
  // Returns how many events with that name there were from the moment `from` on and before `until`.
  std::size_t count(const std::string& name, Duration from, Duration until) {
    const std::vector<Told>& all = named(name);
    return static_cast<std::size_t>(std::count_if(all.begin(), all.end(), [&](const Told& each) {
      return Moment(from) <= each.time && each.time < Moment(until) && each.host.starts_with("homes");
    }));
  }

  TemporaryFolder folder_;
  std::optional<Plan> plan_;
  RunSummary summary_;

 private:
  void add(const std::string& line) {
    const Result<ReadEvent> read = ReadEvent::parse(line);
    ASSERT_TRUE(read.ok()) << line;
    const RecordedEvent event = read->view();
    Told& told = events_[std::string(event.name)].emplace_back(Told{event.time, std::string(event.host), {}});
    for (const Field& field : event.fields) told.fields.emplace(field.key, field.text);
  }

  std::map<std::string, std::vector<Told>> events_;
};

TEST_F(DeviceChangesStory, BeginAndEndAtTheMomentsOfTheirWindow) {
  run("  f: { target: homes-0002, from: 20s, until: 50s, do: { identity: wrong-mac } }\n");
  ASSERT_EQ(named("device.changed").size(), 1U);
  EXPECT_EQ(named("device.changed")[0].time, Moment(seconds(20)));
  EXPECT_EQ(named("device.changed")[0].host, "homes-0002");
  EXPECT_EQ(named("device.changed")[0].fields.at("fault"), "f");
  EXPECT_EQ(named("device.changed")[0].fields.at("change"), "identity");
  ASSERT_EQ(named("device.restored").size(), 1U);
  EXPECT_EQ(named("device.restored")[0].time, Moment(seconds(50)));
  ASSERT_EQ(named("fault.started").size(), 1U);
  EXPECT_EQ(named("fault.started")[0].time, Moment(seconds(20)));
  EXPECT_EQ(named("fault.ended")[0].time, Moment(seconds(50)));
  EXPECT_EQ(summary_.faults[0].struck, 1U);
}

TEST_F(DeviceChangesStory, OpenAtADrawnMomentForEachDeviceAndEndForAllAtOnce) {
  run("  f: { target: homes, from: 20s, until: 50s, spread: 20s, do: { busy: line } }\n");
  const std::vector<PlannedDevice>& devices = *plan_->scenario.fleet[0].devices;
  ASSERT_EQ(named("device.changed").size(), 2U);
  for (const Told& changed : named("device.changed")) {
    const PlannedDevice& device = devices[changed.host == "homes-0001" ? 0 : 1];
    EXPECT_EQ(changed.time, device.fault_times[0]);
    EXPECT_GT(changed.time, Moment(seconds(20)));
    EXPECT_LT(changed.time, Moment(seconds(40)));
  }
  EXPECT_NE(devices[0].fault_times[0], devices[1].fault_times[0]);
  ASSERT_EQ(named("device.restored").size(), 2U);
  for (const Told& restored : named("device.restored")) EXPECT_EQ(restored.time, Moment(seconds(50)));
  EXPECT_EQ(named("fault.started")[0].time, std::min(devices[0].fault_times[0], devices[1].fault_times[0]));
}

TEST_F(DeviceChangesStory, WaitForAnEventOfEachDevice) {
  run("  f: { target: homes, when: { event: registration.accepted, after: 5s }, for: 20s, do: { busy: line } }\n");
  ASSERT_EQ(named("device.changed").size(), 2U);
  std::map<std::string, Moment> registered;
  for (const Told& each : named("registration.accepted")) registered.emplace(each.host, each.time);
  for (const Told& each : named("device.changed")) EXPECT_EQ(each.time, registered[each.host] + seconds(5));
  for (const Told& each : named("device.restored")) EXPECT_EQ(each.time, registered[each.host] + seconds(25));
}

TEST_F(DeviceChangesStory, MakeADeviceStateAFalseIdentityWhileTheyLast) {
  run("  f: { target: homes, from: 20s, until: 50s, do: { identity: wrong-mac } }\n"
      "  g: { target: homes, from: 30s, until: 40s, do: { identity: wrong-mac } }\n");
  EXPECT_GT(count("provision.accepted", seconds(0), seconds(20)), 0U);
  EXPECT_GT(count("provision.refused", seconds(20), seconds(30)), 0U);
  EXPECT_GT(count("provision.refused", seconds(30), seconds(40)), 0U) << "two false MAC addresses are none";
  EXPECT_GT(count("provision.refused", seconds(40), seconds(50)), 0U);
  EXPECT_EQ(count("provision.accepted", seconds(20), seconds(50)), 0U);
  EXPECT_GT(count("provision.accepted", seconds(50), seconds(120)), 0U);
  EXPECT_EQ(count("provision.refused", seconds(50), seconds(120)), 0U);
}

TEST_F(DeviceChangesStory, MakePasswordsWrongForCallAgentsAloneOrForProvisioningAlone) {
  run("  f: { target: homes-0001, from: 20s, until: 90s, do: { credentials: wrong-for-call-agents } }\n"
      "  g: { target: homes-0002, from: 20s, until: 90s, do: { credentials: wrong-for-provisioning } }\n");
  for (const Told& each : named("registration.rejected")) EXPECT_EQ(each.host, "homes-0001");
  EXPECT_GT(named("registration.rejected").size(), 1U);
  for (const Told& each : named("provision.refused")) {
    if (each.host != "provisioning") EXPECT_EQ(each.host, "homes-0002");
  }
  EXPECT_GT(count("provision.refused", seconds(20), seconds(90)), 1U);
  EXPECT_EQ(count("provision.refused", seconds(91), seconds(120)), 0U);
  EXPECT_GT(count("registration.accepted", seconds(90), seconds(120)), 0U);
}

TEST_F(DeviceChangesStory, AddUpAndOfTwoProfilesTheLaterInTheFileWins) {
  run("  f: { target: homes-0001, do: { profile: snom } }\n"
      "  g: { target: homes-0001, from: 5s, do: { profile: yealink } }\n"
      "  h: { target: homes-0001, from: 5s, until: 1m, do: { quirk: ignores-notify } }\n"
      "  reboot: { target: call_agent, at: 70s, do: { notify: \"check-sync;reboot=true\" } }\n"
      "  early: { target: call_agent, at: 45s, do: { notify: \"check-sync;reboot=true\" } }\n");
  std::vector<std::string> products;
  for (const Told& each : named("device.boot")) {
    if (each.host == "homes-0001") products.push_back(each.fields.at("product"));
  }
  EXPECT_EQ(products, (std::vector<std::string>{"snomD725", "SIP-T46S"})) << "the early NOTIFY is ignored";
}

TEST_F(DeviceChangesStory, LeaveAnotherDeviceAsItIs) {
  run("  f: { target: homes-0001, from: 20s, do: { identity: unknown } }\n");
  for (const Told& each : named("provision.refused")) {
    if (each.host != "provisioning") EXPECT_EQ(each.host, "homes-0001");
  }
  EXPECT_GT(count("provision.refused", seconds(20), seconds(120)), 3U);
}

TEST_F(DeviceChangesStory, AreKnownToWhatHoldsInEveryScenario) {
  run("  f: { target: homes-0001, from: 20s, until: 50s, do: { identity: wrong-mac } }\n"
      "  g: { target: homes-0002, from: 20s, do: { credentials: wrong } }\n",
      "expect:\n  - eventually: { any: homes, are: registered, within: 1m }\n");
  EXPECT_EQ(summary_.result, RunResult::kPassed);
  for (const OracleResult& each : summary_.oracles) {
    EXPECT_TRUE(each.passed()) << each.name << ": " << each.measured;
    if (!each.name.starts_with("liveness")) continue;
    EXPECT_TRUE(each.measured.starts_with("1 of 2 asked: all at 50 s")) << each.measured;
    EXPECT_EQ(each.details, std::vector<std::string>{"not asked: 1 homes (changed by g)"});
  }
}

// A device that states a false MAC address reveals a server that ignores the address.
TEST_F(DeviceChangesStory, ShowAServerThatServesAFalseIdentity) {
  run("  f: { target: homes-0001, from: 20s, until: 50s, do: { identity: wrong-mac } }\n",
      "servers: { provisioning: { quirks: ignores-mac-address } }\nliveness: none\n"
      "expect:\n  - eventually: { any: homes, are: registered, within: 1m }\n"
      "  - never: { event: registration.expired }\n");
  std::vector<std::string> failed;
  for (const OracleResult& each : summary_.oracles) {
    if (each.failed()) failed.push_back(each.name);
  }
  EXPECT_EQ(failed, std::vector<std::string>{"safety: no refused identity gets settings"});
}

TEST_F(DeviceChangesStory, GiveADeviceAnotherAddressWithWhichItRegistersAnew) {
  run("  f: { target: homes-0002, at: 20s, do: { address: new } }\n"
      "  g: { target: homes-0002, at: 40s, do: { address: new } }\n"
      "  h: { target: homes-0002, from: 50s, until: 90s, do: { drop: all } }\n",
      "expect:\n  - always: { all: homes, are: registered, from: 3s, until: 50s }\nsafety: none\nliveness: none\n");
  std::vector<std::string> contacts;
  for (const Told& each : named("binding.added")) {
    const std::string& contact = each.fields.at("contact");
    if (contact.starts_with("sip:line100002@")) contacts.push_back(contact.substr(15));
  }
  EXPECT_EQ(contacts, (std::vector<std::string>{"10.16.0.2:5060", "11.16.0.2:5060", "12.16.0.2:5060"}));
  ASSERT_EQ(named("address.changed").size(), 2U);
  EXPECT_EQ(named("address.changed")[1].fields.at("former_address"), "11.16.0.2");
  EXPECT_EQ(named("address.changed")[1].fields.at("new_address"), "12.16.0.2");
  // The old binding lasts until it expires.
  ASSERT_FALSE(named("binding.expired").empty());
  EXPECT_EQ(named("binding.expired")[0].fields.at("contact"), "sip:line100002@10.16.0.2:5060");
  // A packet fault affects the device at its new address too.
  EXPECT_GT(count("provision.failed", seconds(50), seconds(100)), 0U);
  EXPECT_TRUE(summary_.oracles.front().failed()) << "between the address and the new binding nobody reaches it";
  EXPECT_EQ(summary_.faults[0].struck, 1U);
}

TEST_F(DeviceChangesStory, HaveNoWaitUntilTheLineIsIdleForARegistration) {
  run("  f: { target: homes, from: 20s, until: 100s, do: { busy: line } }\n"
      "  sync: { target: call_agent, at: 30s, do: { notify: check-sync } }\n");
  EXPECT_EQ(count("device.resync", seconds(20), seconds(100)), 0U);
  EXPECT_EQ(count("device.resync", seconds(100), seconds(101)), 2U);
  EXPECT_GT(count("registration.accepted", seconds(30), seconds(100)), 1U);
}

}  // namespace
}  // namespace dialtone
