#include "scenarios/language/plan/scenario_writer.h"
#include "tests/build_paths.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>
#include <string>
#include <type_traits>
#include <variant>
#include <vector>

#include "device_sim/model/named_profiles.h"
#include "scenarios/faults/fault_moments.h"
#include "scenarios/language/expectations/expectation_words.h"
#include "scenarios/language/expectations/stage.h"
#include "scenarios/language/expectations/threshold.h"
#include "scenarios/language/faults/fault_keys.h"
#include "scenarios/language/faults/fault_words.h"
#include "scenarios/language/keys/key_writer.h"
#include "scenarios/language/names/event_forms.h"
#include "scenarios/language/parties/device_addresses.h"
#include "scenarios/language/parties/device_list.h"
#include "scenarios/language/parties/profile_keys.h"
#include "scenarios/language/parties/scenario_words.h"
#include "scenarios/language/plan/liveness.h"
#include "scenarios/language/plan/scenario_reader.h"
#include "tests/scenarios/language/expectations/expectation_dump.h"
#include "values/hash.h"

namespace dialtone {
namespace {

namespace fs = std::filesystem;

template <typename Quirk>
std::string quirks_text(QuirkSet<Quirk> quirks, std::span<const std::string_view> names) {
  std::string text;
  for (std::size_t place = 0; place < names.size(); ++place) {
    if (quirks.has(static_cast<Quirk>(place))) text += std::string(names[place]) + ",";
  }
  return text;
}

// Writes every member of a scenario, except places and paths, one per line. The structured bindings name every member,
// so after a new member is added, this test does not compile until it is added here and in the writer.
class Dump {
 public:
  explicit Dump(const Scenario& scenario) {
    const auto& [name, description, seed, duration, domain, profiles, fleet, network, nats, proxies, provisioning,
                 call_agent, backup_call_agent, faults, expectations, safety, record, liveness, without, left_out, path,
                 included, network_place] = scenario;
    text_ << name << '|' << description << '|' << seed << '|' << duration.count() << '|' << domain << '|' << safety
          << '|' << (liveness ? liveness->count() : -1) << '\n';
    for (const std::string& recorded : record) text_ << "record " << recorded << '\n';
    for (const ProfileSettings& profile : profiles) add(profile);
    for (const Group& group : fleet) add(group);
    for (const NetworkEntry& entry : network) {
      text_ << "network " << entry.group;
      add(entry.link);
    }
    for (const NatSettings& nat : nats) add(nat);
    for (const ProxySettings& proxy : proxies) text_ << "proxy " << proxy.name << '\n';
    add(static_cast<const ServerSettings&>(provisioning));
    add(provisioning.digest_algorithms);
    add(provisioning.lockout);
    text_ << "limit " << provisioning.limit << quirks_text(provisioning.quirks, kProvisioningQuirkNames) << '\n';
    add(call_agent);
    if (backup_call_agent) add(*backup_call_agent);
    for (const Fault& fault : faults) add(fault);
    for (const Expectation& expectation : expectations) text_ << ExpectationDump(expectation).text() << "|\n";
  }

  std::string text() const { return text_.str(); }

