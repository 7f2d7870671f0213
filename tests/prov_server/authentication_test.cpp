// Who must authenticate, and how: the schemes of HTTP authentication.
#include <gtest/gtest.h>

#include <array>
#include <map>
#include <set>
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

using Scheme = ProvisionAuthentication;

// Makes subscribers 1 to 9 with the scheme; each has the name "user-N" and the password "pass-N".
Subscriber subscriber(int number, Scheme scheme) {
  Subscriber subscriber = sample_subscriber();
  subscriber.serial_number = "DT" + std::to_string(number);
  subscriber.mac_address = {{2, 0, 0, 0, 0, static_cast<std::uint8_t>(number)}};
  subscriber.customer_number = "C" + std::to_string(number);
  subscriber.provision_authentication = scheme;
  if (scheme == Scheme::kNone) return subscriber;
  subscriber.provision_username = "user-" + std::to_string(number);
  subscriber.provision_password = "pass-" + std::to_string(number);
  return subscriber;
}

std::string document_of(const Subscriber& subscriber) {
  provisioning::ProvisionRequest request = sample_document();
  request.serial_number = subscriber.serial_number;
  request.mac_address = subscriber.mac_address;
  request.customer_number = subscriber.customer_number;
  return provisioning::write_provision_request(request);
}

std::string basic(std::string_view username, std::string_view password) {
  return "Authorization: " + http::to_text(http::BasicCredentials{std::string(username), std::string(password)}) +
         "\r\n";
}

class AuthenticationStory : public ServerStory {
 protected:
  AuthenticationStory() { store_in_use_ = &list_; }

  void have(std::vector<Subscriber> subscribers) { list_.all = std::move(subscribers); }

  http::Response get(const std::string& document, const std::string& headers = "", Duration time = 100ms) {
    return ask(message("GET /provision", document, headers), time).answer();
  }
  int status_of(const std::string& document, const std::string& headers = "") { return get(document, headers).status; }
  // Returns the challenges of a 401 in order.
  std::vector<std::string> challenges_of(const http::Response& response) {
    std::vector<std::string> challenges;
    for (const http::Header& header : response.headers) {
      if (header.name == "WWW-Authenticate") challenges.push_back(header.value);
    }
    return challenges;
  }
  // Returns the challenge of that number in a new 401.
  digest::Challenge challenge_at(std::size_t number = 0) {
    const std::vector<std::string> challenges = challenges_of(get(""));
    EXPECT_LT(number, challenges.size());
    Result<digest::Challenge> challenge = digest::parse_challenge(challenges.at(number));
    EXPECT_TRUE(challenge) << challenges.at(number);
    return wanted(challenge);
  }
  // Returns the header that answers a challenge; `change` makes the credentials wrong before the response is computed.
  static std::string answer_to(const digest::Challenge& challenge, std::string_view username, std::string_view password,
                               std::uint32_t count = 1, const std::function<void(digest::Credentials&)>& change = {}) {
    auto credentials = digest::answer(challenge, {username, password}, "GET", "/provision", "0a4f113b", count);
    if (change) change(*credentials);
    credentials->response =
        digest::response_of(
            *credentials, digest::ha1(*credentials->algorithm, {username, password}, credentials->realm).text(), "GET")
            .text();
    return "Authorization: " + digest::to_text(*credentials) + "\r\n";
  }
  bool is_stale(const http::Response& response) {
    const std::vector<std::string> challenges = challenges_of(response);
    return !challenges.empty() && digest::parse_challenge(challenges.front())->stale;
  }

  SubscriberList list_;
  const Subscriber open_ = subscriber(1, Scheme::kNone);
  const Subscriber basic_ = subscriber(2, Scheme::kBasic);
  const Subscriber digest_ = subscriber(3, Scheme::kDigest);
  const Subscriber other_ = subscriber(4, Scheme::kDigest);
};

TEST_F(AuthenticationStory, ServesASubscriberOfNoneWithoutCredentials) {
  have({open_, basic_, digest_});
  EXPECT_EQ(status_of(document_of(open_)), 200);
  EXPECT_EQ(status_of(document_of(open_), basic("nobody", "nothing")), 200);
  EXPECT_EQ(status_of(document_of(open_), "Authorization: Bearer abc\r\n"), 200);
}

