// No server can make a device send a flood: each server gives the same answer for an hour, and the requests are
// counted. The limits are computed from the device's profile.
#include "tests/device_sim/hostile/floods.h"
#include "wire/sip/writer.h"

namespace dialtone {
namespace {

// The first request, the answer to its challenge, and the answer to a second challenge.
constexpr std::size_t kMostRequestsToAChallenger = 3;
// The first request, and one more for each of two corrections.
constexpr std::size_t kMostQuestionsToOne = 3;
// The call agent and the targets of five redirections.
constexpr std::size_t kMostAskedInARound = 6;

// --- Retry-After ---

struct Refusal {
  int status;
  Transport transport;
};

class Refusals : public Floods, public testing::WithParamInterface<Refusal> {
 protected:
  Refusals() {
    use(GetParam().transport);
    profile_.rounds_before_provisioning = 1'000'000;
  }
  const BackOffRule& rule() const {
    const bool is_definite = GetParam().status == 403 || GetParam().status >= 600;
    return is_definite ? profile_.registration_refusal_retry : profile_.registration_retry;
  }
  // Returns the moments of the requests of a device that gets this Retry-After for an hour.
  static std::vector<Duration> moments_with(std::string_view retry_after) {
    struct Other : Refusals {
      void TestBody() override {}
      std::vector<Duration> live(std::string_view retry_after) {
        refuse(GetParam().status, retry_after.empty() ? "" : "Retry-After", retry_after);
        live_for_an_hour();
        return registrar_.times();
      }
    };
    return Other().live(retry_after);
  }
};

// 10 B8
TEST_P(Refusals, WithRetryAfterZeroAreThoseWithoutOne) {
  const std::vector<Duration> usual = moments_with("");
  EXPECT_LE(usual.size(), 1 + most_rounds(rule()));
  ASSERT_GE(usual.size(), 3U);
  EXPECT_GE(usual[2], first_step(rule()));
  for (const std::string_view zero : {"0", "00", "0 (overloaded)", "0;duration=60"}) {
    EXPECT_EQ(moments_with(zero), usual) << zero;
  }
}

// 10 B8
TEST_P(Refusals, WithASmallRetryAfterAreBelievedOnceAndThenKeptToTheFirstStep) {
  profile_.registration_retry.least_percent = profile_.registration_refusal_retry.least_percent = 100;
  refuse(GetParam().status, "Retry-After", "1");
  live_for_an_hour();
  EXPECT_LE(asked(), 1 + most_rounds(rule()));
  const std::vector<Duration> gaps = this->gaps();
  ASSERT_GE(gaps.size(), 3U);
  EXPECT_EQ(gaps[0], 0s) << "the answer to the challenge";
  EXPECT_GE(gaps[1], 1s);
  EXPECT_LE(gaps[1], 1100ms);
  for (std::size_t i = 2; i < gaps.size(); ++i) EXPECT_EQ(gaps[i], 2 * rule().base) << i;
}

INSTANTIATE_TEST_SUITE_P(OverUdp, Refusals, testing::ValuesIn([] {
                           std::vector<Refusal> all;
                           for (const int status : {503, 500, 404, 480, 403, 600})
                             all.push_back({status, Transport::kUdp});
                           return all;
                         }()),
                         [](const auto& each) { return std::to_string(each.param.status); });
INSTANTIATE_TEST_SUITE_P(OverTcp, Refusals, testing::ValuesIn([] {
                           std::vector<Refusal> all;
                           for (const int status : {503, 500, 404, 480, 403, 600})
                             all.push_back({status, Transport::kTcp});
                           return all;
                         }()),
                         [](const auto& each) { return std::to_string(each.param.status); });

// --- other answers of a registrar ---

// The registrar's answer to every request, and the highest permitted number of requests in one round.
struct Saying {
  std::string name;
  std::size_t requests_a_round;
  std::function<sip::Message(const ScriptedRegistrar::Request&, int)> answer;
};

sip::Message saying(const ScriptedRegistrar::Request& request, int status, std::string_view header,
                    const std::string& value, std::string_view retry_after = "1") {
  sip::Message answer = ScriptedRegistrar::response(request, status);
  answer.add(header, value);
  answer.add("Retry-After", retry_after);
  return answer;
}

const std::vector<Saying>& sayings() {
  using Request = ScriptedRegistrar::Request;
  static const std::vector<Saying> all = {
      {"ANewNonceEachTime", kMostRequestsToAChallenger,
       [](const Request& request, int n) {
         return saying(request, 401, "WWW-Authenticate", numbered(R"(Digest realm="r", nonce=")", n, "\""));
       }},
      {"AStaleNonceEachTime", kMostRequestsToAChallenger,
       [](const Request& request, int n) {
         return saying(request, 401, "WWW-Authenticate", numbered(R"(Digest realm="r", stale=true, nonce=")", n, "\""));
       }},
      {"TheSameNonceForEver", kMostRequestsToAChallenger,
       [](const Request& request, int) {
         return saying(request, 401, "WWW-Authenticate", R"(Digest realm="r", stale=true, nonce="n")");
       }},
      {"ChallengesOfAProxy", kMostRequestsToAChallenger,
       [](const Request& request, int n) {
         return saying(request, 407, "Proxy-Authenticate",
                       numbered(R"(Digest realm="r", stale=true, nonce=")", n, "\""));
       }},
      {"ChallengesOfBothInTurn", 2 * kMostRequestsToAChallenger,
       [](const Request& request, int n) {
         const std::string challenge = numbered(R"(Digest realm="r", stale=true, nonce=")", n, "\"");
         return n % 2 == 0 ? saying(request, 401, "WWW-Authenticate", challenge)
                           : saying(request, 407, "Proxy-Authenticate", challenge);
       }},
      {"MoreTimeEachTime", kMostQuestionsToOne,
       [](const Request& request, int n) { return saying(request, 423, "Min-Expires", std::to_string(4000 + n)); }},
      {"TheTimeThatWasAskedFor", 1,
       [](const Request& request, int) { return saying(request, 423, "Min-Expires", "3600", "0"); }},
      {"RedirectionsToItself", kMostAskedInARound,
       [](const Request& request, int) { return saying(request, 302, "Contact", "<sip:10.0.0.2>"); }},
      {"RedirectionsThatDiffer", kMostAskedInARound,
       [](const Request& request, int n) {
         return saying(request, 301, "Contact", numbered("<sip:10.0.0.2;n=", n, ">"));
       }},
      {"RedirectionsToMany", kMostAskedInARound,
       [](const Request& request, int n) {
         std::string contacts;
         for (int i = 0; i < 100; ++i) contacts += numbered("<sip:10.0.0.2;n=", 1000 * n + i, ">, ");
         return saying(request, 300, "Contact", contacts + "<sip:10.0.0.2>");
       }},
      {"RedirectionsToNowhere", 1,
       [](const Request& request, int) { return saying(request, 302, "Contact", "<tel:+15550100>", "0"); }},
      {"AGrantOfNoTime", 1,
       [](const Request& request, int) {
         return saying(request, 200, "Contact", "<sip:line100042@10.0.1.1:5060>;expires=0", "0");
       }},
  };
  return all;
}

