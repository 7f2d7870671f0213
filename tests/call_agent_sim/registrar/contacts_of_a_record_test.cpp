// The contacts that are bound to an address of record: which, how many, in what order, and until when.
#include <chrono>

#include "tests/call_agent_sim/call_agent_world.h"

namespace dialtone {
namespace {

using namespace std::chrono_literals;

class ContactsOfARecord : public CallAgentWorld {
 protected:
  using Texts = std::vector<std::string>;
};

TEST_F(ContactsOfARecord, AreChangedInTheOrderOfCallIdAndCseq) {
  start();
  EXPECT_EQ(enroll({.cseq = 10}).status(), 200);
  const std::string nonce = fetch_nonce();
  EXPECT_EQ(ask(register_bytes({.cseq = 11}, nonce))->status(), 500);
  EXPECT_EQ(ask(register_bytes({.cseq = 3}, nonce))->status(), 500);
  EXPECT_EQ(ask(register_bytes({.cseq = 3, .contacts = {"<sip:line1@10.0.0.43>"}}, nonce))->status(), 500);
  EXPECT_EQ(ask(register_bytes({.call_id = "after-a-reboot", .cseq = 1}, nonce))->status(), 200);
  EXPECT_EQ(events_.named("binding.added").size(), 1U);
  EXPECT_EQ(events_.named("binding.refreshed").size(), 1U);
}

TEST_F(ContactsOfARecord, AreListedWithWhatIsLeftOfThem) {
  start();
  EXPECT_EQ(enroll({.contacts = {"<sip:a@10.0.0.42>;q=0.5", "<sip:b@10.0.0.42>;expires=7200"}}).status(), 200);
  run_until(600s);
  const sip::Message answer = enroll({.call_id = "query", .contacts = {}, .headers = {}});
  EXPECT_EQ(answer.status(), 200);
  EXPECT_EQ(contacts_of(answer), (Texts{"<sip:a@10.0.0.42>;expires=3000;q=0.500", "<sip:b@10.0.0.42>;expires=6600"}));
}

TEST_F(ContactsOfARecord, AreNeverListedAsExpiredWhileTheyLive) {
  start();
  EXPECT_EQ(enroll({.headers = {"Expires: 60"}}).status(), 200);
  run_until(60s - 1ns);
  EXPECT_EQ(contacts_of(enroll({.cseq = 3, .contacts = {}})), Texts{"<sip:line1@10.0.0.42:5060>;expires=1"});
}

TEST_F(ContactsOfARecord, AreOneWhereTheirUrisAreEquivalent) {
  start();
  EXPECT_EQ(enroll({.contacts = {"<sip:%6Cine1@PHONE.example.net>"}}).status(), 200);
  const sip::Message answer = enroll({.cseq = 5, .contacts = {"<sip:line1@phone.example.net>"}});
  EXPECT_EQ(contacts_of(answer), Texts{"<sip:line1@phone.example.net>;expires=3600"});
}

// 10 B11
TEST_F(ContactsOfARecord, AreOneHoweverTheirIpv6AddressIsWritten) {
  start();
  EXPECT_EQ(enroll({.contacts = {"<sip:line1@[2001:db8:0:0::1]>"}}).status(), 200);
  const sip::Message answer = enroll({.cseq = 5, .contacts = {"<sip:line1@[2001:DB8::1]>"}});
  EXPECT_EQ(contacts_of(answer), Texts{"<sip:line1@[2001:DB8::1]>;expires=3600"});
  EXPECT_EQ(events_.named("binding.refreshed").size(), 1U);
  const Texts twice = {"<sip:line1@[2001:db8::2]>", "<sip:line1@[2001:db8:0::2]>"};
  EXPECT_EQ(enroll({.cseq = 9, .contacts = twice}).status(), 400);
}

TEST_F(ContactsOfARecord, AreRemovedWhereTheirIntervalIsZero) {
  start();
  EXPECT_EQ(enroll({.contacts = {"<sip:a@10.0.0.42>", "<sip:b@10.0.0.42>"}}).status(), 200);
  const sip::Message answer =
      enroll({.cseq = 5, .contacts = {"<sip:a@10.0.0.42>;expires=0", "<sip:never-there@10.0.0.42>;expires=0"}});
  EXPECT_EQ(contacts_of(answer), Texts{"<sip:b@10.0.0.42>;expires=3600"});
  EXPECT_EQ(events_.named("binding.removed").at(0).fields.at("contact"), "sip:a@10.0.0.42");
}

TEST_F(ContactsOfARecord, AreAllRemovedForAStar) {
  start();
  EXPECT_EQ(enroll({.contacts = {"<sip:a@10.0.0.42>", "<sip:b@10.0.0.42>"}}).status(), 200);
  EXPECT_EQ(enroll({.cseq = 3, .contacts = {"*"}, .headers = {"Expires: 1"}}).status(), 400);
  EXPECT_EQ(enroll({.cseq = 5, .contacts = {"*"}, .headers = {}}).status(), 400);
  EXPECT_EQ(enroll({.cseq = 7, .contacts = {"*", "<sip:c@10.0.0.42>"}, .headers = {"Expires: 0"}}).status(), 400);
  EXPECT_TRUE(events_.named("binding.removed").empty());
  const sip::Message answer = enroll({.cseq = 9, .contacts = {"*"}, .headers = {"Expires: 0"}});
  EXPECT_EQ(answer.status(), 200);
  EXPECT_TRUE(contacts_of(answer).empty());
  EXPECT_EQ(events_.named("binding.removed").size(), 2U);
}

TEST_F(ContactsOfARecord, AreAllChangedOrNone) {
  start();
  EXPECT_EQ(enroll({}).status(), 200);
  EXPECT_EQ(enroll({.cseq = 5, .contacts = {"<sip:new@10.0.0.42>", "<sip:line1@10.0.0.42:5060>;expires=5"}}).status(),
            423);
  EXPECT_EQ(enroll({.cseq = 7, .contacts = {"<sip:new@10.0.0.42>", "<sip:new@10.0.0.42>"}}).status(), 400);
  EXPECT_EQ(enroll({.cseq = 9, .contacts = {"<sip:new@10.0.0.42>", "<nonsense>"}}).status(), 400);
  EXPECT_EQ(contacts_of(enroll({.cseq = 11, .contacts = {}})), Texts{"<sip:line1@10.0.0.42:5060>;expires=3600"});
}

TEST_F(ContactsOfARecord, AreRefusedWhereThereIsOneTooMany) {
  options_.registrar.max_contacts = 2;
  start();
  EXPECT_EQ(enroll({.contacts = {"<sip:a@10.0.0.42>", "<sip:b@10.0.0.42>"}}).status(), 200);
  EXPECT_EQ(enroll({.cseq = 3, .contacts = {"<sip:c@10.0.0.42>"}}).status(), 403);
  EXPECT_EQ(enroll({.cseq = 5, .contacts = {"<sip:c@10.0.0.42>", "<sip:a@10.0.0.42>;expires=0"}}).status(), 200);
  EXPECT_EQ(enroll({.cseq = 7, .contacts = {"<sip:c@10.0.0.42>", "<sip:b@10.0.0.42>"}}).status(), 200);
}

TEST_F(ContactsOfARecord, TakeThePlaceOfTheOldest) {
  options_.registrar.max_contacts = 2;
  options_.registrar.when_full = WhenFull::kReplaceOldest;
  start();
  EXPECT_EQ(enroll({.contacts = {"<sip:a@10.0.0.42>"}}).status(), 200);
  run_until(1s);
  EXPECT_EQ(enroll({.call_id = "b", .contacts = {"<sip:b@10.0.0.42>"}}).status(), 200);
  run_until(2s);
  EXPECT_EQ(enroll({.cseq = 3, .contacts = {"<sip:a@10.0.0.42>"}}).status(), 200);
  run_until(3s);
  const sip::Message answer = enroll({.call_id = "c", .contacts = {"<sip:c@10.0.0.42>"}});
  EXPECT_EQ(contacts_of(answer), (Texts{"<sip:a@10.0.0.42>;expires=3599", "<sip:c@10.0.0.42>;expires=3600"}));
  EXPECT_EQ(enroll({.call_id = "d", .contacts = {"<sip:x@h>", "<sip:y@h>", "<sip:z@h>"}}).status(), 403);
}

TEST_F(ContactsOfARecord, AreGoneWhenTheCallAgentForgetsThem) {
  start();
  EXPECT_EQ(enroll({}).status(), 200);
  agent_->forget_bindings();
  EXPECT_EQ(events_.named("binding.removed").size(), 1U);
  EXPECT_TRUE(contacts_of(enroll({.cseq = 5, .contacts = {}})).empty());
  run_for(2h);
  EXPECT_TRUE(events_.named("binding.expired").empty());
}

TEST_F(ContactsOfARecord, EndAtTheMomentWhenTheyExpire) {
  start();
  EXPECT_EQ(enroll({.headers = {"Expires: 60"}}).status(), 200);
  run_until(60s - 1ns);
  EXPECT_TRUE(events_.named("binding.expired").empty());
  run_until(60s);
  const auto expired = events_.named("binding.expired");
  ASSERT_EQ(expired.size(), 1U);
  EXPECT_EQ(expired[0].time, Moment(60s));
  EXPECT_EQ(expired[0].fields.at("aor"), "sip:line1@voip.example.net");
}

TEST_F(ContactsOfARecord, LiveOnWhenTheyAreRefreshed) {
  start();
  EXPECT_EQ(enroll({.headers = {"Expires: 60"}}).status(), 200);
  EXPECT_EQ(enroll({.line = "line2", .call_id = "2", .headers = {"Expires: 100"}}).status(), 200);
  run_until(50s);
  EXPECT_EQ(enroll({.cseq = 3, .headers = {"Expires: 60"}}).status(), 200);
  run_until(200s);
  const auto expired = events_.named("binding.expired");
  ASSERT_EQ(expired.size(), 2U);
  EXPECT_EQ(expired[0].time, Moment(100s));
  EXPECT_EQ(expired[0].fields.at("aor"), "sip:line2@voip.example.net");
  EXPECT_EQ(expired[1].time, Moment(110s));
}

}  // namespace
}  // namespace dialtone
