#include "call_agent_sim/service/serve_options.h"

#include <gtest/gtest.h>

#include <chrono>
#include <map>

namespace dialtone {
namespace {

using namespace std::chrono_literals;
using Arguments = std::vector<std::string>;
using Algorithms = std::vector<digest::Algorithm>;

Result<CallAgentServeOptions> parse(const Arguments& arguments,
                                    const std::map<std::string, std::string>& variables = {}) {
  return parse_call_agent_options(arguments, [&](const std::string& variable) {
    const auto found = variables.find(variable);
    return found == variables.end() ? std::nullopt : std::optional(found->second);
  });
}

TEST(ServeOptions, HaveTheContractsDefaults) {
  const Result<CallAgentServeOptions> options = parse({"--database", "users.db"});
  ASSERT_TRUE(options);
  EXPECT_EQ(options->database, "users.db");
  EXPECT_EQ(options->events, "");
  ASSERT_EQ(options->agent.listen.size(), 1U);
  EXPECT_EQ(to_text(options->agent.listen[0]), "127.0.0.1:5060");
  EXPECT_EQ(options->agent.keep_bindings, "");
  EXPECT_EQ(options->agent.probe_period, 0s);
  EXPECT_FALSE(options->agent.registrar.lockout.rule);
  EXPECT_EQ(options->agent.registrar.algorithms, (Algorithms{digest::Algorithm::kMd5, digest::Algorithm::kSha256}));
}

TEST(ServeOptions, AreReadInBothForms) {
  const Result<CallAgentServeOptions> options = parse({"--database=u.db",
                                                       "--sip",
                                                       "127.0.0.1:0",
                                                       "--sip=[::1]:5070",
                                                       "--realm",
                                                       "r",
                                                       "--nonce-lifetime=30s",
                                                       "--min-expires",
                                                       "2m",
                                                       "--max-expires=1h",
                                                       "--max-contacts",
                                                       "3",
                                                       "--when-full=replace-oldest",
                                                       "--keep-bindings=/var/lib/b.txt",
                                                       "--probe",
                                                       "30s",
                                                       "--digest-algorithms=SHA-256,MD5",
                                                       "--lockout=5/10m",
                                                       "--lockout-exempt",
                                                       "10.0.0.0/8",
                                                       "--lockout-exempt=::1",
                                                       "--events",
                                                       "-"});
  ASSERT_TRUE(options) << options.error().reason;
  EXPECT_EQ(options->agent.listen.size(), 2U);
  EXPECT_EQ(to_text(options->agent.listen[1]), "[::1]:5070");
  EXPECT_EQ(options->agent.registrar.realm, "r");
  EXPECT_EQ(options->agent.registrar.nonce_lifetime, 30s);
  EXPECT_EQ(options->agent.registrar.min_expires, 2min);
  EXPECT_EQ(options->agent.registrar.max_expires, 1h);
  EXPECT_EQ(options->agent.registrar.max_contacts, 3U);
  EXPECT_EQ(options->agent.registrar.when_full, WhenFull::kReplaceOldest);
  EXPECT_EQ(options->agent.keep_bindings, "b.txt");
  EXPECT_EQ(options->bindings_folder, "/var/lib/");
  EXPECT_EQ(options->agent.probe_period, 30s);
  EXPECT_EQ(options->agent.registrar.algorithms, (Algorithms{digest::Algorithm::kSha256, digest::Algorithm::kMd5}));
  EXPECT_EQ(options->agent.registrar.lockout.rule, (LockoutRule{5, 10min}));
  ASSERT_EQ(options->agent.registrar.lockout.exempt.size(), 2U);
  EXPECT_EQ(to_text(options->agent.registrar.lockout.exempt[0]), "10.0.0.0/8");
  EXPECT_EQ(options->events, "-");
}

TEST(ServeOptions, TakeAFileOfBindingsInTheFolderThatTheyStandIn) {
  const Result<CallAgentServeOptions> options = parse({"--database=u.db", "--keep-bindings=b.txt"});
  ASSERT_TRUE(options);
  EXPECT_EQ(options->agent.keep_bindings, "b.txt");
  EXPECT_EQ(options->bindings_folder, ".");
}

TEST(ServeOptions, ComeFromTheEnvironmentWhereTheyAreNotGiven) {
  const Result<CallAgentServeOptions> options =
      parse({"--realm", "mine"},
            {{"DIALTONE_DATABASE", "u.db"}, {"DIALTONE_REALM", "theirs"}, {"DIALTONE_MAX_CONTACTS", "7"}});
  ASSERT_TRUE(options) << options.error().reason;
  EXPECT_EQ(options->database, "u.db");
  EXPECT_EQ(options->agent.registrar.realm, "mine");
  EXPECT_EQ(options->agent.registrar.max_contacts, 7U);
}

TEST(ServeOptions, AreRefusedWithWhatIsWrong) {
  const std::pair<Arguments, std::string> bad[] = {
      {{}, "--database FILE is missing"},
      {{"serve"}, "'serve' is no option"},
      {{"--database"}, "option '--database' lacks its value"},
      {{"--database", "a", "--database", "b"}, "option '--database' is given twice"},
      {{"--port", "1"}, "unknown option '--port'"},
      {{"--sip", "localhost"}, "--sip is \"localhost\", not an address and a port such as 127.0.0.1:5060"},
      {{"--max-contacts", "0"}, "--max-contacts is \"0\", not a number from 1 to 1000"},
      {{"--max-contacts", "1001"}, "--max-contacts is \"1001\", not a number from 1 to 1000"},
      {{"--max-contacts", "2x"}, "--max-contacts is \"2x\", not a number from 1 to 1000"},
      {{"--keep-bindings", "/tmp/"}, "--keep-bindings is \"/tmp/\", not a file's name"},
      {{"--probe", "0s"}, "--probe is \"0s\", not a duration above zero such as 90s or 1h"},
      {{"--probe", "10ms"}, "--probe is \"10ms\", not a duration of at least 1s"},
      {{"--when-full", "explode"}, "--when-full is \"explode\", not reject or replace-oldest"},
      {{"--nonce-lifetime", "0s"}, "--nonce-lifetime is \"0s\", not a duration above zero such as 90s or 1h"},
      {{"--lockout", "5"},
       "--lockout is \"5\", not a number of wrong secrets from 1 to 100 and a time from 1s to 24h such as 5/10m"},
      {{"--lockout-exempt", "office"},
       "--lockout-exempt is \"office\", not an address or a network such as 10.0.0.0/8"},
      {{"--database", "a", "--lockout-exempt", "10.0.0.0/8"}, "--lockout-exempt has no --lockout beside it"},
      {{"--database", "a", "--min-expires", "2h", "--max-expires", "1h"}, "--min-expires is above --max-expires"},
  };
  for (const auto& [arguments, reason] : bad) {
    const Result<CallAgentServeOptions> options = parse(arguments);
    ASSERT_FALSE(options) << reason;
    EXPECT_EQ(options.error().reason, reason);
  }
  EXPECT_EQ(parse({"--database", "a"}, {{"DIALTONE_SIP", "x"}}).error().reason,
            "--sip is \"x\", not an address and a port such as 127.0.0.1:5060");
}

}  // namespace
}  // namespace dialtone
