// prov_server as a process: its output, requests over a real socket, and its end.
#include <Poco/URI.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include "tests/tools/command.h"
#include "tests/tools/folder.h"
#include "tests/tools/socket_client.h"
#include "tests/tools/user_database.h"

namespace dialtone {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr const char* kRefusal =
    "<provision-response version=\"1.0\"><refusal>not-authorized</refusal></provision-response>";

std::string request_document(const std::string& serial_number) {
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><provision-request version=\"1.0\"><header>"
         "<xml-version>1.0</xml-version><product-description>ATA-2</product-description>"
         "<customer-number>C100001</customer-number></header><body><device><serial-number>" +
         serial_number +
         "</serial-number><mac-address>02-d1-a1-00-00-01</mac-address><ip-address>10.0.0.42</ip-address>"
         "</device></body></provision-request>";
}

std::string http(const std::string& line, const std::string& body = "") {
  return line + " HTTP/1.1\r\nHost: prov.example.net\r\nConnection: close\r\n" +
         (body.empty() ? "" : "Content-Length: " + std::to_string(body.size()) + "\r\n") + "\r\n" + body;
}

std::string query(const std::string& document) {
  std::string encoded;
  Poco::URI::encode(document, "<>?=&+/\"#%: ", encoded);
  return "/provision?document=" + encoded;
}

class ProvServer : public testing::Test {
 protected:
  ProvServer() : database_(make_user_database(folder_)), server_("prov_server", arguments(), folder_.path()) {
    endpoint_ = server_.wait_for_line("listening http ");
    port_ = port_of(endpoint_);
  }

  std::vector<std::string> arguments() const {
    return {"serve", "--database", database_, "--listen", "127.0.0.1:0", "--events", "events.jsonl"};
  }
  void expect_serving() {
    EXPECT_THAT(ask_tcp(port_, http("GET /provision", request_document("DT0000000001"))),
                StartsWith("HTTP/1.1 200 OK\r\n"));
  }
  void end(int signal, int exit_code) {
    server_.signal(signal);
    EXPECT_EQ(server_.wait(), exit_code) << server_.err();
    EXPECT_EQ(server_.err(), "");
  }

