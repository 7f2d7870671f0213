// --lockout at the provisioning server: what counts, what a locked one is answered, and when that is over.
#include "protocol/digest/lockout.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/prov_server/server_story.h"
#include "tests/prov_server/subscriber_list.h"
#include "tests/prov_server/subscriber_samples.h"
#include "tests/wanted.h"
#include "wire/digest/challenge.h"
#include "wire/digest/credentials.h"
#include "wire/http/basic_credentials.h"

namespace dialtone {
namespace {

// Clients come through a proxy that says who they are.
class LockoutStory : public ServerStory {
 protected:
  using Scheme = ProvisionAuthentication;

  LockoutStory() {
    store_in_use_ = &list_;
    list_.all = {with_scheme(1, Scheme::kDigest), with_scheme(2, Scheme::kBasic), with_scheme(3, Scheme::kDigest)};
    options_.trusted_proxies = {wanted(parse_cidr("10.0.0.0/8"))};
    options_.authentication.lockout.rule = LockoutRule{3, 10min};
  }
  // Each has the name "user-N" and the password "pass-N".
  static Subscriber with_scheme(int number, Scheme scheme) {
    Subscriber subscriber = sample_subscriber();
    subscriber.serial_number = "DT" + std::to_string(number);
    subscriber.mac_address = {{2, 0, 0, 0, 0, static_cast<std::uint8_t>(number)}};
    subscriber.provision_authentication = scheme;
    subscriber.provision_username = "user-" + std::to_string(number);
    subscriber.provision_password = "pass-" + std::to_string(number);
    return subscriber;
  }
  std::string document(int number) const {
    provisioning::ProvisionRequest request = sample_document();
    const Subscriber& subscriber = list_.all.at(static_cast<std::size_t>(number) - 1);
    request.serial_number = subscriber.serial_number;
    request.mac_address = subscriber.mac_address;
    request.customer_number = subscriber.customer_number;
    return provisioning::write_provision_request(request);
  }

  http::Response get(const std::string& client, int number, const std::string& headers = "") {
    return ask(message("GET /provision", document(number), "X-Forwarded-For: " + client + "\r\n" + headers), 1ms)
        .answer();
  }
  digest::Challenge challenge(const std::string& client) {
    const http::Response response = get(client, 1);
    return wanted(digest::parse_challenge(*wanted(&response).headers.find("WWW-Authenticate")));
  }
  static std::string answer(const digest::Challenge& challenge, std::string_view username, std::string_view password) {
    return "Authorization: " +
           digest::to_text(*digest::answer(challenge, {username, password}, "GET", "/provision", "0a4f", 1)) + "\r\n";
  }
  static std::string basic(std::string_view username, std::string_view password) {
    return "Authorization: " + http::to_text(http::BasicCredentials{std::string(username), std::string(password)}) +
           "\r\n";
  }
  // With a nonce of its own.
  http::Response try_digest(const std::string& client, const std::string& username, const std::string& password) {
    return get(client, 1, answer(challenge(client), username, password));
  }
  http::Response try_basic(const std::string& client, const std::string& username, const std::string& password) {
    return get(client, 2, basic(username, password));
  }
  void run_until(Moment moment) {
    world_->at(moment, [] {});
    world_->run(moment);
    ASSERT_EQ(world_->now(), moment);
  }
  std::size_t locked() const {
    std::size_t count = 0;
    for (const std::string& line : lines_.all) count += line.starts_with("provision.locked ") ? 1 : 0;
    return count;
  }