TEST_F(AuthenticationStory, IgnoresThePasswordAloneWhereThatIsItsQuirk) {
  options_.quirks = {ProvisioningQuirk::kIgnoresPassword};
  options_.authentication.nonce_lifetime = 10s;
  have({open_, basic_, digest_, other_});
  EXPECT_EQ(status_of(document_of(basic_), basic("user-2", "guess")), 200);
  EXPECT_EQ(status_of(document_of(basic_), basic("user-3", "guess")), 401) << "another's name";
  EXPECT_EQ(status_of(document_of(digest_), basic("user-3", "guess")), 401) << "another scheme";
  const std::string document = document_of(digest_);
  EXPECT_EQ(status_of(document, answer_to(challenge_at(), "user-3", "guess")), 200);
  EXPECT_EQ(status_of(document, answer_to(challenge_at(), "user-4", "guess")), 401) << "another's name";
  digest::Challenge foreign = challenge_at();
  foreign.nonce = "not-ours";
  EXPECT_EQ(status_of(document, answer_to(foreign, "user-3", "guess")), 401);
  const digest::Challenge old = challenge_at();
  Seen& late = start_client({{10s, message("GET /provision", document, answer_to(old, "user-3", "guess"))}});
  world_->run(world_->now() + 1min);
  EXPECT_EQ(late.answer().status, 401);
  EXPECT_TRUE(is_stale(late.answer()));
}

TEST_F(AuthenticationStory, ServesASubscriberOfBasicWithHisPassword) {
  have({open_, basic_, digest_});
  EXPECT_EQ(status_of(document_of(basic_), basic("user-2", "pass-2")), 200);
  EXPECT_EQ(status_of(document_of(basic_), basic("user-2", "pass-")), 401);
  EXPECT_EQ(status_of(document_of(basic_), basic("user-2", "pass-22")), 401);
  EXPECT_EQ(status_of(document_of(basic_), basic("user-2", "")), 401);
  EXPECT_EQ(status_of(document_of(basic_), basic("User-2", "pass-2")), 401);
  EXPECT_EQ(status_of(document_of(basic_)), 401);
}

TEST_F(AuthenticationStory, ServesASubscriberOfDigestWithEachAlgorithmThatIsOffered) {
  using digest::Algorithm;
  options_.authentication.algorithms = {Algorithm::kMd5,        Algorithm::kMd5Sess,    Algorithm::kSha256,
                                        Algorithm::kSha256Sess, Algorithm::kSha512_256, Algorithm::kSha512_256Sess};
  have({digest_});
  for (std::size_t i = 0; i < options_.authentication.algorithms.size(); ++i) {
    EXPECT_EQ(challenge_at(i).algorithm, options_.authentication.algorithms[i]);
    EXPECT_EQ(status_of(document_of(digest_), answer_to(challenge_at(i), "user-3", "pass-3")), 200) << i;
    EXPECT_EQ(status_of(document_of(digest_), answer_to(challenge_at(i), "user-3", "pass-4")), 401) << i;
  }
}

TEST_F(AuthenticationStory, TakesTheOldFormWithoutQopOnce) {
  have({digest_});
  digest::Challenge challenge = challenge_at();
  challenge.offers_auth = false;
  const std::string answer = answer_to(challenge, "user-3", "pass-3");
  EXPECT_EQ(answer.find("qop"), std::string::npos);
  EXPECT_EQ(status_of(document_of(digest_), answer), 200);
  const http::Response again = get(document_of(digest_), answer);
  EXPECT_EQ(again.status, 401);
  EXPECT_TRUE(is_stale(again));
}

TEST_F(AuthenticationStory, ServesEachCarrierOfTheDocument) {
  have({basic_});
  const std::string query = "/provision?document=" + http::percent_encode(document_of(basic_));
  EXPECT_EQ(ask(message("GET " + query, "", basic("user-2", "pass-2"))).answer().status, 200);
  EXPECT_EQ(ask(message("POST /provision", document_of(basic_), basic("user-2", "pass-2"))).answer().status, 200);
}