  Folder folder_;
  std::string database_;
  Command server_;
  std::string endpoint_;
  int port_ = 0;
};

TEST_F(ProvServer, ServesADocumentInTheBodyTheQueryOrAPost) {
  const std::string document = request_document("DT0000000001");
  for (const std::string& request :
       {http("GET /provision", document), http("GET " + query(document)), http("POST /provision", document)}) {
    const std::string answer = ask_tcp(port_, request);
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 200 OK\r\n"));
    EXPECT_THAT(answer, HasSubstr("\r\nCache-Control: no-store\r\n"));
    EXPECT_THAT(answer, HasSubstr("\r\nContent-Type: application/xml; charset=utf-8\r\n"));
    EXPECT_THAT(answer, HasSubstr("<mac-address>02:D1:A1:00:00:01</mac-address>"));
    EXPECT_THAT(answer, HasSubstr("<device-name>line100001</device-name>"));
  }
  const std::string stranger = ask_tcp(port_, http("GET /provision", request_document("DT0000000099")));
  EXPECT_THAT(stranger, StartsWith("HTTP/1.1 403 Forbidden\r\n"));
  EXPECT_THAT(stranger, EndsWith(kRefusal));
  end(SIGTERM, 0);
  const std::string events = read_file(folder_.path() / "events.jsonl");
  EXPECT_THAT(events, HasSubstr("\"event\":\"provision.refused\""));
  EXPECT_THAT(events, Not(HasSubstr("password")));
  EXPECT_EQ(server_.out(), "listening http " + endpoint_ + "\n");
}

TEST_F(ProvServer, GoesOnServingAfterWhatItCannotUnderstand) {
  const struct {
    std::string request;
    std::string answer;
  } bad[] = {
      {"\x16\x03\x01\x02 hello\r\n\r\n", "HTTP/1.1 400 "},
      {http("GET /provision", "<provision-request"), "HTTP/1.1 400 "},
      {http("GET /provision", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"), "HTTP/1.1 400 "},
      {http("GET " + query("a"), "b"), "HTTP/1.1 400 "},
      {"GET /provision HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", "HTTP/1.1 400 "},
      {http("GET /elsewhere"), "HTTP/1.1 404 "},
      {http("DELETE /provision"), "HTTP/1.1 405 "},
      {http("POST /provision", std::string(70'000, ' ')), "HTTP/1.1 413 "},
      {http("GET /provision?document=" + std::string(9'000, 'a')), "HTTP/1.1 414 "}};
  for (const auto& [request, answer] : bad) {
    EXPECT_THAT(ask_tcp(port_, request), StartsWith(answer)) << request.substr(0, 100);
  }
  send_tcp(port_, "GET /provision HTTP/1.1\r\nContent-Len");
  send_tcp(port_, "");
  send_tcp(port_, std::string(1'000, '\0'));
  expect_serving();
  end(SIGTERM, 0);
}

TEST_F(ProvServer, IsInterruptedByControlC) { end(SIGINT, 130); }

TEST_F(ProvServer, SaysWhatItAwaitsWhenItIsAsked) {
  server_.signal(SIGQUIT);
  EXPECT_TRUE(server_.wait_until([&] { return server_.err().find("awaits a connection") != std::string::npos; }));
  expect_serving();
  server_.signal(SIGTERM);
  EXPECT_EQ(server_.wait(), 0);
}

TEST_F(ProvServer, APortInUseIsOneLineAndThree) {
  Command second("prov_server", {"serve", "--database", database_, "--listen", endpoint_}, folder_.path());
  EXPECT_EQ(second.wait(), 3);
  EXPECT_EQ(second.out(), "");
  EXPECT_THAT(second.err(), HasSubstr(endpoint_));
  EXPECT_EQ(line_count(second.err()), 1U) << second.err();
  expect_serving();
}

TEST_F(ProvServer, ServesWhileAnotherProgramWritesItsDatabase) {
  OtherProgram other(database_);
  other.execute("BEGIN IMMEDIATE");
  expect_serving();
  other.execute("COMMIT");
  end(SIGTERM, 0);
}

TEST(ProvServerCommand, ADatabaseThatCannotBeUsedIsOneLineAndThree) {
  const Folder folder;
  for (const auto& [file, reason] : unusable_databases(folder)) {
    Command command("prov_server", {"serve", "--database", file, "--listen", "127.0.0.1:0"}, folder.path());
    EXPECT_EQ(command.wait(), 3) << file;
    EXPECT_EQ(command.out(), "");
    EXPECT_THAT(command.err(), StartsWith("prov_server: " + file + ": "));
    EXPECT_THAT(command.err(), HasSubstr(reason));
    EXPECT_EQ(line_count(command.err()), 1U) << command.err();
  }
}

TEST(ProvServerCommand, ADatabaseThatAnotherKeepsLockedIsOneLineAndThree) {
  const Folder folder;
  const std::string database = make_user_database(folder);
  OtherProgram other(database);
  other.execute("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE");
  Command command("prov_server", {"serve", "--database", database, "--listen", "127.0.0.1:0"}, folder.path());
  EXPECT_EQ(command.wait(), 3);
  EXPECT_THAT(command.err(), HasSubstr("locked"));
  EXPECT_EQ(line_count(command.err()), 1U) << command.err();
}

TEST(ProvServerCommand, LeavesTheModeOfWhatIsNoDatabaseOfOurs) {
  const Folder folder;
  const std::string notes = folder.write("notes.txt", "Dear diary");
  std::filesystem::permissions(notes, std::filesystem::perms(0644));
  std::filesystem::create_directory(folder.path() / "place");
  std::filesystem::permissions(folder.path() / "place", std::filesystem::perms(0755));
  for (const std::string& file : {notes, folder.file("place")}) {
    const unsigned before = mode_of(file);
    Command import("prov_server", {"subscribers", "import", "--database", file, "-"}, folder.path(),
                   "serial_number,mac_address,customer_number,product,device_name,domain,call_agent_address\n");
    EXPECT_EQ(import.wait(), 3) << import.err();
    EXPECT_EQ(mode_of(file), before) << file;
  }
}

TEST(ProvServerCommand, GeneratesNothingThatImportRefuses) {
  const Folder folder;
  for (const std::string domain : {"bad domain", "", "-x"}) {
    Command generate("prov_server", {"subscribers", "generate", "--count", "1", "--domain=" + domain}, folder.path());
    EXPECT_EQ(generate.wait(), 2) << domain;
    EXPECT_EQ(generate.out(), "") << domain;
    EXPECT_EQ(line_count(generate.err()), 1U) << generate.err();
  }
}

TEST(ProvServerCommand, WrongUsageIsTwo) {
  const Folder folder;
  const std::vector<std::vector<std::string>> bad = {
      {},
      {"dance"},
      {"serve"},
      {"serve", "--database", "a.db", "--bogus"},
      {"serve", "--database", "a.db", "--listen", "nowhere"},
      {"serve", "--database", "a.db", "--path", "provision"},
      {"subscribers"},
      {"subscribers", "list"},
      {"subscribers", "generate", "--count", "no", "--domain", "d"},
  };
  for (const std::vector<std::string>& arguments : bad) {
    Command command("prov_server", arguments, folder.path());
    EXPECT_EQ(command.wait(), 2) << testing::PrintToString(arguments);
    EXPECT_EQ(command.out(), "");
    EXPECT_NE(command.err(), "");
  }
}

TEST(ProvServerCommand, TakesWhatGenerateWritesAndListsNoPassword) {
  const Folder folder;
  const std::string database = make_user_database(folder);
  EXPECT_EQ(mode_of(database), 0600U);
  Command exported("prov_server", {"subscribers", "export", "--database", database, "all.csv"}, folder.path());
  EXPECT_EQ(exported.wait(), 0) << exported.err();
  EXPECT_EQ(mode_of(folder.path() / "all.csv"), 0600U);
  const std::string csv = read_file(folder.path() / "all.csv");
  const std::size_t row = csv.find("line100001,voip.example.net,sip,udp,");
  ASSERT_NE(row, std::string::npos) << csv;
  const std::size_t password = csv.find(",line100001,", row) + std::string_view(",line100001,").size();
  Command list("prov_server", {"subscribers", "list"}, folder.path(), "", {"DIALTONE_DATABASE=" + database});
  EXPECT_EQ(list.wait(), 0) << list.err();
  EXPECT_THAT(list.out(), HasSubstr("line100001@voip.example.net"));
  EXPECT_THAT(list.out(), Not(HasSubstr(csv.substr(password, csv.find(',', password) - password))));
}

}  // namespace
}  // namespace dialtone
