#include "scenarios/language/document/yaml_structure.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "scenarios/language/document/flow_map.h"
#include "tests/scenarios/language/plan/scenario_samples.h"

namespace dialtone {
namespace {

// Returns the diagnostics of a text, one per line; empty for a good text.
std::string said_of(std::string_view text) {
  Diagnostics diagnostics("s.yaml", {});
  static_cast<void>(parse_yaml(text, {}, diagnostics));
  return to_text(diagnostics.sorted());
}

struct Case {
  std::string_view text;
  std::string_view said;
};

// 10 A4
TEST(YamlStructure, TellsAQuoteOrBracketThatIsNeverClosedAtItsOpening) {
  for (const Case& each : std::vector<Case>{
           {"a: \"hello\nb: 1\n",
            "s.yaml:1:4: this quote is not closed before line 2, which is indented no deeper than its key\n"},
           {"a: 'hello\n\n  b: 1\n", "s.yaml:1:4: this quote is never closed\n"},
           {"a: { b: \"x }\n", "s.yaml:1:9: this quote is never closed\n"},
           {"a: 'it''s\n", "s.yaml:1:4: this quote is never closed\n"},
           {"a: \"x\\\"\n", "s.yaml:1:4: this quote is never closed\n"},
           {"a:\n  b: [1, 2\n  c: 1\n",
            "s.yaml:2:6: '[' is not closed before line 3, which is indented no deeper than its key\n"},
           {"a: { b: [1, { c: 2 }\n", "s.yaml:1:4: '{' is never closed\ns.yaml:1:9: '[' is never closed\n"},
           {"{ a: 1,\nb: 2\n", "s.yaml:1:1: '{' is never closed\n"},
           {"a: [x}\n", "s.yaml:1:6: '}' where the '[' of line 1, column 4, is still open\n"},
           {"a: |\nb: 1\n", "s.yaml:1:4: no text is indented below this '|'\n"},
           {"a: 1\nb: >-\n", "s.yaml:2:4: no text is indented below this '>'\n"},
       }) {
    // yaml-cpp itself reports text that begins on the second line of an open bracket.
    EXPECT_EQ(said_of(each.text).substr(0, each.said.size()), each.said) << each.text;
  }
}

// 10 A4
TEST(YamlStructure, IsNotGuessedAt) {
  const std::string after = "text after the end of a value; is a quote or a bracket wrong?\n";
  const std::string explicit_key = "keys that begin with '?' are not supported; write 'key: value'\n";
  for (const auto& [text, said] : std::vector<std::pair<std::string_view, std::string>>{
           {"a: [1] x\n", "s.yaml:1:8: " + after},
           {"a: \"x\"y\n", "s.yaml:1:7: " + after},
           {"a: { b: 1 } }\n", "s.yaml:1:13: " + after},
           {"a: { b: 1 },\nc: 1\n", "s.yaml:1:12: " + after},
           {"a: \"x\"#c\n", "s.yaml:1:7: a comment needs a blank before its '#'\n"},
           {"a: [1,#c\n  2]\n", "s.yaml:1:7: a comment needs a blank before its '#'\n"},
           {"a: [1,,2]\n", "s.yaml:1:7: a value is missing before this ','\n"},
           {"a: [,1]\n", "s.yaml:1:5: a value is missing before this ','\n"},
           {"a: [udp\n  tcp]\n",
            "s.yaml:2:3: a ',' is missing before this, or quotes around a text of several lines\n"},
           {"a: { b:1 }\n", "s.yaml:1:6: a key needs ': ' and a value after it\n"},
           {"a: { b: 1, c }\n", "s.yaml:1:12: a key needs ': ' and a value after it\n"},
           {"a: 1\nb\n", "s.yaml:2:1: a key needs ': ' and a value after it\n"},
           {"a: 1\n[b]\n", "s.yaml:2:1: a key is wanted here\n"},
           {"a:\n- 1\n - 2\n", "s.yaml:3:2: this line continues the text of line 2; is it indented too far?\n"},
           {"a: x\n  \"y\n", "s.yaml:2:3: this line continues the text of line 1; is it indented too far?\n"},
           {"%YAML 1.2\n---\na: 1\n", "s.yaml:1:1: directives are not supported\n"},
           {"? a\n: 1\n", "s.yaml:1:1: " + explicit_key},
           {"a: { ? b }\n", "s.yaml:1:6: " + explicit_key},
           {"<<: { a: 1 }\n", "s.yaml:1:1: merge keys are not supported; write the values out\n"},
           {"a: { <<: { b: 1 } }\n", "s.yaml:1:6: merge keys are not supported; write the values out\n"},
           {"a: !\n", "s.yaml:1:4: the tag '!' is not supported; leave it out\n"},
           {"a: 1\n---\nb: 2\n", "s.yaml:2:1: a second document begins here; a scenario is one document\n"},
           {"a: 1\n...\nb: 2\n", "s.yaml:3:1: a second document begins here; a scenario is one document\n"},
           {"\xEF\xBB\xBF\xEF\xBB\xBF"
            "a: 1\n",
            "s.yaml:1:1: more than one byte order mark\n"},
           {"a: \xEF\xBB\xBFx\n", "s.yaml:1:4: a byte order mark, which may only stand at the very beginning\n"},
           {"a: 1\rb: 2\n", "s.yaml:1:5: a control character\n"},
           {"a: x\xC2\x85y\n", "s.yaml:1:5: a control character\n"},
       }) {
    EXPECT_EQ(said_of(text), said) << text;
  }
}

// 10 A4
TEST(YamlStructure, IsReadWhereItIsWhole) {
  for (const std::string_view text : {
           "a: it's\nb: 5\" disk\nc: x \"y\" z # \"\n",
           "a: [it's, 5\"] # [\n# {\nb: 1\n",
           "a: \"one\n  two\"\nb: 'it''s\n  two'\n",
           "a: text of\n   several lines\n   and 'quotes' too\nb: 1\n",
           "a: {\n  b: 1,\n  # comment {\n  c: [2,\n  3],\n}\nd: 1\n",
           "a: |\n   x: \"\n   {\n\n   # y\nb: 1\n",
           "a: >2-\n    x\n   y\nb: 1\n",
           "a:\n  - |\n   x\n  - b: |\n     \"\n    c: 1\n",
           "a: |\n  the last of all",
           "a: http://x:80/y # c\nb: [http://x:80/y, \"c\"]\n",
           "\"a\": {\"b\":[1,{\"c\":2}],\"d\":\"e\"}\n",
           "a: { b: , c: 1 }\n",
           "a: {}\nb: []\n",
           "a:\r\n  - \"b\r\n    c\"\r\n",
           "---\na: 1\n...\n",
           "a: { \"<<\": 1 }\n",
       }) {
    EXPECT_EQ(said_of(text), "") << text;
  }
}

// Good YAML that could be mistaken for bad by counting quotes, brackets and indentation.
constexpr std::string_view kGoodTexts[]{
    // Comment lines at any indentation.
    "fleet: {\n# a comment\n  homes: { count: 1 }\n}\n",
    "a: {\n  b: 1,\n\n# it's \"{\n\n  c: [2,\n # d\n    3 # e\n# f\n  ] }\ng: 1\n",
    "a: [\n  { b: 1 },\n# { c: 2 },\n  { d: 3 }\n]\n",
    "a: {\r\n# c\r\n\r\n  b: 1\r\n# d\r\n}\r\ne: 1\r\n",
    "a: [\n# c\n# d\n]\nb: {\n  # c\n}\n",
    "a: { b: x, c: y\n# c\n  # d\n  , e: 1 }\n",
    "a:\n  b: {\n# c\n    d: 1,\n  # e\n    f: \"# g\"\n}\n",
    "# c\na: 1\n  # c\nb:\n# c\n  c: 1\n    # c\n  d: 2\n# c",
    "a:\n  b: |\n    x # y\n    # z\n\n# c\n  c: 1\n",
    "a: |\n  x\n # c\nb: 1\n",
    "a: | # c\n  x\n",
    "a:    # c\n  b\n",
    "a: [1, # it's \"c\n    2]\n",
    "a: x#y\nb: \"x\"  # y\nc: [1]  # y\n",
    // Block scalars and line ends.
    "a: |\r\n  x\r\n\r\n  y\r\n# c\r\nb: 1\r\n",
    "a: |+\n\n  x\n\nb: >\n  x\n   y\n\n  z\n",
    "a: |2\n    x\n   y\nb: 1\n",
    "a:\n\n  b: 1\n   \n\n  c: 2\n",
    // Texts of several lines.
    "a: one\n\n  two # c\nb: 1\n",
    "a: one\n  two's \"three\"\n  (four) http://x/#y\nb: 1\n",
    "a: \"one # two\n\n  # three\n  it's \\\" four \\\\\"\nb: 1\n",
    "a: 'one # two\n  \"three\" it''s\n  # four'\nb: 1\n",
    "a: \"one \\\r\n  two\"\r\nb: 1\r\n",
    "a:\n  one\n  two\nb:\n  \"three\n  four\"\nc:\n  { d: 1,\n    e: 2 }\n",
    "a: { b: \"x\n    y\", c: 'z\n\n    z' }\n",
    // Quotes, brackets and colons within a text.
    "a: 'it''s'\nb: \"\\\"\"\nc: '\"'\nd: \"'\"\ne: ''\nf: \"\"\n",
    "it's: 1\nb\"c: 2\n",
    "'it''s': 1\n\"a b\": 2\n\"a: b\": 3\n",
    "a: http://x/y#z\nb: [http://x/y#z, \"z#\"]\nc: { d: http://x:80/y#z }\n",
    "a: see {b} and [c], {d:e}\nb: x, y; 100%\nc: a<b>c|d & e *f !\n",
    "a: { b: -5, c: :x, d: -x }\ne: -5\nf: ?x\ng: :x\nh: 12:30:00\n",
    // Brackets and lists.
    "a: { \"b\":1, 'c':2, d: [e, f], }\n",
    "{ a: 1,\nb: 2\n}\n",
    "a: [x, y\n]\nb: { c: { d: [\n      1,\n      2\n    ]\n  }\n}\n",
    "a: [[1, 2], [3]]\nb: [{ c: 1 }, { d: 2 }]\n",
    "a:\n- 1\n- b: 2\n  c: 3\nd: 1\n",
    "- one\n  two\n-\n  - 1\n- - 2\n  - 3\n- a: 1\n  b: 2\n-   c: 1\n    d: 2\n",
    "--- # c\na: 1\n... # c\n",
    "a : 1\nb  :   2\nc: ~\nd:\te\t# f\n",
};

// 10 A4
TEST(YamlStructure, OfGoodTextsIsAcceptedByTheCheckAndByYamlCpp) {
  for (const std::string_view text : kGoodTexts) EXPECT_EQ(said_of(text), "") << text;
}

// 10 A4
TEST(YamlStructure, TakesNoLineOfAQuoteForAComment) {
  EXPECT_EQ(said_of("a: { b: \"x\n# y\", c: 1 }\n"),
            "s.yaml:1:9: this quote is not closed before line 2, which is indented no deeper than its key\n");
  EXPECT_EQ(said_of("a: { b: 1\n# c }\nd: 1\n"),
            "s.yaml:1:4: '{' is not closed before line 3, which is indented no deeper than its key\n");
}

struct Counts {
  std::size_t cases = 0;
  std::size_t expectations = 0;
  std::size_t faults = 0;
  std::size_t groups = 0;
};

std::optional<Counts> counts_of(const std::string& yaml, const std::string& path) {
  const ScenarioCasesResult cases = read_scenario_cases(yaml, path);
  if (!cases) return std::nullopt;
  const Scenario& first = cases->front().scenario;
  return Counts{cases->size(), first.expectations.size(), first.faults.size(), first.fleet.size()};
}

constexpr std::string_view kQuotesAndBrackets = "\"'[]{}";

// 10 A4
TEST(YamlStructure, OfTheCatalogIsMissedWhereASingleSignOfItIs) {
  for (const std::filesystem::path& path : catalog_files()) {
    const std::string yaml = text_of(path);
    const std::optional<Counts> whole = counts_of(yaml, path.string());
    ASSERT_TRUE(whole) << path;
    for (std::size_t at = yaml.find_first_of(kQuotesAndBrackets); at != std::string::npos;
         at = yaml.find_first_of(kQuotesAndBrackets, at + 1)) {
      std::string without = yaml;
      without.erase(at, 1);
      const std::optional<Counts> counts = counts_of(without, path.string());
      if (!counts) continue;
      EXPECT_EQ(counts->cases, whole->cases) << path << " without byte " << at;
      EXPECT_EQ(counts->expectations, whole->expectations) << path << " without byte " << at;
      EXPECT_EQ(counts->faults, whole->faults) << path << " without byte " << at;
      EXPECT_EQ(counts->groups, whole->groups) << path << " without byte " << at;
    }
  }
}

// 10 A4
TEST(YamlStructure, OfTheCatalogIsCompleteOrRefusedWhereverTheFileIsCut) {
  for (const std::filesystem::path& path : catalog_files()) {
    const std::string yaml = text_of(path);
    for (std::size_t at = yaml.find_first_of(kQuotesAndBrackets); at != std::string::npos;
         at = yaml.find_first_of(kQuotesAndBrackets, at + 1)) {
      for (const std::size_t end : {at, at + 1}) {
        const std::string cut = yaml.substr(0, end);
        if (!counts_of(cut, path.string())) continue;
        // If the shortened document is complete, it must not hide a key that follows it.
        const auto line = std::count(cut.begin(), cut.end(), '\n') + 2;
        const ScenarioCasesResult more = read_scenario_cases(cut + "\nno-such-key: 1\n", path.string());
        ASSERT_FALSE(more.ok()) << path << " cut at byte " << end;
        EXPECT_EQ(to_text(more.error()),
                  path.string() + ":" + std::to_string(line) + ":1: unknown key 'no-such-key' in the scenario\n");
      }
    }
  }
}

// 10 A4
TEST(YamlStructure, OfAPlanIsWholeWhateverItsTextsAre) {
  for (const std::string_view text : {"\xEF\xBB\xBFx", "a\xC2\x85\xC2\x9F\xC2\xA0z", "\r\n\t\x7F", "'\"\\ # { [ |",
                                      "${x}", "\xC3\xA9\xE2\x82\xAC", "- x: y"}) {
    Diagnostics diagnostics("plan.yaml", {});
    const std::optional<YamlNode> root = parse_yaml("a: { b: " + quote(text) + " }\n", {}, diagnostics);
    ASSERT_TRUE(root) << to_text(diagnostics.sorted());
    std::string escaped(text);
    // Text that looks like a parameter is escaped.
    if (text == "${x}") escaped = "$${x}";
    EXPECT_EQ(root->find("a")->find("b")->text, escaped);
  }
}

// 10 A4
TEST(YamlStructure, IsLookedAtInIncludedFilesAndOverridesToo) {
  const ReadFile read = [](const std::string&, std::size_t) -> Result<std::string> {
    return std::string("profiles: { slow: { user_agent: \"x } }\nexpect: []\n");
  };
  const ScenarioResult including =
      read_scenario("include: models.yaml\nscenario: s\nfleet: { homes: { count: 1 } }\n", "s.yaml", {}, read);
  ASSERT_FALSE(including.ok());
  EXPECT_EQ(to_text(including.error()),
            "models.yaml:1:33: this quote is not closed before line 2, which is indented "
            "no deeper than its key\n");
  EXPECT_EQ(faults_of(kEverything, {"description=\"x"}), "--set description: this quote is never closed\n");
  EXPECT_EQ(faults_of(kEverything, {"fleet.homes={ count: 3"}), "--set fleet.homes: '{' is never closed\n");
  EXPECT_EQ(faults_of(kEverything, {"description=it's \"x"}), "");
}

}  // namespace
}  // namespace dialtone
