#include "scenarios/engine/scenario_reader.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "scenarios/engine/bandwidth.h"
#include "scenarios/engine/expectation_reader.h"
#include "scenarios/engine/fleet_reader.h"
#include "scenarios/engine/scenario_names.h"
#include "scenarios/engine/scenario_override.h"
#include "scenarios/engine/spelling.h"
#include "scenarios/engine/text_file.h"
#include "scenarios/engine/yaml_cursor.h"
#include "scenarios/engine/yaml_document.h"

namespace dialtone {
namespace {

constexpr std::size_t kLongestName = 64;
constexpr std::size_t kLongestDescription = 4'096;
constexpr DurationRange kWholeSeconds{.least = std::chrono::seconds(1), .whole_seconds = true};

bool is_domain(std::string_view text) {
  while (true) {
    const std::size_t dot = text.find('.');
    const std::string_view label = text.substr(0, dot);
    const bool good = !label.empty() && label.size() <= 63 && label.front() != '-' && label.back() != '-' &&
                      std::all_of(label.begin(), label.end(), [](char c) {
                        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
                      });
    if (!good || dot == std::string_view::npos) return good;
    text.remove_prefix(dot + 1);
  }
}

// Name, description, seed, duration and domain.
void read_heading(MapCursor& map, Scenario& scenario) {
  if (map.require("scenario")) scenario.name = map.text("scenario", kLongestName).value_or("");
  if (!scenario.name.empty() && !is_scenario_name(scenario.name, kLongestName)) {
    map.faults().report(
        map.entry("scenario").value.origin,
        in_quotes(scenario.name) +
            " is no name: lower-case letters, digits and '-', beginning with a letter, at most 64 bytes");
  }
  if (const YamlNode* description = map.scalar("description", "text")) {
    scenario.description = description->text;
    if (description->text.size() > kLongestDescription) {
      map.faults().report(description->origin, "'description' is longer than 4096 bytes");
    }
  }
  scenario.seed = map.number("seed", 0, std::numeric_limits<std::uint64_t>::max()).value_or(scenario.seed);
  scenario.duration = map.duration("duration", kPositiveDuration).value_or(scenario.duration);
  scenario.domain = map.text("domain", 200).value_or(scenario.domain);
  if (!is_domain(scenario.domain)) {
    map.faults().report(map.entry("domain").value.origin, in_quotes(scenario.domain) + " is no domain name");
  }
}

void read_server(MapCursor& map, ServerSettings& server) {
  server.cores = static_cast<int>(map.number("cores", 1, 1'024).value_or(static_cast<std::uint64_t>(server.cores)));
  server.request_cost = map.duration("request_cost").value_or(server.request_cost);
  server.link.latency = map.duration("latency").value_or(server.link.latency);
}

void read_call_agent(MapCursor& map, CallAgentSettings& server) {
  read_server(map, server);
  server.nonce_lifetime = map.duration("nonce_lifetime", kPositiveDuration).value_or(server.nonce_lifetime);
  server.min_expires = map.duration("min_expires", kWholeSeconds).value_or(server.min_expires);
  server.max_expires = map.duration("max_expires", kWholeSeconds).value_or(server.max_expires);
  server.max_contacts = static_cast<std::uint32_t>(map.number("max_contacts", 1, 1'000).value_or(server.max_contacts));
  if (server.max_expires < server.min_expires) {
    map.faults().report(map.origin(), "'max_expires' (" + to_text(server.max_expires) +
                                          ") is shorter than 'min_expires' (" + to_text(server.min_expires) + ")");
  }
}

void read_servers(MapCursor& root, Scenario& scenario) {
  std::optional<MapCursor> servers = root.map("servers");
  if (!servers) return;
  if (std::optional<MapCursor> provisioning = servers->map("provisioning")) {
    read_server(*provisioning, scenario.provisioning);
    provisioning->refuse_unknown();
  }
  if (std::optional<MapCursor> call_agent = servers->map("call_agent")) {
    read_call_agent(*call_agent, scenario.call_agent);
    call_agent->refuse_unknown();
  }
  servers->refuse_unknown();
}

Link read_link(MapCursor& map) {
  Link link;
  link.latency = map.duration("latency").value_or(link.latency);
  link.jitter = map.duration("jitter").value_or(link.jitter);
  link.loss = map.probability("loss").value_or(link.loss);
  link.duplication = map.probability("duplication").value_or(link.duplication);
  link.reordering = map.probability("reordering").value_or(link.reordering);
  if (const YamlNode* text = map.scalar("bandwidth", "a bandwidth such as 64kbit, 2Mbit or 1Gbit")) {
    const Result<std::uint64_t> bandwidth = parse_bandwidth(text->text);
    if (!bandwidth) map.faults().report(text->origin, "'bandwidth' " + bandwidth.error().reason);
    link.bits_per_second = bandwidth ? *bandwidth : 0;
  }
  link.queue_limit = map.duration("queue").value_or(link.queue_limit);
  link.mtu_bytes = static_cast<std::uint32_t>(map.number("mtu", 576, 65'535).value_or(link.mtu_bytes));
  map.refuse_unknown();
  return link;
}

void read_network(const YamlEntry& section, const ScenarioNames& names, Scenario& scenario, FaultList& faults) {
  scenario.network_place = section.origin.place;
  MapCursor network(section.value, "'network'", section.origin, faults);
  for (const std::string_view group : names.groups) {
    std::optional<MapCursor> map = network.map(group);
    if (!map) continue;
    const Place place = network.entry(group).origin.place;
    scenario.network.push_back({std::string(group), read_link(*map), place});
  }
  for (const YamlEntry& entry : section.value.entries) {
    if (network.knows(entry.key)) continue;
    faults.report(entry.origin, "there is no group " + in_quotes(entry.key) + did_you_mean(entry.key, names.groups));
  }
}

// What happens: one of power_cut and power_off.
void read_action(MapCursor& map, Fault& fault) {
  const bool cut = map.has("power_cut");
  const bool graceful = map.has("power_off");
  if (cut == graceful) {
    map.faults().report(map.origin(),
                        "'do' is one of power_cut and power_off, such as { power_cut: { off_for: 10s } }");
  } else if (std::optional<MapCursor> action = map.map(cut ? "power_cut" : "power_off")) {
    Duration off_for{};
    if (action->require("off_for")) off_for = action->duration("off_for", kPositiveDuration).value_or(off_for);
    action->refuse_unknown();
    if (cut) fault.action = PowerCutAction{off_for};
    if (graceful) fault.action = PowerOffAction{off_for};
  }
  map.refuse_unknown();
}

Fault read_fault(MapCursor& map, const YamlEntry& entry, const ScenarioNames& names, Duration duration) {
  Fault fault;
  fault.name = entry.key;
  fault.place = entry.origin.place;
  if (map.require("target")) fault.target = map.reference("target", "group", names.groups).value_or("");
  if (map.require("at")) fault.at = map.duration("at").value_or(fault.at);
  fault.spread = map.duration("spread").value_or(fault.spread);
  if (map.require("do")) {
    if (std::optional<MapCursor> action = map.map("do")) read_action(*action, fault);
  }
  map.refuse_unknown();
  if (fault.at + fault.spread > duration) {
    map.faults().report(entry.origin, in_quotes(entry.key) + " reaches " + to_text(fault.at + fault.spread) +
                                          ", but the scenario ends at " + to_text(duration));
  }
  return fault;
}

void read_faults(const YamlNode& section, const ScenarioNames& names, Scenario& scenario, FaultList& faults) {
  for (const YamlEntry& entry : section.entries) {
    if (entry.value.kind != YamlNode::Kind::kMap) {
      faults.report(entry.value.origin, "the fault " + in_quotes(entry.key) + " must be a map");
      continue;
    }
    MapCursor map(entry.value, "the fault " + in_quotes(entry.key), entry.origin, faults);
    scenario.faults.push_back(read_fault(map, entry, names, scenario.duration));
  }
}

Scenario read_root(const YamlNode& root, const std::string& path, FaultList& faults) {
  Scenario scenario;
  scenario.path = path;
  MapCursor map(root, "the scenario", root.origin, faults);
  const ScenarioNames names = read_names(root, faults);
  read_heading(map, scenario);
  if (map.map("profiles")) scenario.profiles = read_profiles(*root.find("profiles"), faults);
  if (map.map("faults")) read_faults(*root.find("faults"), names, scenario, faults);
  if (map.require("fleet") && map.map("fleet")) {
    const std::string directory = path.substr(0, path.rfind('/') + 1);
    scenario.fleet = read_fleet(*root.find("fleet"), scenario, names, directory, faults);
  }
  read_servers(map, scenario);
  if (map.map("network")) read_network(map.entry("network"), names, scenario, faults);
  if (const YamlNode* expect = map.list("expect")) {
    scenario.expectations = read_expectations(*expect, scenario.duration, names, faults);
  }
  map.refuse_unknown();
  return scenario;
}

}  // namespace

ScenarioResult read_scenario(std::string_view yaml, const std::string& path,
                             const std::vector<std::string>& overrides) {
  FaultList faults(path, overrides);
  std::optional<YamlNode> root = parse_yaml(yaml, 0, faults);
  if (!root) return faults.sorted();
  if (root->kind == YamlNode::Kind::kNull) {
    faults.report({{1, 1}}, "empty; a scenario begins with 'scenario: NAME'");
    return faults.sorted();
  }
  if (root->kind != YamlNode::Kind::kMap) {
    faults.report(root->origin, "a scenario is a map that begins with 'scenario: NAME'");
    return faults.sorted();
  }
  for (std::size_t i = 0; i < overrides.size(); ++i) {
    apply_override(*root, overrides[i], static_cast<int>(i + 1), faults);
  }
  Scenario scenario = read_root(*root, path, faults);
  if (!faults.empty()) return faults.sorted();
  return scenario;
}

ScenarioResult read_scenario_file(const std::string& path, const std::vector<std::string>& overrides) {
  const Result<std::string> text = read_text_file(path, kLargestYaml);
  if (text) return read_scenario(*text, path, overrides);
  return std::vector<Diagnostic>{{path, 0, 0, text.error().reason}};
}

}  // namespace dialtone
