#include <chrono>

#include "tests/call_agent_sim/call_agent_world.h"
#include "wire/digest/challenge.h"
#include "wire/digest/credentials.h"

namespace dialtone {
namespace {

using namespace std::chrono_literals;
using Texts = std::vector<std::string>;

class Registration : public CallAgentWorld {};

TEST_F(Registration, ChallengesAStrangerWithoutAskingTheDatabase) {
  start();
  const auto answer = ask(register_bytes({}));
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status(), 401);
  const Result<digest::Challenge> challenge = digest::parse_challenge(challenge_of(*answer));
  ASSERT_TRUE(challenge);
  EXPECT_EQ(challenge->realm, "voip.example.net");
  EXPECT_TRUE(challenge->offers_auth);
  EXPECT_FALSE(challenge->stale);
  EXPECT_EQ(store_.asked, 0);
  EXPECT_EQ(events_.named("register.challenged").size(), 1U);
}

TEST_F(Registration, BindsAContactForWhoeverKnowsThePassword) {
  start();
  const sip::Message answer = enroll({});
  EXPECT_EQ(answer.status(), 200);
  EXPECT_EQ(contacts_of(answer), Texts{"<sip:line1@10.0.0.42:5060>;expires=3600"});
  const auto added = events_.named("binding.added");
  ASSERT_EQ(added.size(), 1U);
  EXPECT_EQ(added[0].host, "call_agent");
  EXPECT_EQ(added[0].fields.at("aor"), "sip:line1@voip.example.net");
  EXPECT_EQ(added[0].fields.at("contact"), "sip:line1@10.0.0.42:5060");
  EXPECT_EQ(added[0].fields.at("peer"), "10.0.0.42:5060");
}

TEST_F(Registration, TellsNobodyWhichAccountsThereAre) {
  start();
  RegisterParts wrong;
  wrong.password = "guess";
  RegisterParts unknown = wrong;
  unknown.line = "nobody";
  unknown.call_id = "call-2";
  for (const RegisterParts& parts : {wrong, unknown}) {
    const sip::Message answer = enroll(parts);
    EXPECT_EQ(answer.status(), 401);
    const Result<digest::Challenge> challenge = digest::parse_challenge(challenge_of(answer));
    ASSERT_TRUE(challenge);
    EXPECT_FALSE(challenge->stale);
    EXPECT_EQ(challenge->realm, "voip.example.net");
  }
  EXPECT_TRUE(events_.named("binding.added").empty());
}

TEST_F(Registration, RefusesAnothersAddressOfRecord) {
  start();
  RegisterParts parts;
  parts.username = "line2";
  EXPECT_EQ(enroll(parts).status(), 403);
  parts.password = "guess";
  parts.call_id = "call-2";
  EXPECT_EQ(enroll(parts).status(), 401);
  EXPECT_TRUE(events_.named("binding.added").empty());
}

TEST_F(Registration, ThatTakesAnyPasswordTakesNoOtherUser) {
  options_.registrar.quirks = {RegistrarQuirk::kAcceptsAnyPassword};
  start();
  RegisterParts parts;
  parts.password = "guess";
  EXPECT_EQ(enroll(parts).status(), 200);
  parts.username = "line2";
  parts.call_id = "call-2";
  EXPECT_EQ(enroll(parts).status(), 401);
  parts.password = "secret-line2";
  parts.call_id = "call-3";
  EXPECT_EQ(enroll(parts).status(), 403);
}

TEST_F(Registration, ThatIgnoresExpiresStillCallsAnIntervalTooBrief) {
  options_.registrar.quirks = {RegistrarQuirk::kIgnoresExpires};
  start();
  RegisterParts parts;
  parts.headers = {"Expires: 10"};
  EXPECT_EQ(enroll(parts).status(), 423);
  parts.headers = {"Expires: 600"};
  parts.call_id = "call-2";
  EXPECT_EQ(contacts_of(enroll(parts)), Texts{"<sip:line1@10.0.0.42:5060>;expires=3600"});
}

TEST_F(Registration, ThatStoresNothingStillRefusesWhatIsWrong) {
  options_.registrar.quirks = {RegistrarQuirk::kStoresNothing};
  start();
  RegisterParts parts;
  EXPECT_EQ(enroll(parts).status(), 200);
  parts.headers = {"Expires: 10"};
  parts.call_id = "call-2";
  EXPECT_EQ(enroll(parts).status(), 423);
  EXPECT_TRUE(events_.named("binding.added").empty());
}

TEST_F(Registration, ThatKeepsWhatIsRemovedStillRefusesAContactThatIsListedTwice) {
  options_.registrar.quirks = {RegistrarQuirk::kKeepsRemovedBindings};
  start();
  RegisterParts parts;
  EXPECT_EQ(enroll(parts).status(), 200);
  parts.contacts = {"<sip:line1@10.0.0.42:5060>;expires=0", "<sip:line1@10.0.0.42:5060>"};
  parts.cseq = 20;
  EXPECT_EQ(enroll(parts).status(), 400);
}

TEST_F(Registration, TakesNoEmptyCredentialsForAnAccountThatDoesNotExist) {
  start();
  RegisterParts parts;
  parts.line = "nobody";
  std::string bytes = register_bytes(parts);
  digest::Challenge challenge;
  challenge.realm = parts.domain;
  challenge.nonce = fetch_nonce();
  const auto credentials = digest::answer(challenge, {"", ""}, "REGISTER", parts.uri, "cnonce", 1);
  bytes.insert(bytes.find("Content-Length"), "Authorization: " + digest::to_text(*credentials) + "\r\n");
  EXPECT_EQ(ask(bytes)->status(), 401);
  EXPECT_TRUE(events_.named("binding.added").empty());
}

TEST_F(Registration, TakesNoOtherUserNameThanTheAccounts) {
  start();
  std::string bytes = register_bytes({.cseq = 2}, fetch_nonce());
  bytes.replace(bytes.find("username=\"line1\""), 16, "username=\"someone\"");
  EXPECT_EQ(ask(bytes)->status(), 401);
}

TEST_F(Registration, RefusesCredentialsOfAnotherTarget) {
  start();
  const std::string nonce = fetch_nonce();
  std::string bytes = register_bytes({.cseq = 2}, nonce);
  bytes.replace(bytes.find("uri=\"sip:voip"), 13, "uri=\"sip:evil");
  EXPECT_EQ(ask(bytes)->status(), 400);
}

TEST_F(Registration, TakesItsOwnAddressForTheDomainOfTheRequestUri) {
  start();
  RegisterParts parts;
  parts.uri = "sip:10.0.0.1:5060";
  EXPECT_EQ(enroll(parts).status(), 200);
}

TEST_F(Registration, TakesItsOwnAddressForTheDomainOfTheRealm) {
  options_.registrar.realm = "voip.example.net";
  start();
  RegisterParts parts;
  parts.uri = "sip:10.0.0.1";
  parts.domain = "10.0.0.1";
  EXPECT_EQ(enroll(parts).status(), 200);
  EXPECT_EQ(events_.named("binding.added").at(0).fields.at("aor"), "sip:line1@voip.example.net");
}

TEST_F(Registration, RefusesTargetsThatAreNotItsOwn) {
  start();
  const std::pair<std::string, int> targets[] = {
      {"sip:other.example.net", 404}, {"sip:10.0.0.2", 404}, {"tel:+1555", 416}, {"nonsense", 400}};
  for (const auto& [uri, status] : targets) {
    RegisterParts parts;
    parts.uri = uri;
    EXPECT_EQ(ask(register_bytes(parts))->status(), status) << uri;
  }
}

struct Interval {
  Duration minimum;
  Texts headers;
  std::string contact;
  int status;
  std::string expected;  // the Min-Expires of a 423, the Contact of a 200
};

TEST_F(Registration, GrantsTheIntervalThatItsOptionsAllow) {
  const std::string c = "<sip:line1@10.0.0.42:5060>";
  const Interval intervals[] = {
      {60s, {"Expires: 59"}, c, 423, "60"},
      {60s, {"Expires: 60"}, c, 200, c + ";expires=60"},
      {60s, {"Expires: 3600"}, c + ";expires=1", 423, "60"},
      {60s, {"Expires: 1"}, c + ";expires=90", 200, c + ";expires=90"},
      {60s, {}, c, 200, c + ";expires=3600"},
      {60s, {"Expires: soon"}, c, 200, c + ";expires=3600"},
      {60s, {"Expires: 4294967295"}, c, 200, c + ";expires=86400"},
      {2h, {"Expires: 3599"}, c, 423, "7200"},
      {2h, {"Expires: 3600"}, c, 200, c + ";expires=3600"},
  };
  int number = 0;
  for (const Interval& interval : intervals) {
    options_.registrar.min_expires = interval.minimum;
    start();
    RegisterParts parts;
    parts.contacts = {interval.contact};
    parts.headers = interval.headers;
    const sip::Message answer = enroll(parts);
    EXPECT_EQ(answer.status(), interval.status) << number;
    if (answer.status() == 423) {
      EXPECT_EQ(answer.first(sip::HeaderName::kMinExpires), interval.expected) << number;
    } else {
      EXPECT_EQ(contacts_of(answer), Texts{interval.expected}) << number;
    }
    world_.power_cut(host_);
    ++number;
  }
}

TEST_F(Registration, RefusesExtensionsThatItDoesNotKnow) {
  start();
  RegisterParts parts;
  parts.headers = {"Require: outbound, gruu", "Require: path"};
  const auto answer = ask(register_bytes(parts));
  EXPECT_EQ(answer->status(), 420);
  EXPECT_EQ(answer->first(sip::HeaderName::kUnsupported), "outbound, gruu, path");
}

// 10 B11
TEST_F(Registration, KnowsAnIpv6DomainAndTheDigestsUriHoweverTheyAreWritten) {
  store_.domain = "2001:db8::9";
  start();
  RegisterParts parts;
  parts.uri = "sip:[2001:DB8:0:0::9]";
  parts.domain = "[2001:db8:0::9]";
  const auto challenged = ask(register_bytes(parts));
  ASSERT_EQ(challenged->status(), 401);
  const auto challenge = digest::parse_challenge(challenge_of(*challenged));
  ASSERT_TRUE(challenge);
  EXPECT_EQ(challenge->realm, "2001:db8::9");
  const auto credentials =
      digest::answer(*challenge, {"line1", "secret-line1"}, "REGISTER", "sip:[2001:db8::9]", "cnonce", 1);
  parts.cseq = 2;
  std::string bytes = register_bytes(parts);
  bytes.insert(bytes.find("Content-Length"), "Authorization: " + digest::to_text(*credentials) + "\r\n");
  EXPECT_EQ(ask(bytes)->status(), 200);
  EXPECT_EQ(events_.named("binding.added").at(0).fields.at("aor"), "sip:line1@[2001:db8::9]");
}

TEST_F(Registration, SaysWhatTimeItIs) {
  start();
  run_until(90s);
  EXPECT_EQ(enroll({}).first(sip::HeaderName::kDate), "Thu, 01 Jan 2026 00:01:30 GMT");
}

TEST_F(Registration, KeepsNothingThatIsTooLong) {
  start();
  EXPECT_EQ(enroll({.contacts = {"<sip:" + std::string(1024, 'x') + "@h>"}}).status(), 400);
  EXPECT_EQ(enroll({.call_id = std::string(1025, 'x'), .cseq = 5}).status(), 400);
  EXPECT_TRUE(events_.named("binding.added").empty());
}

TEST_F(Registration, GrantsWhatItsOptionsSayAtRunTime) {
  start();
  RegistrarOptions changed = agent_->registrar_options();
  changed.granted_expires = 7s;
  agent_->change(changed);
  EXPECT_EQ(contacts_of(enroll({})), Texts{"<sip:line1@10.0.0.42:5060>;expires=7"});
  EXPECT_TRUE(contacts_of(enroll({.cseq = 5, .headers = {"Expires: 0"}})).empty());
}

TEST_F(Registration, GrantsAnotherTimeFromOneAnswerToTheNext) {
  start();
  RegistrarOptions changed = agent_->registrar_options();
  changed.granted_in_turn = {.from = 60s, .by = -25s};
  agent_->change(changed);
  const auto granted = [&](std::uint32_t cseq, std::string line = "line1") {
    return contacts_of(enroll({.line = std::move(line), .call_id = line + "-call", .cseq = cseq})).at(0);
  };
  EXPECT_EQ(granted(1), "<sip:line1@10.0.0.42:5060>;expires=60");
  EXPECT_EQ(granted(11), "<sip:line1@10.0.0.42:5060>;expires=35");
  EXPECT_EQ(granted(21, "line2"), "<sip:line1@10.0.0.42:5060>;expires=60") << "each address of record by itself";
  EXPECT_EQ(granted(31), "<sip:line1@10.0.0.42:5060>;expires=10");
  EXPECT_EQ(granted(41), "<sip:line1@10.0.0.42:5060>;expires=1") << "one second at least";
}

TEST(DurationInTurn, ChangesBetweenItsBounds) {
  const DurationInTurn down{.from = 60s, .by = -20s};
  EXPECT_EQ(down.in(0), 60s);
  EXPECT_EQ(down.in(2), 20s);
  EXPECT_EQ(down.in(3), 1s);
  EXPECT_EQ(down.in(~std::uint64_t{0}), 1s);
  const DurationInTurn up{.from = 1min, .by = 1h};
  EXPECT_EQ(up.in(2), 2h + 1min);
  EXPECT_EQ(up.in(~std::uint64_t{0}), std::chrono::seconds(0xFFFFFFFF));
  const DurationInTurn slowly{.from = 1min, .by = 1s};
  EXPECT_EQ(slowly.in(1'000'000'000), 1'000'000'060s) << "changes as long as it is within the bounds";
  const DurationInTurn cycle{.cycle = {60s, 90s}};
  EXPECT_EQ(cycle.in(0), 60s);
  EXPECT_EQ(cycle.in(1), 90s);
  EXPECT_EQ(cycle.in(2), 60s);
}

TEST_F(Registration, TakesANonceUntilItsLifetimeHasPassed) {
  options_.registrar.nonce_lifetime = 30s;
  start();
  const std::string nonce = fetch_nonce();
  run_until(30s - 1ns);
  EXPECT_EQ(ask(register_bytes({.cseq = 2}, nonce))->status(), 200);
  run_until(30s);
  const auto answer = ask(register_bytes({.cseq = 3}, nonce));
  EXPECT_EQ(answer->status(), 401);
  const Result<digest::Challenge> challenge = digest::parse_challenge(challenge_of(*answer));
  EXPECT_TRUE(challenge->stale);
  EXPECT_EQ(ask(register_bytes({.cseq = 4}, challenge->nonce))->status(), 200);
}

TEST_F(Registration, CallsANonceThatIsNotItsOwnStale) {
  start();
  const auto answer = ask(register_bytes({}, "made-up"));
  EXPECT_EQ(answer->status(), 401);
  EXPECT_TRUE(digest::parse_challenge(challenge_of(*answer))->stale);
  EXPECT_EQ(store_.asked, 0);
}

TEST_F(Registration, WaitsForALockedDatabaseALittle) {
  start();
  const std::string nonce = fetch_nonce();
  store_.locked = 2;
  EXPECT_FALSE(ask(register_bytes({.cseq = 2}, nonce)));
  run_for(1s);
  ASSERT_EQ(phone_.received().size(), 2U);
  EXPECT_TRUE(phone_.received().back().bytes.starts_with("SIP/2.0 200 OK\r\n"));
}

TEST_F(Registration, IsUnavailableWhileTheDatabaseDoesNotAnswer) {
  start();
  const std::string nonce = fetch_nonce();
  store_.locked = 1000;
  EXPECT_FALSE(ask(register_bytes({.cseq = 2}, nonce)));
  run_for(1s);
  ASSERT_EQ(phone_.received().size(), 2U);
  EXPECT_TRUE(phone_.received().back().bytes.starts_with("SIP/2.0 503 "));
  EXPECT_NE(phone_.received().back().bytes.find("\r\nRetry-After: 5\r\n"), std::string::npos);
  store_.locked = 0;
  store_.gone = true;
  EXPECT_EQ(ask(register_bytes({.cseq = 3}, nonce))->status(), 503);
  EXPECT_EQ(events_.named("register.rejected").at(1).fields.at("reason"), "database gone");
}

}  // namespace
}  // namespace dialtone
