// How a device handles the possible answers of a registrar to a REGISTER.
#include "tests/device_sim/signalling/registering.h"
#include "wire/sip/writer.h"

namespace dialtone {
namespace {

constexpr std::string_view kRealm = R"(realm="voip.example.net")";

std::string challenge(std::string_view fields) { return "Digest " + std::string(kRealm) + ", " + std::string(fields); }

class Answers : public Registering {
 protected:
  // Answers the first request with 401 and these challenges, each as a separate header.
  void challenge_with(std::vector<std::string> challenges) {
    Headers headers;
    for (std::string& each : challenges) headers.emplace_back("WWW-Authenticate", std::move(each));
    answer_in_turn({{401, headers}});
  }
  std::size_t registrations() const { return events_.count("registration.accepted"); }
  // Returns the credentials of the request that was granted.
  digest::Credentials granted_credentials() {
    start();
    run_for(kBootTime + 10s);
    EXPECT_EQ(registrations(), 1U);
    return credentials(registrar_.requests.back());
  }
  std::string text_of_last(sip::HeaderName header) const {
    return std::string(registrar_.requests.back().message.first(header).value_or(""));
  }
};

// --- challenges ---

TEST_F(Answers, AChallengeOfEachAlgorithmIsAnswered) {
  for (const std::string_view algorithm :
       {"MD5", "MD5-sess", "SHA-256", "SHA-256-sess", "SHA-512-256", "SHA-512-256-sess"}) {
    struct Other : Answers {
      void TestBody() override {}
      using Answers::challenge_with;
      using Answers::events_;
      using Answers::granted_credentials;
    };
    Other other;
    other.challenge_with({challenge("nonce=\"n\", qop=\"auth\", algorithm=" + std::string(algorithm))});
    const digest::Credentials answer = other.granted_credentials();
    EXPECT_EQ(digest::name_of(*answer.algorithm), algorithm);
    EXPECT_EQ(answer.qop, digest::Qop::kAuth);
    EXPECT_EQ(other.events_.named("registration.challenged").at(0).text("algorithm"), algorithm);
  }
}

TEST_F(Answers, TheTopmostChallengeOfAListIsAnswered) {
  challenge_with({"Basic realm=\"a, b\", " + challenge("nonce=\"one\", algorithm=SHA-1") + ", " +
                  challenge("nonce=\"two\", algorithm=SHA-256, qop=\"auth-int,auth\"") + ", " +
                  challenge("nonce=\"three\", algorithm=MD5")});
  EXPECT_EQ(granted_credentials().nonce, "two");
}

TEST_F(Answers, TheTopmostOfSeveralHeadersIsAnswered) {
  challenge_with(
      {"Negotiate abc", challenge("nonce=\"one\", algorithm=SHA-512-256"), challenge("nonce=\"two\", algorithm=MD5")});
  const digest::Credentials answer = granted_credentials();
  EXPECT_EQ(answer.nonce, "one");
  EXPECT_EQ(answer.algorithm, digest::Algorithm::kSha512_256);
}

// 10 B12
TEST_F(Answers, NamesAndTokensAreReadInAnyCase) {
  answer_in_turn({
      {401,
       {{"www-authenticate",
         R"(DIGEST Realm="voip.example.net", NONCE="one", Stale=TRUE, Algorithm=md5-SESS, QOP="Auth-Int,AUTH")"}}},
      {302, {{"CONTACT", "<SIP:10.0.0.3;Transport=TCP>;Q=0.5, <sip:nowhere.example.net>;q=0.1"}}},
  });
  backup_.script = [](const Request& request, const sip::Message&) {
    sip::Message answer = ScriptedRegistrar::response(request, 200);
    answer.add("M", std::string(*request.message.first("Contact")) + ";EXPIRES=60");
    answer.add("AUTHENTICATION-INFO", "NextNonce=\"two\"");
    return std::optional(std::move(answer));
  };
  start();
  run_for(kBootTime + 10s);
  EXPECT_EQ(events_.named("registration.challenged").at(0).text("algorithm"), "MD5-sess");
  EXPECT_EQ(events_.named("registration.challenged").at(0).text("stale"), "1");
  ASSERT_EQ(registrations(), 1U);
  EXPECT_EQ(backup_.requests.at(0).transport, Transport::kTcp);
  EXPECT_EQ(Duration(events_.named("registration.accepted").at(0).number("expires")), 60s);
}

TEST_F(Answers, TheOldFormIsAnsweredInTheOldForm) {
  challenge_with({challenge("nonce=\"n\", opaque=\"o\"")});
  const digest::Credentials answer = granted_credentials();
  EXPECT_EQ(answer.qop, digest::Qop::kNone);
  EXPECT_EQ(answer.opaque, "o");
  EXPECT_EQ(text_of_last(sip::HeaderName::kAuthorization).find("cnonce"), std::string::npos);
}

TEST_F(Answers, AChallengeThatCannotBeAnsweredEndsTheRound) {
  challenge_with({"Basic realm=\"a\"", challenge("nonce=\"n\", qop=\"auth-int\"")});
  start();
  run_for(kBootTime + 10s);
  EXPECT_EQ(registrar_.requests.size(), 1U);
  EXPECT_EQ(events_.named("registration.challenged").at(0).text("algorithm"), "none");
  EXPECT_EQ(events_.named("registration.rejected").at(0).text("reason"), "no challenge that can be answered");
}

TEST_F(Answers, AProxyIsAnsweredInItsOwnHeader) {
  answer_in_turn({{407, {{"Proxy-Authenticate", challenge("nonce=\"p\", qop=\"auth\"")}}}});
  start();
  run_for(kBootTime + 10s);
  ASSERT_EQ(registrations(), 1U);
  ASSERT_EQ(registrar_.requests.size(), 3U);
  EXPECT_FALSE(registrar_.requests[1].message.first(sip::HeaderName::kAuthorization));
  const auto both = *digest::parse_credentials(text_of_last(sip::HeaderName::kProxyAuthorization));
  EXPECT_EQ(both.nonce, "p");
  EXPECT_EQ(both.nonce_count, 2U) << "a proxy's nonce is used with each request";
  EXPECT_EQ(credentials(registrar_.requests[2]).nonce, "nonce-2");
  EXPECT_EQ(events_.count("registration.challenged"), 2U);
}

TEST_F(Answers, AProxyIsTriedWithANewNonceOnceMoreAndThenNoMore) {
  registrar_.script = [n = 0](const Request& request, const sip::Message&) mutable {
    sip::Message answer = ScriptedRegistrar::response(request, 407);
    answer.add("Proxy-Authenticate", challenge("nonce=\"p" + std::to_string(++n) + "\""));
    return std::optional(std::move(answer));
  };
  start();
  run_for(kBootTime + 20s);
  EXPECT_EQ(registrar_.requests.size(), 3U);
  EXPECT_EQ(events_.named("registration.rejected").at(0).number("status"), 407);
}

TEST_F(Answers, OneThatAsksForMoreTimeEachTimeIsObeyedTwiceAndThenNoMore) {
  registrar_.script = [n = 0](const Request& request, const sip::Message&) mutable {
    sip::Message answer = ScriptedRegistrar::response(request, 423);
    answer.add("Min-Expires", std::to_string(4000 + ++n));
    return std::optional(std::move(answer));
  };
  start();
  run_for(kBootTime + 20s);
  EXPECT_EQ(registrar_.requests.size(), 3U);
}

TEST_F(Answers, ANewNonceIsTriedOnceMoreWithoutStaleToo) {
  start();
  run_for(1min);
  answer_in_turn({{401, {{"WWW-Authenticate", challenge("nonce=\"fresh\"")}}}});
  run_for(1h);
  EXPECT_EQ(registrations(), 2U);
  EXPECT_EQ(credentials(registrar_.requests.back()).nonce, "fresh");
}

TEST_F(Answers, TheNextNonceIsUsedWithoutAChallenge) {
  registrar_.script = [](const Request&, sip::Message usual) {
    if (usual.status() == 200) usual.add("Authentication-Info", R"(qop=auth, nextnonce="next")");
    return std::optional(std::move(usual));
  };
  start();
  run_for(1h);
  ASSERT_EQ(registrations(), 2U);
  EXPECT_EQ(credentials(registrar_.requests.back()).nonce, "next");
  EXPECT_EQ(credentials(registrar_.requests.back()).nonce_count, 1U);
  EXPECT_EQ(events_.count("registration.challenged"), 1U);
}

// RFC 7616 3.4.2: the secret of a `-sess` algorithm is made with the first nonce.
//
// 10 26
TEST_F(Answers, TheNextNonceIsNotForASession) {
  registrar_.script = [](const Request& request, sip::Message usual) {
    if (usual.status() == 200) {
      usual.add("Authentication-Info", R"(qop=auth, nextnonce="next")");
    } else {
      usual = ScriptedRegistrar::response(request, 401);
      usual.add("WWW-Authenticate", challenge(R"(nonce="first", qop="auth", algorithm=MD5-sess)"));
    }
    return std::optional(std::move(usual));
  };
  start();
  run_for(1h);
  ASSERT_EQ(registrations(), 2U);
  const digest::Credentials first = credentials(registrar_.requests.at(1));
  const digest::Credentials last = credentials(registrar_.requests.back());
  EXPECT_EQ(last.nonce, "first");
  EXPECT_EQ(last.nonce_count, 2U);
  EXPECT_EQ(last.cnonce, first.cnonce);
}

// --- refusals ---

TEST_F(Answers, AfterA403ItWaitsLong) {
  refuse(403);
  start();
  run_for(kBootTime + 10s);
  EXPECT_GE(first_delay(), 10min);
  EXPECT_LE(first_delay(), 20min);
  run_for(12h);
  EXPECT_LE(registrar_.requests.size(), 20U) << "no loop";
  EXPECT_GE(provisioning_.requests.size(), 2U) << "its settings may be wrong";
}

TEST_F(Answers, A6xxSpeaksForAllCallAgents) {
  provision_with({{.address = "ca1.voip.example.net"}, {.address = "ca2.voip.example.net"}});
  refuse(603);
  start();
  run_for(kBootTime + 10s);
  EXPECT_TRUE(backup_.requests.empty());
  EXPECT_GE(first_delay(), 10min);
}

TEST_F(Answers, ABadExtensionIsNotTriedElsewhere) {
  provision_with({{.address = "ca1.voip.example.net"}, {.address = "ca2.voip.example.net"}});
  refuse(420, "Unsupported", "path");
  start();
  run_for(kBootTime + 10s);
  EXPECT_TRUE(backup_.requests.empty());
  EXPECT_EQ(events_.named("registration.rejected").at(0).number("status"), 420);
}

TEST_F(Answers, ATimeOutOrAFailureOfTheRegistrarIsTriedElsewhere) {
  for (const int status : {408, 500, 503, 504}) {
    struct Other : Answers {
      void TestBody() override {}
      std::size_t asked(int status) {
        provision_with({{.address = "ca1.voip.example.net"}, {.address = "ca2.voip.example.net"}});
        refuse(status);
        start();
        run_for(kBootTime + 10s);
        return backup_.requests.size();
      }
    };
    EXPECT_EQ(Other().asked(status), 1U) << status;
  }
}

TEST_F(Answers, AnyRefusalMaySayWhenToComeBack) {
  for (const int status : {403, 404, 480, 500, 503, 600}) {
    struct Other : Answers {
      void TestBody() override {}
      Duration delay(int status) {
        refuse(status, "Retry-After", "1000;duration=60");
        start();
        run_for(kBootTime + 10s);
        return first_delay();
      }
    };
    const Duration delay = Other().delay(status);
    EXPECT_GE(delay, 1000s) << status;
    EXPECT_LE(delay, 1100s) << status;
  }
}

TEST_F(Answers, OfYearsUntilItMayComeBackAreNotBelieved) {
  refuse(503, "Retry-After", "400000000");
  start();
  run_for(kBootTime + 10s);
  EXPECT_GE(first_delay(), profile_.longest_retry_after);
  EXPECT_LE(first_delay(), profile_.longest_retry_after * 11 / 10);
}

TEST_F(Answers, AFleetThatWasAskedToComeBackDoesNotComeInStep) {
  refuse(503, "Retry-After", "100");
  std::vector<Host*> homes;
  for (std::uint8_t i = 0; i < 20; ++i) {
    HostConfig home;
    home.name = "home-" + std::to_string(i);
    home.addresses = {IpAddress::v4(10, 0, 2, i)};
    home.main = [this](Host& host) { return run_device(host, config_); };
    homes.push_back(&world_.add_host(std::move(home)));
  }
  start();
  for (Host* home : homes) world_.power_on(*home);
  run_for(kBootTime + 50s);
  const std::size_t before = registrar_.requests.size();
  run_for(2min);
  std::vector<Moment> moments;
  for (std::size_t i = before; i < registrar_.requests.size(); ++i) moments.push_back(registrar_.requests[i].time);
  ASSERT_GE(moments.size(), 21U);
  EXPECT_GE(moments.back() - moments.front(), 5s);
}

TEST_F(Answers, OfAnUnknownKindAreOfTheirClass) {
  refuse(499, {}, {}, 1);
  start();
  run_for(kBootTime + 10s);
  EXPECT_EQ(events_.named("registration.rejected").at(0).number("status"), 499);
  refuse(299, {}, {}, 1);
  run_for(1min);
  EXPECT_EQ(registrations(), 1U);
}

TEST_F(Answers, ProvisionalOnesOfAnyKindAreNoAnswer) {
  registrar_.script = [this](const Request& request, sip::Message usual) {
    for (const int status : {100, 180, 199}) {
      registrar_.send(request.from, sip::write(ScriptedRegistrar::response(request, status)));
    }
    return std::optional(std::move(usual));
  };
  start();
  run_for(kBootTime + 10s);
  EXPECT_EQ(registrations(), 1U);
  EXPECT_EQ(registrar_.requests.size(), 2U);
}

// --- grants ---

TEST_F(Answers, TheTimeStandsBesideTheOwnContact) {
  answer_in_turn({{200,
                   {{"Contact", "<sip:line100042@10.9.9.9>;expires=60, <sip:line100042@10.0.1.1:5060>;expires=120"},
                    {"Expires", "30"}}}});
  start();
  run_for(kBootTime + 10s);
  EXPECT_EQ(Duration(events_.named("registration.accepted").at(0).number("expires")), 120s);
}

// 10 B11
TEST_F(Answers, TheOwnContactIsKnownHoweverItsAddressIsWritten) {
  answer_in_turn(
      {{200,
        {{"Contact", "<sip:line100042@10.9.9.9>;expires=60, <sip:line100042@[::FFFF:a00:101]:5060>;expires=120"},
         {"Expires", "30"}}}});
  start();
  run_for(kBootTime + 10s);
  EXPECT_EQ(Duration(events_.named("registration.accepted").at(0).number("expires")), 120s);
}

TEST_F(Answers, WithoutATimeBesideItTheExpiresHeaderCounts) {
  answer_in_turn({{200, {{"Contact", "<sip:line100042@10.0.1.1:5060>"}, {"Expires", "30"}}}});
  start();
  run_for(kBootTime + 10s);
  EXPECT_EQ(Duration(events_.named("registration.accepted").at(0).number("expires")), 30s);
}

TEST_F(Answers, WithoutAnyTimeItGotWhatItAskedFor) {
  answer_in_turn({{200, {}}});
  start();
  run_for(kBootTime + 10s);
  EXPECT_EQ(Duration(events_.named("registration.accepted").at(0).number("expires")), 1h);
}

TEST_F(Answers, AGrantOfNoTimeIsNone) {
  answer_in_turn({{200, {{"Contact", "<sip:line100042@10.0.1.1:5060>;expires=0"}}}});
  start();
  run_for(kBootTime + 10s);
  EXPECT_EQ(registrations(), 0U);
  EXPECT_EQ(events_.named("registration.failed").at(0).text("reason"), "the registrar granted no time");
  EXPECT_GE(first_delay(), 30s) << "no loop";
}

}  // namespace
}  // namespace dialtone
