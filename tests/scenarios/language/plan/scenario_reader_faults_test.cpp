#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "scenarios/language/document/diagnostic.h"
#include "scenarios/language/plan/scenario_reader.h"
#include "tests/scenarios/language/plan/scenario_samples.h"

namespace dialtone {
namespace {

// A file and its diagnostics. In the file, `F` stands for a correct fleet.
struct BadCase {
  std::string yaml;
  std::string faults;
};

void expect_faults(const std::vector<BadCase>& cases) {
  for (const BadCase& wrong : cases) {
    std::string yaml = wrong.yaml;
    if (const std::size_t at = yaml.find("FLEET"); at != std::string::npos) {
      yaml.replace(at, 5, "fleet: { homes: { count: 1 } }");
    }
    SCOPED_TRACE(yaml.substr(0, 1'000));
    EXPECT_EQ(faults_of(yaml), wrong.faults);
  }
}

TEST(ScenarioReader, RefusesWhatIsNoScenario) {
  const std::string head = "scenario: s\nFLEET\n";
  expect_faults({
      {"", "s.yaml:1:1: empty; a scenario begins with 'scenario: NAME'\n"},
      {"# nothing but this\n", "s.yaml:1:1: empty; a scenario begins with 'scenario: NAME'\n"},
      {"~\n", "s.yaml:1:1: empty; a scenario begins with 'scenario: NAME'\n"},
      {"hello\n", "s.yaml:1:1: a scenario is a map that begins with 'scenario: NAME'\n"},
      {"- a\n", "s.yaml:1:1: a scenario is a map that begins with 'scenario: NAME'\n"},
      {"{}\n", "s.yaml:1:1: 'scenario' is missing in the scenario\ns.yaml:1:1: 'fleet' is missing in the scenario\n"},
      {"scenario: s\n\tseed: 1\n", "s.yaml:2:1: a tab as indentation; YAML wants spaces\n"},
      {"scenario: s\n  \tseed: 1\n", "s.yaml:2:3: a tab as indentation; YAML wants spaces\n"},
      {"scenario: \xC3\x28\n", "s.yaml:1:11: not UTF-8\n"},
      {std::string("\xFF\xFEs\0c\0", 6), "s.yaml:1:1: not UTF-8\n"},
      {std::string("scenario: s\0\n", 13), "s.yaml:1:12: a control character\n"},
      {"a: \x1B[2J\n", "s.yaml:1:4: a control character\n"},
      {head + "---\nscenario: t\n", "s.yaml:3:1: a second document begins here; a scenario is one document\n"},
      {"scenario: [s\n", "s.yaml:1:11: '[' is never closed\n"},
      {head + "seed: 1\nseed: 2\n", "s.yaml:4:1: the key 'seed' is already on line 3\n"},
      {head + "? [a]\n: 1\n", "s.yaml:3:1: keys that begin with '?' are not supported; write 'key: value'\n"},
      {head + "[a]: 1\n", "s.yaml:3:1: a key must be a word\n"},
      {head + "~: 1\n", "s.yaml:3:1: a key must be a word\n"},
      {head + "on: 1\n",
       "s.yaml:3:1: 'on' means true in YAML 1.1, also in quotes here; choose another name\n"
       "s.yaml:3:1: unknown key 'on' in the scenario\n"},
      {"scenario: s\nfleet: { No: { count: 1 } }\n",
       "s.yaml:2:10: 'No' means false in YAML 1.1, also in quotes here; choose another name\n"
       "s.yaml:2:10: 'No' is no name: lower-case letters, digits and '-', beginning with a letter, at most 32 bytes\n"},
      {head + "seed: !!int 1\n", "s.yaml:3:7: the tag 'tag:yaml.org,2002:int' is not supported; leave it out\n"},
      {"scenario: &a s\nFLEET\ndescription: *a\n",
       "s.yaml:1:11: anchors and aliases are not supported; write the value out\n"
       "s.yaml:3:14: anchors and aliases are not supported; write the value out\n"
       "s.yaml:3:14: 'description' has no value\n"},
      {head + "expect: " + std::string(20, '[') + std::string(20, ']') + "\n",
       "s.yaml:3:24: nested deeper than 16 levels\n"},
      {std::string(100'000, '['), "s.yaml:1:17: nested deeper than 16 levels\n"},
      {std::string(4 * 1024 * 1024 + 1, '#'), "s.yaml: larger than 4194304 bytes\n"},
  });
}

TEST(ScenarioReader, DoesNotUnfoldABombOfAliases) {
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 30; ++i) {
    const std::string before = "*a" + std::to_string(i - 1);
    bomb +=
        "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + before + ", " + before + ", " + before + "]\n";
  }
  const std::string faults = faults_of(bomb);
  EXPECT_NE(faults.find("s.yaml:1:5: anchors and aliases are not supported; write the value out\n"), std::string::npos);
  EXPECT_NE(faults.find("s.yaml:2:10: anchors and aliases are not supported; write the value out\n"),
            std::string::npos);
}

TEST(ScenarioReader, RefusesBadHeadings) {
  const std::string number = "'seed' must be a whole number from 0 to 18446744073709551615";
  const std::string duration = "'duration' must be a duration such as 250ms, 90s, 15m or 1h, not ";
  expect_faults({
      {"FLEET\nseed: 3\n", "s.yaml:1:1: 'scenario' is missing in the scenario\n"},
      {"scenario:\nFLEET\n", "s.yaml:1:1: 'scenario' has no value\n"},
      {"scenario: \"\"\nFLEET\n", "s.yaml:1:11: 'scenario' must not be empty\n"},
      {"scenario: Power Returns\nFLEET\n",
       "s.yaml:1:11: 'Power Returns' is no name: lower-case letters, digits and '-', beginning with a letter, at most "
       "64 bytes\n"},
      {"scenario: ../../etc\nFLEET\n",
       "s.yaml:1:11: '../../etc' is no name: lower-case letters, digits and '-', beginning with a letter, at most 64 "
       "bytes\n"},
      {"scenario: s\nFLEET\nseeds: 3\n", "s.yaml:3:1: unknown key 'seeds' in the scenario; did you mean 'seed'?\n"},
      {"scenario: s\nFLEET\nexpected: []\n",
       "s.yaml:3:1: unknown key 'expected' in the scenario; did you mean 'expect'?\n"},
      {"scenario: s\nFLEET\nzebra: 3\n", "s.yaml:3:1: unknown key 'zebra' in the scenario\n"},
      {"scenario: s\nFLEET\nseed: -1\n", "s.yaml:3:7: " + number + ", not '-1'\n"},
      {"scenario: s\nFLEET\nseed: 1.5\n", "s.yaml:3:7: " + number + ", not '1.5'\n"},
      {"scenario: s\nFLEET\nseed: 010\n", "s.yaml:3:7: " + number + ", not '010'\n"},
      {"scenario: s\nFLEET\nseed: 0x10\n", "s.yaml:3:7: " + number + ", not '0x10'\n"},
      {"scenario: s\nFLEET\nseed: 18446744073709551616\n", "s.yaml:3:7: " + number + ", not '18446744073709551616'\n"},
      {"scenario: s\nFLEET\nseed: \"7\"\n", "s.yaml:3:7: " + number + " without quotes, not '7'\n"},
      {"scenario: s\nFLEET\nseed: [7]\n", "s.yaml:3:7: " + number + ", not a list\n"},
      {"scenario: s\nFLEET\nseed:\n\n\ndomain: a.b\n", "s.yaml:3:1: 'seed' has no value\n"},
      {"scenario: s\nFLEET\nduration: 10\n", "s.yaml:3:11: " + duration + "'10'\n"},
      {"scenario: s\nFLEET\nduration: {}\n", "s.yaml:3:11: " + duration + "a map\n"},
      {"scenario: s\nFLEET\nduration: 0s\n", "s.yaml:3:11: 'duration' must be more than 0s\n"},
      {"scenario: s\nFLEET\nduration: 8785h\n", "s.yaml:3:11: 'duration' must be from 1ns to 8784h, not '8785h'\n"},
      {"scenario: s\nFLEET\ndomain: a..b\n", "s.yaml:3:9: 'a..b' is no domain name\n"},
      {"scenario: s\nFLEET\ndomain: \"a\\nb\"\n", "s.yaml:3:9: 'domain' must be one line without control characters\n"},
  });
}

TEST(ScenarioReader, RefusesBadFleets) {
  const std::string name =
      " is no name: lower-case letters, digits and '-', beginning with a letter, at most 32 bytes\n";
  const std::string count = "'count' must be a whole number from 1 to 1000000";
  std::string many = "scenario: s\nfleet:\n";
  for (int i = 1; i <= 17; ++i) many += "  g" + std::to_string(i) + ": { count: 1 }\n";
  expect_faults({
      {"scenario: s\n", "s.yaml:1:1: 'fleet' is missing in the scenario\n"},
      {"scenario: s\nfleet:\n", "s.yaml:2:1: 'fleet' has no value\n"},
      {"scenario: s\nfleet: {}\n", "s.yaml:2:8: 'fleet' must have at least one group\n"},
      {"scenario: s\nfleet: []\n", "s.yaml:2:8: 'fleet' must be a map, not a list\n"},
      {"scenario: s\nfleet:\n  homes: 5\n", "s.yaml:3:10: the group 'homes' must be a map such as { count: 100 }\n"},
      {"scenario: s\nfleet:\n  homes:\n  offices: { count: 1 }\n",
       "s.yaml:3:3: the group 'homes' must be a map such as { count: 100 }\n"},
      {"scenario: s\nfleet:\n  homes: {}\n", "s.yaml:3:3: 'count' is missing in the group 'homes'\n"},
      {"scenario: s\nfleet:\n  homes: { count: 0 }\n", "s.yaml:3:19: " + count + ", not '0'\n"},
      {"scenario: s\nfleet:\n  homes: { count: 1000001 }\n", "s.yaml:3:19: " + count + ", not '1000001'\n"},
      {"scenario: s\nfleet:\n  homes: { cuont: 5 }\n",
       "s.yaml:3:3: 'count' is missing in the group 'homes'\n"
       "s.yaml:3:12: unknown key 'cuont' in the group 'homes'; did you mean 'count'?\n"},
      {"scenario: s\nfleet:\n  Homes: { count: 1 }\n", "s.yaml:3:3: 'Homes'" + name},
      {"scenario: s\nfleet:\n  devices: { count: 1 }\n",
       "s.yaml:3:3: 'devices' has a meaning of its own; choose another name\n"},
      {"scenario: s\nFLEET\nfaults: { f: { target: homes, do: { resolve: { to: backup_call_agent } } } }\n",
       "s.yaml:3:52: 'to' must be an address, nowhere, or one of the servers and proxies, such as call_agent, not "
       "'backup_call_agent'\n"},
      {"scenario: s\nfleet:\n  \"null\": { count: 1 }\n",
       "s.yaml:3:3: 'null' has a meaning of its own; choose another name\n"},
      {"scenario: s\nfleet:\n  box: { count: 1 }\nnats:\n  box: {}\nproxies:\n  box: {}\n",
       "s.yaml:5:3: 'box' is the name of another target already; choose another\n"
       "s.yaml:7:3: 'box' is the name of another target already; choose another\n"},
      {"scenario: s\nfleet:\n  homes: { count: 1, profile: slwo }\nprofiles:\n  slow: {}\n",
       "s.yaml:3:31: there is no profile 'slwo'; did you mean 'slow'?\n"},
      {"scenario: s\nfleet:\n  homes: { count: 1, identity: wrongmac }\n",
       "s.yaml:3:32: 'identity' must be one of unknown, wrong-mac, wrong-customer, disabled, not 'wrongmac'; did you "
       "mean 'wrong-mac'?\n"},
      {"scenario: s\nfleet:\n  homes: { count: 1, power_on: { at: 4m, spread: 2m } }\n",
       "s.yaml:3:32: 'power_on' reaches 6m, but the scenario ends at 5m\n"},
      {"scenario: s\nfleet:\n  homes: { count: 1, power_on: { at: -1s, sperad: 2s } }\n",
       "s.yaml:3:38: 'at' must be from 0s to 8784h, not '-1s'\n"
       "s.yaml:3:43: unknown key 'sperad' in 'power_on'; did you mean 'spread'?\n"},
      {"scenario: s\nfleet:\n  homes: { count: 1, expires: 1500ms }\n",
       "s.yaml:3:31: 'expires' must be whole seconds, not '1500ms'\n"},
      {many, "s.yaml:18:3: more than 15 groups\n"},
      {"scenario: s\nFLEET\nprofiles:\n  slow: { boot: 3s, answer_deadline: 0s, retry_base: 5s, retry_cap: 1s }\n",
       "s.yaml:4:11: unknown key 'boot' in the profile 'slow'\n"
       "s.yaml:4:38: 'answer_deadline' must be more than 0s\n"
       "s.yaml:4:58: 'retry_cap' must be at least retry_base, 5s\n"},
      {"scenario: s\nFLEET\nprofiles:\n  slow: { document: carrier-pigeon }\n",
       "s.yaml:4:21: 'document' must be one of body, query, post, not 'carrier-pigeon'\n"},
  });
}

TEST(ScenarioReader, RefusesBadSurroundings) {
  const std::string head = "scenario: s\nFLEET\n";
  const std::string loss = "'loss' must be a probability such as 0.5% or 0.005, from 0% to 100%, not ";
  const std::string bandwidth = "'bandwidth' must be ";
  expect_faults({
      {head + "servers:\n  call-agent: {}\n",
       "s.yaml:4:3: unknown key 'call-agent' in 'servers'; did you mean 'call_agent'?\n"},
      {head + "servers:\n  provisioning: { nonce_lifetime: 1m, cores: 0 }\n",
       "s.yaml:4:19: unknown key 'nonce_lifetime' in 'provisioning'\n"
       "s.yaml:4:46: 'cores' must be a whole number from 1 to 1024, not '0'\n"},
      {head + "servers:\n  call_agent: { min_expires: 2h, max_expires: 1h }\n",
       "s.yaml:4:15: 'max_expires' (1h) is shorter than 'min_expires' (2h)\n"},
      {head + "servers:\n  provisioning: { lockout_exempt: 10.0.2.0/24 }\n",
       "s.yaml:4:19: 'lockout_exempt' does nothing without 'lockout'\n"},
      {head + "servers:\n  call_agent: { cores: 2, lockout_exempt: 10.0.2.0/24 }\n",
       "s.yaml:4:27: 'lockout_exempt' does nothing without 'lockout'\n"},
      {head + "servers:\n  backup_call_agent: { lockout_exempt: 10.0.2.0/24 }\n",
       "s.yaml:4:24: 'lockout_exempt' does nothing without 'lockout'\n"},
      {head + "network:\n  hoems: { latency: 20ms }\n",
       "s.yaml:4:3: there is no group 'hoems'; did you mean 'homes'?\n"},
      {head + "network:\n  homes: 20ms\n", "s.yaml:4:10: 'homes' must be a map, not '20ms'\n"},
      {head + "network:\n  homes: { loss: 101% }\n", "s.yaml:4:18: " + loss + "'101%'\n"},
      {head + "network:\n  homes: { loss: 5 }\n", "s.yaml:4:18: " + loss + "'5'\n"},
      {head + "network:\n  homes: { bandwidth: 2mbit }\n",
       "s.yaml:4:23: " + bandwidth + "a bandwidth such as 64kbit, 2Mbit or 1Gbit, not '2mbit'\n"},
      {head + "network:\n  homes: { bandwidth: 0Mbit }\n",
       "s.yaml:4:23: " + bandwidth + "from 1kbit to 1000Gbit, not '0Mbit'\n"},
      {head + "network:\n  homes: { bandwidth: 18446744073709551615Gbit }\n",
       "s.yaml:4:23: " + bandwidth + "from 1kbit to 1000Gbit, not '18446744073709551615Gbit'\n"},
      {head + "network:\n  homes: { mtu: 575 }\n",
       "s.yaml:4:17: 'mtu' must be a whole number from 576 to 65535, not '575'\n"},
      {head + "faults:\n  blackout: { target: home, at: 1s, do: { power_cut: { off_for: 1s } } }\n",
       "s.yaml:4:23: there is no group, server, proxy or NAT 'home'; did you mean 'homes'?\n"},
      {head + "faults:\n  blackout: {}\n",
       "s.yaml:4:3: 'target' is missing in the fault 'blackout'\n"
       "s.yaml:4:3: 'do' is missing in the fault 'blackout'\n"},
      {head + "faults:\n  blackout: { target: homes, at: 5m, spread: 1s, do: { power_off: { off_for: 1s } } }\n",
       "s.yaml:4:3: 'blackout' reaches 301s, but the scenario ends at 5m\n"},
      {head + "faults:\n  blackout: { target: homes, at: 1s, do: { explode: {} } }\n",
       "s.yaml:4:42: 'do' is one of power_cut, power_off, restart, pause, clock, reset, flash, resolve, quirk, "
       "profile, identity, credentials, busy, address, or drop, delay, jitter, duplicate, corrupt, bandwidth and "
       "queue, such as "
       "{ power_cut: { off_for: 10s } } or { drop: tcp }\n"
       "s.yaml:4:44: unknown key 'explode' in 'do'\n"},
      {head + "faults:\n  blackout: { target: homes, at: 1s, do: power_cut }\n",
       "s.yaml:4:42: 'do' must be a map, not 'power_cut'\n"},
      {head + "faults:\n  blackout: { target: homes, at: 1s, do: { power_cut: {} } }\n",
       "s.yaml:4:55: 'off_for' is missing in 'power_cut'\n"},
      {head + "faults:\n  blackout: { target: homes, at: 1s, do: { power_cut: { off_for: 0s } } }\n",
       "s.yaml:4:66: 'off_for' must be more than 0s\n"},
  });
}

TEST(ScenarioReader, RefusesBadFaultsOfServersAndWindows) {
  const std::string head = "scenario: s\nfleet: { homes: { count: 1 } }\nfaults:\n  f: ";
  expect_faults({
      {head + "{ target: backup_call_agent, at: 1s, do: { notify: x } }\n",
       "s.yaml:4:16: 'servers' has no backup_call_agent\n"},
      {head + "{ target: provisioning, at: 1s, do: { notify: check-sync } }\n",
       "s.yaml:4:42: 'do' is one of power_cut, power_off, restart, pause, clock, change, database, or answer, delay, "
       "drop, edit, stall and close_at_byte, such as { delay: 2s } or { answer: "
       "{ status: 503 } }\n"
       "s.yaml:4:44: 'notify' cannot be done to 'provisioning'\n"},
      {head + "{ target: homes, at: 1s, do: { power_cut: { off_for: 1s }, power_off: { off_for: 1s } } }\n",
       "s.yaml:4:65: 'power_off' is a fault other than 'power_cut', with a name and a 'do' of its own\n"},
      {head + "{ target: homes, at: 1s, do: { change: { of: homes, enabled: false }, reset: tcp } }\n",
       "s.yaml:4:37: 'change' cannot be done to 'homes'\n"},
      {head + "{ target: call_agent, at: 1s, do: { delay: 1s } }\n",
       "s.yaml:4:28: 'at' is for what happens at once; this lasts, with 'from' and 'until', or 'when' and 'for'\n"},
      {head + "{ target: call_agent, until: 1s, do: { notify: x } }\n",
       "s.yaml:4:28: 'until' is for what lasts; this happens at once, with 'at' or 'when'\n"},
      {head + "{ target: call_agent, for: 1s, do: { delay: 1s } }\n", "s.yaml:4:28: 'for' comes with 'when'\n"},
      {head + "{ target: call_agent, from: 1s, when: { event: binding.added }, do: { delay: 1s } }\n",
       "s.yaml:4:28: 'from' and 'when' exclude each other\n"},
      {head + "{ target: homes, when: { event: binding.added }, do: { drop: udp } }\n",
       "s.yaml:4:38: no device records 'binding.added', and each waits for its own\n"},
      {head + "{ target: call_agent, match: { method: REGSTER }, do: { delay: 1s } }\n",
       "s.yaml:4:45: nobody sends 'REGSTER'; did you mean 'REGISTER'?\n"},
      {head + "{ target: provisioning, match: { method: get }, do: { delay: 1s } }\n",
       "s.yaml:4:47: nobody sends 'get'; did you mean 'GET'?\n"},
      {head + "{ target: homes, match: { name: call_agnt }, do: { resolve: { delay: 1s } } }\n",
       "s.yaml:4:38: there is no server 'call_agnt'; did you mean 'call_agent'?\n"},
      {head + "{ target: provisioning, at: 1s, do: { change: { of: homes, serial_number: X1 } } }\n",
       "s.yaml:4:65: a row is known by its serial number, which stays\n"},
      // 10 B13
      {head + "{ target: provisioning, at: 1s, do: { change: { of: homes, auth_password: 'a  b' } } }\n",
       "s.yaml:4:80: 'auth_password' has two spaces in a row\n"},
      {head + "{ target: call_agent, do: { database: conflict } }\n",
       "s.yaml:4:44: a conflict is of identities, for which only 'provisioning' asks\n"},
      {head + "{ target: call_agent, match: { status: 401 }, do: { delay: 1s } }\n",
       "s.yaml:4:37: 'status' is of an answer, which comes after 'delay' is done\n"},
      {head + "{ target: call_agent, from: 2s, until: 1s, do: { delay: 1s } }\n",
       "s.yaml:4:38: 'until' must be later than 'from', 2s\n"},
      {head + "{ target: homes, from: 2s, until: 6m, do: { drop: tcp } }\n",
       "s.yaml:4:3: 'f' reaches 6m, but the scenario ends at 5m\n"},
      {head + "{ target: homes, from: 2s, do: { drop: sctp } }\n",
       "s.yaml:4:45: 'drop' must be one of all, udp, tcp, not 'sctp'\n"},
      {head + "{ target: call_agent, at: 1s, spread: 1s, do: { power_cut: { off_for: 1s } } }\n",
       "s.yaml:4:36: 'spread' is for faults of devices; the target is a server\n"},
      {head + "{ target: call_agent, do: { drop: requests, answer: { status: 503 } } }\n",
       "s.yaml:4:32: 'drop' and 'answer' are one or the other\n"},
      {head + "{ target: provisioning, do: { edit: { swap: false, headers: {}, replace: {} } } }\n",
       "s.yaml:4:42: 'edit' says what is changed\n"},
      {head + "{ target: provisioning, do: { answer: { status: 600, headers: { 'a b': c } } } }\n",
       "s.yaml:4:54: 'status' must be a whole number from 200 to 599, not '600'\n"
       "s.yaml:4:70: a header is a name and a value of one line, or a list of such, not 'a b'\n"},
      {head + "{ target: provisioning, do: { answer: { status: 503, headers: { A: [], B: ['x', ''] } } } }\n",
       "s.yaml:4:70: a header is a name and a value of one line, or a list of such, not 'A'\n"
       "s.yaml:4:77: a header is a name and a value of one line, or a list of such, not 'B'\n"},
      {head + "{ target: call_agent, do: { answer: { status: 503, headers: { l: 77 } } } }\n",
       "s.yaml:4:68: 'l' is written by the server itself\n"},
      {head + "{ target: call_agent, match: { path: /x }, do: { delay: 1s } }\n",
       "s.yaml:4:37: 'path' is of requests of HTTP; this fault is about requests of SIP\n"},
      {head + "{ target: homes, match: { refused: 2, larger_than: 9 }, do: { drop: udp } }\n",
       "s.yaml:4:32: 'refused' is of requests; this fault is about packets\n"},
      {head + "{ target: call_agent, match: { direction: to-devices, unsolicted: true }, do: { delay: 1s } }\n",
       "s.yaml:4:37: 'direction' is of packets; this fault is about requests of SIP\n"
       "s.yaml:4:60: unknown key 'unsolicted' in 'match'\n"},
      {head + "{ target: homes, match: { smaller_than: 9 }, do: { flash: fails } }\n",
       "s.yaml:4:32: 'smaller_than' is of requests or packets; this fault is about writes to the flash\n"},
      {head + "{ target: homes, at: 1s, until: 2s, do: { address: new } }\n",
       "s.yaml:4:31: 'until' is for what lasts; this happens at once, with 'at' or 'when'\n"},
      {head + "{ target: call_agent, match: { header: { User-Agent: [a, b] } }, do: { delay: 1s } }\n",
       "s.yaml:4:59: 'User-Agent' must be a text such as ~spa, not a list\n"},
      // A device is no group.
      {head + "{ target: call_agent, match: { from: homes-0001 }, do: { delay: 1s } }\n",
       "s.yaml:4:43: 'homes-0001' is a device; this takes a group\n"},
      {head + "{ target: call_agent, at: 1s, do: { notify: { event: x, to: homes-0001 } } }\n",
       "s.yaml:4:66: 'homes-0001' is a device; this takes a group\n"},
      {head + "{ target: provisioning, at: 1s, do: { change: { of: homes-0001, enabled: false } } }\n",
       "s.yaml:4:58: 'homes-0001' is a device; this takes a group\n"},
      {head + "{ target: homes, at: 1s, match: { method: GET }, do: { reset: tcp } }\n",
       "s.yaml:4:31: 'match' is for acts on requests, packets, look-ups of names or writes to the flash; this act is "
       "none\n"},
      {"scenario: s\nfleet: { homes: { count: 1 }, twins: { count: 1, clones: homes } }\nfaults:\n"
       "  f: { target: provisioning, match: { from: twins }, do: { delay: 1s } }\n",
       "s.yaml:4:3: no request tells that it is of 'twins', which has the identities of 'homes'; 'from: homes' is "
       "both\n"},
      {"scenario: s\nFLEET\nfaults:\n  f: { target: devices, at: 1s, do: { clock: { step: -9000h } } }\n",
       "s.yaml:4:54: 'step' must be a duration from -8784h to 8784h such as 90s or -1h, not '-9000h'\n"},
      {"scenario: s\nFLEET\nfaults:\n"
       "  f: { target: devices, at: 1s, do: { power_cut: { off_for: 99999999999999999999h } } }\n",
       "s.yaml:4:61: 'off_for' must be from 1ns to 8784h, not '99999999999999999999h'\n"},
  });
}

TEST(ScenarioReader, RefusesBadExpectations) {
  const std::string head = "scenario: s\nFLEET\nexpect:\n";
  const std::string states =
      "'are' must be one of registered, provisioned, believes-registered, bound, powered-on, powered-off, booting, "
      "provisioning, registering, retrying, leaving, not ";
  const std::string kinds = "eventually, always, never, sequence, metric, database";
  expect_faults({
      {head, "s.yaml:3:1: 'expect' has no value\n"},
      {head + "  eventually: {}\n", "s.yaml:4:3: 'expect' must be a list, not a map\n"},
      {head + "  - nothing\n", "s.yaml:4:5: an expectation is one of " + kinds + "\n"},
      {head + "  - allways: { event: x }\n",
       "s.yaml:4:5: an expectation is one of " + kinds + ", not 'allways'; did you mean 'always'?\n"},
      {head + "  - nevr: { event: x }\n",
       "s.yaml:4:5: an expectation is one of " + kinds + ", not 'nevr'; did you mean 'never'?\n"},
      {head + "  - eventually: { all: home, are: off }\n",
       "s.yaml:4:17: 'within' is missing in 'eventually'\n"
       "s.yaml:4:24: there is no group 'home'; did you mean 'homes'?\n"
       "s.yaml:4:35: " +
           states + "'off'\n"},
      {head + "  - eventually: { all: devices, are: registered, within: 6m }\n",
       "s.yaml:4:58: 'within' must be from 1ns to 5m, not '6m'\n"},
      {head + "  - eventually: { all: homes, are: registered, within: 1m, after: blackout }\n",
       "s.yaml:4:67: there is no fault 'blackout'\n"},
      {head + "  - never: { event: registration.rejcted }\n",
       "s.yaml:4:21: there is no event 'registration.rejcted'; did you mean 'registration.rejected'?\n"},
      {head + "  - never: { of: homes }\n",
       "s.yaml:4:12: 'never' is { event: NAME, of: GROUP } or { any: GROUP, are: STATE }\n"
       "s.yaml:4:14: unknown key 'of' in 'never'\n"},
      {head + "  - never: { any: homes }\n", "s.yaml:4:12: 'are' is missing in 'never'\n"},
      {head + "  - metric: { of: homes }\n",
       "s.yaml:4:13: 'metric' is { NAME: THRESHOLD, of: GROUP }, such as { registration.duration: p(95)<2s, of: homes "
       "}\n"},
      {head + "  - metric: { registration.time: p(95)<2s }\n", "s.yaml:4:15: there is no metric 'registration.time'\n"},
      {head + "  - metric: { boot.duration: max<2s, provision.duration: max<2s }\n",
       "s.yaml:4:38: one metric in each expectation; 'boot.duration' is there already\n"},
      {head + "  - metric: { boot.duration: p95<2s }\n",
       "s.yaml:4:30: 'p95' is not one of p(N), avg, min, med, max, count\n"},
      {head + "  - metric: { boot.duration: { max: 2s } }\n",
       "s.yaml:4:30: 'boot.duration' must be a threshold such as p(95)<2s or count>=100, not a map\n"},
      {head + "  - metric: { registration.accepted: max<2s }\n",
       "s.yaml:4:38: 'max' is not one of count, rate, peak, peak(DURATION)\n"},
      {head + "  - metric:\n", "s.yaml:4:5: 'metric' must be a map\n"},
  });
}

TEST(ScenarioReader, TellsAThousandFaultsInTwentyLines) {
  std::string yaml = "scenario: s\nfleet: { homes: { count: 1 } }\n";
  for (int i = 0; i < 1'000; ++i) yaml += "nonsense-" + std::to_string(i) + ": 1\n";
  const ScenarioResult scenario = read_scenario(yaml, "s.yaml");
  ASSERT_FALSE(scenario.ok());
  EXPECT_EQ(scenario.error().size(), 1'000U);
  const std::string text = to_text(scenario.error());
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 21);
  EXPECT_TRUE(text.starts_with("s.yaml:3:1: unknown key 'nonsense-0' in the scenario\n"));
  EXPECT_TRUE(text.ends_with("s.yaml:22:1: unknown key 'nonsense-19' in the scenario\n... and 980 more\n"));
}

TEST(ScenarioReader, HidesControlCharactersInItsMessages) {
  EXPECT_EQ(faults_of("scenario: s\nfleet: { homes: { count: 1 } }\n\"a\\x1B[2J\\xE9\": 1\n"),
            "s.yaml:3:1: unknown key 'a?[2J\xC3\xA9' in the scenario\n");
  EXPECT_EQ(in_quotes(std::string(39, 'a') + "\xC3\xA9"), "'" + std::string(39, 'a') + "...'");
}

}  // namespace
}  // namespace dialtone
