// Places that not even root can write, such as /proc and /sys: exit code 3 and one line.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/tools/command.h"
#include "tests/tools/folder.h"
#include "tests/tools/user_database.h"

namespace dialtone {
namespace {

// 10 D22
TEST(ReadOnly, IsAnEnvironmentThatFailed) {
  const Folder folder;
  const std::string scenario = catalog("first-light");
  const std::string database = make_user_database(folder);
  Command exported("prov_server", {"subscribers", "export", "--database", database, "users.csv"}, folder.path());
  ASSERT_EQ(exported.wait(), 0) << exported.err();
  const std::string users = folder.file("users.csv");
  const struct {
    std::string program;
    std::vector<std::string> words;
  } tried[] = {
      {"dialtone", {"run", scenario, "--out", "/sys/run"}},
      {"dialtone", {"run", scenario, "--out", "/proc/run/below"}},
      {"dialtone", {"run", scenario, "--repeat", "2", "--out", "/sys/run"}},
      {"dialtone", {"suite", scenario, "--out", "/sys/suite"}},
      {"dialtone", {"suite", scenario, "--out", "suite", "--junit-xml", "/sys/junit.xml"}},
      {"prov_server", {"serve", "--database", database, "--events", "/sys/events"}},
      {"prov_server", {"subscribers", "import", "--database", "/sys/users.db", users}},
      {"prov_server", {"subscribers", "export", "--database", database, "/sys/users.csv"}},
      {"prov_server", {"subscribers", "generate", "--count", "1", "--domain", "d.example", "/sys/users.csv"}},
      {"call_agent_sim", {"serve", "--database", database, "--events", "/sys/events"}},
      {"call_agent_sim", {"serve", "--database", database, "--keep-bindings", "/sys/bindings"}},
      {"device_sim", {"--provisioning-url", "http://127.0.0.1:1/", "--subscribers", users, "--events", "/sys/events"}},
      {"device_sim",
       {"--provisioning-url", "http://127.0.0.1:1/", "--subscribers", users, "--summary", "/sys/summary"}},
      {"device_sim", {"--provisioning-url", "http://127.0.0.1:1/", "--subscribers", users, "--flash", "/sys/flash"}},
  };
  for (const auto& [name, words] : tried) {
    Command command(name, words, folder.path(), "", {"DIALTONE_LISTEN=127.0.0.1:0", "DIALTONE_SIP=127.0.0.1:0"});
    EXPECT_EQ(command.wait(), 3) << name << testing::PrintToString(words) << command.err();
    EXPECT_EQ(line_count(command.err()), 1U) << name << testing::PrintToString(words) << command.err();
  }
  Command here("dialtone", {"run", scenario}, "/sys");
  EXPECT_EQ(here.wait(), 3) << here.err();
  EXPECT_THAT(here.err(), testing::HasSubstr("name another place with --out"));
}

}  // namespace
}  // namespace dialtone
