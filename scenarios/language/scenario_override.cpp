#include "scenarios/language/scenario_override.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/language/parameters.h"
#include "values/spelling.h"

namespace dialtone {
namespace {

constexpr std::size_t kLongestOverride = 65'536;

std::vector<std::string> split_path(std::string_view path) {
  std::vector<std::string> keys;
  while (true) {
    const std::size_t dot = path.find('.');
    keys.emplace_back(path.substr(0, dot));
    if (dot == std::string_view::npos) return keys;
    path.remove_prefix(dot + 1);
  }
}

// Whether the map under `path` has names of the file's own, which an override must not invent.
bool holds_names(std::string_view path) {
  constexpr std::array<std::string_view, 6> kNamed{"profiles", "fleet", "faults", "nats", "proxies", "parameters"};
  return std::find(kNamed.begin(), kNamed.end(), path) != kNamed.end();
}

YamlNode* item_at(YamlNode& list, const std::string& key) {
  std::size_t number = 0;
  const auto [end, fault] = std::from_chars(key.data(), key.data() + key.size(), number);
  const bool is_number = fault == std::errc() && end == key.data() + key.size();
  return is_number && number < list.items.size() ? &list.items[number] : nullptr;
}

// The value under `key` of `parent`, which is made where it may be; nullptr and a report where it may not.
YamlNode* child(YamlNode& parent, const std::string& key, const std::string& path, const Origin& origin,
                FaultList& faults) {
  if (parent.kind == YamlNode::Kind::kList) {
    YamlNode* item = item_at(parent, key);
    if (item == nullptr) {
      faults.report(origin, "there is no item " + in_quotes(key) + " in " + in_quotes(path) + ", which has " +
                                std::to_string(parent.items.size()));
    }
    return item;
  }
  if (parent.kind == YamlNode::Kind::kScalar) {
    faults.report(origin, in_quotes(path) + " has no keys");
    return nullptr;
  }
  if (YamlNode* found = parent.find(key)) return found;
  if (holds_names(path)) {
    std::vector<std::string_view> names;
    for (const YamlEntry& entry : parent.entries) names.push_back(entry.key);
    faults.report(origin, "there is no " + in_quotes(key) + " in " + in_quotes(path) + did_you_mean(key, names));
    return nullptr;
  }
  parent.kind = YamlNode::Kind::kMap;
  parent.entries.push_back({key, origin, YamlNode{}});
  parent.entries.back().value.origin = origin;
  return &parent.entries.back().value;
}

}  // namespace

void apply_override(YamlNode& root, std::string_view text, int number, FaultList& faults) {
  const Origin origin{{}, number};
  const std::size_t equals = text.find('=');
  if (equals == 0 || equals == std::string_view::npos) {
    return faults.report(origin, "KEY=VALUE is wanted, such as fleet.homes.count=500");
  }
  if (text.size() > kLongestOverride) return faults.report(origin, "longer than 64 kB");
  std::vector<std::string> keys = split_path(text.substr(0, equals));
  if (keys.size() > kDeepestYaml) return faults.report(origin, "more keys than any scenario has");
  if (keys.size() == 1 && declares_parameter(root, keys.front())) keys.insert(keys.begin(), "parameters");
  std::optional<YamlNode> value = parse_yaml(text.substr(equals + 1), origin, faults);
  if (!value) return;
  YamlNode* node = &root;
  std::string path;
  for (const std::string& key : keys) {
    if (key.empty()) return faults.report(origin, "an empty key");
    node = child(*node, key, path, origin, faults);
    if (node == nullptr) return;
    path += (path.empty() ? "" : ".") + key;
  }
  value->origin = origin;
  *node = std::move(*value);
}

}  // namespace dialtone