class Sayings : public Floods, public testing::WithParamInterface<std::tuple<std::size_t, Transport>> {
 protected:
  const Saying& what() const { return sayings()[std::get<0>(GetParam())]; }
};

// 10 B8
TEST_P(Sayings, OfARegistrarDoNotMakeAFlood) {
  use(std::get<1>(GetParam()));
  always(what().answer);
  live_for_an_hour();
  EXPECT_GE(asked(), 3U);
  EXPECT_LE(asked(), most_rounds(profile_.registration_retry) * what().requests_a_round);
  EXPECT_LE(provisioning_.requests.size(), asked());
}

INSTANTIATE_TEST_SUITE_P(ForAnHour, Sayings,
                         testing::Combine(testing::Range(std::size_t{0}, sayings().size()),
                                          testing::Values(Transport::kUdp, Transport::kTcp)),
                         [](const auto& each) {
                           const bool is_tcp = std::get<1>(each.param) == Transport::kTcp;
                           return sayings()[std::get<0>(each.param)].name + (is_tcp ? "OverTcp" : "OverUdp");
                         });

// 10 B8
TEST_F(Floods, GrantsOfASecondAreRefreshedNoSoonerThanTheProfileSaysAndLapseInBetween) {
  registrar_.granted = 1s;
  live_for_an_hour();
  EXPECT_EQ(asked(), 1 + static_cast<std::size_t>(1h / profile_.least_refresh));
  const auto accepted = events_.named("registration.accepted");
  const auto expired = events_.named("registration.expired");
  ASSERT_EQ(expired.size(), accepted.size());
  for (std::size_t i = 1; i < accepted.size(); ++i) {
    EXPECT_EQ(accepted[i].time, accepted[i - 1].time + profile_.least_refresh);
    EXPECT_EQ(expired[i - 1].time, accepted[i - 1].time + 1s);
  }
  EXPECT_TRUE(
      events_.states().ends_with("retrying>registering registering>believes-registered "
                                 "believes-registered>retrying"));
}

