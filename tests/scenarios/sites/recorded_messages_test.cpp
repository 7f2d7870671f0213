// What servers record of requests and answers if a scenario has the key `record`.
#include "scenarios/sites/recorded_messages.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "scenarios/engine/run.h"
#include "scenarios/language/plan/scenario_reader.h"
#include "tests/scenarios/engine/engine_samples.h"
#include "tests/scenarios/language/plan/scenario_samples.h"

namespace dialtone {
namespace {

class RecordedMessages : public testing::Test {
 protected:
  RunSummary run(const std::string& sections) {
    const ScenarioResult scenario = read_scenario(
        "scenario: s\nduration: 2m\nfleet: { homes: { count: 2, expires: 1m, authentication: digest } }\n" + sections,
        "s.yaml");
    EXPECT_TRUE(scenario.ok()) << to_text(scenario.error());
    RunOptions options;
    options.directory = folder_.path();
    RunSummary summary = run_plan(make_plan(*scenario), options);
    std::ifstream file(folder_.path() / "events.jsonl");
    events_.clear();
    for (std::string line; std::getline(file, line);) events_.push_back(line);
    return summary;
  }
  // Returns how many lines contain all of these texts.
  std::size_t count(const std::vector<std::string>& texts) const {
    return static_cast<std::size_t>(std::count_if(events_.begin(), events_.end(), [&](const std::string& line) {
      return std::all_of(texts.begin(), texts.end(),
                         [&](const std::string& text) { return line.find(text) != std::string::npos; });
    }));
  }

  TemporaryFolder folder_;
  std::vector<std::string> events_;
};

TEST_F(RecordedMessages, AreTheRequestsOfEachMethod) {
  EXPECT_EQ(run("record: requests\nexpect:\n"
                "  - metric: { request.received: count>=4, of: homes }\n"
                "  - never: { event: request.received, where: { method: OPTIONS } }\n"
                "  - never: { event: request.received, of: call_agent, where: { again: true } }\n")
                .result,
            RunResult::kPassed);
  EXPECT_GE(count({"\"host\":\"call-agent\"", "request.received", "\"method\":\"REGISTER\"", "\"again\":false"}), 4U);
  EXPECT_GE(count({"\"host\":\"provisioning\"", "request.received", "\"method\":\"GET\""}), 2U);
}

TEST_F(RecordedMessages, TellARetransmission) {
  EXPECT_EQ(
      run("record: requests\nfaults:\n"
          "  silent: { target: call_agent, until: 20s, do: { drop: requests } }\n"
          "expect:\n  - eventually: { event: request.received, of: homes, where: { again: true }, within: 20s }\n")
          .result,
      RunResult::kPassed);
}

TEST_F(RecordedMessages, AreTheHeadersThatAreNamed) {
  EXPECT_EQ(
      run("record: [SIP.Contact, SIP.WWW-Authenticate, HTTP.Content-Type]\nexpect:\n"
          "  - eventually: { event: header.received, of_each: homes, where: { header: Contact, method: REGISTER, "
          "value: "
          "\"~sip:line\" }, within: 1m }\n"
          "  - eventually: { event: header.sent, of_each: homes, where: { header: Contact, status: 200 }, within: 1m "
          "}\n"
          "  - eventually: { event: header.sent, of_each: homes, where: { realm: voip.example.net, status: 401 }, "
          "within: "
          "1m }\n"
          "  - eventually: { event: header.sent, of: provisioning, where: { header: Content-Type }, within: 1m }\n")
          .result,
      RunResult::kPassed)
      << (events_.empty() ? "" : events_.front());
  EXPECT_EQ(count({"request.received"}), 0U);
}

TEST_F(RecordedMessages, ShowNoSecret) {
  EXPECT_EQ(
      run("record: [SIP.Authorization, SIP.WWW-Authenticate, HTTP.Authorization, HTTP.WWW-Authenticate]\n").result,
      RunResult::kPassed);
  EXPECT_GE(count({"header.received", "\"Authorization\"", ", *", "realm="}), 4U);
  EXPECT_GE(count({"header.sent", "\"WWW-Authenticate\"", ", *"}), 4U);
  EXPECT_EQ(count({"header.", "nonce="}), 0U);
  EXPECT_EQ(count({"header.", "response="}), 0U);
}

TEST_F(RecordedMessages, AreNoneWithoutTheKey) {
  run("");
  EXPECT_EQ(count({"request.received"}) + count({"header."}), 0U);
}

TEST(ShownValue, HasNoSecret) {
  EXPECT_EQ(shown_value("Via", "SIP/2.0/UDP a;branch=z"), "SIP/2.0/UDP a;branch=z");
  EXPECT_EQ(shown_value("authorization", "Basic dXNlcjpwYXNz"), "Basic *");
  EXPECT_EQ(shown_value("Authorization", "Basic dXNlcjpwYXNzMQ=="), "Basic *");
  EXPECT_EQ(
      shown_value("Proxy-Authorization",
                  "Digest username=\"a\", realm=\"b, c\", nonce=\"d\", uri=\"sip:e\", response=\"f\", nc=00000001"),
      "Digest realm=\"b, c\", uri=\"sip:e\", nc=00000001, *");
  EXPECT_EQ(shown_value("WWW-Authenticate", "Digest realm=\"a\", nonce=\"b\", Basic realm=\"c\""),
            "Digest realm=\"a\", Basic realm=\"c\", *");
  EXPECT_EQ(shown_value("Set-Cookie", "session=secret"), "*");
}

TEST(RecordedNames, AreRequestsAndHeadersOfAProtocol) {
  const std::string fleet = "scenario: s\nfleet: { homes: { count: 1 } }\n";
  for (const char* good :
       {"requests", "[requests, SIP.Contact]", "[HTTP.Via]", "SIP.X-Own", "SIP.contact", "HTTP.Date", "SIP.v"}) {
    EXPECT_EQ(faults_of(fleet + "record: " + good + "\n"), "") << good;
  }
  for (const auto& [bad, said] : std::vector<std::pair<std::string, std::string>>{
           {"request", "'request' is not requests, SIP.HEADER or HTTP.HEADER; did you mean 'requests'?"},
           {"[SPI.Contact]", "'SPI.Contact' is not requests, SIP.HEADER or HTTP.HEADER; did you mean 'SIP.Contact'?"},
           {"SIP.Contct", "'SIP.Contct' names no known header; did you mean 'SIP.Contact'?"},
           {"[HTTP.Set-Coookie]", "'HTTP.Set-Coookie' names no known header; did you mean 'HTTP.Set-Cookie'?"},
           {"SIP.", "'SIP.' names no header, such as SIP.Via"},
           {"\"HTTP.a b\"", "'HTTP.a b' names no header, such as HTTP.Via"},
           {"[]", "'record' is a name or a list of names"},
           {"[[requests]]", "'record' must be requests, a header such as SIP.Via, or a list of these, not a list"},
           {"{ requests: true }",
            "'record' must be requests, a header such as SIP.Via, or a list of these, not a map"}}) {
    EXPECT_NE(faults_of(fleet + "record: " + bad + "\n").find(said), std::string::npos)
        << faults_of(fleet + "record: " + bad + "\n");
  }
}

}  // namespace
}  // namespace dialtone
