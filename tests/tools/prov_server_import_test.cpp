// `prov_server subscribers import` of very many rows, and its interruption.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <filesystem>
#include <optional>
#include <string>

#include "tests/tools/command.h"
#include "tests/tools/folder.h"
#include "tests/tools/user_database.h"

namespace dialtone {
namespace {

using testing::HasSubstr;

class ProvServerImport : public testing::Test {
 protected:
  ProvServerImport() : database_(make_user_database(folder_)) {}

  void generate(int count) {
    Command generate("prov_server",
                     {"subscribers", "generate", "--count", std::to_string(count), "--domain", "d.example", "many.csv"},
                     folder_.path());
    ASSERT_EQ(generate.wait(), 0) << generate.err();
  }
  // Starts an import and waits until rows have been written.
  void begin_import() {
    import_.emplace("prov_server",
                    std::vector<std::string>{"subscribers", "import", "--database", "users.db", "many.csv"},
                    folder_.path());
    EXPECT_TRUE(import_->wait_until([&] {
      std::error_code missing;
      const auto size = std::filesystem::file_size(database_ + "-wal", missing);
      return !missing && size > 0;
    }));
  }
  // Returns the last line of the list.
  std::string list() {
    Command list("prov_server", {"subscribers", "list", "--database", "users.db"}, folder_.path());
    EXPECT_EQ(list.wait(), 0) << list.err();
    const std::string& out = list.out();
    return out.substr(out.rfind('\n', out.size() - 2) + 1);
  }

  Folder folder_;
  std::string database_;
  std::optional<Command> import_;
};

TEST_F(ProvServerImport, TakesAHundredThousandRows) {
  generate(100'000);
  Command import("prov_server", {"subscribers", "import", "--database", "users.db", "many.csv"}, folder_.path());
  EXPECT_EQ(import.wait(), 0) << import.err();
  EXPECT_EQ(import.out(), "imported 100000 subscribers\n");
  EXPECT_EQ(import.err(), "");
  EXPECT_EQ(list(), "100000 subscribers\n");
}

TEST_F(ProvServerImport, ImportsNothingWhenItIsKilled) {
  generate(150'000);
  begin_import();
  import_->signal(SIGKILL);
  EXPECT_EQ(import_->wait(), 128 + SIGKILL);
  EXPECT_EQ(list(), "3 subscribers\n");
}

TEST_F(ProvServerImport, ImportsNothingWhenItIsInterrupted) {
  generate(150'000);
  for (const int number : {SIGINT, SIGTERM}) {
    begin_import();
    import_->signal(number);
    EXPECT_EQ(import_->wait(), 130);
    EXPECT_EQ(import_->out(), "");
    EXPECT_EQ(import_->err(), "prov_server: interrupted; nothing was imported\n");
    EXPECT_EQ(list(), "3 subscribers\n");
  }
}

TEST_F(ProvServerImport, ImportsWhileAServerServes) {
  generate(2'000);
  Command server("prov_server", {"serve", "--database", "users.db", "--listen", "127.0.0.1:0"}, folder_.path());
  EXPECT_NE(server.wait_for_line("listening http "), "");
  Command import("prov_server", {"subscribers", "import", "--database", "users.db", "many.csv"}, folder_.path());
  EXPECT_EQ(import.wait(), 0) << import.err();
  EXPECT_THAT(import.out(), HasSubstr("imported 2000 subscribers"));
  server.signal(SIGTERM);
  EXPECT_EQ(server.wait(), 0);
}

}  // namespace
}  // namespace dialtone