  const std::string home_ = "192.0.2.1";
  const std::string other_ = "192.0.2.2";
  SubscriberList list_;
};

TEST_F(LockoutStory, Answers429FromTheLastWrongSecretOnUntilTheTimeIsOver) {
  start_server();
  run_until(at(1min));
  EXPECT_EQ(try_digest(home_, "user-1", "a").status, 401);
  EXPECT_EQ(try_digest(home_, "user-1", "b").status, 401);
  run_until(at(2min));
  const std::string last = answer(challenge(home_), "user-1", "c");
  const Moment begin = world_->now();
  EXPECT_EQ(get(home_, 1, last).status, 401);
  EXPECT_EQ(locked(), 0U);
  const http::Response refused = try_digest(home_, "user-1", "pass-1");
  EXPECT_EQ(refused.status, 429) << "the right one tells nothing";
  ASSERT_NE(refused.headers.find("Retry-After"), nullptr);
  EXPECT_EQ(*refused.headers.find("Retry-After"), "600");
  EXPECT_NE(refused.body.find("too many wrong passwords"), std::string::npos);
  EXPECT_EQ(
      lines_.last("provision.locked"),
      "provision.locked serial_number=DT1 mac_address=02:00:00:00:00:01 peer=192.0.2.1 status=429 reason=too many "
      "wrong secrets");
  EXPECT_EQ(try_digest(home_, "user-3", "pass-3").status, 403) << "another user: its own settings only";
  EXPECT_EQ(try_digest(other_, "user-1", "pass-1").status, 200) << "the owner, elsewhere";
  run_until(begin + 9min);
  EXPECT_EQ(*get(home_, 1, basic("user-1", "x")).headers.find("Retry-After"), "60");
  run_until(begin + 10min + 1s);
  EXPECT_EQ(try_digest(home_, "user-1", "pass-1").status, 200) << "what came meanwhile has prolonged nothing";
}

TEST_F(LockoutStory, EndsAtItsMoment) {
  options_.authentication.lockout.rule = LockoutRule{1, 10s};
  start_server();
  // Three requests over one connection, each judged when it comes.
  const auto request = [&](const char* password) {
    return message("GET /provision", document(2), "X-Forwarded-For: 192.0.2.1\r\n" + basic("user-2", password));
  };
  Seen& seen = start_client({{0s, request("wrong")}, {10s - 1ns, request("pass-2")}, {1ns, request("pass-2")}});
  run_until(at(1min));
  std::vector<int> statuses;
  for (const http::Response& each : seen.answers()) statuses.push_back(each.status);
  ASSERT_EQ(statuses, (std::vector<int>{401, 429, 200}));
  EXPECT_EQ(*seen.answers()[1].headers.find("Retry-After"), "1");
}

TEST_F(LockoutStory, CountsBasicToo) {
  for (const char* guess : {"a", "b", "c"}) EXPECT_EQ(try_basic(home_, "user-2", guess).status, 401);
  EXPECT_EQ(try_basic(home_, "user-2", "pass-2").status, 429);
  EXPECT_EQ(try_basic(other_, "user-2", "pass-2").status, 200);
}

TEST_F(LockoutStory, CountsTheSamePasswordOnce) {
  for (int i = 0; i < 20; ++i) EXPECT_EQ(try_basic(home_, "user-2", "old").status, 401);
  EXPECT_EQ(try_basic(home_, "user-2", "pass-2").status, 200);
}

TEST_F(LockoutStory, NeverLocksAPhoneWithAnOldPassword) {
  EXPECT_EQ(try_digest(home_, "user-1", "pass-1").status, 200);
  list_.all[0].provision_password = "new";
  for (int minute = 1; minute < 60; ++minute) {
    run_until(at(minute * 1min));
    ASSERT_EQ(try_digest(home_, "user-1", "pass-1").status, 401) << minute;
  }
  EXPECT_EQ(try_digest(home_, "user-1", "new").status, 200) << "as soon as it has the new one";
}

TEST_F(LockoutStory, IsTheSameForAUserWhoDoesNotExist) {
  for (const char* username : {"user-1", "user-2", "nobody"}) {
    for (const char* guess : {"a", "b", "c"}) EXPECT_EQ(try_digest(home_, username, guess).status, 401) << username;
    const http::Response refused = try_digest(home_, username, "d");
    EXPECT_EQ(refused.status, 429) << username;
    EXPECT_EQ(*refused.headers.find("Retry-After"), "600");
  }
}

TEST_F(LockoutStory, LocksAnAddressThatGuessesOverManyUsers) {
  for (int i = 0; i < 30; ++i) EXPECT_EQ(try_basic(home_, "name-" + std::to_string(i), "0000").status, 401) << i;
  EXPECT_EQ(try_digest(home_, "user-1", "pass-1").status, 429);
  EXPECT_EQ(get(home_, 1).status, 401) << "who has no credentials is challenged";
  EXPECT_EQ(try_digest(other_, "user-1", "pass-1").status, 200);
}

TEST_F(LockoutStory, TakesNoNonceThatWasGivenToAnotherAddress) {
  const digest::Challenge given = challenge(other_);
  for (int i = 0; i < 20; ++i) {
    const http::Response refused = get(home_, 1, answer(given, "user-1", "guess-" + std::to_string(i)));
    EXPECT_EQ(refused.status, 401);
    EXPECT_TRUE(digest::parse_challenge(*refused.headers.find("WWW-Authenticate"))->stale);
  }
  EXPECT_NE(lines_.last("provision.challenged").find("the nonce is not ours"), std::string::npos);
  EXPECT_EQ(try_digest(home_, "user-1", "pass-1").status, 200);
  EXPECT_EQ(get(home_, 1, answer(given, "user-1", "pass-1")).status, 401) << "although the password is right";
}

TEST_F(LockoutStory, CountsNeitherMissingNorStaleCredentials) {
  options_.authentication.nonce_lifetime = 20s;
  const digest::Challenge old = challenge(home_);
  run_until(at(30s));
  for (int i = 0; i < 20; ++i) {
    EXPECT_EQ(get(home_, 1).status, 401);
    EXPECT_EQ(get(home_, 1, answer(old, "user-1", "guess-" + std::to_string(i))).status, 401);
  }
  EXPECT_EQ(try_digest(home_, "user-1", "pass-1").status, 200);
}

TEST_F(LockoutStory, LeavesAnExemptNetworkAlone) {
  options_.authentication.lockout.exempt = {wanted(parse_cidr("192.0.2.1"))};
  for (int i = 0; i < 40; ++i) EXPECT_EQ(try_basic(home_, "user-2", std::to_string(i)).status, 401);
  EXPECT_EQ(try_basic(home_, "user-2", "pass-2").status, 200);
  for (const char* guess : {"a", "b", "c"}) EXPECT_EQ(try_basic(other_, "user-2", guess).status, 401);
  EXPECT_EQ(try_basic(other_, "user-2", "pass-2").status, 429);
}

// A phone whose subscriber needs no proof may still have credentials from earlier.
TEST_F(LockoutStory, LeavesASubscriberOfNoneAloneWhateverCredentialsItHas) {
  list_.all.push_back(with_scheme(4, Scheme::kNone));
  start_server();
  for (int i = 0; i < 40; ++i) {
    EXPECT_EQ(get(home_, 4, answer(challenge(home_), "user-4", "old")).status, 200) << i;
    EXPECT_EQ(get(home_, 4, basic("user-4", std::to_string(i))).status, 200) << i;
  }
  EXPECT_EQ(try_digest(home_, "user-1", "pass-1").status, 200) << "nothing was counted";
}

TEST_F(LockoutStory, ServesASubscriberOfNoneAtAnAddressThatIsLocked) {
  list_.all.push_back(with_scheme(4, Scheme::kNone));
  for (int i = 0; i < 30; ++i) EXPECT_EQ(try_basic(home_, "name-" + std::to_string(i), "0000").status, 401) << i;
  EXPECT_EQ(try_digest(home_, "user-1", "pass-1").status, 429);
  EXPECT_EQ(get(home_, 4, basic("user-4", "old")).status, 200);
}

TEST_F(LockoutStory, TellsNobodyWhetherAPasswordIsRightThroughASubscriberOfNone) {
  list_.all.push_back(with_scheme(4, Scheme::kNone));
  start_server();
  for (const char* password : {"wrong", "pass-2"}) EXPECT_EQ(get(home_, 4, basic("user-2", password)).status, 200);
}

TEST_F(LockoutStory, IsOffUnlessAsked) {
  options_.authentication.lockout.rule.reset();
  for (int i = 0; i < 200; ++i) EXPECT_EQ(try_basic(home_, "user-2", std::to_string(i)).status, 401);
  EXPECT_EQ(try_basic(home_, "user-2", "pass-2").status, 200);
  EXPECT_EQ(get(home_, 1, answer(challenge(other_), "user-1", "pass-1")).status, 200) << "a nonce is good anywhere";
}

}  // namespace
}  // namespace dialtone
