// The reference lists every struct that has a describe().
#include <gtest/gtest.h>

#include <filesystem>
#include <regex>
#include <set>
#include <string>

#include "tests/build_paths.h"
#include "tests/scenarios/language/plan/scenario_samples.h"

namespace dialtone {
namespace {

namespace fs = std::filesystem;

// Returns the structs X of each `void describe(Keys& keys, X& ...);` in the headers of the language.
std::set<std::string> described_structs() {
  static const std::regex form(R"(\nvoid describe\(Keys& keys, (\w+)& \w+\);)");
  std::set<std::string> structs;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(DIALTONE_SOURCE_DIR "/scenarios/language")) {
    if (entry.path().extension() != ".h") continue;
    const std::string text = text_of(entry.path().string());
    for (std::sregex_iterator found(text.begin(), text.end(), form), end; found != end; ++found) {
      structs.insert((*found)[1]);
    }
  }
  return structs;
}

TEST(DescribedStructs, StandInASectionOfTheReference) {
  // These are described within another section: a retry rule within a profile, a load within a group.
  const std::set<std::string> within{"BackOffRule", "LoadSettings"};
  std::string sections;
  for (const char* file :
       {"reference/language_keys.cpp", "faults/fault_catalog.cpp", "expectations/expectation_keys.h"}) {
    sections += text_of(std::string(DIALTONE_SOURCE_DIR "/scenarios/language/") + file);
  }
  const std::set<std::string> structs = described_structs();
  EXPECT_GT(structs.size(), 10U);
  for (const std::string& each : structs) {
    // Looks for `keys_of(Group())`, `Fault fault;` or a row in the table of expectations.
    const bool is_listed =
        std::regex_search(sections, std::regex("\\b(" + each + "\\(|" + each + " \\w+;|ExpectationRow<" + each + ">)"));
    EXPECT_TRUE(is_listed || within.contains(each)) << each << " has a describe(), and no section lists its keys";
  }
}

}  // namespace
}  // namespace dialtone
