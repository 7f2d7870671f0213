// Who must prove who he is, and how: the schemes of HTTP authentication.
#include <gtest/gtest.h>

#include <array>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "tests/prov_server/server_story.h"
#include "tests/prov_server/subscriber_list.h"
#include "tests/prov_server/subscriber_samples.h"
#include "wire/digest/challenge.h"
#include "wire/digest/credentials.h"
#include "wire/http/basic_credentials.h"

namespace dialtone {
namespace {

using Scheme = ProvisionAuthentication;

// Subscribers 1 to 9 by scheme; each has the name "user-N" and the password "pass-N".
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

  void Have(std::vector<Subscriber> subscribers) { list_.all = std::move(subscribers); }

  http::Response Get(const std::string& document, const std::string& headers = "", Duration time = 100ms) {
    return Ask(message("GET /provision", document, headers), time).answer();
  }
  int StatusOf(const std::string& document, const std::string& headers = "") { return Get(document, headers).status; }
  // The challenges of a 401, in their order.
  std::vector<std::string> Challenges(const http::Response& response) {
    std::vector<std::string> challenges;
    for (const http::Header& header : response.headers) {
      if (header.name == "WWW-Authenticate") challenges.push_back(header.value);
    }
    return challenges;
  }
  // The challenge of that number in a new 401.
  digest::Challenge Challenge(std::size_t number = 0) {
    const std::vector<std::string> challenges = Challenges(Get(""));
    EXPECT_LT(number, challenges.size());
    Result<digest::Challenge> challenge = digest::parse_challenge(challenges.at(number));
    EXPECT_TRUE(challenge) << challenges.at(number);
    return *challenge;
  }
  // The header with which somebody answers a challenge; `change` spoils it before the response is computed.
  static std::string Answer(const digest::Challenge& challenge, std::string_view username, std::string_view password,
                            std::uint32_t count = 1, const std::function<void(digest::Credentials&)>& change = {}) {
    auto credentials = digest::answer(challenge, {username, password}, "GET", "/provision", "0a4f113b", count);
    if (change) change(*credentials);
    credentials->response =
        digest::response_of(
            *credentials, digest::ha1(*credentials->algorithm, {username, password}, credentials->realm).text(), "GET")
            .text();
    return "Authorization: " + digest::to_text(*credentials) + "\r\n";
  }
  bool IsStale(const http::Response& response) {
    const std::vector<std::string> challenges = Challenges(response);
    return !challenges.empty() && digest::parse_challenge(challenges.front())->stale;
  }