 private:
  void add(const ProfileSettings& profile) {
    const auto& [name, like, habits, provisioning_path, provisioning_scheme, given, place] = profile;
    const auto& [product, firmware_version, user_agent, quirks, boot_time, boot_spread, document, name_deadline,
                 connect_deadline, answer_deadline, keeps_http_connection, most_redirects, provisioning_retry,
                 refusal_retry, resync_period, resync_spread_percent, attempts_before_stored_settings, sip_port, t1, t2,
                 expires_seconds, refresh_from_percent, refresh_to_percent, least_refresh, connection_keep_alive,
                 datagram_keep_alive, datagram_keep_alive_least, datagram_keep_alive_most, first_call_agent_after,
                 rewrites_contact, registration_retry, registration_refusal_retry, rounds_before_provisioning,
                 removes_binding_before_reboot, longest_retry_after, leave_deadline] = habits;
    text_ << "profile " << name << '|' << like << '|' << provisioning_path << '|'
          << static_cast<int>(provisioning_scheme) << '|';
    for (const std::string& key : given) text_ << key << ' ';
    for (const std::string& text : {product, firmware_version, user_agent}) text_ << '|' << text;
    for (const Duration each :
         {boot_time, boot_spread, name_deadline, connect_deadline, answer_deadline, resync_period, t1, t2,
          least_refresh, datagram_keep_alive_least, datagram_keep_alive_most, first_call_agent_after,
          longest_retry_after, leave_deadline, connection_keep_alive.least, connection_keep_alive.most,
          connection_keep_alive.answer_deadline}) {
      text_ << '|' << each.count();
    }
    for (const BackOffRule& rule :
         {provisioning_retry, refusal_retry, registration_retry, registration_refusal_retry}) {
      text_ << '|' << rule.base.count() << '|' << rule.cap.count() << '|' << rule.least_percent << '|'
            << rule.most_over_asked_percent;
    }
    text_ << '|' << static_cast<int>(document) << '|' << static_cast<int>(datagram_keep_alive) << '|'
          << keeps_http_connection << rewrites_contact << removes_binding_before_reboot << '|' << most_redirects << '|'
          << resync_spread_percent << '|' << attempts_before_stored_settings << '|' << sip_port << '|'
          << expires_seconds << '|' << refresh_from_percent << '|' << refresh_to_percent << '|'
          << rounds_before_provisioning << '|';
    add(quirks);
    text_ << '\n';
  }
  void add(const Group& group) {
    const auto& [name, count, profile, power_on, identity, transport, clones, authentication, behind, through, quirks,
                 expires, load, devices, place] = group;
    text_ << "group " << name << '|' << count << '|' << profile << '|' << static_cast<int>(identity) << '|'
          << static_cast<int>(transport) << '|' << static_cast<int>(authentication) << '|' << behind << '|' << through
          << '|' << clones << '|' << expires.count() << '\n';
    add(quirks);
    if (load) add(*load);
    if (!devices) text_ << power_on.at.count() << '|' << power_on.spread.count() << '\n';
    if (!devices) return;
    for (const PlannedDevice& device : *devices) {
      const auto& [device_name, index, device_power_on, fault_times] = device;
      text_ << device_name << '|' << index << '|' << device_power_on.time_since_epoch().count();
      for (const Moment time : fault_times) text_ << '|' << time.time_since_epoch().count();
      text_ << '\n';
    }
  }
  void add(const LoadSettings& load) {
    const auto& [send, rate, length, secrets, right_guess, identities, most_in_flight] = load;
    text_ << "load " << static_cast<int>(send) << '|' << rate << '|' << length.count() << '|'
          << static_cast<int>(secrets) << '|' << right_guess << '|' << static_cast<int>(identities) << '|'
          << most_in_flight << '\n';
  }
  void add(Quirks quirks) {
    for (const std::string_view name : quirk_names()) text_ << (quirks.has(*quirk_named(name)) ? name : "") << ',';
  }
  void add(const NatSettings& nat) {
    const auto& [name, options, place] = nat;
    text_ << "nat " << name << '|' << options.udp_timeout.count() << '|' << options.tcp_timeout.count() << '|'
          << static_cast<int>(options.filtering) << '|' << static_cast<int>(options.mapping) << '|'
          << options.link.latency.count() << '\n';
  }
  void add(const Link& link) {
    const auto& [latency, jitter, loss, duplication, reordering, bits_per_second, queue_limit, mtu_bytes] = link;
    text_ << '|' << latency.count() << '|' << jitter.count() << '|' << loss.parts() << '|' << duplication.parts() << '|'
          << reordering.parts() << '|' << bits_per_second << '|' << queue_limit.count() << '|' << mtu_bytes << '\n';
  }
  void add(const ServerSettings& server) {
    const auto& [cores, request_cost, link] = server;
    text_ << "server " << cores << '|' << request_cost.count();
    add(link);
  }
  void add(const std::vector<digest::Algorithm>& algorithms) {
    for (const digest::Algorithm algorithm : algorithms) text_ << digest::name_of(algorithm) << ',';
  }
  void add(const LockoutOptions& lockout) {
    text_ << "lockout " << (lockout.rule ? to_text(*lockout.rule) : "none");
    for (const Cidr& each : lockout.exempt) text_ << ' ' << to_text(each);
  }
  void add(const CallAgentSettings& server) {
    add(static_cast<const ServerSettings&>(server));
    add(server.digest_algorithms);
    add(server.lockout);
    text_ << server.nonce_lifetime.count() << '|' << server.min_expires.count() << '|' << server.max_expires.count()
          << '|' << server.max_contacts << '|' << server.probe.count()
          << quirks_text(server.quirks, kRegistrarQuirkNames) << '\n';
  }
  // fault_writer_test.cpp checks that write_keys() writes every member of a fault.
  void add(const Fault& fault) { text_ << "fault " << fault.name << '|' << write_keys(fault).text() << '\n'; }
  std::ostringstream text_;
};

std::string dump(const Scenario& scenario) { return Dump(scenario).text(); }

void expect_read_back(const Scenario& scenario) {
  const std::string text = write_scenario(scenario, "made by a test");
  const ScenarioResult again = read_scenario(text, "again.yaml");
  ASSERT_TRUE(again.ok()) << to_text(again.error()) << text;
  EXPECT_EQ(dump(*again), dump(scenario)) << text;
}

// Makes random values; the seed decides them.
class Lots {
 public:
  explicit Lots(std::uint64_t number) : state_(mix(number + 1)) {}

