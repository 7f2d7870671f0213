#include "scenarios/language/document/matrix.h"

#include <algorithm>
#include <numeric>
#include <optional>

#include "scenarios/language/document/sections.h"
#include "values/spelling.h"

namespace dialtone {
namespace {

constexpr std::string_view kExclude = "exclude";
constexpr std::size_t kLongestValue = 64;

// True if the value can be part of a case's name: `[transport=udp,loss=5%]`.
bool can_stand_in_a_name(std::string_view text) {
  return !text.empty() && text.size() <= kLongestValue &&
         std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c != '\x7F' && c != '[' && c != ']'; });
}

std::optional<std::size_t> index_of(const std::vector<YamlNode>& values, std::string_view text) {
  const auto found =
      std::find_if(values.begin(), values.end(), [&](const YamlNode& each) { return each.text == text; });
  if (found == values.end()) return std::nullopt;
  return static_cast<std::size_t>(found - values.begin());
}

std::string texts_of(const std::vector<YamlNode>& values) {
  std::string text;
  for (const YamlNode& value : values) text += (text.empty() ? "" : ", ") + value.text;
  return text;
}

void report_no_value(const Origin& origin, const std::string& key, std::string_view text,
                     const std::vector<YamlNode>& values, Diagnostics& diagnostics) {
  diagnostics.report(origin,
                     "the matrix has no " + in_quotes(key) + " of " + in_quotes(text) + ", only " + texts_of(values));
}

}  // namespace

bool has_matrix_key(const YamlNode& root, std::string_view name) {
  const YamlNode* section = root.find(section::kMatrix);
  return section != nullptr && name != kExclude && section->find(name) != nullptr;
}

void Matrix::read_key(const YamlEntry& entry, Diagnostics& diagnostics) {
  const YamlNode& list = entry.value;
  if (list.kind != YamlNode::Kind::kList || list.items.empty()) {
    return diagnostics.report(list.origin, in_quotes(entry.key) + " must be a list of values: [udp, tcp]");
  }
  MatrixKey key{entry.key, entry.origin, {}, {}};
  for (const YamlNode& value : list.items) {
    if (value.kind != YamlNode::Kind::kScalar || !can_stand_in_a_name(value.text)) {
      diagnostics.report(value.origin,
                         "a value of a matrix is a word or a number of at most 64 bytes, without '[' or ']'");
    } else if (index_of(key.values, value.text)) {
      diagnostics.report(value.origin, in_quotes(value.text) + " is there already");
    } else {
      key.values.push_back(value);
    }
  }
  if (key.values.empty()) return;
  key.chosen.resize(key.values.size());
  std::iota(key.chosen.begin(), key.chosen.end(), std::size_t{0});
  keys_.push_back(std::move(key));
}

void Matrix::read_exclusions(const YamlNode& list, Diagnostics& diagnostics) {
  const auto wrong = [&](const YamlNode& node) {
    diagnostics.report(node.origin, "'exclude' must be a list of maps: [{ transport: tcp, authentication: basic }]");
  };
  if (list.kind != YamlNode::Kind::kList) return wrong(list);
  std::vector<std::string_view> names;
  for (const MatrixKey& key : keys_) names.push_back(key.name);
  for (const YamlNode& item : list.items) {
    if (item.kind != YamlNode::Kind::kMap || item.entries.empty()) {
      wrong(item);
      continue;
    }
    Exclusion exclusion;
    for (const YamlEntry& entry : item.entries) {
      const auto name = std::find(names.begin(), names.end(), entry.key);
      if (name == names.end()) {
        diagnostics.report(entry.origin, "the matrix has no " + in_quotes(entry.key) + did_you_mean(entry.key, names));
        continue;
      }
      const std::size_t key = static_cast<std::size_t>(name - names.begin());
      const std::optional<std::size_t> value = index_of(keys_[key].values, entry.value.text);
      if (value) {
        exclusion.emplace_back(key, *value);
      } else {
        report_no_value(entry.value.origin, entry.key, entry.value.text, keys_[key].values, diagnostics);
      }
    }
    // Drop an exclusion with a wrong key: without that key it would exclude too many cases.
    if (exclusion.size() == item.entries.size()) exclusions_.push_back(std::move(exclusion));
  }
}

