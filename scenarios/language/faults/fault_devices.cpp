#include "scenarios/language/faults/fault_devices.h"

#include <algorithm>

#include "scenarios/language/document/yaml_cursor.h"
#include "scenarios/language/names/device_name.h"
#include "scenarios/language/names/scenario_names.h"

namespace dialtone {
namespace {

constexpr NumberRange kDevices{1, 1'000'000};

void read_spared(MapCursor& map, const YamlNode& item, const ScenarioNames& names, std::vector<std::string>& spared) {
  const bool is_text = item.kind == YamlNode::Kind::kScalar;
  const bool is_group = std::find(names.groups.begin(), names.groups.end(), item.text) != names.groups.end();
  if (std::find(spared.begin(), spared.end(), item.text) != spared.end()) {
    map.report(item.origin, in_quotes(item.text) + " is there already");
  } else if (is_text && (is_group || is_device_name(item.text, names.groups))) {
    spared.push_back(item.text);
  } else if (is_text) {
    map.report(item.origin, "there is no device or group " + in_quotes(item.text) +
                                did_you_mean_device(item.text, names.groups, names.groups));
  } else {
    map.report(item.origin, "'except' must be names of devices or groups such as homes-0001");
  }
}

KeyValue spared_by(Fault& fault) {
  return {.facts =
              [] {
                const std::string name =
                    R"({ "anyOf": [{ "$ref": "#/$defs/name" }, { "$ref": "#/$defs/parameter" }] })";
                const std::string list = JsonMap().add_text("type", "array").add("items", name).text(kOneLine);
                return ValueFacts{"name of a device or a group, or a list of them", "",
                                  JsonMap().add("anyOf", json_list({name, list}))};
              },
          .read =
              [&fault](MapCursor& map, std::string_view key, const ReadContext& context) {
                const YamlNode* value = map.take(key);
                if (value == nullptr) return false;
                const std::vector<YamlNode> one{*value};
                const bool is_list = value->kind == YamlNode::Kind::kList;
                if (is_list && value->items.empty()) map.report(value->origin, "'except' names nobody");
                for (const YamlNode& item : is_list ? value->items : one) {
                  read_spared(map, item, context.names, fault.except);
                }
                return true;
              },
          .write = [&fault]() -> std::optional<std::string> {
            std::string text;
            for (const std::string& name : fault.except) text += (text.empty() ? "" : ", ") + name;
            return text.empty() ? std::nullopt : std::optional("[" + text + "]");
          }};
}

}  // namespace

KeySlot<std::string> target_of(Fault& fault) {
  return {[&fault]() -> std::optional<std::string> {
            const std::string& target = fault.device.empty() ? fault.target : fault.device;
            return target.empty() ? std::nullopt : std::optional(target);
          },
          [&fault](std::string target) { fault.target = std::move(target); }};
}

void describe_devices(Keys& keys, Fault& fault) {
  keys.probability({"hits", "Each device of the group is hit with this probability, drawn once.", "10%"}, fault.hits);
  keys.number({"exactly", "The number of the group's devices that are hit, drawn once.", "3"}, fault.exactly, kDevices);
  keys.value({"except", "Devices and groups that are not hit.", "[homes-0001, homes-0002]"}, spared_by(fault));
}

void check_devices(MapCursor& map, const Fault& fault) {
  if (fault.exactly && fault.hits) {
    map.report(map.entry("exactly").origin, "'exactly' and 'hits' are one or the other");
  }
  for (const std::string_view key : {"exactly", "except"}) {
    if (fault.device.empty() || !map.has(key)) continue;
    map.report(map.entry(key).origin,
               in_quotes(key) + " is of many devices, and " + in_quotes(fault.device) + " is one");
  }
}

}  // namespace dialtone
