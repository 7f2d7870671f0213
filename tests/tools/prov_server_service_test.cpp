// prov_server as a process when something else fails: its database, its audit, its clients.
#include <Poco/Net/SocketAddress.h>
#include <Poco/Net/StreamSocket.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "tests/tools/command.h"
#include "tests/tools/folder.h"
#include "tests/tools/socket_client.h"
#include "tests/tools/user_database.h"

namespace dialtone {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

const std::string kDocument =
    "<provision-request version=\"1.0\"><header><xml-version>1.0</xml-version><product-description>ATA-2"
    "</product-description><customer-number>C100001</customer-number></header><body><device><serial-number>DT0000000001"
    "</serial-number><mac-address>02d1a1000001</mac-address><ip-address>10.0.0.42</ip-address></device></body>"
    "</provision-request>";

std::string get(const std::string& headers = "") {
  return "GET /provision HTTP/1.1\r\nHost: prov\r\n" + headers + "Content-Length: " + std::to_string(kDocument.size()) +
         "\r\n\r\n" + kDocument;
}

// Returns another program's reading of the file; empty if it cannot read.
std::string ask_database(const std::string& file, const std::string& query) {
  sqlite3* database = nullptr;
  std::string answer;
  if (sqlite3_open_v2(file.c_str(), &database, SQLITE_OPEN_READWRITE, nullptr) == SQLITE_OK) {
    const auto keep = [](void* place, int, char** values, char**) {
      *static_cast<std::string*>(place) = values[0] == nullptr ? "" : values[0];
      return 0;
    };
    sqlite3_exec(database, query.c_str(), keep, &answer, nullptr);
  }
  sqlite3_close(database);
  return answer;
}

class ProvServerService : public testing::Test {
 protected:
  ProvServerService() : database_(make_user_database(folder_)) {}

