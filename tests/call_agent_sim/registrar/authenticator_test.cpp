#include "call_agent_sim/registrar/authenticator.h"

#include <chrono>

#include "tests/call_agent_sim/call_agent_world.h"
#include "wire/digest/challenge.h"
#include "wire/digest/credentials.h"

namespace dialtone {
namespace {

using namespace std::chrono_literals;
using digest::Algorithm;

class Authentication : public CallAgentWorld {
 protected:
  std::vector<digest::Challenge> challenges_of(const sip::Message& answer) {
    std::vector<digest::Challenge> challenges;
    for (std::size_t i = 0; i < answer.header_count(); ++i) {
      const sip::Header header = answer.header(i);
      if (header.name == sip::HeaderName::kWwwAuthenticate) {
        challenges.push_back(*digest::parse_challenge(header.value));
      }
    }
    return challenges;
  }
  // Returns a REGISTER that answers the challenge with the count `count`.
  std::string answering(const digest::Challenge& challenge, std::uint32_t count, const RegisterParts& parts = {}) {
    const auto credentials =
        digest::answer(challenge, {parts.line, "secret-" + parts.line}, "REGISTER", parts.uri, "cnonce", count);
    return with(*credentials, parts);
  }
  std::string with(const digest::Credentials& credentials, const RegisterParts& parts = {}) {
    return with_authorization(digest::to_text(credentials), parts);
  }
  std::string with_authorization(const std::string& authorization, RegisterParts parts = {}) {
    parts.cseq = ++cseq_;
    std::string bytes = register_bytes(parts);
    return bytes.insert(bytes.find("Content-Length"), "Authorization: " + authorization + "\r\n");
  }
  digest::Challenge challenge() { return challenges_of(*ask(register_bytes({})))[0]; }
  bool is_stale(const std::optional<sip::Message>& answer) {
    return answer && answer->status() == 401 && challenges_of(*answer)[0].stale;
  }

