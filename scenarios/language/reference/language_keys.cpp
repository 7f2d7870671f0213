#include "scenarios/language/reference/language_keys.h"

#include <iterator>

#include "scenarios/language/document/sections.h"
#include "scenarios/language/expectations/expectation_keys.h"
#include "scenarios/language/faults/fault_catalog.h"
#include "scenarios/language/faults/header_texts.h"
#include "scenarios/language/parties/party_keys.h"
#include "scenarios/language/parties/profile_keys.h"
#include "scenarios/language/parties/scenario_keys.h"

namespace dialtone {
namespace {

// Makes the facts of a section whose keys are described elsewhere.
KeyFacts section_facts(const Key& key, std::string type, JsonMap schema) {
  return {key, std::move(type), "", "", std::move(schema), {}};
}

// Makes the facts of a section whose keys are names that the file chooses. `definition`: the schema of each value.
KeyFacts named(const Key& key, std::string_view definition, JsonMap more = {}) {
  more.add_text("type", "object")
      .add("propertyNames", R"({ "$ref": "#/$defs/name" })")
      .add("additionalProperties", JsonMap().add_text("$ref", "#/$defs/" + std::string(definition)).text());
  return section_facts(key, "map of names", std::move(more));
}

std::vector<KeyFacts> scenario_keys() {
  std::vector<KeyFacts> keys = keys_of(Scenario());
  const auto add = [&](KeyFacts facts) { keys.push_back(std::move(facts)); };
  add(section_facts(
      {section::kInclude, "Files that are merged into this one; this file's keys win.", "models/phones.yaml"},
      "name of a file, or a list of them", JsonMap().add_text("$ref", "#/$defs/include")));
  add(section_facts({section::kParameters,
                     "Names for values: ${name} stands for the value wherever a "
                     "value may stand.",
                     "{ devices: 200 }"},
                    "map of values", JsonMap().add_text("$ref", "#/$defs/parameters")));
  add(section_facts(
      {section::kMatrix,
       "Many cases of one file: each key is a parameter with a list of values; each case has one of each.",
       "{ transport: [udp, tcp] }"},
      "map of lists", JsonMap().add_text("$ref", "#/$defs/matrix")));
  add(named({section::kProfiles, "Kinds of device.", "{ phone: { like: snom } }"}, "profile"));
  add(named(Key(section::kFleet, "Groups of devices.", "{ homes: { count: 100 } }").required(), "group",
            JsonMap().add("minProperties", "1").add("maxProperties", "15")));
  add(section_facts({section::kServers, "What serves the devices.", "{ call_agent: { probe: 30s } }"}, "map",
                    JsonMap().add_text("$ref", "#/$defs/servers")));
  add(named(Key(section::kNats, "Address translators, for groups to be `behind`.", "{ box: {} }").in_virtual_world(),
            "nat"));
  add(named(
      {section::kProxies,
       "HTTP proxies for groups to go `through`. They forward everything unchanged, unless a fault says otherwise.",
       "{ cafe: {} }"},
      "proxy"));
  add(named(
      Key(section::kNetwork, "The access links of groups' devices.", "{ homes: { loss: 1% } }").in_virtual_world(),
      "link"));
  add(named({section::kFaults, "What goes wrong, and when.", "{ dark: { target: homes, at: 9s, do: { reset: tcp } } }"},
            "fault"));
  add(section_facts({section::kExpect, "What must hold.", "[{ never: { event: registration.expired } }]"},
                    "list of expectations",
                    JsonMap().add_text("type", "array").add("items", R"({ "$ref": "#/$defs/expectation" })")));
  return keys;
}

std::vector<KeyFacts> group_keys() {
  std::vector<KeyFacts> keys = keys_of(Group());
  Group group;
  KeyCatalog size;
  describe_size(size, group);
  for (KeyFacts each : size.facts()) {
    // Not required, because `devices` may replace the key.
    each.key.is_required = false;
    keys.push_back(std::move(each));
  }
  keys.push_back(section_facts(
      {"devices", "Instead of `count` and `power_on`: every device, as in a plan, or a CSV file with them.",
       "[{ name: homes-0001, index: 0, power_on: 1s }]"},
      "list of devices, or the name of a file", JsonMap().add_text("$ref", "#/$defs/devices")));
  return keys;
}

// Marks keys that have an effect only in the virtual world.
std::vector<KeyFacts> in_virtual_world(std::vector<KeyFacts> keys) {
  for (KeyFacts& each : keys) {
    each.key.is_virtual_only = true;
    each.keys = in_virtual_world(std::move(each.keys));
  }
  return keys;
}

}  // namespace

std::vector<KeySection> language_keys() {
  std::vector<KeySection> sections{
      {"scenario", "", "What a file has.", scenario_keys()},
      {"profile", "profiles.*",
       "A kind of device: a model's habits. A key that is left out has the family's value; the defaults below are "
       "those of `ata`, the family of a profile without `like`.",
       keys_of(ProfileSettings())},
      {"group",
       "fleet.*",
       "Some devices of one kind.",
       group_keys(),
       {{"oneOf", R"([{ "required": ["count"], "not": { "required": ["devices"] } }, )"
                  R"({ "required": ["devices"], )"
                  R"("not": { "anyOf": [{ "required": ["count"] }, { "required": ["power_on"] }] } }])"}}},
      {"provisioning", "servers.provisioning", "The provisioning server.", keys_of(ProvisioningSettings())},
      {"call_agent", "servers.call_agent",
       "The call agent; `servers.backup_call_agent`, the second, has the same "
       "keys.",
       keys_of(CallAgentSettings())},
      {"nat", "nats.*",
       "An address translator, with the devices of one or more groups behind "
       "it.",
       in_virtual_world(keys_of(NatOptions()))},
      {"fault", "faults.*", "What goes wrong: for whom, when, and what is done.", fault_keys()},
      {"acts_on_devices", "faults.*.do", "What can be done to devices.", act_keys_on(TargetKind::kDevices)},
      {"acts_on_provisioning", "faults.*.do", "What can be done to the provisioning server.",
       act_keys_on(TargetKind::kProvisioning)},
      {"acts_on_call_agents", "faults.*.do", "What can be done to a call agent.", act_keys_on(TargetKind::kCallAgent)},
      {"acts_on_proxies", "faults.*.do", "What can be done to a proxy.", act_keys_on(TargetKind::kProxy)},
      {"acts_on_nats", "faults.*.do", "What can be done to a NAT.", in_virtual_world(act_keys_on(TargetKind::kNat))},
      {"header",
       "faults.*.do.*.headers.*",
       "A header that a fault writes, in place of its value.",
       keys_of(HeaderText()),
       {{"minProperties", "1"}}},
      {"link", "network.*", "The access link of each device of a group.", in_virtual_world(keys_of(Link(kHomeLink)))},
  };
  std::apply([&](const auto&... row) { (sections.push_back(section_of(row)), ...); }, kExpectationTable);
  sections.push_back(
      {"group_state",
       "expect.*.*.until",
       "When devices are in a state: the time of an expectation begins with `from`, or ends with `until`.",
       keys_of(GroupState()),
       {kOneQuantity, kShareKeys}});
  return sections;
}

}  // namespace dialtone
