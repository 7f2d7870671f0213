// A model's SIP habits: keep-alives, the address that its call agent saw, the order of call agents.
#include "device_sim/model/model_text.h"
#include "device_sim/model/named_profiles.h"
#include "tests/device_sim/signalling/registering.h"
#include "wire/sip/writer.h"
#include "world/virtual/network.h"

namespace dialtone {
namespace {

class KeepAlive : public DeviceStory {
 protected:
  // Returns what the call agent's port receives, apart from SIP messages, and when.
  std::vector<std::pair<Moment, std::string>> listen(Duration time) {
    std::vector<std::pair<Moment, std::string>> heard;
    const RuleGuard tap = world_.network().install([&](const Packet& packet, Moment) {
      if (packet.from == contact_ && packet.payload.size() < 100) heard.emplace_back(world_.now(), packet.payload);
      return Verdict::pass();
    });
    start();
    run_for(time);
    return heard;
  }
};

TEST_F(KeepAlive, OverUdpIsOffByDefault) { EXPECT_TRUE(listen(10min).empty()); }

TEST_F(KeepAlive, ByStunGoesOutEach24To29Seconds) {
  profile_.datagram_keep_alive = DatagramKeepAlive::kStun;
  const auto heard = listen(1h);
  ASSERT_GE(heard.size(), 124U);
  Duration least = 1h, most = 0s;
  for (std::size_t i = 1; i < heard.size(); ++i) {
    least = std::min<Duration>(least, heard[i].first - heard[i - 1].first);
    most = std::max<Duration>(most, heard[i].first - heard[i - 1].first);
    EXPECT_EQ(heard[i].second.size(), 20U);
    EXPECT_EQ(heard[i].second.substr(0, 8), std::string("\0\1\0\0\x21\x12\xA4\x42", 8));
    EXPECT_NE(heard[i].second, heard[i - 1].second);
  }
  EXPECT_GE(least, 24s);
  EXPECT_LE(least, 25s) << "drawn";
  EXPECT_GE(most, 28s) << "drawn";
  EXPECT_LE(most, 29s);
}

TEST_F(KeepAlive, MayBeLineEndsOrZeroBytes) {
  profile_.datagram_keep_alive = DatagramKeepAlive::kZeroBytes;
  EXPECT_EQ(listen(1min).at(0).second, std::string(4, '\0'));
  struct Other : KeepAlive {
    void TestBody() override {}
    std::string first() {
      profile_.datagram_keep_alive = DatagramKeepAlive::kLineEnds;
      return listen(1min).at(0).second;
    }
  };
  EXPECT_EQ(Other().first(), "\r\n\r\n");
}

class BehindNat : public Registering {
 protected:
  // Makes the registrar see the device at the endpoint `seen`, with a port that is higher by `step` at each request.
  void see_at(const Endpoint& seen, std::uint16_t step = 0) {
    registrar_.script = [now = Endpoint(seen), step](const Request& request, const sip::Message& usual) mutable {
      now.port = static_cast<std::uint16_t>(now.port + step);
      Request outside{request.time, now, request.message, request.authorized, request.transport};
      sip::Message answer = ScriptedRegistrar::response(outside, usual.status());
      for (std::size_t i = 0; i < usual.header_count(); ++i) {
        const sip::Header header = usual.header(i);
        if (header.name == sip::HeaderName::kWwwAuthenticate || header.name == sip::HeaderName::kContact) {
          answer.add(header.name, header.value);
        }
      }
      return std::optional(std::move(answer));
    };
  }
  const Endpoint outside_{IpAddress::v4(192, 0, 2, 7), 40'000};
};

TEST_F(BehindNat, ADeviceLearnsTheAddressThatItsCallAgentSees) {
  see_at(outside_);
  start();
  run_for(3h);
  const auto learned = events_.named("address.learned");
  ASSERT_EQ(learned.size(), 1U);
  EXPECT_EQ(learned[0].text("address"), "192.0.2.7:40000");
  EXPECT_EQ(events_.named("registration.accepted").back().text("contact"), "sip:line100042@10.0.1.1:5060");
}

TEST_F(BehindNat, AModelMayPutThatAddressInItsContact) {
  profile_.rewrites_contact = true;
  see_at(outside_);
  start();
  run_for(1min);
  EXPECT_EQ(registrar_.requests.size(), 2U);
  EXPECT_EQ(events_.named("registration.accepted").at(0).text("contact"), "sip:line100042@192.0.2.7:40000");
}

TEST_F(BehindNat, AnAddressThatChangesReplacesTheContactAtOnce) {
  profile_.rewrites_contact = true;
  see_at(outside_);
  start();
  run_for(1min);
  see_at({outside_.address, 40'001});
  run_for(1h);
  const auto accepted = events_.named("registration.accepted");
  ASSERT_EQ(accepted.size(), 3U);
  EXPECT_EQ(accepted[2].time, accepted[1].time);
  EXPECT_EQ(accepted[2].text("contact"), "sip:line100042@192.0.2.7:40001");
  EXPECT_EQ(registrar_.requests.back().message.count(sip::HeaderName::kContact), 2U) << "the old one goes";
}

// R12
TEST_F(BehindNat, ABindingWhoseContactIsNeverUpToDateHoldsUntilItsRefresh) {
  profile_.rewrites_contact = true;
  profile_.refresh_from_percent = profile_.refresh_to_percent = 90;
  see_at(outside_, 1);
  start();
  run_for(50min);
  EXPECT_EQ(events_.count("registration.accepted"), 3U) << "two corrections in a round";
  EXPECT_EQ(events_.count("retry.scheduled"), 0U);
  EXPECT_TRUE(events_.states().ends_with("registering>believes-registered"));
  run_for(10min);
  EXPECT_EQ(events_.count("registration.accepted"), 6U);
  EXPECT_EQ(events_.count("registration.expired"), 0U);
}

TEST_F(Registering, ReturnsToTheFirstCallAgentAfterTheModelsTime) {
  provision_with({{.address = "ca1.voip.example.net"}, {.address = "ca2.voip.example.net"}});
  profile_.first_call_agent_after = 1h;
  start();
  world_.power_cut(*registrar_host_);
  run_for(1min);
  world_.power_on(*registrar_host_);
  run_for(58min);
  EXPECT_TRUE(registrar_.requests.empty()) << "a refresh goes to the one that served";
  run_for(1h);
  EXPECT_FALSE(registrar_.requests.empty());
  EXPECT_EQ(events_.named("registration.accepted").back().text("to"), "10.0.0.2:5060");
}

TEST_F(Registering, ALateCopyOfAnAnswerHasNoEffect) {
  registrar_.script = [this](const Request& request, sip::Message usual) {
    const std::string copy = sip::write(usual);
    const Endpoint to = request.from;
    world_.at(world_.now() + 4s, [this, copy, to] { registrar_.send(to, copy); });
    return std::optional(std::move(usual));
  };
  start();
  run_for(1min);
  EXPECT_EQ(registrar_.requests.size(), 2U);
  EXPECT_EQ(events_.count("registration.accepted"), 1U);
}

TEST_F(Registering, TheUserAgentMayHaveTheMacAddress) {
  profile_.user_agent = "Yealink SIP-T46S 66.85.0.5 {mac}";
  start();
  run_for(1min);
  EXPECT_EQ(registrar_.requests.at(0).message.first(sip::HeaderName::kUserAgent),
            "Yealink SIP-T46S 66.85.0.5 02d1a100002a");
}

TEST(ModelText, HasTheAddressInFourForms) {
  const MacAddress address = *parse_mac_address("02:D1:A1:00:00:2A");
  EXPECT_EQ(model_text("{mac} {MAC} {ma:c} {MA:C} {x}", address),
            "02d1a100002a 02D1A100002A 02:d1:a1:00:00:2a 02:D1:A1:00:00:2A {x}");
}

TEST(NamedProfiles, AreThoseOfTheList) {
  for (const std::string_view name : profile_names()) EXPECT_TRUE(named_profile(name)) << name;
  EXPECT_FALSE(named_profile("nobody"));
  EXPECT_EQ(named_profile("spa")->resync_period, 3600s);
  EXPECT_EQ(named_profile("spa")->boot_spread, 40s);
  EXPECT_EQ(named_profile("polycom")->resync_spread_percent, 100U);
  EXPECT_NE(named_profile("yealink")->user_agent.find("{mac}"), std::string::npos);
}

}  // namespace
}  // namespace dialtone
