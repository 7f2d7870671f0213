// The reader and a JSON Schema validator give the same verdict on good and bad scenarios, with parameters everywhere.
// The documents have no mistakes that a schema cannot express (unknown names, keys that exclude each other, durations
// out of range).
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <sstream>

#include "scenarios/language/document/include_files.h"
#include "scenarios/language/document/matrix.h"
#include "scenarios/language/document/scenario_override.h"
#include "scenarios/language/keys/json_text.h"
#include "scenarios/language/plan/scenario_reader.h"
#include "tests/build_paths.h"
#include "tests/scenarios/effects/effect_runs.h"
#include "tests/scenarios/language/plan/scenario_samples.h"
#include "tests/tools/command.h"

namespace dialtone {
namespace {

namespace fs = std::filesystem;

std::string json_of(const YamlNode& node);

// Converts a scalar to JSON, with the type that YAML's core schema gives it.
std::string json_of_scalar(const YamlNode& node) {
  const std::string& text = node.text;
  if (node.quoted) return json_quote(text);
  if (text == "true" || text == "false") return text;
  std::istringstream number(text);
  double value = 0;
  const bool is_number = text.find_first_not_of("0123456789.-") == std::string::npos && (number >> value) &&
                         number.peek() == std::istringstream::traits_type::eof() && !text.ends_with('.') &&
                         !text.starts_with('.');
  return is_number ? text : json_quote(text);
}

std::string json_of(const YamlNode& node) {
  switch (node.kind) {
    case YamlNode::Kind::kNull: return "null";
    case YamlNode::Kind::kScalar: return json_of_scalar(node);
    case YamlNode::Kind::kList: {
      std::vector<std::string> items;
      std::transform(node.items.begin(), node.items.end(), std::back_inserter(items), json_of);
      return json_list(items);
    }
    case YamlNode::Kind::kMap: break;
  }
  JsonMap map;
  for (const YamlEntry& entry : node.entries) map.add(entry.key, json_of(entry.value));
  return map.text(kOneLine);
}

YamlNode scalar(std::string text, bool quoted = false) {
  YamlNode node;
  node.kind = YamlNode::Kind::kScalar;
  node.text = std::move(text);
  node.quoted = quoted;
  return node;
}

YamlNode map_of(std::string key, YamlNode value) {
  YamlNode node;
  node.kind = YamlNode::Kind::kMap;
  node.entries.push_back({std::move(key), {}, std::move(value)});
  return node;
}

YamlNode list_of(YamlNode item) {
  YamlNode node;
  node.kind = YamlNode::Kind::kList;
  node.items.push_back(std::move(item));
  return node;
}

// Keys below which the reader checks more than a schema can: which value a field or column takes, and to which server a
// name resolves. Also `scenario`: `true` is a valid name for the reader, but is not a text for a schema.
bool is_beyond_a_schema(std::string_view key) {
  return key == "where" || key == "change" || key == "resolve" || key == "scenario";
}

// Collects every scalar. `with_all`: also those that are beyond a schema.
void collect(YamlNode& node, bool with_all, std::vector<YamlNode*>& values) {
  if (node.kind == YamlNode::Kind::kScalar) values.push_back(&node);
  for (YamlEntry& entry : node.entries) {
    if (with_all || !is_beyond_a_schema(entry.key)) collect(entry.value, with_all, values);
  }
  for (YamlNode& item : node.items) collect(item, with_all, values);
}

std::vector<YamlNode*> values_of(YamlNode& root, bool with_all) {
  std::vector<YamlNode*> values;
  collect(root, with_all, values);
  return values;
}

// Replaces each value by a parameter.
YamlNode with_parameters(YamlNode root) {
  YamlNode parameters;
  parameters.kind = YamlNode::Kind::kMap;
  for (YamlNode* value : values_of(root, true)) {
    std::string name = "p-" + std::to_string(parameters.entries.size());
    parameters.entries.push_back({name, {}, *value});
    *value = scalar("${" + name + "}", true);
  }
  root.entries.push_back({"parameters", {}, std::move(parameters)});
  return root;
}

// Returns a replacement that makes a document invalid for most keys.
YamlNode another_value(std::size_t number) {
  switch (number % 8) {
    case 0: return scalar("~!~", true);
    case 1: return list_of(list_of(scalar("1")));
    case 2: return map_of("no-such-key", scalar("1"));
    case 3: return scalar("-1");
    case 4: return scalar("1.5");
    case 5: return scalar("true");
    case 6: return scalar("", true);
    default: return scalar("99999999999");
  }
}

// Replaces the value at `number`, modulo the number of values.
YamlNode with_another_value(YamlNode root, std::size_t number) {
  const std::vector<YamlNode*> values = values_of(root, false);
  *values[number % values.size()] = another_value(number / values.size() + number);
  return root;
}

// Returns `good`, or the reader's message.
std::string judgement(const std::string& document) {
  const ScenarioCasesResult read =
      read_scenario_cases(document, DIALTONE_SOURCE_DIR "/scenarios/catalog/generated.yaml");
  return read ? "good" : to_text(read.error());
}

class SchemaAgreement : public testing::Test {
 protected:
  void add(const YamlNode& root) { documents_.push_back(json_of(root)); }

