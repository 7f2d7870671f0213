// To which devices a fault is limited: one, a certain number, or all except some.
#include "scenarios/language/plan/chosen_devices.h"

#include <gtest/gtest.h>

#include <set>

#include "scenarios/faults/open_windows.h"
#include "scenarios/language/parties/device_addresses.h"
#include "scenarios/language/plan/plan.h"
#include "tests/scenarios/language/plan/scenario_samples.h"

namespace dialtone {
namespace {

Scenario read(const std::string& faults, const std::string& homes = "count: 20") {
  const ScenarioResult scenario = read_scenario(
      "scenario: s\nfleet: { homes: { " + homes + " }, offices: { count: 5 } }\nfaults:\n" + faults, "s.yaml");
  EXPECT_TRUE(scenario.ok()) << to_text(scenario.error());
  return scenario ? *scenario : Scenario();
}

// Returns the names of the devices that the first fault's window hits.
std::set<std::string> hit_by_window(const Scenario& scenario) {
  const Plan plan = make_plan(scenario);
  std::set<std::string> names;
  for (std::size_t group = 0; group < plan.scenario.fleet.size(); ++group) {
    if (!targets(plan.scenario.faults.front(), plan.scenario.fleet[group].name)) continue;
    for (const PlannedDevice& device : *plan.scenario.fleet[group].devices) {
      const std::uint32_t key = device_key(group, device.index);
      if (hits(plan.scenario.faults.front(), plan.scenario, key)) names.insert(device.name);
    }
  }
  return names;
}

// Returns the names of the devices for which the plan has a moment of the first fault.
std::set<std::string> hit_at_a_moment(const Scenario& scenario) {
  const Plan plan = make_plan(scenario);
  std::set<std::string> names;
  for (const Group& group : plan.scenario.fleet) {
    for (const PlannedDevice& device : *group.devices) {
      if (device.fault_times.front() != kNotHit) names.insert(device.name);
    }
  }
  return names;
}

using Names = std::set<std::string>;

TEST(ChosenDevices, AreOneDeviceThatIsTheTarget) {
  EXPECT_EQ(hit_at_a_moment(read("  f: { target: homes-0007, at: 1s, do: { reset: tcp } }\n")), Names{"homes-0007"});
  EXPECT_EQ(hit_by_window(read("  f: { target: homes-0007, do: { drop: tcp } }\n")), Names{"homes-0007"});
}

TEST(ChosenDevices, AreExactlySoManyAtAMomentAndInAWindow) {
  for (const std::string number : {"1", "3", "19", "20"}) {
    const std::string exactly = ", exactly: " + number + ", do: { ";
    EXPECT_EQ(hit_at_a_moment(read("  f: { target: homes, at: 1s" + exactly + "reset: tcp } }\n")).size(),
              std::stoul(number));
    EXPECT_EQ(hit_by_window(read("  f: { target: homes" + exactly + "drop: tcp } }\n")).size(), std::stoul(number));
  }
}

TEST(ChosenDevices, AreDrawnAnewForAnotherSeedAndAnotherFault) {
  Scenario scenario = read("  f: { target: homes, exactly: 3, do: { drop: tcp } }\n");
  const Names first = hit_by_window(scenario);
  scenario.seed = 2;
  EXPECT_NE(hit_by_window(scenario), first);
  EXPECT_NE(hit_by_window(read("  g: { target: homes, exactly: 3, do: { drop: tcp } }\n")), first);
}

TEST(ChosenDevices, AreTheSameWithoutAnotherFaultAndInThePlanThatIsReadBack) {
  const std::string fault = "  f: { target: homes, exactly: 3, do: { drop: tcp } }\n";
  const Names alone = hit_by_window(read(fault));
  EXPECT_EQ(hit_by_window(read(fault + "  g: { target: homes, exactly: 2, do: { drop: udp } }\n")), alone);
  EXPECT_EQ(hit_by_window(make_plan(read(fault)).scenario), alone);
}

TEST(ChosenDevices, ChangeByOneAtMostWhenADeviceIsAdded) {
  const std::string fault = "  f: { target: homes, exactly: 5, do: { drop: tcp } }\n";
  Names before = hit_by_window(read(fault, "count: 20"));
  for (int count = 21; count < 60; ++count) {
    const Names after = hit_by_window(read(fault, "count: " + std::to_string(count)));
    Names left;
    std::set_difference(before.begin(), before.end(), after.begin(), after.end(), std::inserter(left, left.end()));
    EXPECT_LE(left.size(), 1U) << count;
    EXPECT_EQ(after.size(), 5U);
    before = after;
  }
}

TEST(ChosenDevices, AreAllButThoseThatAreSpared) {
  const Names all = hit_by_window(read("  f: { target: devices, do: { drop: tcp } }\n"));
  EXPECT_EQ(all.size(), 25U);
  Names some = hit_by_window(read("  f: { target: devices, except: [offices, homes-0002], do: { drop: tcp } }\n"));
  EXPECT_EQ(some.size(), 19U);
  EXPECT_FALSE(some.contains("homes-0002"));
  some = hit_at_a_moment(read("  f: { target: homes, at: 1s, except: homes-0002, exactly: 19, do: { reset: tcp } }\n"));
  EXPECT_EQ(some.size(), 19U);
  EXPECT_FALSE(some.contains("homes-0002"));
}

TEST(ChosenDevices, AreRefusedWhereTheyAreNotThere) {
  const std::string head =
      "scenario: s\nfleet: { homes: { count: 3 }, offices: { count: 2 } }\nnats: { box: {} }\nfaults:\n  f: ";
  const std::string tail = ", at: 1s, do: { reset: tcp } }\n";
  const auto told = [&](const std::string& keys) { return faults_of(head + "{ target: " + keys + tail); };
  EXPECT_EQ(told("homes-0004"), "s.yaml:5:16: there is no device 'homes-0004': 'homes' has 3, up to 'homes-0003'\n");
  EXPECT_EQ(told("hoems-0002"), "s.yaml:5:16: there is no device 'hoems-0002'; did you mean 'homes-0002'?\n");
  EXPECT_EQ(told("homes-2"),
            "s.yaml:5:16: there is no group, server, proxy or NAT 'homes-2'; did you mean 'homes-0002'?\n");
  EXPECT_EQ(told("bxo"), "s.yaml:5:16: there is no group, server, proxy or NAT 'bxo'; did you mean 'box'?\n");
  EXPECT_EQ(told("homes, except: homes-0009"),
            "s.yaml:5:31: there is no device 'homes-0009': 'homes' has 3, up to 'homes-0003'\n");
  EXPECT_EQ(told("homes, except: [homes-0001, ofices-0001]"),
            "s.yaml:5:44: there is no device or group 'ofices-0001'; did you mean 'offices-0001'?\n");
  EXPECT_EQ(told("homes, except: [[a]]"),
            "s.yaml:5:32: 'except' must be names of devices or groups such as homes-0001\n");
  EXPECT_EQ(told("homes, except: offices-0001"), "s.yaml:5:31: 'homes' has no 'offices-0001' to spare\n");
}

TEST(ChosenDevices, AreRefusedWhereTheyContradictEachOther) {
  const std::string head = "scenario: s\nfleet: { homes: { count: 3 }, offices: { count: 2 } }\nfaults:\n  f: ";
  const std::string tail = ", at: 1s, do: { reset: tcp } }\n";
  const auto told = [&](const std::string& keys) { return faults_of(head + "{ target: " + keys + tail); };
  EXPECT_EQ(told("homes, exactly: 4"), "s.yaml:4:32: 'exactly' must be at most 3, the number of devices, not 4\n");
  EXPECT_EQ(told("devices, exactly: 5"), "");
  EXPECT_EQ(told("devices, except: offices, exactly: 4"),
            "s.yaml:4:51: 'exactly' must be at most 3, the number of devices left by 'except', not 4\n");
  EXPECT_EQ(told("homes, exactly: 0"), "s.yaml:4:32: 'exactly' must be a whole number from 1 to 1000000, not '0'\n");
  EXPECT_EQ(told("homes, exactly: 1, hits: 5%"), "s.yaml:4:23: 'exactly' and 'hits' are one or the other\n");
  EXPECT_EQ(told("homes, except: homes"), "s.yaml:4:31: 'except' leaves nobody\n");
  EXPECT_EQ(told("homes-0001, except: homes-0001"),
            "s.yaml:4:28: 'except' is of many devices, and 'homes-0001' is one\ns.yaml:4:36: 'except' leaves nobody\n");
  EXPECT_EQ(faults_of(head + "{ target: call_agent, at: 1s, exactly: 1, do: { notify: x } }\n"),
            "s.yaml:4:36: 'exactly' is for faults of devices; the target is a server\n");
  EXPECT_EQ(told("homes-0001, exactly: 1"), "s.yaml:4:28: 'exactly' is of many devices, and 'homes-0001' is one\n");
  EXPECT_EQ(told("homes, except: []"), "s.yaml:4:31: 'except' names nobody\n");
  EXPECT_EQ(told("homes, except: [homes-0001, homes-0001]"), "s.yaml:4:44: 'homes-0001' is there already\n");
}

TEST(ChosenDevices, AreNoLoadsWhereAnActChangesWhatADeviceIs) {
  const ScenarioResult scenario = read_scenario(
      "scenario: s\nfleet: { homes: { count: 3 }, scan: { count: 20, load: { send: register, rate: 5/s, secrets: none "
      "} } }\n"
      "faults:\n  f: { target: devices, from: 1s, exactly: 3, do: { quirk: ignores-notify } }\n",
      "s.yaml");
  ASSERT_TRUE(scenario.ok()) << to_text(scenario.error());
  EXPECT_EQ(hit_at_a_moment(*scenario), (Names{"homes-0001", "homes-0002", "homes-0003"}));
}

TEST(ChosenDevices, OfAGroupThatCannotBeReadAreNotAskedFor) {
  for (const char* fleet : {"fleet: { homes: 5 }\n", ""}) {
    for (const char* target : {"homes", "devices"}) {
      const ScenarioResult scenario =
          read_scenario(std::string("scenario: s\n") + fleet + "faults:\n  q: { target: " + target +
                            ", exactly: 3, from: 10s, do: { quirk: repeats-expires } }\n",
                        "s.yaml");
      EXPECT_FALSE(scenario.ok());
    }
  }
}

TEST(ChosenDevices, AreThoseOfAListToo) {
  const std::string listed =
      "devices: [{ name: homes-0003, index: 2, power_on: 0s }, { name: homes-0005, index: 4, power_on: 0s }]";
  const Scenario scenario = read("  f: { target: homes-0005, do: { drop: tcp } }\n", listed);
  EXPECT_EQ(hit_by_window(scenario), Names{"homes-0005"});
  EXPECT_EQ(faults_of("scenario: s\nfleet: { homes: { " + listed +
                      " } }\nfaults:\n  f: { target: homes-0001, do: { drop: tcp } }\n"),
            "s.yaml:4:16: there is no device 'homes-0001': 'homes' has 2, which it lists\n");
}

}  // namespace
}  // namespace dialtone
