// Faults with a trigger.
#include "scenarios/faults/triggers.h"

#include <gtest/gtest.h>

#include "tests/scenarios/engine/engine_samples.h"

namespace dialtone {
namespace {

using std::chrono::seconds;

class TriggersTest : public testing::Test {
 protected:
  void add(const std::string& target, const std::string& event, std::uint64_t nth, Duration after) {
    Fault fault;
    fault.name = "it";
    fault.target = target;
    fault.action = PowerAction{};
    fault.when = Trigger{event, nth, after, std::nullopt};
    plan_.scenario.faults.push_back(fault);
  }
  Triggers triggers(bool devices = true, bool servers = true) {
    return {plan_, devices, servers, [this](const Fault& fault, Moment at, std::string_view host) {
              struck_ += fault.target + " at " + to_text(at - Moment{}) + " " + std::string(host) + "\n";
            }};
  }
  static void see(Triggers& triggers, Duration at, std::string_view host, std::string_view event) {
    triggers.see({Moment(at), host, event, {}});
  }

  Plan plan_ = make_plan(homes(2));
  std::string struck_;
};

TEST_F(TriggersTest, StrikeEachDeviceBehindItsOwnEvent) {
  add("homes", "provision.accepted", 2, seconds(3));
  Triggers all = triggers();
  see(all, seconds(1), "homes-0001", "provision.accepted");
  see(all, seconds(2), "homes-0002", "provision.accepted");
  see(all, seconds(3), "strangers-0001", "provision.accepted");
  EXPECT_EQ(struck_, "");
  see(all, seconds(4), "homes-0002", "provision.accepted");
  see(all, seconds(5), "homes-0002", "provision.accepted");
  see(all, seconds(6), "homes-0001", "provision.accepted");
  EXPECT_EQ(struck_, "homes at 7s homes-0002\nhomes at 9s homes-0001\n");
}

TEST_F(TriggersTest, StrikeAServerBehindTheEventsOfAll) {
  add("call_agent", "registration.accepted", 2, seconds(0));
  Triggers all = triggers();
  see(all, seconds(1), "homes-0001", "registration.accepted");
  see(all, seconds(2), "homes-0002", "registration.accepted");
  see(all, seconds(3), "homes-0002", "registration.accepted");
  EXPECT_EQ(struck_, "call_agent at 2s \n");
}

TEST_F(TriggersTest, CountOnceWhatTheServerTellsToo) {
  add("call_agent", "provision.accepted", 2, seconds(0));
  add("call_agent", "server.started", 1, seconds(0));
  add("call_agent", "fault.ended", 1, seconds(0));
  Triggers all = triggers();
  see(all, seconds(1), "provisioning", "server.started");
  see(all, seconds(1), "provisioning", "fault.ended");
  see(all, seconds(2), "provisioning", "provision.accepted");
  see(all, seconds(3), "homes-0001", "provision.accepted");
  see(all, seconds(4), "provisioning", "provision.accepted");
  see(all, seconds(5), "homes-0002", "provision.accepted");
  EXPECT_EQ(struck_, "call_agent at 1s \ncall_agent at 1s \ncall_agent at 5s \n");
}

TEST_F(TriggersTest, TakeTheProvisioningServersOwnWordWhereItIsTheTarget) {
  add("provisioning", "provision.accepted", 2, seconds(0));
  Triggers all = triggers();
  see(all, seconds(1), "provisioning", "provision.accepted");
  see(all, seconds(2), "homes-0001", "provision.accepted");
  see(all, seconds(3), "provisioning", "provision.accepted");
  EXPECT_EQ(struck_, "provisioning at 3s \n");
}

TEST_F(TriggersTest, LookAfterTheirOwnOnly) {
  add("homes", "provision.accepted", 1, seconds(0));
  add("call_agent", "provision.accepted", 1, seconds(0));
  Triggers servers = triggers(false, true);
  see(servers, seconds(1), "homes-0001", "provision.accepted");
  EXPECT_EQ(struck_, "call_agent at 1s \n");
  EXPECT_TRUE(triggers(false, false).empty());
}

}  // namespace
}  // namespace dialtone