  SubscriberList list_;
  const Subscriber open_ = subscriber(1, Scheme::kNone);
  const Subscriber basic_ = subscriber(2, Scheme::kBasic);
  const Subscriber digest_ = subscriber(3, Scheme::kDigest);
  const Subscriber other_ = subscriber(4, Scheme::kDigest);
};

TEST_F(AuthenticationStory, ServesASubscriberOfNoneWithoutCredentials) {
  Have({open_, basic_, digest_});
  EXPECT_EQ(StatusOf(document_of(open_)), 200);
  EXPECT_EQ(StatusOf(document_of(open_), basic("nobody", "nothing")), 200);
  EXPECT_EQ(StatusOf(document_of(open_), "Authorization: Bearer abc\r\n"), 200);
}

TEST_F(AuthenticationStory, ServesASubscriberOfBasicWithHisPassword) {
  Have({open_, basic_, digest_});
  EXPECT_EQ(StatusOf(document_of(basic_), basic("user-2", "pass-2")), 200);
  EXPECT_EQ(StatusOf(document_of(basic_), basic("user-2", "pass-")), 401);
  EXPECT_EQ(StatusOf(document_of(basic_), basic("user-2", "pass-22")), 401);
  EXPECT_EQ(StatusOf(document_of(basic_), basic("user-2", "")), 401);
  EXPECT_EQ(StatusOf(document_of(basic_), basic("User-2", "pass-2")), 401);
  EXPECT_EQ(StatusOf(document_of(basic_)), 401);
}

TEST_F(AuthenticationStory, ServesASubscriberOfDigestWithEachAlgorithmThatIsOffered) {
  using digest::Algorithm;
  options_.authentication.algorithms = {Algorithm::kMd5,        Algorithm::kMd5Sess,    Algorithm::kSha256,
                                        Algorithm::kSha256Sess, Algorithm::kSha512_256, Algorithm::kSha512_256Sess};
  Have({digest_});
  for (std::size_t i = 0; i < options_.authentication.algorithms.size(); ++i) {
    EXPECT_EQ(Challenge(i).algorithm, options_.authentication.algorithms[i]);
    EXPECT_EQ(StatusOf(document_of(digest_), Answer(Challenge(i), "user-3", "pass-3")), 200) << i;
    EXPECT_EQ(StatusOf(document_of(digest_), Answer(Challenge(i), "user-3", "pass-4")), 401) << i;
  }
}

TEST_F(AuthenticationStory, TakesTheOldFormWithoutQopOnce) {
  Have({digest_});
  digest::Challenge challenge = Challenge();
  challenge.offers_auth = false;
  const std::string answer = Answer(challenge, "user-3", "pass-3");
  EXPECT_EQ(answer.find("qop"), std::string::npos);
  EXPECT_EQ(StatusOf(document_of(digest_), answer), 200);
  const http::Response again = Get(document_of(digest_), answer);
  EXPECT_EQ(again.status, 401);
  EXPECT_TRUE(IsStale(again));
}

TEST_F(AuthenticationStory, ServesEachCarrierOfTheDocument) {
  Have({basic_});
  const std::string query = "/provision?document=" + http::percent_encode(document_of(basic_));
  EXPECT_EQ(Ask(message("GET " + query, "", basic("user-2", "pass-2"))).answer().status, 200);
  EXPECT_EQ(Ask(message("POST /provision", document_of(basic_), basic("user-2", "pass-2"))).answer().status, 200);
}

TEST_F(AuthenticationStory, OffersDigestsInTheirOrderThenBasic) {
  Have({open_, basic_, digest_});
  const http::Response answer = Get("");
  EXPECT_EQ(answer.status, 401);
  EXPECT_EQ(*answer.headers.find("Cache-Control"), "no-store");
  EXPECT_EQ(*answer.headers.find("Content-Type"), "application/xml; charset=utf-8");
  const std::vector<std::string> challenges = Challenges(answer);
  ASSERT_EQ(challenges.size(), 3U);
  EXPECT_NE(challenges[0].find("algorithm=MD5"), std::string::npos) << challenges[0];
  EXPECT_NE(challenges[0].find("qop=\"auth\""), std::string::npos) << challenges[0];
  EXPECT_NE(challenges[1].find("algorithm=SHA-256"), std::string::npos) << challenges[1];
  EXPECT_EQ(challenges[2], "Basic realm=\"provisioning\", charset=\"UTF-8\"");
}

TEST_F(AuthenticationStory, OffersOnlySchemesThatSomebodyHas) {
  options_.authentication.algorithms = {digest::Algorithm::kSha256};
  Have({open_, digest_});
  EXPECT_EQ(Challenges(Get("")).size(), 1U);
  EXPECT_EQ(Challenge().algorithm, digest::Algorithm::kSha256);
  Have({open_, basic_});
  EXPECT_EQ(Challenges(Get("")), std::vector<std::string>{"Basic realm=\"provisioning\", charset=\"UTF-8\""});
}

// The documents that curl's first Digest request, a broken device and somebody who guesses send.
TEST_F(AuthenticationStory, ChallengesInTheSameBytesWhateverTheDocumentWas) {
  Have({open_, basic_, digest_});
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
    std::string bytes = Ask(request, 100ms).bytes;
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
  Have({digest_});
  EXPECT_EQ(StatusOf(std::string(70'000, ' ')), 413);
}

TEST_F(AuthenticationStory, RefusesTheCredentialsOfAnother) {
  Have({open_, basic_, digest_, other_});
  const std::string refusal =
      "<provision-response version=\"1.0\"><refusal>not-authorized</refusal></provision-response>";
  for (const Subscriber& wanted : {open_, digest_, subscriber(9, Scheme::kNone)}) {
    const http::Response by_basic = Get(document_of(wanted), basic("user-2", "pass-2"));
    EXPECT_EQ(by_basic.status, 403) << wanted.serial_number;
    EXPECT_EQ(by_basic.body, refusal);
    const http::Response by_digest = Get(document_of(wanted), Answer(Challenge(), "user-4", "pass-4"));
    EXPECT_EQ(by_digest.status, 403) << wanted.serial_number;
    EXPECT_EQ(by_digest.body, refusal);
  }
}

TEST_F(AuthenticationStory, KnowsTheCredentialsOfOneWhoSharesHisName) {
  Subscriber first = digest_;
  Subscriber second = other_;
  first.provision_username = second.provision_username = "shared";
  Have({first, second});
  EXPECT_EQ(StatusOf(document_of(first), Answer(Challenge(), "shared", "pass-3")), 200);
  EXPECT_EQ(StatusOf(document_of(second), Answer(Challenge(), "shared", "pass-4")), 200);
  EXPECT_EQ(StatusOf(document_of(first), Answer(Challenge(), "shared", "pass-4")), 403);
  EXPECT_EQ(StatusOf(document_of(second), Answer(Challenge(), "shared", "pass-5")), 401);
}

TEST_F(AuthenticationStory, TakesCredentialsOnlyByTheSubscribersScheme) {
  Subscriber two_devices = basic_;
  Have({two_devices, digest_});
  EXPECT_EQ(StatusOf(document_of(digest_), basic("user-3", "pass-3")), 401);
  EXPECT_EQ(StatusOf(document_of(basic_), Answer(Challenge(), "user-2", "pass-2")), 401);
}

TEST_F(AuthenticationStory, TellsWhoeverHasValidCredentialsWhatIsWrongWithHisDocument) {
  Have({basic_, digest_});
  EXPECT_EQ(StatusOf("", basic("user-2", "pass-2")), 400);
  const http::Response answer = Get("hello", Answer(Challenge(), "user-3", "pass-3"));
  EXPECT_EQ(answer.status, 400);
  EXPECT_NE(answer.body.find("not well-formed"), std::string::npos);
}

TEST_F(AuthenticationStory, RefusesWhereNobodyAuthenticates) {
  Have({open_});
  EXPECT_EQ(StatusOf(document_of(subscriber(9, Scheme::kNone))), 403);
  EXPECT_EQ(StatusOf(document_of(subscriber(9, Scheme::kNone)), basic("a", "b")), 403);
  EXPECT_EQ(StatusOf("hello"), 400);
  EXPECT_EQ(StatusOf(""), 400);
}

TEST_F(AuthenticationStory, TakesOneAuthorizationOnly) {
  Have({open_, basic_});
  const std::string right = basic("user-2", "pass-2");
  EXPECT_EQ(StatusOf(document_of(basic_), right + right), 400);
  EXPECT_EQ(StatusOf(document_of(open_), right + "authorization: x\r\n"), 400);
}

TEST_F(AuthenticationStory, TakesADigestOnlyForItsOwnTargetMethodRealmAndAlgorithm) {
  using digest::Credentials;
  Have({digest_});
  const std::map<std::string, std::function<void(Credentials&)>> spoiled = {
      {"path", [](Credentials& c) { c.uri = "/other"; }},
      {"query", [](Credentials& c) { c.uri = "/provision?document=x"; }},
      {"empty query", [](Credentials& c) { c.uri = "/provision?"; }},
      {"realm", [](Credentials& c) { c.realm = "voip.example.net"; }},
      {"algorithm", [](Credentials& c) { c.algorithm = digest::Algorithm::kSha512_256; }},
      {"hashed name", [](Credentials& c) { c.username = digest::hash(digest::Algorithm::kMd5, {"user-3"}).text(); }},
  };
  for (const auto& [what, change] : spoiled) {
    const http::Response answer = Get(document_of(digest_), Answer(Challenge(), "user-3", "pass-3", 1, change));
    EXPECT_EQ(answer.status, 401) << what;
    EXPECT_FALSE(IsStale(answer)) << what;
  }
  const std::string by_get = Answer(Challenge(), "user-3", "pass-3");
  EXPECT_EQ(Ask(message("POST /provision", document_of(digest_), by_get), 1s).answer().status, 401);
}

TEST_F(AuthenticationStory, TakesATargetThatAProxyHasRewritten) {
  Have({digest_});
  const auto absolute = [](digest::Credentials& c) { c.uri = "http://prov.example.net/provision"; };
  EXPECT_EQ(StatusOf(document_of(digest_), Answer(Challenge(), "user-3", "pass-3", 1, absolute)), 200);
  const std::string relative = Answer(Challenge(), "user-3", "pass-3");
  const std::string request = message("GET http://prov:8080/provision", document_of(digest_), relative);
  EXPECT_EQ(Ask(request, 1s).answer().status, 200);
}

TEST_F(AuthenticationStory, TakesACountOnlyOnce) {
  Have({digest_});
  const digest::Challenge challenge = Challenge();
  EXPECT_EQ(StatusOf(document_of(digest_), Answer(challenge, "user-3", "pass-3", 1)), 200);
  EXPECT_EQ(StatusOf(document_of(digest_), Answer(challenge, "user-3", "pass-3", 3)), 200);
  EXPECT_EQ(StatusOf(document_of(digest_), Answer(challenge, "user-3", "pass-3", 2)), 200);
  for (const std::uint32_t used : {1U, 2U, 3U, 0U}) {
    const http::Response replayed = Get(document_of(digest_), Answer(challenge, "user-3", "pass-3", used));
    EXPECT_EQ(replayed.status, 401) << used;
    EXPECT_TRUE(IsStale(replayed)) << used;
  }
  EXPECT_EQ(StatusOf(document_of(digest_), Answer(challenge, "user-3", "pass-3", 4)), 200);
  EXPECT_EQ(StatusOf(document_of(digest_), Answer(Challenge(), "user-3", "pass-3", 1)), 200);
}

TEST_F(AuthenticationStory, UsesUpNoCountForAWrongPassword) {
  Have({digest_});
  const digest::Challenge challenge = Challenge();
  EXPECT_EQ(StatusOf(document_of(digest_), Answer(challenge, "user-3", "wrong", 1)), 401);
  EXPECT_EQ(StatusOf(document_of(digest_), Answer(challenge, "user-3", "pass-3", 1)), 200);
}

TEST_F(AuthenticationStory, TakesANonceForItsLifetime) {
  Have({digest_});
  options_.authentication.nonce_lifetime = 10s;
  const digest::Challenge challenge = Challenge();  // at 0 s
  const auto ask_at = [&](Moment moment, std::uint32_t count) -> Seen& {
    const std::string answer = Answer(challenge, "user-3", "pass-3", count);
    return StartClient({{moment - world_->now(), message("GET /provision", document_of(digest_), answer)}});
  };
  Seen& early = ask_at(at(9s), 1);
  Seen& last = ask_at(at(10s) - 1ns, 2);
  Seen& late = ask_at(at(10s), 3);
  world_->run(at(1min));
  EXPECT_EQ(early.answer().status, 200);
  EXPECT_EQ(last.answer().status, 200);
  EXPECT_EQ(late.answer().status, 401);
  EXPECT_TRUE(IsStale(late.answer()));
  EXPECT_NE(lines_.last("provision.challenged").find("reason=the nonce has expired"), std::string::npos);
}

TEST_F(AuthenticationStory, TakesNoNonceThatItDidNotMake) {
  Have({digest_});
  const digest::Challenge issued = Challenge();
  for (std::size_t i = 0; i < issued.nonce.size(); i += 5) {
    digest::Challenge forged = issued;
    forged.nonce[i] = forged.nonce[i] == '0' ? '1' : '0';
    const http::Response answer = Get(document_of(digest_), Answer(forged, "user-3", "pass-3"));
    EXPECT_EQ(answer.status, 401);
    EXPECT_TRUE(IsStale(answer));
  }
}

TEST_F(AuthenticationStory, ForgetsItsNoncesWithItsPower) {
  Have({digest_});
  const digest::Challenge before = Challenge();
  world_->power_cut(*server_);
  world_->power_on(*server_);
  const http::Response answer = Get(document_of(digest_), Answer(before, "user-3", "pass-3"));
  EXPECT_EQ(answer.status, 401);
  EXPECT_TRUE(IsStale(answer));
  EXPECT_NE(Challenge().nonce, before.nonce);
}

// Why a refusal was refused shows neither in its bytes nor in what was done for it.
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
        const http::Response answer = Get(document_of(wanted), authorization);
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
  Have({open_, basic_, digest_, other_});
  EXPECT_EQ(StatusOf(""), 401);
  EXPECT_EQ(work_of([] { return ""; }), "2 questions, 0 passwords");
  EXPECT_EQ(work_of([] { return basic("user-2", "wrong"); }), "3 questions, 5 passwords");
  EXPECT_EQ(work_of([] { return basic("nobody", "wrong"); }), "3 questions, 5 passwords");
  EXPECT_EQ(work_of([&] { return Answer(Challenge(), "user-3", "wrong"); }), "3 questions, 5 passwords");
  EXPECT_EQ(work_of([&] { return Answer(Challenge(), "nobody", "wrong"); }), "3 questions, 5 passwords");
  EXPECT_EQ(work_of([&] { return Answer(Challenge(), "user-4", "pass-4"); }), "2 questions, 5 passwords");
}

TEST_F(AuthenticationStory, RecordsWhyItChallengedAndNoSecret) {
  Have({basic_, digest_});
  Get(document_of(basic_), basic("user-2", "hunter2"));
  EXPECT_EQ(lines_.last("provision.challenged"),
            "provision.challenged serial_number=DT2 mac_address=02:00:00:00:00:02 peer=10.0.1.1 status=401 "
            "reason=wrong credentials");
  const std::string answer = Answer(Challenge(), "user-3", "pass-3");
  Get(document_of(digest_), answer);
  Get(document_of(digest_), answer);
  EXPECT_NE(lines_.last("provision.challenged").find("reason=the nonce count was used before"), std::string::npos);
  for (const std::string& line : lines_.all) {
    for (const char* secret : {"hunter2", "pass-3", "user-3", "Basic", "Digest", "nonce="}) {
      EXPECT_EQ(line.find(secret), std::string::npos) << line;
    }
  }
}

TEST_F(AuthenticationStory, IsUnavailableWhileTheStoreIs) {
  Have({digest_});
  const std::string answer = Answer(Challenge(), "user-3", "pass-3");
  list_.fault = StoreFault::kGone;
  EXPECT_EQ(StatusOf(document_of(digest_), answer), 503);
  EXPECT_EQ(StatusOf("hello"), 503);
  list_.fault.reset();
  EXPECT_EQ(StatusOf(document_of(digest_), answer), 200);
}

}  // namespace
}  // namespace dialtone
