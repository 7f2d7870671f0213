#include "prov_server/commands/serve_options.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace dialtone {
namespace {

std::optional<std::string> empty_environment(const std::string&) { return std::nullopt; }

TEST(ServeOptions, HaveTheContractsDefaults) {
  Result<ServeOptions> options = parse_serve_options({"--database", "users.db"}, empty_environment);
  ASSERT_TRUE(options) << options.error().reason;
  EXPECT_EQ(options->database, "users.db");
  EXPECT_EQ(options->events, "");
  EXPECT_EQ(options->server.path, "/provision");
  EXPECT_EQ(options->server.most_document_bytes, 65536U);
  ASSERT_EQ(options->server.listen.size(), 1U);
  EXPECT_EQ(to_text(options->server.listen[0]), "127.0.0.1:8080");
}

TEST(ServeOptions, AreReadFromTheCommandLine) {
  Result<ServeOptions> options = parse_serve_options({"--database", "d", "--listen", "[::1]:0", "--listen=localhost:81",
                                                      "--path", "/p", "--max-document", "2kB", "--events", "-"},
                                                     empty_environment);
  ASSERT_TRUE(options) << options.error().reason;
  ASSERT_EQ(options->server.listen.size(), 2U);
  EXPECT_EQ(to_text(options->server.listen[0]), "[::1]:0");
  EXPECT_EQ(to_text(options->server.listen[1]), "127.0.0.1:81");
  EXPECT_EQ(options->server.path, "/p");
  EXPECT_EQ(options->server.most_document_bytes, 2048U);
  EXPECT_EQ(options->events, "-");
}

TEST(ServeOptions, SayWhoGetsWhat) {
  Result<ServeOptions> defaults = parse_serve_options({"--database", "d"}, empty_environment);
  ASSERT_TRUE(defaults);
  EXPECT_FALSE(defaults->server.limit_interval.has_value());
  EXPECT_TRUE(defaults->server.trusted_proxies.empty());
  EXPECT_FALSE(defaults->server.authentication.lockout.rule);
  using digest::Algorithm;
  EXPECT_EQ(defaults->server.authentication.algorithms, (std::vector{Algorithm::kMd5, Algorithm::kSha256}));
  EXPECT_EQ(defaults->audit_keep, std::chrono::hours(720));
  Result<ServeOptions> options =
      parse_serve_options({"--database", "d", "--limit", "20", "--trust-proxy", "10.0.0.0/8", "--trust-proxy=::1",
                           "--digest-algorithms", "SHA-512-256,MD5-sess", "--audit-keep", "90s", "--lockout", "5/10m",
                           "--lockout-exempt", "10.0.0.0/8", "--lockout-exempt=::1"},
                          empty_environment);
  ASSERT_TRUE(options) << options.error().reason;
  EXPECT_EQ(options->server.limit_interval, std::chrono::milliseconds(50));
  ASSERT_EQ(options->server.trusted_proxies.size(), 2U);
  EXPECT_EQ(to_text(options->server.trusted_proxies[0]), "10.0.0.0/8");
  EXPECT_EQ(options->server.authentication.algorithms, (std::vector{Algorithm::kSha512_256, Algorithm::kMd5Sess}));
  EXPECT_EQ(options->audit_keep, std::chrono::seconds(90));
  EXPECT_EQ(options->server.authentication.lockout.rule, (LockoutRule{5, std::chrono::minutes(10)}));
  ASSERT_EQ(options->server.authentication.lockout.exempt.size(), 2U);
  EXPECT_EQ(to_text(options->server.authentication.lockout.exempt[0]), "10.0.0.0/8");
}

TEST(ServeOptions, KnowWhatOthersCanReach) {
  const auto reachable = [](const std::string& endpoint) {
    return !beyond_loopback({*parse_endpoint(endpoint)}).empty();
  };
  for (const char* local : {"127.0.0.1:80", "127.9.9.9:80", "[::1]:80"}) EXPECT_FALSE(reachable(local)) << local;
  for (const char* open : {"0.0.0.0:80", "[::]:80", "192.0.2.1:80", "[2001:db8::1]:80"}) {
    EXPECT_TRUE(reachable(open)) << open;
  }
}

TEST(ServeOptions, SayWhatIsWrong) {
  const auto reason = [](const std::vector<std::string>& arguments) {
    Result<ServeOptions> options = parse_serve_options(arguments, empty_environment);
    return options ? "" : options.error().reason;
  };
  EXPECT_EQ(reason({}), "--database FILE is required");
  EXPECT_EQ(reason({"--database", "d", "more"}), "'more' is one argument too many");
  EXPECT_EQ(reason({"--database", "d", "--listen", "8080"}), "--listen: '8080' is not an ADDRESS:PORT");
  EXPECT_EQ(reason({"--database", "d", "--path", "p"}), "--path: 'p' has no leading slash");
  EXPECT_EQ(reason({"--database", "d", "--max-document", "0"}), "--max-document: '0' is not a size from 1 to 16MB");
  EXPECT_EQ(reason({"--database", "d", "--lockout-exempt", "10.0.0.0/8"}),
            "--lockout-exempt has no --lockout beside it");
  for (const char* bad :
       {"--lockout=5", "--lockout-exempt=office", "--limit=0", "--limit=x", "--trust-proxy=proxy.example.net",
        "--trust-proxy=10.0.0.0/33", "--digest-algorithms=MD4", "--digest-algorithms=", "--audit-keep=forever"}) {
    const std::string said = reason({"--database", "d", bad});
    const std::string option(bad, std::string_view(bad).find('='));
    EXPECT_TRUE(said.starts_with(option + ": ")) << bad << said;
  }
  EXPECT_EQ(reason({"--database", "d", "--max-document", "9TB"}), "--max-document: '9TB' is not a size from 1 to 16MB");
  EXPECT_EQ(reason({"--database", "d", "--max-document", "16MB"}), "");
  EXPECT_EQ(reason({"--database", "d", "--max-document", "16777217"}),
            "--max-document: '16777217' is not a size from 1 to 16MB");
}

}  // namespace
}  // namespace dialtone
