// How a device authenticates to its provisioning server.
#include "tests/device_sim/provisioning/http_server_story.h"
#include "wire/http/basic_credentials.h"

namespace dialtone {
namespace {

class HttpAuthenticationStory : public HttpServerStory {
 protected:
  // Makes the device ask again, through its call agent.
  void resync() {
    events_.clear();
    const std::string number = std::to_string(++notifies_);
    registrar_.send(
        contact_, "NOTIFY sip:line100042@10.0.1.1:5060 SIP/2.0\r\nVia: SIP/2.0/UDP 10.0.0.2;branch=z9hG4bKn" + number +
                      "\r\nFrom: <sip:ca@10.0.0.2>;tag=1\r\nTo: <sip:line100042@voip.example.net>\r\n"
                      "Call-ID: n" +
                      number +
                      "\r\nCSeq: 1 NOTIFY\r\nEvent: check-sync\r\nContact: <sip:10.0.0.2>\r\n"
                      "Content-Length: 0\r\n\r\n");
    run_for(4s);
  }
  int notifies_ = 0;
};

TEST_F(HttpAuthenticationStory, SendsBasicCredentialsWithItsFirstRequest) {
  use(HttpAuthentication::kBasic);
  start();
  run_one_attempt();
  ASSERT_EQ(provisioning_.requests.size(), 1U);
  EXPECT_EQ(http::parse_basic_credentials(authorization(provisioning_.requests[0])).value(),
            (http::BasicCredentials{"ata42", "p4ssword"}));
  EXPECT_EQ(events_.count("provision.accepted"), 1U);
}

TEST_F(HttpAuthenticationStory, TakesA401ToBasicCredentialsForARefusal) {
  use(HttpAuthentication::kBasic);
  guard();
  guard_.challenges = {"Basic realm=\"provisioning\""};
  start();
  run_one_attempt();
  EXPECT_EQ(provisioning_.requests.size(), 1U);
  EXPECT_EQ(only_reason("provision.refused"), "the credentials were not accepted");
  EXPECT_GE(Duration(events_.named("retry.scheduled").at(0).number("delay")), 5min);
}

TEST_F(HttpAuthenticationStory, AnswersNoChallengeWithoutCredentials) {
  guard();
  start();
  run_one_attempt();
  EXPECT_EQ(provisioning_.requests.size(), 1U);
  EXPECT_EQ(only_reason("provision.refused"), "credentials are wanted, and this device has none");
}

TEST_F(HttpAuthenticationStory, SendsNothingOfADigestBeforeItIsChallenged) {
  use(HttpAuthentication::kDigest);
  guard();
  start();
  run_one_attempt();
  ASSERT_EQ(provisioning_.requests.size(), 2U);
  EXPECT_EQ(authorization(provisioning_.requests[0]), "");
  EXPECT_EQ(guard_.seen.at(0).nonce_count, 1U);
  EXPECT_EQ(guard_.seen[0].opaque, "opaque");
  EXPECT_EQ(guard_.seen[0].qop, digest::Qop::kAuth);
  EXPECT_EQ(events_.count("provision.request"), 1U);
  EXPECT_EQ(events_.count("provision.challenged"), 1U);
  EXPECT_EQ(events_.named("provision.challenged").at(0).text("algorithm"), "MD5");
  EXPECT_EQ(events_.count("provision.accepted"), 1U);
  EXPECT_EQ(provisioning_.requests[0].message.body, provisioning_.requests[1].message.body);
}

TEST_F(HttpAuthenticationStory, SendsNoPasswordInTheClearBecauseAServerAsks) {
  use(HttpAuthentication::kDigest);
  guard();
  guard_.challenges = {"Basic realm=\"provisioning\""};
  start();
  run_one_attempt();
  EXPECT_EQ(provisioning_.requests.size(), 1U);
  EXPECT_EQ(only_reason("provision.refused"), "no challenge that can be answered");
}

TEST_F(HttpAuthenticationStory, AnswersTheTopmostChallengeThatItKnows) {
  use(HttpAuthentication::kDigest);
  guard();
  guard_.challenges = {R"(Basic realm="provisioning", Negotiate)",
                       R"(Digest realm="provisioning", nonce="a", algorithm=SHA3-512, qop="auth")",
                       R"(Digest realm="provisioning", nonce="b", algorithm=SHA-256, qop="auth-int,auth", )"
                       R"(Digest realm="provisioning", nonce="c", algorithm=MD5, qop="auth")"};
  start();
  run_one_attempt();
  ASSERT_EQ(guard_.seen.size(), 1U);
  EXPECT_EQ(guard_.seen[0].algorithm, digest::Algorithm::kSha256);
  EXPECT_EQ(guard_.seen[0].nonce, "b");
  EXPECT_EQ(events_.count("provision.accepted"), 1U);
}

TEST_F(HttpAuthenticationStory, AnswersTheOldFormWithoutQop) {
  use(HttpAuthentication::kDigest);
  guard();
  guard_.offers_qop = false;
  start();
  run_one_attempt();
  EXPECT_EQ(guard_.seen.at(0).qop, digest::Qop::kNone);
  EXPECT_EQ(events_.count("provision.accepted"), 1U);
}

class DigestOfEachKind : public HttpServerStory,
                         public testing::WithParamInterface<std::tuple<digest::Algorithm, DocumentCarrier>> {};

TEST_P(DigestOfEachKind, OpensTheDoor) {
  guard_.algorithm = std::get<0>(GetParam());
  profile_.document = std::get<1>(GetParam());
  use(HttpAuthentication::kDigest);
  guard();
  start();
  run_one_attempt();
  EXPECT_EQ(guard_.seen.at(0).algorithm, guard_.algorithm);
  EXPECT_EQ(events_.count("provision.accepted"), 1U);
}

INSTANTIATE_TEST_SUITE_P(
    Of, DigestOfEachKind,
    testing::Combine(testing::Values(digest::Algorithm::kMd5, digest::Algorithm::kMd5Sess, digest::Algorithm::kSha256,
                                     digest::Algorithm::kSha256Sess, digest::Algorithm::kSha512_256,
                                     digest::Algorithm::kSha512_256Sess),
                     testing::Values(DocumentCarrier::kBody, DocumentCarrier::kQuery, DocumentCarrier::kPost)));

TEST_F(HttpAuthenticationStory, GivesUpWhereTheSameNonceComesAgain) {
  use(HttpAuthentication::kDigest);
  guard();
  guard_.challenges = {R"(Digest realm="another realm", nonce="same", qop="auth")"};
  guard_.uses_of_nonce = 0;
  start();
  run_one_attempt();
  EXPECT_EQ(provisioning_.requests.size(), 2U);
  EXPECT_EQ(only_reason("provision.refused"), "the credentials were not accepted");
  EXPECT_GE(Duration(events_.named("retry.scheduled").at(0).number("delay")), 5min);
}

TEST_F(HttpAuthenticationStory, BeginsAnewAfterItWasRefused) {
  use(HttpAuthentication::kDigest);
  guard();
  guard_.challenges = {R"(Digest realm="provisioning", nonce="same", qop="auth")"};
  guard_.uses_of_nonce = 0;
  start();
  run_one_attempt();
  guard_.uses_of_nonce = 1000;
  run_for(11min);
  EXPECT_EQ(events_.count("provision.accepted"), 1U);
  EXPECT_EQ(authorization(provisioning_.requests.at(2)), "");
}

// The parameter: whether the new nonce comes with `stale`.
class NewNonce : public HttpServerStory, public testing::WithParamInterface<bool> {};

TEST_P(NewNonce, IsAnsweredOnceMoreAndNotForEver) {
  use(HttpAuthentication::kDigest);
  guard();
  guard_.says_stale = GetParam();
  guard_.uses_of_nonce = 0;
  start();
  run_one_attempt();
  EXPECT_EQ(provisioning_.requests.size(), 3U);
  EXPECT_EQ(guard_.seen.at(0).nonce, "nonce-1");
  EXPECT_EQ(guard_.seen.at(1).nonce, "nonce-2");
  EXPECT_EQ(guard_.seen.at(1).nonce_count, 1U);
  EXPECT_EQ(events_.count("provision.challenged"), 2U);
  EXPECT_EQ(events_.named("provision.challenged").at(0).number("stale"), GetParam() ? 1 : 0);
  EXPECT_EQ(only_reason("provision.refused"), "a new nonce after each answer");
}

INSTANTIATE_TEST_SUITE_P(StaleOrNot, NewNonce, testing::Bool());

TEST_F(HttpAuthenticationStory, KeepsItsNonceAndCountsOnWhenItProvisionsAgain) {
  use(HttpAuthentication::kDigest);
  guard();
  start();
  run_one_attempt();
  resync();
  ASSERT_EQ(provisioning_.requests.size(), 3U);
  EXPECT_EQ(guard_.seen.at(1).nonce, "nonce-1");
  EXPECT_EQ(guard_.seen.at(1).nonce_count, 2U);
  EXPECT_EQ(events_.count("provision.challenged"), 0U);
  EXPECT_EQ(events_.count("provision.accepted"), 1U);
}

TEST_F(HttpAuthenticationStory, TakesANewNonceInPlaceOfTheOneThatItKept) {
  use(HttpAuthentication::kDigest);
  guard();
  guard_.uses_of_nonce = 1;
  guard_.says_stale = true;
  start();
  run_one_attempt();
  resync();
  ASSERT_EQ(provisioning_.requests.size(), 4U);
  EXPECT_EQ(guard_.seen.at(1).nonce, "nonce-1");
  EXPECT_EQ(guard_.seen.at(2).nonce, "nonce-2");
  EXPECT_EQ(guard_.seen.at(2).nonce_count, 1U);
  EXPECT_EQ(events_.count("provision.accepted"), 1U);
}

TEST_F(HttpAuthenticationStory, ForgetsItsNonceWithItsPower) {
  use(HttpAuthentication::kDigest);
  guard();
  store_settings();
  world_.power_on(*device_);
  run_one_attempt();
  EXPECT_EQ(authorization(provisioning_.requests.at(0)), "");
}

class NextNonce : public HttpAuthenticationStory {
 protected:
  void name_next_nonce() {
    guard();
    provisioning_.script = [this](const http::Request& request) {
      if (const auto refusal = guard_.judge(request)) return *refusal;
      http::Response answer;
      answer.headers.add("Authentication-Info", R"(nextnonce="next-one", qop=auth)");
      answer.body = provisioning::write_provision_response(settings());
      return http::write_response(answer);
    };
  }
};

TEST_F(NextNonce, IsTakenWhereTheServerNamesOne) {
  use(HttpAuthentication::kDigest);
  name_next_nonce();
  start();
  run_one_attempt();
  resync();
  EXPECT_EQ(guard_.seen.at(1).nonce, "next-one");
  EXPECT_EQ(guard_.seen.at(1).nonce_count, 1U);
}

TEST_F(NextNonce, EndsNoSessionWhoseSecretHasTheFirst) {
  guard_.algorithm = digest::Algorithm::kMd5Sess;
  use(HttpAuthentication::kDigest);
  name_next_nonce();
  start();
  run_one_attempt();
  resync();
  EXPECT_EQ(guard_.seen.at(1).nonce, "nonce-1");
  EXPECT_EQ(guard_.seen.at(1).nonce_count, 2U);
}

TEST_F(HttpAuthenticationStory, KeepsTheFirstClientNonceOfASession) {
  use(HttpAuthentication::kDigest);
  guard();
  guard_.algorithm = digest::Algorithm::kSha256Sess;
  start();
  run_one_attempt();
  resync();
  ASSERT_EQ(guard_.seen.size(), 2U);
  EXPECT_EQ(guard_.seen[0].cnonce, guard_.seen[1].cnonce);
  EXPECT_EQ(events_.count("provision.accepted"), 1U);
}

class OtherOrigin : public HttpServerStory, public testing::WithParamInterface<HttpAuthentication> {};

TEST_P(OtherOrigin, GetsNoCredentials) {
  use(GetParam());
  ScriptedProvisioning other;
  HttpGuard others_guard;
  other.script = [&](const http::Request& request) {
    return others_guard.judge(request).value_or(ScriptedProvisioning::ok(settings()));
  };
  provisioning_.script = [this](const http::Request& request) {
    if (const auto refusal = guard_.judge(request); refusal && GetParam() == HttpAuthentication::kDigest) {
      return *refusal;
    }
    return ScriptedProvisioning::status(302, {{"Location", "http://other.example.net/"}});
  };
  start();
  add_server("other.example.net", IpAddress::v4(10, 0, 0, 8), other);
  run_one_attempt();
  EXPECT_NE(authorization(provisioning_.requests.back()), "");
  ASSERT_EQ(other.requests.size(), 1U);
  EXPECT_EQ(authorization(other.requests[0]), "");
  EXPECT_EQ(only_reason("provision.refused"), "credentials are wanted by a server that they are not for");
}

INSTANTIATE_TEST_SUITE_P(OfEach, OtherOrigin, testing::Values(HttpAuthentication::kBasic, HttpAuthentication::kDigest));

TEST_F(HttpAuthenticationStory, TellsNoSecret) {
  config_.provisioning_url = "http://prov.example.net/provision?token=t0ken";
  profile_.document = DocumentCarrier::kQuery;
  use(HttpAuthentication::kDigest);
  guard();
  int requests = 0;
  provisioning_.script = [&](const http::Request& request) {
    if (++requests == 2) return ScriptedProvisioning::status(302, {{"Location", "/elsewhere?token=t0ken#s3cret"}});
    if (requests == 4) return ScriptedProvisioning::status(200, {}, "<authentication><password>s3cret</password>");
    return guard_.judge(request).value_or(ScriptedProvisioning::status(302, {{"Location", "ftp://a?t0ken"}}));
  };
  start();
  run_for(20min);
  provisioning_.script = [](const http::Request&) { return ScriptedProvisioning::ok(settings()); };
  run_for(10min);
  use(HttpAuthentication::kBasic);
  guard();
  resync();
  ASSERT_GT(requests, 4);
  const std::string all = events_.all_text();
  for (const char* secret : {"p4ssword", "s3cret", "t0ken", "nonce-", "YXRhND", "Digest ", "document="}) {
    EXPECT_EQ(all.find(secret), std::string::npos) << secret << "\n" << all;
  }
}

}  // namespace
}  // namespace dialtone
