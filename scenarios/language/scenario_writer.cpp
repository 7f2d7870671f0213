#include "scenarios/language/scenario_writer.h"

#include <algorithm>
#include <optional>

#include "scenarios/language/bandwidth.h"
#include "scenarios/language/device_list.h"
#include "scenarios/language/expectation_writer.h"
#include "scenarios/language/fault_writer.h"
#include "scenarios/language/flow_map.h"
#include "scenarios/language/scenario_words.h"
#include "values/probability.h"

namespace dialtone {
namespace {

// `[repeats-expires, trusts-any-mac]`.
std::string quirks_text(Quirks quirks) {
  std::string text;
  for (const std::string_view name : quirk_names()) {
    if (quirks.has(quirk_named(name).value())) text += (text.empty() ? "" : ", ") + std::string(name);
  }
  return "[" + text + "]";
}

std::string profile_text(const ProfileSettings& profile) {
  FlowMap map;
  if (profile.like) map.add("like", *profile.like);
  map.add_text("product", profile.product)
      .add_text("user_agent", profile.user_agent)
      .add_text("firmware_version", profile.firmware_version)
      .add("boot_time", profile.boot_time)
      .add("boot_spread", profile.boot_spread)
      .add("answer_deadline", profile.answer_deadline)
      .add("retry_base", profile.retry_base)
      .add("retry_cap", profile.retry_cap);
  map.add("resync_period", profile.resync_period);
  if (profile.keep_alive) map.add("keep_alive", word_of(*profile.keep_alive, kKeepAliveWords));
  if (profile.document) map.add("document", word_of(*profile.document, kDocumentWords));
  if (profile.keeps_connection) map.add("keep_connection", *profile.keeps_connection ? "true" : "false");
  if (!profile.quirks.empty()) map.add("quirks", quirks_text(profile.quirks));
  map.add_text("provisioning_path", profile.provisioning_path);
  if (profile.provisioning_scheme) map.add("provisioning_scheme", word_of(*profile.provisioning_scheme, kSchemeWords));
  return map.text();
}

std::string device_text(const Scenario& scenario, const Group& group, const PlannedDevice& device) {
  FlowMap map;
  map.add("name", device.name).add("index", std::to_string(device.index)).add("power_on", device.power_on - Moment{});
  FlowMap times;
  bool hit = false;
  for (std::size_t number = 0; number < device.fault_times.size() && number < scenario.faults.size(); ++number) {
    if (device.fault_times[number] == kNever || !targets(scenario.faults[number], group.name)) continue;
    times.add(scenario.faults[number].name, device.fault_times[number] - Moment{});
    hit = true;
  }
  if (hit) map.add("faults", times.text());
  return map.text();
}

std::string group_text(const Scenario& scenario, const Group& group) {
  std::string text = "  " + group.name + ":\n";
  if (!group.profile.empty()) text += "    profile: " + group.profile + "\n";
  if (group.identity != IdentityFault::kNone) {
    text += "    identity: " + std::string(word_of(group.identity, kIdentityWords)) + "\n";
  }
  text += "    transport: " + std::string(word_of(group.transport, kTransportWords)) + "\n";
  text += "    authentication: " + std::string(word_of(group.authentication, kAuthenticationWords)) + "\n";
  if (!group.clones.empty()) text += "    clones: " + group.clones + "\n";
  if (!group.behind.empty()) text += "    behind: " + group.behind + "\n";
  if (!group.through.empty()) text += "    through: " + group.through + "\n";
  if (!group.quirks.empty()) text += "    quirks: " + quirks_text(group.quirks) + "\n";
  text += "    expires: " + to_text(group.expires) + "\n";
  if (!group.devices) {
    const FlowMap power_on = FlowMap().add("at", group.power_on.at).add("spread", group.power_on.spread);
    return text + "    count: " + std::to_string(group.count) + "\n    power_on: " + power_on.text() + "\n";
  }
  if (needs_devices_file(group)) return text + "    devices: " + devices_file_name(group) + "\n";
  text += "    devices:\n";
  for (const PlannedDevice& device : *group.devices) text += "      - " + device_text(scenario, group, device) + "\n";
  return text;
}

FlowMap server_map(const ServerSettings& server) {
  return FlowMap()
      .add("cores", std::to_string(server.cores))
      .add("request_cost", server.request_cost)
      .add("latency", server.link.latency);
}

std::string call_agent_text(const CallAgentSettings& server) {
  FlowMap map = server_map(server);
  map.add("digest_algorithms", quote(digest::to_text(server.digest_algorithms)))
      .add("nonce_lifetime", server.nonce_lifetime)
      .add("min_expires", server.min_expires)
      .add("max_expires", server.max_expires)
      .add("max_contacts", std::to_string(server.max_contacts));
  if (server.probe != Duration::zero()) map.add("probe", server.probe);
  return map.text();
}

std::string servers_text(const Scenario& scenario) {
  const ProvisioningSettings& provisioning = scenario.provisioning;
  FlowMap served = server_map(provisioning);
  served.add("digest_algorithms", quote(digest::to_text(provisioning.digest_algorithms)));
  if (!provisioning.limit.empty()) served.add("limit", quote(provisioning.limit));
  std::string text =
      "servers:\n  provisioning: " + served.text() + "\n  call_agent: " + call_agent_text(scenario.call_agent) + "\n";
  if (scenario.backup_call_agent) text += "  backup_call_agent: " + call_agent_text(*scenario.backup_call_agent) + "\n";
  return text;
}

std::string nat_text(const NatOptions& options) {
  return FlowMap()
      .add("udp_timeout", options.udp_timeout)
      .add("tcp_timeout", options.tcp_timeout)
      .add("filtering", word_of(options.filtering, kFilteringWords))
      .add("mapping", word_of(options.mapping, kMappingWords))
      .add("latency", options.link.latency)
      .text();
}

std::string link_text(const Link& link) {
  FlowMap map;
  map.add("latency", link.latency)
      .add("jitter", link.jitter)
      .add("loss", to_text(link.loss))
      .add("duplication", to_text(link.duplication))
      .add("reordering", to_text(link.reordering));
  if (link.bits_per_second != 0) map.add("bandwidth", bandwidth_text(link.bits_per_second));
  return map.add("queue", link.queue_limit).add("mtu", std::to_string(link.mtu_bytes)).text();
}

std::string comment_text(std::string_view comment) {
  std::string text;
  while (!comment.empty()) {
    const std::size_t end = std::min(comment.find('\n'), comment.size());
    text += "# " + std::string(comment.substr(0, end)) + "\n";
    comment.remove_prefix(std::min(end + 1, comment.size()));
  }
  return text;
}

std::string heading_text(const Scenario& scenario) {
  const bool plain = scenario.name.find('[') == std::string::npos;
  std::string text = "scenario: " + (plain ? scenario.name : quote(scenario.name)) + "\n";
  if (!scenario.description.empty()) text += "description: " + quote(scenario.description) + "\n";
  text += "seed: " + std::to_string(scenario.seed) + "\n";
  text += "duration: " + to_text(scenario.duration) + "\n";
  text += "domain: " + quote(scenario.domain) + "\n";
  if (!scenario.safety) text += "safety: none\n";
  if (!scenario.liveness) return text + "liveness: none\n";
  // A bound that is written must have its time before the scenario's end, which that of every scenario need not.
  if (*scenario.liveness == kLivenessBound) return text;
  return text + "liveness: { within: " + to_text(*scenario.liveness) + " }\n";
}

}  // namespace

bool needs_devices_file(const Group& group) { return group.devices && group.devices->size() > kMostInlineDevices; }

std::string devices_file_name(const Group& group) { return group.name + ".devices.csv"; }

std::string write_scenario(const Scenario& scenario, std::string_view comment) {
  std::string text = comment_text(comment) + heading_text(scenario);
  if (!scenario.profiles.empty()) text += "profiles:\n";
  for (const ProfileSettings& profile : scenario.profiles) {
    text += "  " + profile.name + ": " + profile_text(profile) + "\n";
  }
  text += "fleet:\n";
  for (const Group& group : scenario.fleet) text += group_text(scenario, group);
  text += servers_text(scenario);
  if (!scenario.nats.empty()) text += "nats:\n";
  for (const NatSettings& nat : scenario.nats) text += "  " + nat.name + ": " + nat_text(nat.options) + "\n";
  if (!scenario.proxies.empty()) text += "proxies:\n";
  for (const ProxySettings& proxy : scenario.proxies) text += "  " + proxy.name + ": {}\n";
  if (!scenario.network.empty()) text += "network:\n";
  for (const NetworkEntry& entry : scenario.network) text += "  " + entry.group + ": " + link_text(entry.link) + "\n";
  if (!scenario.faults.empty()) text += "faults:\n";
  for (const Fault& fault : scenario.faults) text += "  " + fault.name + ": " + write_fault(fault) + "\n";
  if (!scenario.expectations.empty()) text += "expect:\n";
  for (const Expectation& expectation : scenario.expectations) {
    text += "  - " + write_expectation(expectation) + "\n";
  }
  return text;
}

std::vector<ScenarioFile> write_scenario_files(const Scenario& scenario, const std::string& name,
                                               std::string_view comment) {
  std::vector<ScenarioFile> files{{name, write_scenario(scenario, comment)}};
  for (const Group& group : scenario.fleet) {
    if (needs_devices_file(group)) files.push_back({devices_file_name(group), write_devices_csv(scenario, group)});
  }
  return files;
}

}  // namespace dialtone
