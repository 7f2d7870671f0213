#include "prov_server/commands/subscribers_command.h"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace dialtone {
namespace {

class SubscribersCommand : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = testing::TempDir() + "dialtone-subscribers-XXXXXX";
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    folder_ = name;
    database_ = folder_ + "/users.db";
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  // Runs the command; returns its output, or `exit N: reason`.
  std::string Run(const std::vector<std::string>& arguments, const std::string& input = "") {
    std::istringstream in(input);
    std::ostringstream out;
    const auto environment = [](const std::string&) -> std::optional<std::string> { return std::nullopt; };
    Result<void, CommandFailure> done =
        run_subscribers_command(arguments, environment, {in, out, terminal_, interrupted_});
    return done ? out.str() : "exit " + std::to_string(done.error().exit_code) + ": " + done.error().reason;
  }

  static unsigned mode_of(const std::string& file) {
    struct stat status{};
    return stat(file.c_str(), &status) == 0 ? status.st_mode & 0777U : 0;
  }

  std::string folder_;
  std::string database_;
  std::ostream* terminal_ = nullptr;
  std::function<bool()> interrupted_;
};

TEST_F(SubscribersCommand, GeneratesImportsListsAndExports) {
  const std::string csv = folder_ + "/generated.csv";
  EXPECT_EQ(Run({"generate", "--count", "3", "--domain", "voip.example.net", "--call-agent", "[::1]:5070", csv}), "");
  EXPECT_EQ(mode_of(csv), 0600U);
  EXPECT_EQ(Run({"import", "--database", database_, csv}), "imported 3 subscribers\n");
  EXPECT_EQ(mode_of(database_), 0600U);
  const std::string listed = Run({"list", "--database", database_});
  EXPECT_TRUE(listed.starts_with("DT0000000001  02:D1:A1:00:00:01  C100001  ")) << listed;
  EXPECT_TRUE(listed.ends_with("\n3 subscribers\n")) << listed;
  const std::string exported = Run({"export", "--database", database_});
  EXPECT_EQ(exported, Run({"generate", "--count=3", "--domain=voip.example.net", "--call-agent=[::1]:5070", "-"}));
  const std::string file = folder_ + "/exported.csv";
  std::ofstream(file) << "old and long enough to be seen behind a shorter text" << std::string(5000, 'x');
  EXPECT_EQ(Run({"export", "--database", database_, file}), "");
  EXPECT_EQ(mode_of(file), 0600U);
  EXPECT_EQ(std::filesystem::file_size(file), exported.size());
  EXPECT_EQ(Run({"import", "--database", database_}, exported), "imported 3 subscribers\n");
}

TEST_F(SubscribersCommand, ShowsHowFarAnImportIs) {
  const std::string csv = Run({"generate", "--count", "2500", "--domain", "voip.example.net"});
  std::ostringstream terminal;
  terminal_ = &terminal;
  EXPECT_EQ(Run({"import", "--database", database_}, csv), "imported 2500 subscribers\n");
  const std::string drawn = terminal.str();
  EXPECT_NE(drawn.find("\rreading [########"), std::string::npos) << drawn;
  EXPECT_NE(drawn.find("\rimporting [################........................]  40 %"), std::string::npos) << drawn;
  EXPECT_NE(drawn.find("\rimporting [########################################] 100 %"), std::string::npos) << drawn;
  EXPECT_TRUE(drawn.ends_with("\r\x1b[K")) << drawn;
}

TEST_F(SubscribersCommand, ImportsNothingWhereItIsInterrupted) {
  const std::string csv = Run({"generate", "--count", "2500", "--domain", "voip.example.net"});
  for (int asked_before = 0; asked_before < 6; ++asked_before) {
    int asked = 0;
    interrupted_ = [&] { return ++asked > asked_before; };
    EXPECT_EQ(Run({"import", "--database", database_}, csv), "exit 130: interrupted; nothing was imported");
  }
  interrupted_ = {};
  if (std::filesystem::exists(database_)) EXPECT_EQ(Run({"list", "--database", database_}), "0 subscribers\n");
}

TEST_F(SubscribersCommand, ListsNoPassword) {
  const std::string header =
      "serial_number,mac_address,customer_number,product,device_name,domain,call_agent_address,"
      "auth_password,enabled\n";
  EXPECT_EQ(Run({"import", "--database", database_, "-"},
                header + "DT1,02D1A1000001,C1,ATA,line1,example.net,10.0.0.1,hush-hush,false\n"),
            "imported 1 subscriber\n");
  EXPECT_EQ(Run({"list", "--database", database_}),
            "DT1  02:D1:A1:00:00:01  C1  ATA  line1@example.net  revision 1  disabled\n1 subscriber\n");
}

TEST_F(SubscribersCommand, SaysWhatIsWrongAndImportsNothing) {
  const std::string bad = Run({"import", "--database", database_}, "serial_number,colour\nDT1,red\n");
  EXPECT_TRUE(bad.starts_with("exit 2: standard input: line 1")) << bad;
  EXPECT_FALSE(std::filesystem::exists(database_));
  EXPECT_TRUE(Run({"list", "--database", database_}).starts_with("exit 3: "));
  EXPECT_TRUE(Run({"import", "--database", database_, folder_ + "/no.csv"}).starts_with("exit 3: cannot read"));
  EXPECT_TRUE(
      Run({"generate", "--count", "1", "--domain", "d", folder_ + "/no/no.csv"}).starts_with("exit 3: cannot write"));
}

TEST_F(SubscribersCommand, RefusesArgumentsThatItDoesNotKnow) {
  const std::vector<std::vector<std::string>> bad = {
      {},
      {"drop"},
      {"list"},
      {"list", "--database", database_, "file"},
      {"export", "--database", database_, "a", "b"},
      {"import", "--count", "1"},
      {"generate", "--count", "1"},
      {"generate", "--domain", "d"},
      {"generate", "--count", "0", "--domain", "d"},
      {"generate", "--count", "16777216", "--domain", "d"},
      {"generate", "--count", "1x", "--domain", "d"},
      {"generate", "--count", "1", "--domain", "d", "--call-agent", "10.0.0.1"},
      {"generate", "--count", "1", "--domain", "d", "--call-agent", "::1:5060"},
      {"generate", "--count", "1", "--domain", "d", "--call-agent", "a:0"},
  };
  for (const std::vector<std::string>& arguments : bad) {
    const std::string said = Run(arguments);
    EXPECT_TRUE(said.starts_with("exit 2: ")) << said << testing::PrintToString(arguments);
  }
}

}  // namespace
}  // namespace dialtone
