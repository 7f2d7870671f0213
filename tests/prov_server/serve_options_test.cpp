#include "prov_server/serve_options.h"

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
  EXPECT_EQ(reason({"--database", "d", "--max-document", "9TB"}), "--max-document: '9TB' is not a size from 1 to 16MB");
}

}  // namespace
}  // namespace dialtone