TEST_F(AuthenticationStory, OffersDigestsInTheirOrderThenBasic) {
  have({open_, basic_, digest_});
  const http::Response answer = get("");
  EXPECT_EQ(answer.status, 401);
  EXPECT_EQ(*answer.headers.find("Cache-Control"), "no-store");
  EXPECT_EQ(*answer.headers.find("Content-Type"), "application/xml; charset=utf-8");
  const std::vector<std::string> challenges = challenges_of(answer);
  ASSERT_EQ(challenges.size(), 3U);
  EXPECT_NE(challenges[0].find("algorithm=MD5"), std::string::npos) << challenges[0];
  EXPECT_NE(challenges[0].find("qop=\"auth\""), std::string::npos) << challenges[0];
  EXPECT_NE(challenges[1].find("algorithm=SHA-256"), std::string::npos) << challenges[1];
  EXPECT_EQ(challenges[2], "Basic realm=\"provisioning\", charset=\"UTF-8\"");
}

TEST_F(AuthenticationStory, OffersOnlySchemesThatSomebodyHas) {
  options_.authentication.algorithms = {digest::Algorithm::kSha256};
  have({open_, digest_});
  EXPECT_EQ(challenges_of(get("")).size(), 1U);
  EXPECT_EQ(challenge_at().algorithm, digest::Algorithm::kSha256);
  have({open_, basic_});
  EXPECT_EQ(challenges_of(get("")), std::vector<std::string>{"Basic realm=\"provisioning\", charset=\"UTF-8\""});
}

