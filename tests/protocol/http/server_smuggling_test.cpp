// Requests that could be read in two ways: each comes over a connection, and the answers are looked at.
#include "tests/wire/http/smuggling_cases.h"

#include "tests/protocol/http/server_story.h"

namespace dialtone {
namespace {

using http::smuggling::SmugglingCase;

class SmugglingAtTheDoor : public HttpServerStory {};

// 10 C16
TEST_F(SmugglingAtTheDoor, GetsNothingBehindARefusedRequestAnswered) {
  for (const SmugglingCase& each : http::smuggling::all_cases()) {
    SCOPED_TRACE(each.name);
    new_world();
    const Seen seen = ask(each.bytes + http::smuggling::kSmuggled);
    const std::vector<http::Response> answers = seen.answers();
    ASSERT_FALSE(answers.empty());
    if (each.status != 0) {
      EXPECT_EQ(answers[0].status, each.status) << seen.bytes;
      EXPECT_EQ(answers.size(), 1U) << seen.bytes;
      EXPECT_TRUE(seen.ended || seen.error) << "the connection is over";
      continue;
    }
    EXPECT_TRUE(answers[0].status == 404 || answers[0].status == 405) << seen.bytes;
    // The connection ends after a request of HTTP/1.0.
    const bool ends = answers[0].headers.has_token("Connection", "close");
    EXPECT_EQ(answers.size(), ends ? 1U : 2U) << seen.bytes;
    if (!ends) EXPECT_EQ(answers.back().status, 404) << "/smuggled is a request of its own";
  }
}

}  // namespace
}  // namespace dialtone