  // Returns for each document a line with `good` or the error.
  std::vector<std::string> verdicts() const {
    std::string input;
    for (const std::string& document : documents_) input += document + "\n";
    Command python("/usr/bin/python3",
                   {DIALTONE_SOURCE_DIR "/tests/scenarios/effects/schema_verdicts.py",
                    DIALTONE_SOURCE_DIR "/scenarios/scenario.schema.json"},
                   fs::temp_directory_path(), input);
    EXPECT_EQ(python.wait(), 0) << "python3-jsonschema of Debian is wanted (tools/test installs it)\n" << python.err();
    std::vector<std::string> lines;
    std::istringstream out(python.out());
    for (std::string line; std::getline(out, line);) lines.push_back(line);
    return lines;
  }

  void expect_agreement(std::size_t least_good, std::size_t least_bad) const {
    const std::vector<std::string> verdicts = this->verdicts();
    ASSERT_EQ(verdicts.size(), documents_.size());
    std::size_t good = 0;
    for (std::size_t i = 0; i < documents_.size(); ++i) {
      const std::string judgement = dialtone::judgement(documents_[i]);
      good += judgement == "good" ? 1 : 0;
      EXPECT_EQ(judgement == "good", verdicts[i] == "good")
          << "the schema says: " << verdicts[i] << "\nthe reader says: " << judgement << "\n"
          << documents_[i];
    }
    EXPECT_GE(good, least_good);
    EXPECT_GE(documents_.size() - good, least_bad);
  }

  std::vector<std::string> documents_;
};

TEST_F(SchemaAgreement, IsThereForEveryKeyAndWord) {
  std::size_t number = 0;
  for (const EffectRow& row : all_effects()) {
    const YamlNode document = effect_document(overrides_of(row, true));
    add(with_parameters(document));
    // Every second document gets one wrong value, each time at another place, so that in the end values of every kind
    // are hit.
    if (++number % 2 == 0) add(with_another_value(document, number * 7));
  }
  expect_agreement(300, 100);
}

TEST_F(SchemaAgreement, IsThereForTheCatalog) {
  std::size_t number = 0;
  for (const fs::directory_entry& entry : fs::directory_iterator(DIALTONE_SOURCE_DIR "/scenarios/catalog")) {
    if (entry.path().extension() != ".yaml") continue;
    Diagnostics diagnostics(entry.path().string(), {});
    std::optional<YamlNode> root = parse_with_includes(text_of(entry.path().string()), diagnostics, read_text_file);
    ASSERT_TRUE(root && diagnostics.empty()) << entry.path();
    if (root->find("matrix") != nullptr || root->find("parameters") != nullptr) continue;
    add(with_parameters(*root));
    for (int i = 0; i < 6; ++i) add(with_another_value(*root, ++number * 11));
  }
  expect_agreement(30, 100);
}

}  // namespace
}  // namespace dialtone
