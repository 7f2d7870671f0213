// call_agent_sim as a process: its output, a registration over a real socket, and its end.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include "tests/tools/command.h"
#include "tests/tools/folder.h"
#include "tests/tools/socket_client.h"
#include "tests/tools/user_database.h"
#include "wire/digest/challenge.h"
#include "wire/digest/credentials.h"

namespace dialtone {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr const char* kDomain = "sip:voip.example.net";

std::string register_request(int cseq, const std::string& authorization = "") {
  const std::string number = std::to_string(cseq);
  return "REGISTER " + std::string(kDomain) +
         " SIP/2.0\r\n"
         "Via: SIP/2.0/UDP 127.0.0.1:9;branch=z9hG4bK-" +
         number +
         ";rport\r\n"
         "Max-Forwards: 70\r\n"
         "From: <sip:line100001@voip.example.net>;tag=here\r\n"
         "To: <sip:line100001@voip.example.net>\r\n"
         "Call-ID: one-boot\r\n"
         "CSeq: " +
         number +
         " REGISTER\r\n"
         "Contact: <sip:line100001@127.0.0.1:9>\r\n"
         "Expires: 600\r\n" +
         (authorization.empty() ? "" : "Authorization: " + authorization + "\r\n") + "Content-Length: 0\r\n\r\n";
}

std::string header_of(const std::string& message, const std::string& name) {
  const std::size_t at = message.find("\r\n" + name + ": ");
  if (at == std::string::npos) return "";
  const std::size_t begin = at + name.size() + 4;
  return message.substr(begin, message.find("\r\n", begin) - begin);
}

class CallAgentCommand : public testing::Test {
 protected:
  CallAgentCommand() : database_(make_user_database(folder_)), server_("call_agent_sim", arguments(), folder_.path()) {
    endpoint_ = server_.wait_for_line("listening sip-udp ");
    port_ = port_of(endpoint_);
  }
  std::vector<std::string> arguments() const {
    return {"serve", "--database", database_, "--sip", "127.0.0.1:0", "--events", "events.jsonl"};
  }
  std::string password() {
    Command exported("prov_server", {"subscribers", "export", "--database", database_}, folder_.path());
    EXPECT_EQ(exported.wait(), 0) << exported.err();
    const std::string key = ",line100001,";
    const std::size_t user = exported.out().rfind(key) + key.size();
    return exported.out().substr(user, exported.out().find(',', user) - user);
  }
  void expect_serving() { EXPECT_THAT(ask_udp(port_, register_request(90)), StartsWith("SIP/2.0 401 ")); }