// 10 B8
TEST_F(Floods, AGrantThatLastsUntilTheSoonestRefreshDoesNotLapse) {
  profile_.refresh_from_percent = profile_.refresh_to_percent = 80;
  registrar_.granted = 6s;
  live_for_an_hour();
  EXPECT_EQ(events_.count("registration.expired"), 0U);
  EXPECT_EQ(gaps().back(), profile_.least_refresh);
}

// 10 B8
TEST_F(Floods, AnAddressThatIsSeenOtherwiseEachTimeDoesNotMakeAFlood) {
  profile_.rewrites_contact = true;
  registrar_.script = [port = 6000](const Request& request, const sip::Message& usual) mutable {
    Request seen = request;
    seen.from.port = static_cast<std::uint16_t>(++port);
    sip::Message answer = ScriptedRegistrar::response(seen, usual.status());
    if (usual.status() == 401) answer.add("WWW-Authenticate", *usual.first("WWW-Authenticate"));
    return std::optional(std::move(answer));
  };
  live_for_an_hour();
  EXPECT_GE(asked(), 3U);
  EXPECT_LE(asked(), 1 + most_rounds(profile_.registration_retry) * kMostQuestionsToOne);
}

// --- connections ---

class LostConnections : public Floods {
 protected:
  LostConnections() { use(Transport::kTcp); }
};

// 10 B8
TEST_F(LostConnections, AfterEachAnswerAreReplacedByTheBackOff) {
  registrar_.script = [this](const Request& request, sip::Message usual) {
    if (request.authorized) world_.at(world_.now() + 1ms, [this] { registrar_.reset(); });
    return std::optional(std::move(usual));
  };
  live_for_an_hour();
  EXPECT_GE(registrar_.connections.size(), 3U);
  EXPECT_LE(registrar_.connections.size(), most_rounds(profile_.registration_retry));
}

// 10 B8
TEST_F(LostConnections, InsteadOfEachAnswerAreReplacedByTheBackOff) {
  registrar_.script = [this](const Request&, const sip::Message&) -> std::optional<sip::Message> {
    registrar_.reset();
    return std::nullopt;
  };
  live_for_an_hour();
  EXPECT_GE(registrar_.connections.size(), 3U);
  EXPECT_LE(registrar_.connections.size(), most_rounds(profile_.registration_retry));
}

// 10 B8
TEST_F(LostConnections, AfterARefusalWithASmallRetryAfterAreReplacedNoSooner) {
  registrar_.script = [this](const Request& request, sip::Message usual) {
    if (!request.authorized) return std::optional(std::move(usual));
    world_.at(world_.now() + 1ms, [this] { registrar_.close(); });
    return std::optional(saying(request, 503, "Server", "busy"));
  };
  live_for_an_hour();
  EXPECT_GE(registrar_.connections.size(), 3U);
  EXPECT_LE(registrar_.connections.size(), most_rounds(profile_.registration_retry));
}

}  // namespace
}  // namespace dialtone
