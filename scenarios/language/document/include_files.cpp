#include "scenarios/language/document/include_files.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <utility>
#include <vector>

#include "scenarios/language/document/sections.h"

namespace dialtone {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLongestPath = 1'024;

YamlEntry* find_entry(YamlNode& map, std::string_view key) {
  const auto found =
      std::find_if(map.entries.begin(), map.entries.end(), [&](const YamlEntry& entry) { return entry.key == key; });
  return found == map.entries.end() ? nullptr : &*found;
}

// Merges `over` into `base`, key by key; for a key in both, `over` wins.
void merge_keys(YamlNode& base, YamlNode over) {
  if (base.kind != YamlNode::Kind::kMap || over.kind != YamlNode::Kind::kMap) {
    base = std::move(over);
    return;
  }
  for (YamlEntry& entry : over.entries) {
    if (YamlEntry* there = find_entry(base, entry.key)) {
      there->origin = entry.origin;
      merge_keys(there->value, std::move(entry.value));
    } else {
      base.entries.push_back(std::move(entry));
    }
  }
}

std::string origin_text(const Origin& origin, const Diagnostics& diagnostics) {
  return diagnostics.file(origin.place.file) + ":" + std::to_string(origin.place.line) + ":" +
         std::to_string(origin.place.column);
}

void join_names(std::string_view section, YamlNode& base, YamlNode more, Diagnostics& diagnostics) {
  std::map<std::string, Origin> taken;
  for (const YamlEntry& entry : base.entries) taken.emplace(entry.key, entry.origin);
  for (YamlEntry& entry : more.entries) {
    const auto there = taken.find(entry.key);
    if (there == taken.end()) {
      base.entries.push_back(std::move(entry));
    } else {
      diagnostics.report(entry.origin, in_quotes(entry.key) + " is in " + in_quotes(section) + " already, at " +
                                           origin_text(there->second, diagnostics));
    }
  }
}

// Merges two documents, both maps: `over` includes `base`.
void merge_documents(YamlNode& base, YamlNode over, Diagnostics& diagnostics) {
  constexpr std::array kJoinedByKey{section::kServers, section::kNetwork, section::kParameters};
  for (YamlEntry& entry : over.entries) {
    YamlEntry* there = find_entry(base, entry.key);
    if (there == nullptr) {
      base.entries.push_back(std::move(entry));
      continue;
    }
    const bool same_kind = there->value.kind == entry.value.kind;
    there->origin = entry.origin;
    if (same_kind && entry.value.kind == YamlNode::Kind::kMap && section::has_named_entries(entry.key)) {
      join_names(entry.key, there->value, std::move(entry.value), diagnostics);
    } else if (std::find(kJoinedByKey.begin(), kJoinedByKey.end(), entry.key) != kJoinedByKey.end()) {
      merge_keys(there->value, std::move(entry.value));
    } else if (same_kind && entry.value.kind == YamlNode::Kind::kList) {
      for (YamlNode& item : entry.value.items) there->value.items.push_back(std::move(item));
    } else {
      there->value = std::move(entry.value);
    }
  }
}

class Inclusion {
 public:
  Inclusion(Diagnostics& diagnostics, const ReadFile& read) : diagnostics_(diagnostics), read_(read) {}

  // Parses the file with the number `file`, and the files that it includes.
  std::optional<YamlNode> parse(std::string_view text, int file) {
    bytes_ += text.size();
    std::optional<YamlNode> root = parse_yaml(text, {{0, 0, file}}, diagnostics_);
    if (!root || root->kind != YamlNode::Kind::kMap || root->find(section::kInclude) == nullptr) return root;
    const YamlNode include = std::move(*root->find(section::kInclude));
    std::erase_if(root->entries, [](const YamlEntry& entry) { return entry.key == section::kInclude; });
    YamlNode merged;
    merged.kind = YamlNode::Kind::kMap;
    merged.origin = root->origin;
    including_.push_back(file);
    for (const YamlNode& name : names_of(include)) add(name, file, merged);
    including_.pop_back();
    merge_documents(merged, std::move(*root), diagnostics_);
    if (failed_) return std::nullopt;
    return merged;
  }

 private:
  std::vector<YamlNode> names_of(const YamlNode& include) {
    if (include.kind == YamlNode::Kind::kScalar) return {include};
    if (include.kind == YamlNode::Kind::kList) return include.items;
    diagnostics_.report(include.origin, "'include' must be the name of a file, or a list of names");
    return {};
  }

  void fail(const Origin& origin, std::string message) {
    diagnostics_.report(origin, std::move(message));
    failed_ = true;
  }

  void add(const YamlNode& name, int file, YamlNode& merged) {
    const bool is_name = name.kind == YamlNode::Kind::kScalar && !name.text.empty() &&
                         name.text.size() <= kLongestPath &&
                         std::none_of(name.text.begin(), name.text.end(), [](char c) { return c >= 0 && c < ' '; });
    if (!is_name) return fail(name.origin, "the name of a file is wanted");
    const std::string path = (fs::path(diagnostics_.file(file)).parent_path() / name.text).lexically_normal().string();
    for (const int each : including_) {
      if (path == fs::path(diagnostics_.file(each)).lexically_normal().string()) {
        return fail(name.origin, in_quotes(name.text) + " includes itself");
      }
    }
    if (std::find(read_files_.begin(), read_files_.end(), path) != read_files_.end()) return;
    if (read_files_.size() == kMostIncludes) return fail(name.origin, "more than 16 included files");
    read_files_.push_back(path);
    const Result<std::string> text = read_(path, kLargestYaml);
    if (!text) return fail(name.origin, path + " " + text.error().reason);
    if (bytes_ + text->size() > kLargestYaml) {
      return fail(name.origin, "with " + in_quotes(name.text) + " the files are larger than 4 MB together");
    }
    const int number = diagnostics_.add_file(path);
    std::optional<YamlNode> included = parse(*text, number);
    failed_ = failed_ || !included;
    if (!included || included->kind == YamlNode::Kind::kNull) return;
    if (included->kind != YamlNode::Kind::kMap) return fail(included->origin, "what is included must be a map");
    merge_documents(merged, std::move(*included), diagnostics_);
  }

  Diagnostics& diagnostics_;
  const ReadFile& read_;
  std::size_t bytes_ = 0;
  // The files being parsed: the scenario, the file that it includes, and so on.
  std::vector<int> including_;
  std::vector<std::string> read_files_;
  bool failed_ = false;
};

}  // namespace

std::optional<YamlNode> parse_with_includes(std::string_view text, Diagnostics& diagnostics, const ReadFile& read) {
  return Inclusion(diagnostics, read).parse(text, 0);
}

}  // namespace dialtone