  void start(std::vector<std::string> more = {}) {
    std::vector<std::string> arguments = {"serve",       "--database", database_,     "--listen",
                                          "127.0.0.1:0", "--events",   "events.jsonl"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    server_.emplace("prov_server", arguments, folder_.path());
    port_ = port_of(server_->wait_for_line("listening http "));
  }
  std::string ask(const std::string& headers = "") { return ask_tcp(port_, get(headers)); }
  // Asks repeatedly until the answer has that status; returns false after kPatience.
  bool ask_until(const std::string& status) {
    return server_->wait_until([&] { return ask().starts_with("HTTP/1.1 " + status + " "); });
  }
  void replace(const std::string& from, const std::string& to) {
    for (const char* suffix : {"", "-wal", "-shm"}) {
      if (std::filesystem::exists(from + suffix)) std::filesystem::rename(from + suffix, to + suffix);
    }
  }
  void end() {
    server_->signal(SIGTERM);
    EXPECT_EQ(server_->wait(), 0) << server_->err();
  }
  std::string events() const { return read_file(folder_.path() / "events.jsonl"); }

  Folder folder_;
  std::string database_;
  std::optional<Command> server_;
  int port_ = 0;
};

TEST_F(ProvServerService, IsUnavailableWhileItsDatabaseIsAway) {
  start();
  EXPECT_THAT(ask(), StartsWith("HTTP/1.1 200 "));
  replace(database_, database_ + ".away");
  EXPECT_TRUE(ask_until("503"));
  EXPECT_THAT(ask(), HasSubstr("\r\nRetry-After: 5\r\n"));
  replace(database_ + ".away", database_);
  EXPECT_TRUE(ask_until("200"));
  end();
}

TEST_F(ProvServerService, ServesFromTheDatabaseThatTookThePlaceOfItsOwn) {
  const Folder elsewhere;
  const std::string other = make_user_database(elsewhere);
  OtherProgram(other).execute("UPDATE subscribers SET serial_number = 'X' || serial_number");
  start();
  EXPECT_THAT(ask(), StartsWith("HTTP/1.1 200 "));
  std::filesystem::rename(other, database_);
  EXPECT_TRUE(ask_until("403"));
  end();
}

TEST_F(ProvServerService, KeepsItsAuditWhenItIsKilled) {
  start();
  for (int i = 0; i < 5; ++i) EXPECT_THAT(ask(), StartsWith("HTTP/1.1 200 "));
  const std::string audit = database_ + "-audit";
  const std::string count = "SELECT count(*) FROM audit WHERE outcome = 'accepted' AND serial_number = 'DT0000000001'";
  EXPECT_TRUE(server_->wait_until([&] { return ask_database(audit, count) == "5"; }));
  server_->signal(SIGKILL);
  server_->wait();
  EXPECT_EQ(ask_database(audit, count), "5");
  EXPECT_EQ(ask_database(audit, "PRAGMA integrity_check"), "ok");
  EXPECT_EQ(mode_of(audit), 0600U);
  start();
  EXPECT_THAT(ask(), StartsWith("HTTP/1.1 200 "));
  end();
  EXPECT_EQ(ask_database(audit, count), "6");
}

TEST_F(ProvServerService, ForgetsWhatItsAuditNeedNotKeep) {
  start();
  ask();
  end();
  const std::string audit = database_ + "-audit";
  OtherProgram(audit).execute("UPDATE audit SET time = time - 86400000");
  start({"--audit-keep", "23h"});
  EXPECT_TRUE(server_->wait_until([&] { return ask_database(audit, "SELECT count(*) FROM audit") == "0"; }));
  end();
}

TEST_F(ProvServerService, ServesWhereNoAuditCanBeKept) {
  std::filesystem::create_directory(database_ + "-audit");
  start();
  EXPECT_THAT(ask(), StartsWith("HTTP/1.1 200 "));
  EXPECT_TRUE(server_->wait_until([&] { return events().find("\"event\":\"audit.failed\"") != std::string::npos; }));
  EXPECT_THAT(ask(), StartsWith("HTTP/1.1 200 "));
  end();
}

TEST_F(ProvServerService, EndsAtOnceBesideHalfSentRequests) {
  start();
  std::vector<Poco::Net::StreamSocket> clients;
  for (const std::string& part : {std::string(), std::string("GET /prov"), get().substr(0, get().size() - 1)}) {
    clients.emplace_back(Poco::Net::SocketAddress("127.0.0.1", static_cast<Poco::UInt16>(port_)));
    clients.back().sendBytes(part.data(), static_cast<int>(part.size()));
  }
  EXPECT_THAT(ask(), StartsWith("HTTP/1.1 200 "));
  const auto begin = std::chrono::steady_clock::now();
  end();
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(4));
}

TEST_F(ProvServerService, LimitsAnAddressAndBelievesATrustedProxy) {
  start({"--limit", "1/m", "--trust-proxy", "127.0.0.0/8"});
  EXPECT_THAT(ask("X-Forwarded-For: 192.0.2.1\r\n"), StartsWith("HTTP/1.1 200 "));
  EXPECT_THAT(ask("X-Forwarded-For: 192.0.2.2\r\n"), StartsWith("HTTP/1.1 200 "));
  const std::string limited = ask("X-Forwarded-For: 192.0.2.1\r\n");
  EXPECT_THAT(limited, StartsWith("HTTP/1.1 429 Too Many Requests\r\n"));
  EXPECT_THAT(limited, HasSubstr("\r\nRetry-After: "));
  end();
  EXPECT_THAT(events(), HasSubstr("\"event\":\"provision.limited\",\"peer\":\"192.0.2.1\""));
}

TEST_F(ProvServerService, ChallengesWithTheDigestsThatItIsTold) {
  OtherProgram(database_).execute(
      "UPDATE subscribers SET provision_authentication = 'digest', provision_username = 'u', provision_password = "
      "'hush'");
  start({"--digest-algorithms", "SHA-512-256,MD5"});
  const std::string answer = ask();
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 401 Unauthorized\r\n"));
  EXPECT_LT(answer.find("algorithm=SHA-512-256"), answer.find("algorithm=MD5"));
  EXPECT_THAT(answer, Not(HasSubstr("Basic")));
  EXPECT_THAT(ask("Authorization: Basic dTpodXNo\r\n"), StartsWith("HTTP/1.1 401 "));
  end();
  EXPECT_THAT(events(), Not(HasSubstr("hush")));
  EXPECT_THAT(events(), Not(HasSubstr("dTpodXNo")));
}

TEST_F(ProvServerService, ServesOthersBesideManyWhoSayNothing) {
  start();
  std::vector<Poco::Net::StreamSocket> idle;
  for (int i = 0; i < 400; ++i) {
    idle.emplace_back(Poco::Net::SocketAddress("127.0.0.1", static_cast<Poco::UInt16>(port_)));
    if (i % 2 == 0) idle.back().sendBytes("G", 1);
  }
  for (int i = 0; i < 20; ++i) EXPECT_THAT(ask(), StartsWith("HTTP/1.1 200 "));
  end();
}

}  // namespace
}  // namespace dialtone
