// Which account an address of record stands for: by its own domain, by an address of the registrar, or with a shared
// realm.
#include <string>

#include "tests/call_agent_sim/call_agent_world.h"
#include "wire/digest/challenge.h"

namespace dialtone {
namespace {

class Realms : public CallAgentWorld {};

// 10 C14
TEST_F(Realms, TakesItsOwnAddressForTheDomainOfTheOneAccountWithThatName) {
  start();
  RegisterParts parts;
  parts.uri = "sip:10.0.0.1:5060";
  parts.domain = "10.0.0.1";
  const auto challenged = ask(register_bytes(parts));
  EXPECT_EQ(digest::parse_challenge(challenge_of(*challenged))->realm, "10.0.0.1");
  EXPECT_EQ(enroll(parts).status(), 200);
  EXPECT_EQ(events_.named("binding.added").at(0).fields.at("aor"), "sip:line1@voip.example.net");
  parts.line = "nobody";
  parts.call_id = "call-2";
  EXPECT_EQ(enroll(parts).status(), 401);
}

TEST_F(Realms, AreNamedInTurnAndEachIsTaken) {
  options_.registrar.realms = {"voip.example.net", "other"};
  start();
  const auto realm = [&] { return digest::parse_challenge(challenge_of(*ask(register_bytes({}))))->realm; };
  EXPECT_EQ(realm(), "voip.example.net");
  EXPECT_EQ(realm(), "other");
  EXPECT_EQ(realm(), "voip.example.net");
  EXPECT_EQ(enroll({.call_id = "call-2"}).status(), 200) << "credentials for the first, while the second was named";
  RegistrarOptions changed = agent_->registrar_options();
  changed.realms = {"another", "other"};
  agent_->change(changed);
  EXPECT_EQ(enroll({.call_id = "call-3", .cseq = 20}).status(), 401) << "credentials for none of them";
}

// 10 C14
TEST_F(Realms, TakesAnyAddressForItsOwnWhereItListensOnAll) {
  options_.listen = {{IpAddress(), 5060}};
  start();
  RegisterParts parts;
  for (const std::string address : {"10.0.0.1", "198.51.100.7"}) {
    parts.uri = "sip:" + address;
    parts.domain = address;
    EXPECT_EQ(enroll(parts).status(), 200) << address;
    parts.cseq += 10;
  }
  parts.uri = "sip:[2001:db8::1]";
  EXPECT_EQ(ask(register_bytes(parts))->status(), 404) << "it listens on IPv4 alone";
}

// 10 C14
TEST_F(Realms, RecordsThatSeveralAccountsHaveTheNameThatItsAddressCameWith) {
  store_.others = {{"other.example.net", "line1", "line1", "secret-other"},
                   {"198.51.100.7", "line1", "line1", "secret-third"}};
  options_.listen = {{IpAddress(), 5060}};
  start();
  const std::string reason = "several accounts have that name; only their domain tells them apart";
  RegisterParts parts;
  parts.uri = "sip:10.0.0.1";
  parts.domain = "10.0.0.1";
  EXPECT_EQ(enroll(parts).status(), 403);
  EXPECT_EQ(events_.named("register.rejected").at(0).fields.at("reason"), reason);
  parts.password = "guess";
  parts.call_id = "call-2";
  EXPECT_EQ(enroll(parts).status(), 401);
  EXPECT_EQ(events_.named("register.challenged").back().fields.at("reason"), reason);
  EXPECT_TRUE(events_.named("binding.added").empty());
  parts.domain = "198.51.100.7";
  parts.password = "secret-third";
  EXPECT_EQ(enroll(parts).status(), 200) << "an account's own domain";
  parts.domain = "voip.example.net";
  parts.password = "secret-line1";
  EXPECT_EQ(enroll(parts).status(), 200);
}

// 10 C14
TEST_F(Realms, TakesItsOwnAddressForTheRealmsDomainWhereSeveralAccountsHaveTheName) {
  store_.others = {{"other.example.net", "line1", "line1", "secret-other"}};
  options_.registrar.realm = "other.example.net";
  start();
  RegisterParts parts;
  parts.uri = "sip:10.0.0.1";
  parts.domain = "10.0.0.1";
  parts.password = "secret-other";
  EXPECT_EQ(enroll(parts).status(), 200);
  EXPECT_EQ(events_.named("binding.added").at(0).fields.at("aor"), "sip:line1@other.example.net");
}

// 10 C15
TEST_F(Realms, RefusesAnothersAddressOfRecordWhereDomainsShareARealm) {
  store_.others = {{"a.example.net", "line2", "fritz", "secret-a"}, {"b.example.net", "line1", "line1", "secret-b"}};
  options_.registrar.realm = "shared";
  start();
  RegisterParts fritz;
  fritz.username = "fritz";
  fritz.password = "secret-a";
  RegisterParts namesake;
  namesake.password = "secret-b";
  RegisterParts at_our_address = fritz;
  at_our_address.line = "line3";
  at_our_address.uri = "sip:10.0.0.1";
  at_our_address.domain = "10.0.0.1";
  for (RegisterParts parts : {fritz, namesake, at_our_address}) {
    ASSERT_EQ(enroll(parts).status(), 403) << parts.domain;
    EXPECT_EQ(events_.named("register.rejected").back().fields.at("reason"), "another's address of record");
    parts.password = "guess";
    EXPECT_EQ(enroll(parts).status(), 401) << parts.domain;
  }
  EXPECT_TRUE(events_.named("binding.added").empty());
  namesake.domain = "b.example.net";
  namesake.uri = "sip:b.example.net";
  EXPECT_EQ(enroll(namesake).status(), 200);
}

// 10 C14, 10 C15
TEST_F(Realms, KnowsTheAccountOfAnyOfManyDomainsThatShareAUsername) {
  const auto domain_of = [](std::size_t i) { return "d" + std::to_string(100 + i) + ".example.net"; };
  for (std::size_t i = 0; i < kMostSharingAUsername + 1; ++i) {
    store_.others.push_back({domain_of(i), "phone", "phone", "secret-" + std::to_string(i)});
  }
  options_.registrar.realm = "shared";
  start();
  RegisterParts parts;
  parts.line = "line3";
  parts.username = "phone";
  RegisterParts at_our_address = parts;
  at_our_address.line = "phone";
  at_our_address.uri = "sip:10.0.0.1";
  at_our_address.domain = "10.0.0.1";
  for (const std::size_t i : {std::size_t{3}, std::size_t{4}, kMostSharingAUsername - 1}) {
    parts.password = at_our_address.password = "secret-" + std::to_string(i);
    EXPECT_EQ(enroll(parts).status(), 403) << i;
    EXPECT_EQ(enroll(at_our_address).status(), 403) << i;
  }
  parts.password = "secret-" + std::to_string(kMostSharingAUsername);
  EXPECT_EQ(enroll(parts).status(), 401);
  EXPECT_EQ(events_.named("register.challenged").back().fields.at("reason"),
            "wrong credentials, or those of an account after the first 64 with that user name");
  RegisterParts last = parts;
  last.line = "phone";
  last.domain = domain_of(kMostSharingAUsername);
  last.uri = "sip:" + last.domain;
  EXPECT_EQ(enroll(last).status(), 200) << "a device's own account is found however many share its user name";
}

}  // namespace
}  // namespace dialtone