Matrix Matrix::take(YamlNode& root, Diagnostics& diagnostics) {
  Matrix matrix;
  const YamlNode* written = root.find(section::kMatrix);
  if (written == nullptr) return matrix;
  const YamlNode section = *written;
  std::erase_if(root.entries, [](const YamlEntry& entry) { return entry.key == section::kMatrix; });
  matrix.origin_ = section.origin;
  if (section.kind != YamlNode::Kind::kMap) {
    diagnostics.report(section.origin, "'matrix' must be a map of names and lists of values");
    return matrix;
  }
  std::size_t cases = 1;
  for (const YamlEntry& entry : section.entries) {
    if (entry.key == kExclude) continue;
    if (matrix.keys_.size() == kMostMatrixKeys) {
      diagnostics.report(entry.origin, "more than 8 keys in a matrix");
      break;
    }
    const std::size_t before = matrix.keys_.size();
    matrix.read_key(entry, diagnostics);
    if (matrix.keys_.size() > before) cases *= matrix.keys_.back().values.size();
    if (cases <= kMostMatrixCases) continue;
    diagnostics.report(entry.origin, "more than 1000 cases");
    matrix.keys_.pop_back();
    break;
  }
  if (const YamlNode* exclude = section.find(kExclude)) matrix.read_exclusions(*exclude, diagnostics);
  return matrix;
}

void Matrix::restrict(std::string_view change, int number, Diagnostics& diagnostics) {
  const std::size_t equals = change.find('=');
  const std::string_view name = change.substr(0, equals);
  const auto key = std::find_if(keys_.begin(), keys_.end(), [&](const MatrixKey& each) { return each.name == name; });
  if (key == keys_.end()) return;
  const std::string_view text = change.substr(equals + 1);
  const std::optional<std::size_t> value = index_of(key->values, text);
  if (!value) return report_no_value({{}, number}, key->name, text, key->values, diagnostics);
  key->chosen = {*value};
}

bool Matrix::is_excluded(const std::vector<std::size_t>& numbers) const {
  return std::any_of(exclusions_.begin(), exclusions_.end(), [&](const Exclusion& exclusion) {
    return std::all_of(exclusion.begin(), exclusion.end(),
                       [&](const auto& pair) { return numbers[pair.first] == pair.second; });
  });
}

std::vector<Matrix::Case> Matrix::cases() const {
  std::size_t count = 1;
  for (const MatrixKey& key : keys_) count *= key.chosen.size();
  std::vector<Case> cases;
  std::vector<std::size_t> numbers(keys_.size());
  for (std::size_t each = 0; each < count; ++each) {
    std::size_t rest = each;
    for (std::size_t key = keys_.size(); key-- > 0;) {
      numbers[key] = keys_[key].chosen[rest % keys_[key].chosen.size()];
      rest /= keys_[key].chosen.size();
    }
    if (is_excluded(numbers)) continue;
    Case values;
    for (std::size_t key = 0; key < keys_.size(); ++key) values.push_back(&keys_[key].values[numbers[key]]);
    cases.push_back(std::move(values));
  }
  return cases;
}

void Matrix::apply(const Case& values, YamlNode& root) const {
  if (keys_.empty()) return;
  YamlNode* parameters = root.find(section::kParameters);
  if (parameters == nullptr) {
    root.entries.push_back({std::string(section::kParameters), origin_, YamlNode{}});
    parameters = &root.entries.back().value;
    parameters->kind = YamlNode::Kind::kMap;
    parameters->origin = origin_;
  }
  for (std::size_t key = 0; key < keys_.size(); ++key) {
    if (YamlNode* declared = parameters->find(keys_[key].name)) {
      *declared = *values[key];
    } else {
      parameters->entries.push_back({keys_[key].name, keys_[key].origin, *values[key]});
    }
  }
}

std::vector<std::string> Matrix::choice_of(const Case& values) const {
  std::vector<std::string> choice;
  for (std::size_t key = 0; key < keys_.size(); ++key) choice.push_back(keys_[key].name + "=" + values[key]->text);
  return choice;
}

std::string Matrix::name_of(const Case& values) const {
  std::string name;
  for (const std::string& each : choice_of(values)) name += (name.empty() ? "[" : ",") + each;
  return name.empty() ? name : name + "]";
}

}  // namespace dialtone