// The documents of curl's first Digest request, of a broken device and of a guessing attacker.
TEST_F(AuthenticationStory, ChallengesInTheSameBytesWhateverTheDocumentWas) {
  have({open_, basic_, digest_});
  Subscriber unknown = subscriber(9, Scheme::kNone);
  Subscriber wrong_customer = open_;
  wrong_customer.customer_number = "C9";
  const std::string twice = "/provision?document=a&document=b";
  const std::vector<std::string> requests = {
      message("GET /provision", document_of(digest_)),
      message("GET /provision"),
      message("GET /provision", document_of(unknown)),
      message("GET /provision", document_of(wrong_customer)),
      message("GET /provision", document_of(basic_)),
      message("GET /provision", "hello"),
      message("GET /provision", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"),
      message("GET /provision", "<provision-request version='2.0'/>"),
      message("GET /provision?document=a", "b"),
      message("GET " + twice),
      message("GET /provision?document=%zz"),
      message("POST /provision", document_of(unknown)),
      message("GET /provision", document_of(digest_), basic("user-3", "pass-3")),
      message("GET /provision", document_of(digest_), basic("user-2", "wrong")),
      message("GET /provision", document_of(digest_), "Authorization: Basic ???\r\n"),
      message("GET /provision", document_of(digest_), "Authorization: Digest realm=\"provisioning\"\r\n"),
      message("GET /provision", document_of(digest_), "Authorization: Negotiate abc\r\n"),
  };
  std::set<std::string> answers;
  for (const std::string& request : requests) {
    std::string bytes = ask(request, 100ms).bytes;
    EXPECT_TRUE(bytes.starts_with("HTTP/1.1 401 Unauthorized\r\n")) << request << bytes;
    for (std::size_t at = 0; (at = bytes.find("nonce=\"", at)) != std::string::npos; at += 7) {
      bytes.erase(at + 7, bytes.find('"', at + 7) - at - 7);
    }
    bytes.erase(bytes.find("Date: "), 37);
    answers.insert(bytes);
  }
  EXPECT_EQ(answers.size(), 1U) << testing::PrintToString(answers);
}

TEST_F(AuthenticationStory, SaysThatADocumentIsTooLargeWithoutLookingAtIt) {
  have({digest_});
  EXPECT_EQ(status_of(std::string(70'000, ' ')), 413);
}

TEST_F(AuthenticationStory, RefusesTheCredentialsOfAnother) {
  have({open_, basic_, digest_, other_});
  const std::string refusal =
      "<provision-response version=\"1.0\"><refusal>not-authorized</refusal></provision-response>";
  for (const Subscriber& wanted : {open_, digest_, subscriber(9, Scheme::kNone)}) {
    const http::Response by_basic = get(document_of(wanted), basic("user-2", "pass-2"));
    EXPECT_EQ(by_basic.status, 403) << wanted.serial_number;
    EXPECT_EQ(by_basic.body, refusal);
    const http::Response by_digest = get(document_of(wanted), answer_to(challenge_at(), "user-4", "pass-4"));
    EXPECT_EQ(by_digest.status, 403) << wanted.serial_number;
    EXPECT_EQ(by_digest.body, refusal);
  }
}

TEST_F(AuthenticationStory, KnowsTheCredentialsOfOneWhoSharesHisName) {
  Subscriber first = digest_;
  Subscriber second = other_;
  first.provision_username = second.provision_username = "shared";
  have({first, second});
  EXPECT_EQ(status_of(document_of(first), answer_to(challenge_at(), "shared", "pass-3")), 200);
  EXPECT_EQ(status_of(document_of(second), answer_to(challenge_at(), "shared", "pass-4")), 200);
  EXPECT_EQ(status_of(document_of(first), answer_to(challenge_at(), "shared", "pass-4")), 403);
  EXPECT_EQ(status_of(document_of(second), answer_to(challenge_at(), "shared", "pass-5")), 401);
}

TEST_F(AuthenticationStory, TakesCredentialsOnlyByTheSubscribersScheme) {
  Subscriber two_devices = basic_;
  have({two_devices, digest_});
  EXPECT_EQ(status_of(document_of(digest_), basic("user-3", "pass-3")), 401);
  EXPECT_EQ(status_of(document_of(basic_), answer_to(challenge_at(), "user-2", "pass-2")), 401);
}

TEST_F(AuthenticationStory, TellsWhoeverHasValidCredentialsWhatIsWrongWithHisDocument) {
  have({basic_, digest_});
  EXPECT_EQ(status_of("", basic("user-2", "pass-2")), 400);
  const http::Response answer = get("hello", answer_to(challenge_at(), "user-3", "pass-3"));
  EXPECT_EQ(answer.status, 400);
  EXPECT_NE(answer.body.find("not well-formed"), std::string::npos);
}

TEST_F(AuthenticationStory, RefusesWhereNobodyAuthenticates) {
  have({open_});
  EXPECT_EQ(status_of(document_of(subscriber(9, Scheme::kNone))), 403);
  EXPECT_EQ(status_of(document_of(subscriber(9, Scheme::kNone)), basic("a", "b")), 403);
  EXPECT_EQ(status_of("hello"), 400);
  EXPECT_EQ(status_of(""), 400);
}

TEST_F(AuthenticationStory, TakesOneAuthorizationOnly) {
  have({open_, basic_});
  const std::string right = basic("user-2", "pass-2");
  EXPECT_EQ(status_of(document_of(basic_), right + right), 400);
  EXPECT_EQ(status_of(document_of(open_), right + "authorization: x\r\n"), 400);
}

TEST_F(AuthenticationStory, TakesADigestOnlyForItsOwnTargetMethodRealmAndAlgorithm) {
  using digest::Credentials;
  have({digest_});
  const std::map<std::string, std::function<void(Credentials&)>> spoiled = {
      {"path", [](Credentials& c) { c.uri = "/other"; }},
      {"query", [](Credentials& c) { c.uri = "/provision?document=x"; }},
      {"empty query", [](Credentials& c) { c.uri = "/provision?"; }},
      {"realm", [](Credentials& c) { c.realm = "voip.example.net"; }},
      {"algorithm", [](Credentials& c) { c.algorithm = digest::Algorithm::kSha512_256; }},
      {"hashed name", [](Credentials& c) { c.username = digest::hash(digest::Algorithm::kMd5, {"user-3"}).text(); }},
  };
  for (const auto& [what, change] : spoiled) {
    const http::Response answer = get(document_of(digest_), answer_to(challenge_at(), "user-3", "pass-3", 1, change));
    EXPECT_EQ(answer.status, 401) << what;
    EXPECT_FALSE(is_stale(answer)) << what;
  }
  const std::string by_get = answer_to(challenge_at(), "user-3", "pass-3");
  EXPECT_EQ(ask(message("POST /provision", document_of(digest_), by_get), 1s).answer().status, 401);
}

TEST_F(AuthenticationStory, TakesATargetThatAProxyHasRewritten) {
  have({digest_});
  const auto absolute = [](digest::Credentials& c) { c.uri = "http://prov.example.net/provision"; };
  EXPECT_EQ(status_of(document_of(digest_), answer_to(challenge_at(), "user-3", "pass-3", 1, absolute)), 200);
  const std::string relative = answer_to(challenge_at(), "user-3", "pass-3");
  const std::string request = message("GET http://prov:8080/provision", document_of(digest_), relative);
  EXPECT_EQ(ask(request, 1s).answer().status, 200);
}

TEST_F(AuthenticationStory, TakesACountOnlyOnce) {
  have({digest_});
  const digest::Challenge challenge = challenge_at();
  EXPECT_EQ(status_of(document_of(digest_), answer_to(challenge, "user-3", "pass-3", 1)), 200);
  EXPECT_EQ(status_of(document_of(digest_), answer_to(challenge, "user-3", "pass-3", 3)), 200);
  EXPECT_EQ(status_of(document_of(digest_), answer_to(challenge, "user-3", "pass-3", 2)), 200);
  for (const std::uint32_t used : {1U, 2U, 3U, 0U}) {
    const http::Response replayed = get(document_of(digest_), answer_to(challenge, "user-3", "pass-3", used));
    EXPECT_EQ(replayed.status, 401) << used;
    EXPECT_TRUE(is_stale(replayed)) << used;
  }
  EXPECT_EQ(status_of(document_of(digest_), answer_to(challenge, "user-3", "pass-3", 4)), 200);
  EXPECT_EQ(status_of(document_of(digest_), answer_to(challenge_at(), "user-3", "pass-3", 1)), 200);
}

TEST_F(AuthenticationStory, UsesUpNoCountForAWrongPassword) {
  have({digest_});
  const digest::Challenge challenge = challenge_at();
  EXPECT_EQ(status_of(document_of(digest_), answer_to(challenge, "user-3", "wrong", 1)), 401);
  EXPECT_EQ(status_of(document_of(digest_), answer_to(challenge, "user-3", "pass-3", 1)), 200);
}

TEST_F(AuthenticationStory, TakesANonceForItsLifetime) {
  have({digest_});
  options_.authentication.nonce_lifetime = 10s;
  const digest::Challenge challenge = challenge_at();  // at 0 s
  const auto ask_at = [&](Moment moment, std::uint32_t count) -> Seen& {
    const std::string answer = answer_to(challenge, "user-3", "pass-3", count);
    return start_client({{moment - world_->now(), message("GET /provision", document_of(digest_), answer)}});
  };
  Seen& early = ask_at(at(9s), 1);
  Seen& last = ask_at(at(10s) - 1ns, 2);
  Seen& late = ask_at(at(10s), 3);
  world_->run(at(1min));
  EXPECT_EQ(early.answer().status, 200);
  EXPECT_EQ(last.answer().status, 200);
  EXPECT_EQ(late.answer().status, 401);
  EXPECT_TRUE(is_stale(late.answer()));
  EXPECT_NE(lines_.last("provision.challenged").find("reason=the nonce has expired"), std::string::npos);
}

TEST_F(AuthenticationStory, TakesNoNonceThatItDidNotMake) {
  have({digest_});
  const digest::Challenge issued = challenge_at();
  for (std::size_t i = 0; i < issued.nonce.size(); i += 5) {
    digest::Challenge forged = issued;
    forged.nonce[i] = forged.nonce[i] == '0' ? '1' : '0';
    const http::Response answer = get(document_of(digest_), answer_to(forged, "user-3", "pass-3"));
    EXPECT_EQ(answer.status, 401);
    EXPECT_TRUE(is_stale(answer));
  }
}

TEST_F(AuthenticationStory, ForgetsItsNoncesWithItsPower) {
  have({digest_});
  const digest::Challenge before = challenge_at();
  world_->power_cut(*server_);
  world_->power_on(*server_);
  const http::Response answer = get(document_of(digest_), answer_to(before, "user-3", "pass-3"));
  EXPECT_EQ(answer.status, 401);
  EXPECT_TRUE(is_stale(answer));
  EXPECT_NE(challenge_at().nonce, before.nonce);
}

// Neither the bytes nor the work of a refusal depends on its reason.
TEST_F(AuthenticationStory, RefusesWithTheSameWorkWhicheverPartFailed) {
  Subscriber serial = digest_;
  serial.serial_number = "X";
  Subscriber mac = digest_;
  mac.mac_address = {{1, 2, 3, 4, 5, 6}};
  Subscriber customer = digest_;
  customer.customer_number = "X";
  const std::vector<Subscriber> wrong = {serial, mac, customer, subscriber(9, Scheme::kNone), digest_, basic_};
  const auto work_of = [&](const std::function<std::string()>& headers) {
    std::set<std::string> works;
    std::set<std::string> answers;
    for (const Subscriber& wanted : wrong) {
      for (const bool conflict : {false, true}) {
        const std::string authorization = headers();
        list_.conflict = conflict;
        const int asked = list_.asked;
        const std::uint64_t tried = serving_->passwords_tried();
        const http::Response answer = get(document_of(wanted), authorization);
        list_.conflict = false;
        works.insert(std::to_string(list_.asked - asked) + " questions, " +
                     std::to_string(serving_->passwords_tried() - tried) + " passwords");
        answers.insert(std::to_string(answer.status) + answer.body);
      }
    }
    EXPECT_EQ(answers.size(), 1U) << testing::PrintToString(answers);
    EXPECT_EQ(works.size(), 1U) << testing::PrintToString(works);
    return works.empty() ? "" : *works.begin();
  };
  have({open_, basic_, digest_, other_});
  EXPECT_EQ(status_of(""), 401);
  EXPECT_EQ(work_of([] { return ""; }), "2 questions, 0 passwords");
  EXPECT_EQ(work_of([] { return basic("user-2", "wrong"); }), "3 questions, 5 passwords");
  EXPECT_EQ(work_of([] { return basic("nobody", "wrong"); }), "3 questions, 5 passwords");
  EXPECT_EQ(work_of([&] { return answer_to(challenge_at(), "user-3", "wrong"); }), "3 questions, 5 passwords");
  EXPECT_EQ(work_of([&] { return answer_to(challenge_at(), "nobody", "wrong"); }), "3 questions, 5 passwords");
  EXPECT_EQ(work_of([&] { return answer_to(challenge_at(), "user-4", "pass-4"); }), "2 questions, 5 passwords");
}

TEST_F(AuthenticationStory, RecordsWhyItChallengedAndNoSecret) {
  have({basic_, digest_});
  get(document_of(basic_), basic("user-2", "hunter2"));
  EXPECT_EQ(lines_.last("provision.challenged"),
            "provision.challenged serial_number=DT2 mac_address=02:00:00:00:00:02 peer=10.0.1.1 status=401 "
            "reason=wrong credentials");
  const std::string answer = answer_to(challenge_at(), "user-3", "pass-3");
  get(document_of(digest_), answer);
  get(document_of(digest_), answer);
  EXPECT_NE(lines_.last("provision.challenged").find("reason=the nonce count was used before"), std::string::npos);
  for (const std::string& line : lines_.all) {
    for (const char* secret : {"hunter2", "pass-3", "user-3", "Basic", "Digest", "nonce="}) {
      EXPECT_EQ(line.find(secret), std::string::npos) << line;
    }
  }
}

TEST_F(AuthenticationStory, IsUnavailableWhileTheStoreIs) {
  have({digest_});
  const std::string answer = answer_to(challenge_at(), "user-3", "pass-3");
  list_.fault = StoreFault::kGone;
  EXPECT_EQ(status_of(document_of(digest_), answer), 503);
  EXPECT_EQ(status_of("hello"), 503);
  list_.fault.reset();
  EXPECT_EQ(status_of(document_of(digest_), answer), 200);
}

}  // namespace
}  // namespace dialtone
