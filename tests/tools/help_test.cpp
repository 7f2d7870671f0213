// Every command says what it takes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/tools/command.h"
#include "tests/tools/folder.h"

namespace dialtone {
namespace {

using testing::HasSubstr;

TEST(Help, IsPrintedWhereverItIsAskedFor) {
  struct Asked {
    std::string command;
    std::vector<std::string> words;
    std::string told;
  };
  const Folder folder;
  for (const Asked& asked : std::vector<Asked>{{"prov_server", {"--help"}, "--audit-keep D  "},
                                               {"prov_server", {"serve", "--help"}, "--audit-keep D  "},
                                               {"prov_server", {"subscribers", "--help"}, "generate"},
                                               {"prov_server", {"subscribers", "import", "--help"}, "generate"},
                                               {"call_agent_sim", {"serve", "--help"}, "--database"},
                                               {"dialtone", {"suite", "--help"}, "--set KEY=VALUE"}}) {
    Command command(asked.command, asked.words, folder.path());
    EXPECT_EQ(command.wait(), 0) << asked.command << testing::PrintToString(asked.words);
    EXPECT_THAT(command.out(), HasSubstr(asked.told));
    EXPECT_EQ(command.err(), "");
  }
}

}  // namespace
}  // namespace dialtone
