#include "scenarios/language/document/parameters.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/language/document/sections.h"
#include "scenarios/language/document/yaml_cursor.h"
#include "values/spelling.h"

namespace dialtone {
namespace {

constexpr std::size_t kLongestExpansion = 4'096;
// Keys of the scenario that `--set KEY=VALUE` sets by a KEY without a dot. No parameter may have such a name.
constexpr std::array<std::string_view, 5> kHeading{"scenario", "description", "seed", "duration", "domain"};

bool is_heading(std::string_view name) { return std::find(kHeading.begin(), kHeading.end(), name) != kHeading.end(); }

class Expansion {
 public:
  Expansion(YamlNode& section, Diagnostics& diagnostics) : diagnostics_(diagnostics) {
    for (YamlEntry& entry : section.entries) declare(entry);
  }

  void expand(YamlNode& node) {
    for (YamlEntry& entry : node.entries) expand(entry.value);
    for (YamlNode& item : node.items) expand(item);
    if (node.kind == YamlNode::Kind::kScalar && node.text.find("${") != std::string::npos) expand_scalar(node);
  }
  void expand_declared() {
    for (DeclaredParameter& each : parameters_) settle(each);
  }
  // Reports an unused parameter whose name is nearly that of a parameter that another, included file declares and that
  // is used: the unused one was probably meant to replace its value. Similar names within one file, such as `loss-1`
  // and `loss-2`, are not reported.
  void refuse_misspelt() {
    for (const DeclaredParameter& each : parameters_) {
      if (each.is_used) continue;
      std::vector<std::string_view> others;
      for (const DeclaredParameter& other : parameters_) {
        const int file = other.origin.place.file;
        if (other.is_used && file != 0 && file != each.origin.place.file) others.push_back(other.name);
      }
      const std::string hint = did_you_mean(each.name, others);
      if (hint.empty()) continue;
      diagnostics_.report(each.origin, "nothing uses the parameter " + in_quotes(each.name) + hint);
    }
  }

 private:
  enum class State { kAsWritten, kBeingSettled, kSettled };
  struct DeclaredParameter {
    std::string name;
    YamlNode value;
    Origin origin;
    State state = State::kAsWritten;
    bool is_used = false;
  };

  void declare(YamlEntry& entry) {
    if (!is_scenario_name(entry.key)) {
      return diagnostics_.report(entry.origin, in_quotes(entry.key) +
                                                   " is no name of a parameter: lower-case letters, digits and '-', "
                                                   "beginning with a letter, at most 32 bytes");
    }
    if (is_heading(entry.key)) {
      return diagnostics_.report(
          entry.origin, "a parameter may not be called " + in_quotes(entry.key) + ", which is a key of the scenario");
    }
    if (entry.value.kind != YamlNode::Kind::kScalar) {
      diagnostics_.report(entry.value.origin, "the parameter " + in_quotes(entry.key) + " must be one value");
      YamlNode empty;
      empty.kind = YamlNode::Kind::kScalar;
      empty.origin = entry.value.origin;
      entry.value = std::move(empty);
    }
    parameters_.push_back({entry.key, std::move(entry.value), entry.origin});
  }

  void settle(DeclaredParameter& parameter) {
    if (parameter.state != State::kAsWritten) return;
    parameter.state = State::kBeingSettled;
    expand(parameter.value);
    parameter.state = State::kSettled;
  }

  const YamlNode* value_of(std::string_view name, const Origin& origin) {
    for (DeclaredParameter& each : parameters_) {
      if (each.name != name) continue;
      each.is_used = true;
      if (each.state == State::kBeingSettled) {
        diagnostics_.report(origin, "the parameter " + in_quotes(name) + " is defined through itself");
        return nullptr;
      }
      settle(each);
      return &each.value;
    }
    std::vector<std::string_view> names;
    for (const DeclaredParameter& each : parameters_) names.push_back(each.name);
    diagnostics_.report(origin, "there is no parameter " + in_quotes(name) + did_you_mean(name, names));
    return nullptr;
  }

  void expand_scalar(YamlNode& node) {
    const std::string written = std::move(node.text);
    const Origin origin = node.origin;
    node.text.clear();
    for (std::size_t at = 0; at < written.size();) {
      const std::size_t dollar = written.find("${", at);
      node.text.append(written, at, dollar == std::string::npos ? dollar : dollar - at);
      if (dollar == std::string::npos) break;
      if (dollar > at && written[dollar - 1] == '$') {
        node.text += '{';
        at = dollar + 2;
        continue;
      }
      const std::size_t end = written.find('}', dollar);
      if (end == std::string::npos) {
        node.origin.told = true;
        return diagnostics_.report(origin, "'${' without its '}'; '$${' stands for the text '${'");
      }
      const std::string name = written.substr(dollar + 2, end - dollar - 2);
      const YamlNode* value = value_of(name, origin);
      node.origin.told = value == nullptr || value->origin.told;
      if (node.origin.told) return;
      if (dollar == 0 && end + 1 == written.size()) node.quoted = value->quoted;
      node.text += value->text;
      node.origin.parameter = diagnostics_.number_of_parameter(name);
      at = end + 1;
      if (!has_room(node, value->text.size())) return;
    }
  }

  // Limits the length of the expanded text; a few nested parameters could otherwise fill the memory.
  bool has_room(YamlNode& node, std::size_t more) {
    total_ += more;
    if (node.text.size() <= kLongestExpansion && total_ <= kLargestYaml) return true;
    if (!told_size_) diagnostics_.report(node.origin, "the parameters' values make more text than a scenario may have");
    told_size_ = true;
    node.text.clear();
    return false;
  }

  Diagnostics& diagnostics_;
  std::vector<DeclaredParameter> parameters_;
  std::size_t total_ = 0;
  bool told_size_ = false;
};

}  // namespace

bool declares_parameter(const YamlNode& root, std::string_view name) {
  const YamlNode* section = root.find(section::kParameters);
  return section != nullptr && section->find(name) != nullptr && !is_heading(name);
}

void apply_parameters(YamlNode& root, Diagnostics& diagnostics) {
  YamlNode section;
  if (YamlNode* written = root.find(section::kParameters)) {
    if (written->kind != YamlNode::Kind::kMap) {
      diagnostics.report(written->origin, "'parameters' must be a map of names and values");
    }
    section = std::move(*written);
    std::erase_if(root.entries, [](const YamlEntry& entry) { return entry.key == section::kParameters; });
  }
  Expansion expansion(section, diagnostics);
  expansion.expand_declared();
  expansion.expand(root);
  expansion.refuse_misspelt();
}

}  // namespace dialtone
