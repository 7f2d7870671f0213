// Servers on a database that they cannot write, as processes of a user other than root, because root may write
// anything.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <string>
#include <vector>

#include "tests/build_paths.h"
#include "tests/tools/bad_input.h"
#include "tests/tools/command.h"
#include "tests/tools/folder.h"
#include "tests/tools/socket_client.h"
#include "tests/tools/user_database.h"

namespace dialtone {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

class ReadOnlyDatabase : public testing::Test {
 protected:
  ReadOnlyDatabase() : database_(make_user_database(folder_)) {
    allow(home_.path(), 0777);
    allow(database_, 0644);
    allow(folder_.path(), 0555);
  }
  ~ReadOnlyDatabase() override { allow(folder_.path(), 0755); }

  static void allow(const std::filesystem::path& path, mode_t mode) { ASSERT_EQ(::chmod(path.c_str(), mode), 0); }

  // Returns the program that runs as a user other than root, and its arguments.
  std::string program(const std::string& name) const { return ::geteuid() == 0 ? "/usr/bin/setpriv" : name; }
  std::vector<std::string> arguments(const std::string& name, const std::vector<std::string>& of_program) const {
    if (::geteuid() != 0) return of_program;
    // A copy, because the original folder may be closed to other users.
    const std::string copy = home_.file(name);
    std::filesystem::copy_file(std::string(DIALTONE_BIN_DIR) + "/" + name, copy,
                               std::filesystem::copy_options::skip_existing);
    std::vector<std::string> all = {"--reuid=65534", "--regid=65534", "--clear-groups", copy};
    all.insert(all.end(), of_program.begin(), of_program.end());
    return all;
  }
  Command run(const std::string& name, const std::vector<std::string>& of_program, std::string_view input = "") const {
    // In a coverage build, another user cannot add to the counts.
    return Command(program(name), arguments(name, of_program), home_.path(), input, {"LLVM_PROFILE_FILE=/dev/null"});
  }

  Folder folder_;
  Folder home_;  // the working directory of the programs
  std::string database_;
};

// 10 27
TEST_F(ReadOnlyDatabase, IsServedByTheProvisioningServerWhichSaysThatItKeepsNoAudit) {
  Command server = run("prov_server", {"serve", "--database", database_, "--listen", "127.0.0.1:0"});
  const int port = port_of(server.wait_for_line("listening http "));
  EXPECT_THAT(ask_tcp(port, provision_request(1)), StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_THAT(ask_tcp(port, provision_request(4)), StartsWith("HTTP/1.1 403 "));
  // Another program writes the database.
  Command generate("prov_server", {"subscribers", "generate", "--count", "4", "--domain", "voip.example.net"},
                   home_.path());
  ASSERT_EQ(generate.wait(), 0) << generate.err();
  allow(folder_.path(), 0755);
  Command import("prov_server", {"subscribers", "import", "--database", database_, "-"}, home_.path(), generate.out());
  ASSERT_EQ(import.wait(), 0) << import.err();
  allow(database_, 0644);
  EXPECT_TRUE(server.wait_until([&] { return ask_tcp(port, provision_request(4)).starts_with("HTTP/1.1 200 "); }));
  server.signal(SIGTERM);
  EXPECT_EQ(server.wait(), 0) << server.err();
  EXPECT_THAT(server.err(), StartsWith("prov_server: warning: the database is served read-only, and who is given what "
                                       "is not kept until this is mended: " +
                                       database_ + "-audit: the database cannot be made: "));
  EXPECT_EQ(line_count(server.err()), 1U);
}

// 10 27
TEST_F(ReadOnlyDatabase, IsServedByTheCallAgentWithoutAWord) {
  Command server = run("call_agent_sim", {"serve", "--database", database_, "--sip", "127.0.0.1:0"});
  const int port = port_of(server.wait_for_line("listening sip-udp "));
  EXPECT_THAT(ask_udp(port, register_request({.number = 1})), StartsWith("SIP/2.0 401 "));
  server.signal(SIGTERM);
  EXPECT_EQ(server.wait(), 0) << server.err();
  EXPECT_EQ(server.err(), "");
}

// 10 27
TEST_F(ReadOnlyDatabase, IsListedAndExportedAndNotImportedInto) {
  Command list = run("prov_server", {"subscribers", "list", "--database", database_});
  EXPECT_EQ(list.wait(), 0) << list.err();
  EXPECT_THAT(list.out(), HasSubstr("3 subscribers\n"));
  Command exported = run("prov_server", {"subscribers", "export", "--database", database_});
  EXPECT_EQ(exported.wait(), 0) << exported.err();
  EXPECT_EQ(line_count(exported.out()), 4U);
  Command import = run("prov_server", {"subscribers", "import", "--database", database_, "-"}, exported.out());
  EXPECT_EQ(import.wait(), 3);
  EXPECT_EQ(import.err(),
            "prov_server: " + database_ + ": the database is read-only; make it and its folder writable\n");
}

}  // namespace
}  // namespace dialtone
