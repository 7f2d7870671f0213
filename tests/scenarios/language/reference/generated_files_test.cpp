// Checks the files in the tree that are generated from the descriptions of keys (scenarios/language/keys/keys.h) and
// the declarations of events (scenarios/language/names/event_forms.h).
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <string>

#include "scenarios/language/reference/event_reference.h"
#include "scenarios/language/reference/reference_text.h"
#include "scenarios/language/reference/scenario_schema.h"
#include "tests/build_paths.h"
#include "tests/scenarios/language/plan/scenario_samples.h"

namespace dialtone {
namespace {

constexpr const char* kCommand =
    "DIALTONE_REWRITE=1 build/release/bin/scenarios_test --gtest_filter='GeneratedFiles.*' writes the file anew";

// Compares the file with the generated text, or writes it if DIALTONE_REWRITE is set.
void expect_file(const std::string& name, const std::string& text) {
  const std::string path = std::string(DIALTONE_SOURCE_DIR "/") + name;
  if (std::getenv("DIALTONE_REWRITE") != nullptr) {
    std::ofstream(path) << text;
    return;
  }
  EXPECT_TRUE(text_of(path) == text) << name << " is not what the descriptions say: " << kCommand;
}

TEST(GeneratedFiles, TheSchemaIsThatOfTheKeys) {
  const std::string by_hand = text_of(DIALTONE_SOURCE_DIR "/scenarios/schema_by_hand.json");
  const std::string schema = scenario_schema(by_hand);
  EXPECT_EQ(schema.find("\"@"), std::string::npos) << "schema_by_hand.json names a map that nobody describes";
  expect_file("scenarios/scenario.schema.json", schema);
}

TEST(GeneratedFiles, TheReferenceIsThatOfTheKeys) { expect_file("docs/reference.md", reference_text()); }

TEST(GeneratedFiles, TheReferenceOfEventsIsThatOfTheirDeclarations) {
  expect_file("docs/events.md", event_reference());
}

}  // namespace
}  // namespace dialtone
