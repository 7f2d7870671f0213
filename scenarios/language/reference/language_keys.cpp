#include "scenarios/language/reference/language_keys.h"

#include <iterator>

#include "scenarios/language/expectations/expectation_keys.h"
#include "scenarios/language/faults/fault_catalog.h"
#include "scenarios/language/parties/fleet_keys.h"
#include "scenarios/language/parties/network_keys.h"
#include "scenarios/language/parties/profile_keys.h"
#include "scenarios/language/parties/scenario_keys.h"
#include "scenarios/language/parties/server_keys.h"

namespace dialtone {
namespace {

// Of a section, whose content has keys, or a schema, of its own.
KeyFacts section(const Key& key, std::string type, JsonMap schema) {
  return {key, std::move(type), "", "", std::move(schema), {}};
}

// Names of the file's own, and under each what `definition` is the schema of.
KeyFacts named(const Key& key, std::string_view definition, JsonMap more = {}) {
  more.add_text("type", "object")
      .add("propertyNames", R"({ "$ref": "#/$defs/name" })")
      .add("additionalProperties", JsonMap().add_text("$ref", "#/$defs/" + std::string(definition)).text());
  return section(key, "map of names", std::move(more));
}

std::vector<KeyFacts> scenario_keys() {
  std::vector<KeyFacts> keys = keys_of(Scenario());
  const auto add = [&](KeyFacts facts) { keys.push_back(std::move(facts)); };
  add(section(
      {"include", "Files beside this one that are merged into it; what stands here wins.", "models/phones.yaml"},
      "name of a file, or a list of them", JsonMap().add_text("$ref", "#/$defs/include")));
  add(section({"parameters",
               "Names for values: ${name} stands for the value wherever a "
               "value may stand.",
               "{ devices: 200 }"},
              "map of values", JsonMap().add_text("$ref", "#/$defs/parameters")));
  add(section({"matrix",
               "One file, many cases: each key is a parameter that has one of "
               "these values in each case.",
               "{ transport: [udp, tcp] }"},
              "map of lists", JsonMap().add_text("$ref", "#/$defs/matrix")));
  add(named({"profiles", "Kinds of device.", "{ phone: { like: snom } }"}, "profile"));
  add(named(Key("fleet", "Groups of devices.", "{ homes: { count: 100 } }").required(), "group",
            JsonMap().add("minProperties", "1").add("maxProperties", "15")));
  add(section({"servers", "What serves the devices.", "{ call_agent: { probe: 30s } }"}, "map",
              JsonMap().add_text("$ref", "#/$defs/servers")));
  add(named(Key("nats", "Address translators, for groups to be `behind`.", "{ box: {} }").in_virtual_world(), "nat"));
  add(named({"proxies",
             "Intermediaries for HTTP, for groups to go `through`; they do "
             "what faults say.",
             "{ cafe: {} }"},
            "proxy"));
  add(named(Key("network", "The access links of groups' devices.", "{ homes: { loss: 1% } }").in_virtual_world(),
            "link"));
  add(named({"faults", "What goes wrong, and when.", "{ dark: { target: homes, at: 9s, do: { reset: tcp } } }"},
            "fault"));
  add(section({"expect", "What must hold.", "[{ never: { event: registration.expired } }]"}, "list of expectations",
              JsonMap().add_text("type", "array").add("items", R"({ "$ref": "#/$defs/expectation" })")));
  return keys;
}

std::vector<KeyFacts> group_keys() {
  std::vector<KeyFacts> keys = keys_of(Group());
  Group group;
  KeyCatalog size;
  describe_size(size, group);
  for (KeyFacts each : size.facts()) {
    // `devices` may stand in its place.
    each.key.is_required = false;
    keys.push_back(std::move(each));
  }
  keys.push_back(section({"devices",
                          "Each device, in a plan, in place of `count` and "
                          "`power_on`; or a CSV file.",
                          "[{ name: homes-0001, index: 0, power_on: 1s }]"},
                         "list of devices, or the name of a file", JsonMap().add_text("$ref", "#/$defs/devices")));
  return keys;
}

using Rules = std::vector<std::pair<std::string_view, std::string_view>>;

// A kind of expectation, or one form of it.
template <typename What>
KeySection expectation(std::string_view name, std::string_view path, std::string_view sentence, Rules rules = {}) {
  What what;
  bool may_be_vacuous = false;
  KeyCatalog keys;
  describe(keys, what);
  describe_vacuity(keys, may_be_vacuous);
  return {name, path, sentence, keys.facts(), std::move(rules)};
}

void add_expectations(std::vector<KeySection>& sections) {
  const auto add = [&](KeySection section) { sections.push_back(std::move(section)); };
  add(expectation<EventuallyCondition>(
      "eventually_state", "expect.*.eventually", "At some moment all devices are in a state, or any, or none.",
      {{"oneOf", R"([{ "required": ["all"] }, { "required": ["any"] }, { "required": ["none"] }])"}}));
  add(expectation<EventuallyEvent>("eventually_event", "expect.*.eventually", "At some time there is such an event."));
  add(expectation<AlwaysCondition>("always", "expect.*.always", "All devices are in a state, all the time."));
  add(expectation<NeverEvent>("never_event", "expect.*.never", "There is no such event."));
  add(expectation<NeverCondition>("never_state", "expect.*.never", "No device is in that state at any time."));
  add(expectation<Sequence>("sequence", "expect.*.sequence", "What follows on an event of a device."));
  add(expectation<Threshold>("metric", "expect.*.metric",
                             "A bound of a metric, `registration.duration: p(95)<2s`, which stands "
                             "beside these keys.",
                             {{"minProperties", "1"},
                              {"patternProperties", R"({ "^[a-z]+\\.[a-z_.]+$": { "$ref": "#/$defs/threshold" } })"}}));
  add(expectation<DatabaseCount>("database", "expect.*.database", "How much a server holds.",
                                 {{"oneOf", R"([{ "required": ["count"] }, { "required": ["each"] }])"}}));
}

}  // namespace

std::vector<KeySection> language_keys() {
  std::vector<KeySection> sections{
      {"scenario", "", "What a file has.", scenario_keys()},
      {"profile", "profiles.*", "A kind of device: a model's habits. What is left out is the family's.",
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
       keys_of(NatOptions())},
      {"fault", "faults.*", "What goes wrong: for whom, when, and what is done.", fault_keys()},
      {"acts_on_devices", "faults.*.do", "What can be done to devices.", act_keys_on(TargetKind::kDevices)},
      {"acts_on_provisioning", "faults.*.do", "What can be done to the provisioning server.",
       act_keys_on(TargetKind::kProvisioning)},
      {"acts_on_call_agents", "faults.*.do", "What can be done to a call agent.", act_keys_on(TargetKind::kCallAgent)},
      {"acts_on_proxies", "faults.*.do", "What can be done to a proxy.", act_keys_on(TargetKind::kProxy)},
      {"acts_on_nats", "faults.*.do", "What can be done to a NAT.", act_keys_on(TargetKind::kNat)},
      {"link", "network.*", "The access link of each device of a group.", keys_of(NetworkEntry().link)},
  };
  add_expectations(sections);
  return sections;
}

}  // namespace dialtone