  std::uint64_t below(std::uint64_t limit) { return (state_ = mix(state_ + 0x9E3779B97F4A7C15ULL)) % limit; }
  bool coin() { return below(2) == 0; }
  Duration up_to(Duration most) {
    return Duration(static_cast<std::int64_t>(1 + below(static_cast<std::uint64_t>(most.count()))));
  }
  template <typename Value, std::size_t kSize>
  Value of(const WordTable<Value, kSize>& table) {
    return table[below(kSize)].value;
  }
  std::string text() {
    constexpr std::string_view kCharacters = "aZ09 :#,{}[]'\"\\&*!|>%@`-?~\xC3\xA9.";
    std::string text = "x";
    for (std::uint64_t i = below(20); i > 0; --i) {
      const std::uint64_t at = below(kCharacters.size());
      if (static_cast<unsigned char>(kCharacters[at]) < 0x80) text += kCharacters[at];
    }
    return text + (coin() ? "\xC3\xA9" : "");
  }
  Link link() {
    return {.latency = up_to(std::chrono::seconds(1)),
            .jitter = up_to(std::chrono::seconds(1)),
            .loss = Probability::parts_per_million(below(1'000'001)),
            .duplication = Probability::parts_per_million(below(1'000'001)),
            .reordering = Probability::parts_per_million(below(1'000'001)),
            .bits_per_second = coin() ? 0 : 1'000 + below(1'000'000'000),
            .queue_limit = up_to(std::chrono::seconds(1)),
            .mtu_bytes = static_cast<std::uint32_t>(576 + below(60'000))};
  }

 private:
  std::uint64_t state_;
};

Quirk any_quirk(Lots& lots) { return *quirk_named(quirk_names()[lots.below(quirk_names().size())]); }

// Fills a struct with random keys.
class AnyKeys : public Keys {
 public:
  explicit AnyKeys(Lots& lots, std::string above = "") : lots_(lots), above_(std::move(above)) {}

  const std::vector<std::string>& given() const { return given_; }

  void duration(const Key& key, const KeySlot<Duration>& slot, const DurationRange&) override {
    if (is_there(key)) slot.set(lots_.up_to(std::chrono::minutes(1)));
  }
  void number(const Key& key, const KeySlot<std::uint64_t>& slot, const NumberRange& range) override {
    if (is_there(key)) slot.set(range.least + lots_.below(range.most - range.least + 1));
  }
  void probability(const Key& key, const KeySlot<Probability>& slot) override {
    if (is_there(key)) slot.set(Probability::parts_per_million(lots_.below(1'000'001)));
  }
  void text(const Key& key, const KeySlot<std::string>& slot, const TextRule& rule) override {
    if (is_there(key)) slot.set(rule.check == nullptr ? lots_.text() : std::string(key.example));
  }
  void name(const Key& key, const KeySlot<std::string>& slot, NameOf) override {
    if (is_there(key)) slot.set(std::string(key.example));
  }
  void word_at(const Key& key, const KeySlot<std::size_t>& slot, const std::vector<std::string_view>& words) override {
    if (is_there(key)) slot.set(lots_.below(words.size()));
  }
  void names_at(const Key& key, const KeySlot<std::vector<std::size_t>>& slot,
                std::span<const std::string_view> names) override {
    if (is_there(key)) slot.set({lots_.below(names.size()), lots_.below(names.size())});
  }
  void map(const Key& key, const std::function<void(Keys&)>& describe) override {
    if (!is_there(key)) return;
    AnyKeys inner(lots_, above_ + std::string(key.name) + ".");
    describe(inner);
    if (inner.given_.empty()) given_.pop_back();
    given_.insert(given_.end(), inner.given_.begin(), inner.given_.end());
  }
  void value(const Key& key, const KeyValue&) override { ADD_FAILURE() << "nothing is drawn for " << key.name; }
  void either(const Key& key, const KeyValue&, const std::function<void(Keys&)>& describe) override {
    map(key, describe);
  }

 private:
  bool is_there(const Key& key) {
    const bool is_there = key.is_required || lots_.coin();
    if (is_there) given_.push_back(above_ + std::string(key.name));
    return is_there;
  }

  Lots& lots_;
  std::string above_;
  std::vector<std::string> given_;
};

// Draws until the keys do not contradict each other.
ProfileSettings any_profile(Lots& lots, std::uint64_t number) {
  ProfileSettings profile;
  profile.name = "profile-" + std::to_string(number);
  AnyKeys keys(lots);
  describe(keys, profile);
  profile.given = keys.given();
  const ScenarioResult read = read_scenario("scenario: s\nfleet: { homes: { count: 1 } }\nprofiles: { p: " +
                                                write_keys(profile, profile.given).text() + " }\n",
                                            "s.yaml");
  return read && read->profiles[0].given == profile.given ? profile : any_profile(lots, number);
}

NatSettings any_nat(Lots& lots, std::uint64_t number) {
  NatSettings nat;
  nat.name = "nat-" + std::to_string(number);
  nat.options.udp_timeout = lots.up_to(std::chrono::minutes(5));
  nat.options.tcp_timeout = lots.up_to(std::chrono::hours(3));
  nat.options.filtering = lots.of(kFilteringWords);
  nat.options.mapping = lots.of(kMappingWords);
  nat.options.link.latency = lots.up_to(std::chrono::seconds(1));
  return nat;
}

ServerAction any_server_action(Lots& lots) {
  ServerAction action;
  if (lots.coin()) action.delay = lots.up_to(std::chrono::minutes(1));
  if (lots.coin()) {
    action.answer = ScriptedAnswer{static_cast<int>(200 + lots.below(300)), {}, ""};
    for (std::uint64_t i = 0; i < lots.below(3); ++i) {
      action.answer->headers.emplace_back("X-Header-" + std::to_string(i), lots.text());
    }
  } else {
    action.drops = action.delay == Duration::zero() || lots.coin();
  }
  return action;
}

FaultAction any_action(Lots& lots, std::string_view target) {
  switch (lots.below(4)) {
    case 0: return PowerAction{PowerLoss::kCut, lots.up_to(std::chrono::hours(1))};
    case 1: return PauseAction{lots.up_to(std::chrono::hours(1))};
    case 2:
      if (target == kProvisioningTarget) return any_server_action(lots);
      if (is_server(target)) return NotifyAction{"check-sync", ""};
      return ResetAction{};
    default:
      if (is_server(target)) return any_server_action(lots);
      PacketAction action;
      action.protocol = lots.of(kProtocolWords);
      action.drops = true;
      return action;
  }
}

Fault any_fault(Lots& lots, const Scenario& scenario, std::uint64_t number) {
  Fault fault;
  fault.name = "fault-" + std::to_string(number);
  fault.target = scenario.fleet[lots.below(scenario.fleet.size())].name;
  if (lots.below(3) == 0) fault.target = lots.coin() ? kProvisioningTarget : kCallAgentTarget;
  if (scenario.backup_call_agent && lots.below(3) == 0) fault.target = kBackupCallAgentTarget;
  fault.action = any_action(lots, fault.target);
  fault.at = lots.up_to(scenario.duration / 2);
  if (has_window(fault.action)) {
    fault.until = fault.at + lots.up_to(scenario.duration / 2);
  } else if (!is_server(fault.target)) {
    fault.spread = lots.up_to(scenario.duration / 2);
  }
  return fault;
}

Group any_group(Lots& lots, const Scenario& scenario, std::uint64_t number) {
  Group group;
  group.name = "group-" + std::to_string(number);
  group.count = 1 + lots.below(1'000'000);
  if (lots.coin() && !scenario.profiles.empty()) {
    group.profile = scenario.profiles[lots.below(scenario.profiles.size())].name;
  }
  group.power_on = {lots.up_to(scenario.duration / 2), lots.up_to(scenario.duration / 2)};
  if (lots.coin()) group.identity = lots.of(kIdentityWords);
  if (lots.coin()) group.transport = lots.of(kTransportWords);
  if (lots.coin()) group.authentication = lots.of(kAuthenticationWords);
  if (lots.coin() && !scenario.nats.empty()) group.behind = scenario.nats.front().name;
  if (lots.coin()) group.quirks.add(any_quirk(lots));
  if (lots.coin() && !scenario.proxies.empty()) group.through = scenario.proxies.front().name;
  group.expires = std::chrono::seconds(1 + lots.below(100'000));
  return group;
}

void name_devices(Lots& lots, const Scenario& scenario, Group& group, std::uint64_t count) {
  group.count = count;
  std::vector<PlannedDevice> devices;
  for (std::uint64_t index = 0; index < count; ++index) {
    PlannedDevice device{device_name(group, index), index, Moment(lots.up_to(scenario.duration)), {}};
    for (const Fault& fault : scenario.faults) {
      const bool hit = fault.target == group.name && !has_window(fault.action) && lots.coin();
      device.fault_times.push_back(hit ? Moment(lots.up_to(scenario.duration)) : kNever);
    }
    devices.push_back(std::move(device));
  }
  group.devices = std::move(devices);
}

// An event of a scenario without a load and without `record`.
std::string_view any_possible_event(Lots& lots) {
  for (;;) {
    const std::string_view event = event_names()[lots.below(event_names().size())];
    if (!event.starts_with("load.") && !event.starts_with("header.") && event != "request.received") return event;
  }
}

Expectation any_expectation(Lots& lots, const Scenario& scenario) {
  const auto group = [&] {
    return lots.below(4) == 0 ? "devices" : scenario.fleet[lots.below(scenario.fleet.size())].name;
  };
  Expectation expectation;
  switch (lots.below(4)) {
    case 0: {
      EventuallyCondition what{group(), lots.of(kConditionWords), "", Duration{}, lots.up_to(scenario.duration)};
      if (lots.coin()) what.from = lots.up_to(scenario.duration);
      // An expectation may not begin after a fault that lasts to the end.
      const auto ended = std::find_if(scenario.faults.begin(), scenario.faults.end(),
                                      [&](const Fault& fault) { return known_end(fault) < scenario.duration; });
      const bool is_after = ended != scenario.faults.end() && what.from == Duration{};
      if (is_after) what.after = ended->name;
      what.within = lots.up_to(scenario.duration - (is_after ? known_end(*ended) : what.from));
      expectation.condition = what;
      break;
    }
    case 1: {
      NeverEvent never{{std::string(any_possible_event(lots)), {}}, {}, {}};
      const bool is_of_fault = never.pattern.event.starts_with("fault.");
      if (lots.coin() && !is_of_fault && !cannot_be_of(never.pattern.event, EventOwner::kDevices)) {
        never.group = group();
      }
      expectation.condition = never;
      break;
    }
    case 2: expectation.condition = NeverCondition{group(), lots.of(kConditionWords), {}}; break;
    default: {
      Threshold threshold = *parse_threshold(lots.coin() ? "p(99.5)<=1.5s" : "count>=5");
      threshold.metric = kDurationMetrics[lots.below(kDurationMetrics.size())];
      if (lots.coin()) threshold.group = group();
      expectation.condition = threshold;
    }
  }
  return expectation;
}

void draw_server(Lots& lots, ServerSettings& server) {
  server.cores = static_cast<int>(1 + lots.below(64));
  server.request_cost = lots.up_to(std::chrono::seconds(1));
  server.link.latency = lots.up_to(std::chrono::seconds(1));
}

LockoutOptions any_lockout(Lots& lots) {
  LockoutOptions lockout;
  if (lots.coin()) lockout.rule = LockoutRule{static_cast<std::uint32_t>(1 + lots.below(100)), std::chrono::minutes(7)};
  if (lockout.rule && lots.coin()) lockout.exempt = {*parse_cidr("10.0.2.0/24"), *parse_cidr("2001:db8::/32")};
  return lockout;
}

CallAgentSettings any_call_agent(Lots& lots) {
  CallAgentSettings server;
  draw_server(lots, server);
  if (lots.coin()) server.digest_algorithms = {digest::Algorithm::kSha512_256, digest::Algorithm::kMd5Sess};
  server.lockout = any_lockout(lots);
  server.nonce_lifetime = lots.up_to(std::chrono::hours(1));
  server.min_expires = std::chrono::seconds(1 + lots.below(60));
  server.max_expires = std::chrono::seconds(60 + lots.below(6'000));
  server.max_contacts = static_cast<std::uint32_t>(1 + lots.below(100));
  if (lots.coin()) server.probe = lots.up_to(std::chrono::minutes(5));
  return server;
}

void add_servers(Lots& lots, Scenario& scenario) {
  draw_server(lots, scenario.provisioning);
  if (lots.coin()) scenario.provisioning.limit = "30/m";
  scenario.provisioning.lockout = any_lockout(lots);
  if (lots.coin()) scenario.provisioning.digest_algorithms = {digest::Algorithm::kSha256};
  scenario.call_agent = any_call_agent(lots);
  if (lots.coin()) scenario.backup_call_agent = any_call_agent(lots);
}

void add_server_quirks(Lots lots, Scenario& scenario) {
  for (std::uint64_t i = lots.below(3); i > 0; --i) {
    scenario.provisioning.quirks.add(kProvisioningQuirks[lots.below(kProvisioningQuirks.size())].quirk);
    scenario.call_agent.quirks.add(kRegistrarQuirks[lots.below(kRegistrarQuirks.size())].quirk);
    if (scenario.backup_call_agent && lots.coin()) scenario.backup_call_agent->quirks = {RegistrarQuirk::kIgnoresCSeq};
  }
}

Scenario any_scenario(std::uint64_t number) {
  Lots lots(number);
  Scenario scenario;
  scenario.name = "variant-" + std::to_string(number);
  if (lots.coin()) scenario.description = lots.text() + "\n" + lots.text() + "\t\x01";
  scenario.seed = lots.coin() ? lots.below(10) : ~lots.below(10);
  scenario.duration = lots.up_to(std::chrono::hours(24)) + std::chrono::seconds(1);
  if (lots.coin()) scenario.domain = "7.example";
  for (std::uint64_t i = 0; i < lots.below(4); ++i) scenario.profiles.push_back(any_profile(lots, i));
  for (std::uint64_t i = 0; i < lots.below(3); ++i) scenario.nats.push_back(any_nat(lots, i));
  for (std::uint64_t i = 0; i < lots.below(3); ++i) scenario.proxies.push_back({"proxy-" + std::to_string(i), {}});
  const std::uint64_t groups = 1 + lots.below(5);
  for (std::uint64_t i = 0; i < groups; ++i) scenario.fleet.push_back(any_group(lots, scenario, i));
  add_servers(lots, scenario);
  const std::uint64_t faults = lots.below(4);
  for (std::uint64_t i = 0; i < faults; ++i) scenario.faults.push_back(any_fault(lots, scenario, i));
  for (Group& group : scenario.fleet) {
    if (lots.coin()) name_devices(lots, scenario, group, 1 + lots.below(kMostInlineDevices));
    if (lots.coin()) scenario.network.push_back({group.name, lots.link(), {}});
  }
  const std::uint64_t expectations = lots.below(6);
  scenario.safety = lots.coin();
  if (lots.coin()) scenario.liveness.reset();
  const Duration settled = settled_by(scenario);
  if (scenario.liveness && lots.coin()) {
    scenario.liveness = lots.up_to(settled < scenario.duration ? scenario.duration - settled : scenario.duration);
  }
  for (std::uint64_t i = 0; i < expectations; ++i) scenario.expectations.push_back(any_expectation(lots, scenario));
  add_server_quirks(Lots(~number), scenario);
  return scenario;
}

TEST(ScenarioWriter, WritesEveryFileOfTheCatalogSoThatItReadsBack) {
  int files = 0;
  for (const fs::directory_entry& entry : fs::directory_iterator(DIALTONE_SOURCE_DIR "/scenarios/catalog")) {
    if (entry.path().extension() != ".yaml") continue;
    SCOPED_TRACE(entry.path());
    const ScenarioCasesResult cases = read_scenario_cases_file(entry.path().string());
    ASSERT_TRUE(cases.ok()) << to_text(cases.error());
    for (const ScenarioCase& each : *cases) expect_read_back(each.scenario);
    ++files;
  }
  EXPECT_GE(files, 5);
}

TEST(ScenarioWriter, WritesWhateverAScenarioHoldsSoThatItReadsBack) {
  for (std::uint64_t number = 0; number < 300; ++number) {
    SCOPED_TRACE(number);
    Scenario scenario = any_scenario(number);
    // The reader makes the expectation's name from its condition.
    const ScenarioResult read = read_scenario(write_scenario(scenario), "first.yaml");
    ASSERT_TRUE(read.ok()) << to_text(read.error()) << write_scenario(scenario);
    ASSERT_EQ(read->expectations.size(), scenario.expectations.size());
    for (std::size_t i = 0; i < scenario.expectations.size(); ++i) {
      EXPECT_FALSE(read->expectations[i].name.empty());
      scenario.expectations[i].name = read->expectations[i].name;
    }
    expect_read_back(scenario);
    if (HasFailure()) return;
  }
}

TEST(ScenarioWriter, PutsALargeGroupsDevicesIntoAFileBesideThePlan) {
  Lots lots(7);
  Scenario scenario = any_scenario(3);
  scenario.fleet.resize(1);
  scenario.expectations.clear();
  scenario.network.clear();
  scenario.faults = {any_fault(lots, scenario, 0), any_fault(lots, scenario, 1)};
  name_devices(lots, scenario, scenario.fleet[0], kMostInlineDevices + 1);
  scenario.liveness = kLivenessBound;

  const std::vector<ScenarioFile> files = write_scenario_files(scenario, "plan.yaml", "one\ntwo");
  ASSERT_EQ(files.size(), 2U);
  EXPECT_EQ(files[0].name, "plan.yaml");
  EXPECT_TRUE(files[0].text.starts_with("# one\n# two\nscenario: "));
  EXPECT_EQ(files[1].name, "group-0.devices.csv");
  EXPECT_TRUE(files[1].text.starts_with("name,index,power_on,fault-0,fault-1\ngroup-0-0001,0,"));

  std::string directory = (fs::temp_directory_path() / "plan-XXXXXX").string();
  ASSERT_NE(mkdtemp(directory.data()), nullptr);
  for (const ScenarioFile& file : files) std::ofstream(fs::path(directory) / file.name) << file.text;
  const ScenarioResult again = read_scenario_file(directory + "/plan.yaml");
  fs::remove_all(directory);
  ASSERT_TRUE(again.ok()) << to_text(again.error());
  EXPECT_EQ(dump(*again), dump(scenario));
}

TEST(ScenarioWriter, WritesNothingThatANewLineInACommentCouldSmuggle) {
  Scenario scenario = any_scenario(1);
  const std::string text = write_scenario(scenario, "repeat with:\nseed: 5\n");
  EXPECT_TRUE(text.starts_with("# repeat with:\n# seed: 5\nscenario: variant-1\n"));
}

}  // namespace
}  // namespace dialtone