  std::uint32_t cseq_ = 1;
};

TEST_F(Authentication, OffersMd5AndThenSha256WithOneNonce) {
  start();
  const auto challenges = challenges_of(*ask(register_bytes({})));
  ASSERT_EQ(challenges.size(), 2U);
  EXPECT_EQ(challenges[0].algorithm, Algorithm::kMd5);
  EXPECT_EQ(challenges[1].algorithm, Algorithm::kSha256);
  EXPECT_EQ(challenges[0].nonce, challenges[1].nonce);
}

TEST_F(Authentication, TakesEachAlgorithmThatItOffers) {
  options_.registrar.algorithms = {Algorithm::kSha512_256Sess, Algorithm::kSha512_256, Algorithm::kSha256Sess,
                                   Algorithm::kSha256,         Algorithm::kMd5Sess,    Algorithm::kMd5};
  start();
  const auto challenges = challenges_of(*ask(register_bytes({})));
  ASSERT_EQ(challenges.size(), options_.registrar.algorithms.size());
  std::uint32_t count = 0;
  for (std::size_t i = 0; i < challenges.size(); ++i) {
    EXPECT_EQ(challenges[i].algorithm, options_.registrar.algorithms[i]);
    EXPECT_EQ(ask(answering(challenges[i], ++count))->status(), 200) << i;
  }
}

TEST_F(Authentication, TakesNoAlgorithmThatItDoesNotOffer) {
  options_.registrar.algorithms = {Algorithm::kSha256};
  start();
  digest::Challenge weak = challenge();
  weak.algorithm = Algorithm::kMd5;
  EXPECT_EQ(ask(answering(weak, 1))->status(), 401);
  std::string unnamed = answering(weak, 1);
  unnamed.erase(unnamed.find(", algorithm=MD5"), 15);
  EXPECT_EQ(ask(unnamed)->status(), 401);
  EXPECT_TRUE(events_.named("binding.added").empty());
}

TEST_F(Authentication, TakesTheOldFormOncePerNonce) {
  start();
  digest::Challenge old = challenge();
  old.offers_auth = false;
  EXPECT_EQ(ask(answering(old, 1))->status(), 200);
  const auto again = ask(answering(old, 1));
  EXPECT_TRUE(is_stale(again));
  EXPECT_EQ(ask(answering(challenges_of(*again)[0], 1))->status(), 200);
}

TEST_F(Authentication, TakesEachCountOnce) {
  start();
  const digest::Challenge given = challenge();
  EXPECT_EQ(ask(answering(given, 1))->status(), 200);
  EXPECT_TRUE(is_stale(ask(answering(given, 1))));
  EXPECT_EQ(ask(answering(given, 2))->status(), 200);
  EXPECT_EQ(ask(answering(given, 9))->status(), 200);
  EXPECT_EQ(ask(answering(given, 3))->status(), 200);
  EXPECT_TRUE(is_stale(ask(answering(given, 9))));
  EXPECT_EQ(events_.named("register.challenged").back().fields.at("reason"), "nonce count used before");
}

TEST_F(Authentication, TakesNoCredentialsASecondTimeForWhateverRequest) {
  start();
  const auto credentials =
      digest::answer(challenge(), {"line1", "secret-line1"}, "REGISTER", "sip:voip.example.net", "cnonce", 1);
  EXPECT_EQ(ask(with(*credentials))->status(), 200);
  EXPECT_TRUE(is_stale(ask(with(*credentials, {.contacts = {"<sip:thief@10.6.6.6>"}}))));
  EXPECT_TRUE(is_stale(ask(with(*credentials, {.call_id = "thief", .contacts = {"*"}, .headers = {"Expires: 0"}}))));
  EXPECT_EQ(ask(with(*credentials, {.uri = "sip:10.0.0.1"}))->status(), 400);
  EXPECT_EQ(events_.named("binding.added").size(), 1U);
}

TEST_F(Authentication, TakesNoCredentialsMadeForAnotherMethod) {
  start();
  const auto credentials =
      digest::answer(challenge(), {"line1", "secret-line1"}, "INVITE", "sip:voip.example.net", "cnonce", 1);
  EXPECT_EQ(ask(with(*credentials))->status(), 401);
}

TEST_F(Authentication, RemembersNoCountOfCredentialsThatWereWrong) {
  start();
  const digest::Challenge given = challenge();
  const auto wrong = digest::answer(given, {"line1", "guess"}, "REGISTER", "sip:voip.example.net", "cnonce", 1);
  EXPECT_EQ(ask(with(*wrong))->status(), 401);
  EXPECT_EQ(ask(answering(given, 1))->status(), 200);
}

TEST_F(Authentication, LooksPastCredentialsOfOtherSchemesAndRealms) {
  start();
  const digest::Challenge given = challenge();
  digest::Challenge foreign = given;
  foreign.realm = "elsewhere";
  const auto other = digest::answer(foreign, {"x", "y"}, "REGISTER", "sip:voip.example.net", "cnonce", 1);
  std::string bytes = answering(given, 1);
  bytes.insert(bytes.find("Authorization"),
               "Authorization: Basic eDp5\r\nAuthorization: " + digest::to_text(*other) + "\r\n");
  EXPECT_EQ(ask(bytes)->status(), 200);
  EXPECT_EQ(ask(with_authorization("Basic eDp5"))->status(), 401);
  EXPECT_EQ(ask(with_authorization("Digest nonsense"))->status(), 400);
}

TEST_F(Authentication, KnowsAnothersCredentialsWhateverTheUserIsCalled) {
  start();
  store_.usernames["line2"] = "fritz";
  const digest::Challenge given = challenge();
  const auto fritz = digest::answer(given, {"fritz", "secret-line2"}, "REGISTER", "sip:voip.example.net", "cnonce", 1);
  EXPECT_EQ(ask(with(*fritz))->status(), 403);
  EXPECT_EQ(ask(with(*fritz, {.line = "nobody"}))->status(), 403);
  const auto guess = digest::answer(given, {"fritz", "guess"}, "REGISTER", "sip:voip.example.net", "cnonce", 1);
  EXPECT_EQ(ask(with(*guess))->status(), 401);
  EXPECT_EQ(ask(with(*fritz, {.line = "line2"}))->status(), 200);
}

TEST_F(Authentication, DoesTheSameWorkForAnUnknownAccountAndAWrongPassword) {
  start();
  const digest::Challenge given = challenge();
  std::vector<int> asked;
  std::vector<std::size_t> sizes;
  for (const std::string line : {"line1", "nobody"}) {
    const auto wrong = digest::answer(given, {line, "guess"}, "REGISTER", "sip:voip.example.net", "cnonce", 1);
    const int before = store_.asked;
    EXPECT_EQ(ask(with(*wrong, {.line = line}))->status(), 401);
    asked.push_back(store_.asked - before);
    sizes.push_back(phone_.received().back().bytes.size() - 3 * line.size());
  }
  EXPECT_EQ(asked[0], asked[1]);
}

// 10 C14
TEST_F(Authentication, AnswersAlikeWhetherOneSeveralOrNobodyHasTheName) {
  start();
  RegisterParts parts{.uri = "sip:10.0.0.1", .domain = "10.0.0.1"};
  const digest::Challenge given = challenges_of(*ask(register_bytes(parts)))[0];
  store_.others = {{"a.example.net", "twice", "twice", "secret"}, {"b.example.net", "twice", "twice", "secret"}};
  std::vector<std::size_t> sizes;
  for (const std::string line : {"line1", "nobody", "twice"}) {
    parts.line = line;
    const auto wrong = digest::answer(given, {line, "guess"}, "REGISTER", parts.uri, "cnonce", 1);
    EXPECT_EQ(ask(with(*wrong, parts))->status(), 401);
    sizes.push_back(phone_.received().back().bytes.size() - 2 * line.size());
  }
  EXPECT_EQ(sizes[0], sizes[1]);
  EXPECT_EQ(sizes[0], sizes[2]);
}

TEST_F(Authentication, LeavesStaleOutAndChangesItsAlgorithmsAtRunTime) {
  start();
  RegistrarOptions changed = agent_->registrar_options();
  changed.tells_stale = false;
  changed.algorithms = {Algorithm::kSha512_256};
  changed.nonce_lifetime = 10s;
  const digest::Challenge given = challenge();
  agent_->change(changed);
  run_for(10s);
  const auto answer = ask(with_authorization(
      "Digest username=\"line1\", realm=\"voip.example.net\", nonce=\"" + given.nonce +
      "\", uri=\"sip:voip.example.net\", response=\"00000000000000000000000000000000\", algorithm=SHA-512-256"));
  const auto challenges = challenges_of(*answer);
  ASSERT_EQ(challenges.size(), 1U);
  EXPECT_EQ(challenges[0].algorithm, Algorithm::kSha512_256);
  EXPECT_FALSE(challenges[0].stale);
  EXPECT_EQ(ask(answering(challenges[0], 1))->status(), 200);
}

TEST_F(Authentication, StaysItselfWhenAThousandGuess) {
  start();
  const digest::Challenge given = challenge();
  for (int i = 0; i < 1000; ++i) {
    const auto guess =
        digest::answer(given, {"line1", std::to_string(i)}, "REGISTER", "sip:voip.example.net", "cnonce", 1);
    ASSERT_EQ(ask(with(*guess))->status(), 401);
  }
  EXPECT_EQ(ask(answering(given, 1))->status(), 200);
}

}  // namespace
}  // namespace dialtone
