// Every command prints its help.
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
  for (const Asked& asked :
       std::vector<Asked>{{"prov_server", {"--help"}, "--audit-keep D  "},
                          {"prov_server", {"serve", "--help"}, "--audit-keep D  "},
                          {"prov_server", {"subscribers", "--help"}, "generate"},
                          {"prov_server", {"subscribers", "import", "--help"}, "generate"},
                          {"call_agent_sim", {"serve", "--help"}, "--database"},
                          {"prov_server", {"subscribers", "generate", "--count", "1", "--help"}, "generate"},
                          {"device_sim", {"--count", "1", "--help"}, "--subscribers CSV"},
                          {"dialtone", {"run", "x.yaml", "--help"}, "--set KEY=VALUE"},
                          {"dialtone", {"validate", "--help"}, "--set KEY=VALUE"},
                          {"dialtone", {"suite", "--help"}, "--set KEY=VALUE"}}) {
    Command command(asked.command, asked.words, folder.path());
    EXPECT_EQ(command.wait(), 0) << asked.command << testing::PrintToString(asked.words);
    EXPECT_THAT(command.out(), HasSubstr(asked.told));
    EXPECT_EQ(command.err(), "");
  }
}

// 10 D22
TEST(Help, EveryProgramSaysItsVersion) {
  const Folder folder;
  for (const std::string name : {"dialtone", "prov_server", "call_agent_sim", "device_sim"}) {
    Command command(name, {"--version"}, folder.path());
    EXPECT_EQ(command.wait(), 0) << name;
    EXPECT_THAT(command.out(), testing::MatchesRegex(name + " [0-9]+\\.[0-9]+\\.[0-9]+\n"));
    EXPECT_EQ(command.err(), "");
  }
}

// 10 D22
TEST(Help, WhatWasMeantIsSaidOfOptionsAndCommands) {
  struct Slip {
    std::string command;
    std::vector<std::string> words;
    std::string told;
  };
  const Folder folder;
  for (const Slip& slip : std::vector<Slip>{
           {"dialtone", {"rnu", "x.yaml"}, "there is no command 'rnu'; did you mean 'run'?"},
           {"dialtone", {"run", "x.yaml", "--sed", "7"}, "unknown option '--sed'; did you mean '--seed'?"},
           {"dialtone", {"run", "x.yaml", "-seed", "7"}, "unknown option '-seed'; did you mean '--seed'?"},
           {"dialtone", {"suite", ".", "--juint-xml=x"}, "unknown option '--juint-xml'; did you mean '--junit-xml'?"},
           {"dialtone", {"run", "x.yaml", "--world", "vritual"}, "did you mean 'virtual'?"},
           {"prov_server", {"serv"}, "there is no command 'serv'; did you mean 'serve'?"},
           {"prov_server", {"serve", "--databse", "x"}, "did you mean '--database'?"},
           {"prov_server", {"subscribers", "improt"}, "did you mean 'import'?"},
           {"call_agent_sim", {"serve", "--databas", "x"}, "did you mean '--database'?"},
           {"device_sim", {"--provisioning-ulr", "x"}, "did you mean '--provisioning-url'?"}}) {
    Command command(slip.command, slip.words, folder.path());
    EXPECT_EQ(command.wait(), 2) << slip.told;
    EXPECT_THAT(command.err(), HasSubstr(slip.told));
    EXPECT_EQ(line_count(command.err()), 1U) << command.err();
  }
}

}  // namespace
}  // namespace dialtone
