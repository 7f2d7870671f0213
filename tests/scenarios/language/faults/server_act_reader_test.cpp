// Wrong acts of servers and proxies are reported with their place.
#include <gtest/gtest.h>

#include <string>

#include "tests/scenarios/language/plan/scenario_samples.h"

namespace dialtone {
namespace {

// Returns the diagnostics of an act, which begins in column 8 of line 5.
std::string said_of_act(const std::string& act, const std::string& target = "provisioning") {
  return faults_of("scenario: s\nfleet: { homes: { count: 1 } }\nproxies: { cafe: {} }\nfaults: { f: { target: " +
                   target + ",\n  do: { " + act + " } } }\n");
}

TEST(ServerActReader, TakesHeadersOfAnySizeInTurnAndRepeated) {
  for (const std::string header : {"{ size: 64k }", "{ value: a, size: 1M }", "{ value: a, repeat: 1000 }",
                                   "{ cycle: [1, 100] }", "{ cycle: ['', a] }", "{ value: a }"}) {
    EXPECT_EQ(said_of_act("edit: { headers: { A: " + header + " } }"), "") << header;
    EXPECT_EQ(said_of_act("answer: { status: 503, headers: { A: " + header + " } }"), "") << header;
    EXPECT_EQ(said_of_act("request: { headers: { A: " + header + " } }", "cafe"), "") << header;
  }
  EXPECT_EQ(said_of_act("edit: { headers: { A: { size: 30000, repeat: 2 } } }", "call_agent"), "");
}

TEST(ServerActReader, TellsWrongHeaders) {
  const auto header = [](const std::string& text, const std::string& target = "provisioning") {
    return said_of_act("edit: { headers: { A: " + text + " } }", target);
  };
  EXPECT_EQ(header("{}"), "s.yaml:5:31: a header has a value, a cycle or a size\n");
  EXPECT_EQ(header("{ repeat: 2 }"), "s.yaml:5:31: a header has a value, a cycle or a size\n");
  EXPECT_EQ(header("{ value: a, cycle: [a, b] }"), "s.yaml:5:31: 'value' and 'cycle' are one or the other\n");
  EXPECT_EQ(header("{ cycle: [a] }"), "s.yaml:5:40: 'cycle' must have from 2 to 100 values\n");
  EXPECT_EQ(header("{ cycle: a }"), "s.yaml:5:40: 'cycle' must be a list, not 'a'\n");
  EXPECT_EQ(header("{ cycle: [a, [b]] }"), "s.yaml:5:44: 'cycle' is a list of values\n");
  EXPECT_EQ(header("{ size: 64kB }"),
            "s.yaml:5:39: 'size' must be a size such as 300, 64k or 1M, from 1 to 16M, not '64kB'\n");
  EXPECT_EQ(header("{ size: 0 }"),
            "s.yaml:5:39: 'size' must be a size such as 300, 64k or 1M, from 1 to 16M, not '0'\n");
  EXPECT_EQ(header("{ size: 17M }"),
            "s.yaml:5:39: 'size' must be a size such as 300, 64k or 1M, from 1 to 16M, not '17M'\n");
  EXPECT_EQ(header("{ value: a, repeat: 1001 }"),
            "s.yaml:5:51: 'repeat' must be a whole number from 1 to 1000, not '1001'\n");
  EXPECT_EQ(header("{ size: 1M, repeat: 17 }"), "s.yaml:5:31: 'A' has 17825792 bytes, and may have 16777216\n");
  EXPECT_EQ(header("{ size: 64k }", "call_agent"), "s.yaml:5:31: 'A' has 65536 bytes, and may have 60000\n");
  EXPECT_EQ(header("{ cycle: [a, b], size: 4 }"), "s.yaml:5:48: 'cycle' and 'size' are one or the other\n");
  EXPECT_EQ(header("{ cycle: [a, b], repeat: 2 }"), "s.yaml:5:48: 'cycle' and 'repeat' are one or the other\n");
  EXPECT_EQ(header("{ cycle: [a, a] }"), "s.yaml:5:40: 'cycle' must have different values, not 'a' only\n");
  EXPECT_EQ(header("{ value: abcde, size: 4 }"),
            "s.yaml:5:47: 'value' has 5 bytes, more than 'size', which fills it up\n");
  EXPECT_EQ(header("{ value: abcd, size: 4 }"), "");
  EXPECT_EQ(header("{ siez: 64k, value: a }"), "s.yaml:5:33: unknown key 'siez' in 'A'; did you mean 'size'?\n");
}

TEST(ServerActReader, TellsWrongAnswersInTurn) {
  EXPECT_EQ(said_of_act("answer: { status: { cycle: [503, 200] }, body: { cycle: [a, b] } }"), "");
  EXPECT_EQ(said_of_act("answer: { status: { cycle: [503, 600] } }"),
            "s.yaml:5:42: 'cycle' must be a whole number from 200 to 599, not '600'\n");
  EXPECT_EQ(said_of_act("answer: { status: { cycle: [503] } }"),
            "s.yaml:5:36: 'cycle' must have from 2 to 100 values\n");
  EXPECT_EQ(said_of_act("answer: { status: { cycle: [503, 503] } }"),
            "s.yaml:5:36: 'cycle' must have different values, not '503' only\n");
  EXPECT_EQ(said_of_act("answer: { status: { cycel: [503, 200] } }"),
            "s.yaml:5:29: unknown key 'cycel' in 'status'; did you mean 'cycle'?\n");
  EXPECT_EQ(said_of_act("answer: { status: { cycle: [603, 200] } }", "call_agent"), "");
}

TEST(ServerActReader, TellsWrongFraming) {
  EXPECT_EQ(said_of_act("edit: { framing: chunked, connection: kept }"), "");
  EXPECT_EQ(said_of_act("edit: { framing: { length: 10 } }", "cafe"), "");
  EXPECT_EQ(
      said_of_act("edit: { framing: chunkd }"),
      "s.yaml:5:26: 'framing' must be chunked, no-length or { length: N }, not 'chunkd'; did you mean 'chunked'?\n");
  EXPECT_EQ(said_of_act("edit: { framing: {} }"), "s.yaml:5:26: 'length' is missing in 'framing'\n");
  EXPECT_EQ(said_of_act("edit: { framing: { length: -1 } }"),
            "s.yaml:5:36: 'length' must be a whole number from 0 to 1073741824, not '-1'\n");
  EXPECT_EQ(said_of_act("edit: { connection: open }"),
            "s.yaml:5:29: 'connection' must be one of kept, closed, not 'open'\n");
  EXPECT_EQ(said_of_act("edit: { framing: chunked }", "call_agent"), "s.yaml:5:17: unknown key 'framing' in 'edit'\n");
}

TEST(ServerActReader, TellsWrongTimesAndRealmsInTurn) {
  const auto registrar = [](const std::string& text) {
    return said_of_act("registrar: { " + text + " }", "call_agent");
  };
  EXPECT_EQ(registrar("granted_expires: 1m"), "");
  EXPECT_EQ(registrar("granted_expires: { from: 60s, by: -1s }"), "");
  EXPECT_EQ(registrar("granted_expires: { cycle: [60s, 2m] }"), "");
  EXPECT_EQ(registrar("realm: [one, other.example.net]"), "");
  const std::string forms = "'granted_expires' in turn has from and by, or a cycle\n";
  EXPECT_EQ(registrar("granted_expires: {}"), "s.yaml:5:39: " + forms);
  EXPECT_EQ(registrar("granted_expires: { from: 60s }"), "s.yaml:5:39: " + forms);
  EXPECT_EQ(registrar("granted_expires: { from: 60s, by: 1s, cycle: [1s, 2s] }"), "s.yaml:5:39: " + forms);
  EXPECT_EQ(registrar("granted_expires: { from: 60s, by: 0s }"), "s.yaml:5:56: 'by' changes nothing\n");
  EXPECT_EQ(registrar("granted_expires: { from: 60s, by: 1ms }"),
            "s.yaml:5:56: 'by' must be whole seconds, not '1ms'\n");
  EXPECT_EQ(registrar("granted_expires: { from: 60s, by: -9000h }"),
            "s.yaml:5:56: 'by' must be a duration from -8784h to 8784h such as 90s or -1h, not '-9000h'\n");
  EXPECT_EQ(registrar("granted_expires: { cycle: [60s, 1m] }"),
            "s.yaml:5:48: 'cycle' must have different values, not '1m' only\n");
  EXPECT_EQ(registrar("realm: [one, one]"), "s.yaml:5:29: 'realm' must have different values, not 'one' only\n");
  EXPECT_EQ(registrar("realm: [one, one, other]"), "");
  EXPECT_EQ(registrar(""), "s.yaml:5:20: 'registrar' says what it does otherwise\n");
  EXPECT_EQ(registrar("granted_expires: 1500ms"),
            "s.yaml:5:39: 'granted_expires' must be whole seconds, not '1500ms'\n");
  EXPECT_EQ(registrar("realm: one"), "s.yaml:5:29: 'realm' must be a list, not 'one'\n");
  EXPECT_EQ(registrar("realm: ['a\"b']"), "s.yaml:5:30: 'realm' must be a realm without quotes and \\\n");
}

TEST(ServerActReader, TellsWrongSending) {
  EXPECT_EQ(said_of_act("send: { copies: 2, order: after-next, from: another-port, to: another-device }", "call_agent"),
            "");
  EXPECT_EQ(said_of_act("send: {}", "call_agent"), "s.yaml:5:15: 'send' says how\n");
  EXPECT_EQ(said_of_act("send: { copies: 1 }", "call_agent"),
            "s.yaml:5:25: 'copies' must be a whole number from 2 to 10, not '1'\n");
  EXPECT_EQ(said_of_act("send: { from: other-port }", "call_agent"),
            "s.yaml:5:23: 'from' must be one of another-port, not 'other-port'; did you mean 'another-port'?\n");
  EXPECT_NE(said_of_act("send: { copies: 2 }").find("'send' cannot be done to 'provisioning'"), std::string::npos);
}

}  // namespace
}  // namespace dialtone
