#include "scenarios/language/document/include_files.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <utility>
#include <vector>

namespace dialtone {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kIncludeSection = "include";
constexpr std::size_t kLongestPath = 1'024;

template <std::size_t kSize>
bool is_one_of(const std::array<std::string_view, kSize>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

YamlEntry* find_entry(YamlNode& map, std::string_view key) {
  const auto found =
      std::find_if(map.entries.begin(), map.entries.end(), [&](const YamlEntry& entry) { return entry.key == key; });
  return found == map.entries.end() ? nullptr : &*found;
}

// `over` wins, key by key.
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

std::string origin_text(const Origin& origin, const FaultList& faults) {
  return faults.file(origin.place.file) + ":" + std::to_string(origin.place.line) + ":" +
         std::to_string(origin.place.column);
}

void join_names(std::string_view section, YamlNode& base, YamlNode more, FaultList& faults) {
  std::map<std::string, Origin> taken;
  for (const YamlEntry& entry : base.entries) taken.emplace(entry.key, entry.origin);
  for (YamlEntry& entry : more.entries) {
    const auto there = taken.find(entry.key);
    if (there == taken.end()) {
      base.entries.push_back(std::move(entry));
    } else {
      faults.report(entry.origin, in_quotes(entry.key) + " is in " + in_quotes(section) + " already, at " +
                                      origin_text(there->second, faults));
    }
  }
}

// Two documents, both maps; `over` is the one that includes `base`.
void merge_documents(YamlNode& base, YamlNode over, FaultList& faults) {
  constexpr std::array<std::string_view, 5> kNamed{"profiles", "faults", "nats", "proxies", "fleet"};
  constexpr std::array<std::string_view, 3> kDeep{"servers", "network", "parameters"};
  for (YamlEntry& entry : over.entries) {
    YamlEntry* there = find_entry(base, entry.key);
    if (there == nullptr) {
      base.entries.push_back(std::move(entry));
      continue;
    }
    const bool same_kind = there->value.kind == entry.value.kind;
    there->origin = entry.origin;
    if (same_kind && entry.value.kind == YamlNode::Kind::kMap && is_one_of(kNamed, entry.key)) {
      join_names(entry.key, there->value, std::move(entry.value), faults);
    } else if (is_one_of(kDeep, entry.key)) {
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
  Inclusion(FaultList& faults, const ReadFile& read) : faults_(faults), read_(read) {}

  // Of the file of that number, with what it includes.
  std::optional<YamlNode> parse(std::string_view text, int file) {
    bytes_ += text.size();
    std::optional<YamlNode> root = parse_yaml(text, {{0, 0, file}}, faults_);
    if (!root || root->kind != YamlNode::Kind::kMap || root->find(kIncludeSection) == nullptr) return root;
    const YamlNode include = std::move(*root->find(kIncludeSection));
    std::erase_if(root->entries, [](const YamlEntry& entry) { return entry.key == kIncludeSection; });
    YamlNode merged;
    merged.kind = YamlNode::Kind::kMap;
    merged.origin = root->origin;
    including_.push_back(file);
    for (const YamlNode& name : names_of(include)) add(name, file, merged);
    including_.pop_back();
    merge_documents(merged, std::move(*root), faults_);
    if (failed_) return std::nullopt;
    return merged;
  }

 private:
  std::vector<YamlNode> names_of(const YamlNode& include) {
    if (include.kind == YamlNode::Kind::kScalar) return {include};
    if (include.kind == YamlNode::Kind::kList) return include.items;
    faults_.report(include.origin, "'include' must be the name of a file, or a list of names");
    return {};
  }

  void fail(const Origin& origin, std::string message) {
    faults_.report(origin, std::move(message));
    failed_ = true;
  }

  void add(const YamlNode& name, int file, YamlNode& merged) {
    const bool is_name = name.kind == YamlNode::Kind::kScalar && !name.text.empty() &&
                         name.text.size() <= kLongestPath &&
                         std::none_of(name.text.begin(), name.text.end(), [](char c) { return c >= 0 && c < ' '; });
    if (!is_name) return fail(name.origin, "the name of a file is wanted");
    const std::string path = (fs::path(faults_.file(file)).parent_path() / name.text).lexically_normal().string();
    for (const int each : including_) {
      if (path == fs::path(faults_.file(each)).lexically_normal().string()) {
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
    const int number = faults_.add_file(path);
    std::optional<YamlNode> included = parse(*text, number);
    failed_ = failed_ || !included;
    if (!included || included->kind == YamlNode::Kind::kNull) return;
    if (included->kind != YamlNode::Kind::kMap) return fail(included->origin, "what is included must be a map");
    merge_documents(merged, std::move(*included), faults_);
  }

  FaultList& faults_;
  const ReadFile& read_;
  std::size_t bytes_ = 0;
  // From the scenario down to the one at hand.
  std::vector<int> including_;
  std::vector<std::string> read_files_;
  bool failed_ = false;
};

}  // namespace

std::optional<YamlNode> parse_with_includes(std::string_view text, FaultList& faults, const ReadFile& read) {
  return Inclusion(faults, read).parse(text, 0);
}

}  // namespace dialtone