  Folder folder_;
  std::string database_;
  Command server_;
  std::string endpoint_;
  int port_ = 0;
};

TEST_F(CallAgentCommand, RegistersWhoAnswersItsChallenge) {
  const std::string challenged = ask_udp(port_, register_request(1));
  ASSERT_THAT(challenged, StartsWith("SIP/2.0 401 ")) << server_.err();
  const Result<digest::Challenge> challenge = digest::parse_challenge(header_of(challenged, "WWW-Authenticate"));
  ASSERT_TRUE(challenge);
  EXPECT_EQ(challenge->realm, "voip.example.net");
  const auto wrong = digest::answer(*challenge, {"line100001", "wrong"}, "REGISTER", kDomain, "cnonce", 1);
  EXPECT_THAT(ask_udp(port_, register_request(2, digest::to_text(*wrong))), Not(StartsWith("SIP/2.0 200 ")));
  const auto right = digest::answer(*challenge, {"line100001", password()}, "REGISTER", kDomain, "cnonce", 2);
  const std::string registered = ask_udp(port_, register_request(3, digest::to_text(*right)));
  EXPECT_THAT(registered, StartsWith("SIP/2.0 200 OK\r\n"));
  EXPECT_THAT(header_of(registered, "Contact"), HasSubstr("<sip:line100001@127.0.0.1:9>"));
  EXPECT_THAT(header_of(registered, "Contact"), HasSubstr("expires=600"));
  EXPECT_THAT(header_of(registered, "Via"), HasSubstr("rport="));
  server_.signal(SIGTERM);
  EXPECT_EQ(server_.wait(), 0) << server_.err();
  EXPECT_EQ(server_.out(), "listening sip-udp " + endpoint_ + "\nlistening sip-tcp " + endpoint_ + "\n");
  const std::string events = read_file(folder_.path() / "events.jsonl");
  EXPECT_THAT(events, HasSubstr("\"event\":\"binding.added\""));
  EXPECT_THAT(events, Not(HasSubstr("response=")));
}

TEST_F(CallAgentCommand, SpeaksSipOverTcpOnTheSameNumber) {
  EXPECT_EQ(server_.wait_for_line("listening sip-tcp "), endpoint_);
  const std::string answers = ask_tcp(port_, "\r\n\r\n" + register_request(1) + register_request(2));
  EXPECT_THAT(answers, StartsWith("\r\nSIP/2.0 401 "));
  EXPECT_THAT(answers, HasSubstr("CSeq: 2 REGISTER"));
}

TEST_F(CallAgentCommand, KeepsItsBindingsWhenItIsKilled) {
  const std::vector<std::string> arguments = {"serve",       "--database",      database_,     "--sip",
                                              "127.0.0.1:0", "--keep-bindings", "bindings.txt"};
  for (int life = 0; life < 3; ++life) {
    Command server("call_agent_sim", arguments, folder_.path());
    const int port = port_of(server.wait_for_line("listening sip-udp "));
    const int cseq = 1 + 10 * life;
    const std::string challenged = ask_udp(port, register_request(cseq));
    const auto challenge = digest::parse_challenge(header_of(challenged, "WWW-Authenticate"));
    ASSERT_TRUE(challenge) << challenged;
    const auto right = digest::answer(*challenge, {"line100001", password()}, "REGISTER", kDomain, "cnonce", 1);
    std::string query = register_request(cseq + 1, digest::to_text(*right));
    if (life > 0) query.erase(query.find("Contact:"), query.find("Expires:") - query.find("Contact:"));
    const std::string registered = ask_udp(port, query);
    EXPECT_THAT(registered, StartsWith("SIP/2.0 200 OK\r\n")) << life;
    EXPECT_THAT(header_of(registered, "Contact"), HasSubstr("<sip:line100001@127.0.0.1:9>")) << life;
    server.signal(SIGKILL);
    server.wait();
  }
  const auto permissions = std::filesystem::status(folder_.path() / "bindings.txt").permissions();
  EXPECT_EQ(permissions, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST_F(CallAgentCommand, AFileThatHoldsNoBindingsIsOneLineAndThree) {
  Command second("call_agent_sim",
                 {"serve", "--database", database_, "--sip", "127.0.0.1:0", "--keep-bindings", database_},
                 folder_.path());
  EXPECT_EQ(second.wait(), 3);
  EXPECT_EQ(second.out(), "");
  EXPECT_THAT(second.err(), HasSubstr("--keep-bindings"));
  EXPECT_EQ(line_count(second.err()), 1U) << second.err();
}

TEST_F(CallAgentCommand, GoesOnServingAfterWhatItCannotUnderstand) {
  const std::string whole = register_request(1);
  for (const std::string& datagram : {std::string("\r\n\r\n"), std::string(4, '\0'), std::string("REGISTER"),
                                      std::string(60'000, 'x'), whole.substr(0, whole.size() / 2),
                                      "SIP/2.0 200 OK\r\n\r\n" + whole, std::string("ACK sip:a SIP/2.0\r\n\r\n")}) {
    send_udp(port_, datagram);
  }
  expect_serving();
  server_.signal(SIGTERM);
  EXPECT_EQ(server_.wait(), 0) << server_.err();
}

TEST_F(CallAgentCommand, IsInterruptedByControlCAndDescribesItselfBefore) {
  server_.signal(SIGQUIT);
  EXPECT_TRUE(server_.wait_until([&] { return server_.err().find("awaits a datagram") != std::string::npos; }));
  expect_serving();
  server_.signal(SIGINT);
  EXPECT_EQ(server_.wait(), 130);
}

TEST_F(CallAgentCommand, APortInUseIsOneLineAndThree) {
  Command second("call_agent_sim", {"serve", "--database", database_, "--sip", endpoint_}, folder_.path());
  EXPECT_EQ(second.wait(), 3);
  EXPECT_EQ(second.out(), "");
  EXPECT_THAT(second.err(), HasSubstr(endpoint_));
  EXPECT_EQ(line_count(second.err()), 1U) << second.err();
  expect_serving();
}

TEST(CallAgentUsage, ADatabaseThatCannotBeUsedIsOneLineAndThree) {
  const Folder folder;
  for (const auto& [file, reason] : unusable_databases(folder)) {
    Command command("call_agent_sim", {"serve", "--database", file, "--sip", "127.0.0.1:0"}, folder.path());
    EXPECT_EQ(command.wait(), 3) << file;
    EXPECT_EQ(command.out(), "");
    EXPECT_THAT(command.err(), StartsWith("call_agent_sim: " + file + ": "));
    EXPECT_THAT(command.err(), HasSubstr(reason));
    EXPECT_EQ(line_count(command.err()), 1U) << command.err();
  }
}

TEST(CallAgentUsage, WrongUsageIsTwo) {
  const Folder folder;
  const std::vector<std::vector<std::string>> bad = {{},
                                                     {"dance"},
                                                     {"serve"},
                                                     {"serve", "--database", "a.db", "--bogus"},
                                                     {"serve", "--database", "a.db", "--sip", "x"}};
  for (const std::vector<std::string>& arguments : bad) {
    Command command("call_agent_sim", arguments, folder.path());
    EXPECT_EQ(command.wait(), 2) << testing::PrintToString(arguments);
    EXPECT_EQ(command.out(), "");
    EXPECT_NE(command.err(), "");
  }
}

}  // namespace
}  // namespace dialtone
