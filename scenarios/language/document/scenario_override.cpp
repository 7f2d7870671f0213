#include "scenarios/language/document/scenario_override.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/language/document/parameters.h"
#include "scenarios/language/document/sections.h"
#include "values/result.h"
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

// True if the map under `path` has keys that only the file may choose, such as the names of groups.
bool holds_names(std::string_view path) { return section::has_named_entries(path) || path == section::kParameters; }

bool is_of_the_file(const YamlNode& item) { return item.origin.place.file == 0; }

// Returns an item of a list, by its index. Of `expect`, to which included files add, only the file's own items count.
Result<YamlNode*> item_at(YamlNode& list, const std::string& key, const std::string& path) {
  const bool is_joined = path == section::kExpect;
  std::vector<YamlNode*> items;
  for (YamlNode& item : list.items) {
    if (!is_joined || is_of_the_file(item)) items.push_back(&item);
  }
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(key.data(), key.data() + key.size(), number);
  const bool is_number = error == std::errc() && end == key.data() + key.size();
  if (is_number && number < items.size()) return items[number];
  const std::size_t others = list.items.size() - items.size();
  return Failure{"there is no item " + in_quotes(key) + " in " + in_quotes(path) + ", which has " +
                 std::to_string(items.size()) +
                 (others == 0 ? "" : " of this file; the " + std::to_string(others) + " of included files are theirs")};
}

// Returns the value under `key` of `parent`; nullptr if it is absent and may be added.
Result<YamlNode*> child(YamlNode& parent, const std::string& key, const std::string& path) {
  if (parent.kind == YamlNode::Kind::kList) return item_at(parent, key, path);
  if (parent.kind == YamlNode::Kind::kScalar) return Failure{in_quotes(path) + " has no keys"};
  YamlNode* found = parent.find(key);
  if (found != nullptr || !holds_names(path)) return found;
  std::vector<std::string_view> names;
  for (const YamlEntry& entry : parent.entries) names.push_back(entry.key);
  return Failure{"there is no " + in_quotes(key) + " in " + in_quotes(path) + did_you_mean(key, names)};
}

// Returns `value` wrapped in a map for each of `keys`.
YamlNode below(std::vector<std::string> keys, YamlNode value, const Origin& origin) {
  for (; !keys.empty(); keys.pop_back()) {
    YamlNode map;
    map.kind = YamlNode::Kind::kMap;
    map.origin = origin;
    map.entries.push_back({keys.back(), origin, std::move(value)});
    value = std::move(map);
  }
  return value;
}

// Sets the value at the path, or returns why that is impossible.
Result<void> set(YamlNode& root, const std::vector<std::string>& keys, YamlNode value, const Origin& origin) {
  YamlNode absent;
  YamlNode* node = &root;
  std::string path;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const Result<YamlNode*> next = child(*node, keys[i], path);
    if (!next) return next.error();
    if (*next == nullptr) {
      // Refuse to add a map if one of its keys is a name that only the file may choose.
      for (std::size_t more = i + 1; more < keys.size(); ++more) {
        path += (path.empty() ? "" : ".") + keys[more - 1];
        if (const Result<YamlNode*> added = child(absent, keys[more], path); !added) return added.error();
      }
      node->kind = YamlNode::Kind::kMap;
      const auto rest = keys.begin() + static_cast<std::ptrdiff_t>(i) + 1;
      node->entries.push_back({keys[i], origin, below({rest, keys.end()}, std::move(value), origin)});
      return {};
    }
    node = *next;
    path += (path.empty() ? "" : ".") + keys[i];
  }
  *node = std::move(value);
  return {};
}

}  // namespace

std::optional<std::string> apply_override(YamlNode& root, std::string_view text, int number, Diagnostics& diagnostics) {
  const Origin origin{{}, number};
  const std::size_t equals = text.find('=');
  if (equals == 0 || equals == std::string_view::npos) return "KEY=VALUE is wanted, such as fleet.homes.count=500";
  if (text.size() > kLongestOverride) return "longer than 64 kB";
  std::vector<std::string> keys = split_path(text.substr(0, equals));
  if (keys.size() > kDeepestYaml) return "more keys than any scenario has";
  if (std::any_of(keys.begin(), keys.end(), [](const std::string& key) { return key.empty(); })) return "an empty key";
  if (keys.size() == 1 && declares_parameter(root, keys.front())) keys.emplace(keys.begin(), section::kParameters);
  std::optional<YamlNode> value = parse_yaml(text.substr(equals + 1), origin, diagnostics);
  if (!value) return std::nullopt;
  value->origin = origin;
  const Result<void> done = set(root, keys, std::move(*value), origin);
  return done ? std::nullopt : std::optional(done.error().reason);
}

}  // namespace dialtone
