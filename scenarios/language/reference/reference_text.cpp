#include "scenarios/language/reference/reference_text.h"

#include <algorithm>

#include "call_agent_sim/registrar/registrar_quirks.h"
#include "device_sim/model/named_profiles.h"
#include "device_sim/model/quirks.h"
#include "prov_server/provisioning_quirks.h"
#include "scenarios/language/parties/profile_keys.h"
#include "scenarios/language/reference/language_keys.h"

namespace dialtone {
namespace {

constexpr std::string_view kReferenceHeading = R"(# Reference

Every key that `scenarios/language` describes (keys.h), from which this file is made; `dialtone explain KEY` says the
same. docs/scenarios.md is the guide. A duration is `250ms`, `90s`, `15m`, `1h`, `3d`, or several units that fall:
`9m40s`; a probability is `0.5%` or `0.005`. A parameter, `"${name}"`, may stand in place of any value. A key without a
default is absent where a scenario does not say it. `all` worlds are `virtual`, `real` and `processes`.
)";

std::string code(std::string_view text) { return text.empty() ? "" : "`" + std::string(text) + "`"; }

std::string takes(const KeyFacts& facts) { return facts.type + (facts.range.empty() ? "" : ", " + facts.range); }

std::string worlds(const Key& key) { return key.is_virtual_only ? "virtual" : "all"; }

std::string default_text(const KeyFacts& facts) {
  return facts.key.is_required ? "must be there" : code(facts.default_value);
}

std::string table_rows(const std::vector<KeyFacts>& keys, const std::string& above) {
  std::string text;
  for (const KeyFacts& each : keys) {
    const std::string name = above + std::string(each.key.name);
    text += "| `" + name + "` | " + takes(each) + " | " + default_text(each) + " | " + std::string(each.key.sentence) +
            " | " + code(each.key.example) + " | " + worlds(each.key) + " |\n";
    text += table_rows(each.keys, name + ".");
  }
  return text;
}

std::string section_text(const KeySection& section) {
  return "\n## " + (section.path.empty() ? "A scenario" : code(section.path)) + "\n\n" + std::string(section.sentence) +
         "\n\n| key | takes | default | | example | worlds |\n| --- | --- | --- | --- | --- | --- |\n" +
         table_rows(section.keys, "");
}

// Lists all keys below a map, with their paths and default values.
void flatten(const std::vector<KeyFacts>& keys, const std::string& above,
             std::vector<std::pair<std::string, std::string>>& values) {
  for (const KeyFacts& each : keys) {
    const std::string name = above + std::string(each.key.name);
    if (each.keys.empty()) values.emplace_back(name, each.default_value);
    flatten(each.keys, name + ".", values);
  }
}

std::string families_text() {
  std::string head = "| key |";
  std::string line = "| --- |";
  std::vector<std::string> rows;
  for (const std::string_view family : profile_names()) {
    head += " " + std::string(family) + " |";
    line += " --- |";
    ProfileSettings profile;
    profile.habits = named_profile(family).value();
    std::vector<std::pair<std::string, std::string>> values;
    flatten(keys_of(profile), "", values);
    rows.resize(values.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (rows[i].empty()) rows[i] = "| `" + values[i].first + "` |";
      rows[i] += " " + values[i].second + " |";
    }
  }
  std::string text =
      "\n## Families of devices\n\nThe value of each key that a profile leaves out, by its family (`like`). "
      "`retry_base` and `retry_cap` set\nboth retries, and have no value where these differ.\n\n" +
      head + "\n" + line + "\n";
  for (const std::string& row : rows) text += row + "\n";
  return text;
}

template <typename Table>
std::string quirk_rows(std::string_view whose, const Table& table) {
  std::string text;
  for (const auto& each : table) {
    text += "| " + code(each.name) + " | " + std::string(whose) + " | " + std::string(each.does) + " |\n";
  }
  return text;
}

std::string quirks_text() {
  return "\n## Quirks\n\nWhat a device or a server with the quirk does.\n\n| quirk | of | |\n| --- | --- | --- |\n" +
         quirk_rows("devices", device_quirks()) + quirk_rows("the provisioning server", kProvisioningQuirks) +
         quirk_rows("call agents", kRegistrarQuirks);
}

}  // namespace

std::string reference_text() {
  std::string text(kReferenceHeading);
  for (const KeySection& section : language_keys()) text += section_text(section);
  return text + families_text() + quirks_text();
}

std::string explanation_of(const KeyFacts& facts, const std::string& path) {
  std::string text = path + "\n  " + std::string(facts.key.sentence) + "\n  takes    " + takes(facts) + "\n";
  if (facts.key.is_required) text += "  it must be there\n";
  if (!facts.default_value.empty()) text += "  default  " + facts.default_value + "\n";
  text += "  example  " + std::string(facts.key.name) + ": " + std::string(facts.key.example) + "\n";
  return text + "  worlds   " + worlds(facts.key) + "\n";
}

}  // namespace dialtone
