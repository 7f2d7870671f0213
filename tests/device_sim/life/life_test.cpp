// A device from power-on to registered, and the effects of power.
#include <set>

#include "tests/device_sim/device_story.h"
#include "wire/provisioning/provision_request.h"
#include "wire/sip/typed_headers.h"

namespace dialtone {
namespace {

class Life : public DeviceStory {};

TEST_F(Life, LeadsFromPowerOnToRegistered) {
  start();
  run_for(1min);
  EXPECT_EQ(events_.names(),
            (std::vector<std::string>{"device.boot", "name.resolved", "provision.request", "provision.accepted",
                                      "settings.stored", "name.resolved", "registration.request",
                                      "registration.challenged", "registration.request", "registration.accepted"}));
  EXPECT_EQ(events_.states(),
            "off>booting booting>provisioning provisioning>registering registering>believes-registered");
  const auto accepted = events_.named("registration.accepted").at(0);
  EXPECT_EQ(accepted.text("aor"), "sip:line100042@voip.example.net");
  EXPECT_EQ(accepted.text("contact"), "sip:line100042@10.0.1.1:5060");
  EXPECT_EQ(accepted.number("expires"), Duration(1h).count());
  EXPECT_EQ(accepted.number("since_power_on"), accepted.time.time_since_epoch().count());
}

TEST_F(Life, AsksWithADocumentInTheBodyOfAGet) {
  start();
  run_for(1min);
  ASSERT_EQ(provisioning_.requests.size(), 1U);
  const http::Request& request = provisioning_.requests[0].message;
  EXPECT_EQ(provisioning_.requests[0].time, Moment(kBootTime));
  EXPECT_EQ(request.method, "GET");
  EXPECT_EQ(request.target, "/provision");
  EXPECT_EQ(*request.headers.find("Host"), "prov.example.net");
  EXPECT_EQ(*request.headers.find("Connection"), "close");
  const auto document = provisioning::parse_provision_request(request.body);
  ASSERT_TRUE(document);
  EXPECT_EQ(document->serial_number, config_.serial_number);
  EXPECT_EQ(document->mac_address, config_.mac_address);
  EXPECT_EQ(document->customer_number, config_.customer_number);
  EXPECT_EQ(document->ip_address, contact_.address);
  EXPECT_EQ(document->firmware_version, profile_.firmware_version);
  EXPECT_FALSE(document->settings_revision);
}

TEST_F(Life, TellsNoSecret) {
  start();
  run_for(2h);
  world_.power_off(*device_);
  run_for(1min);
  const std::string told = events_.all_text();
  EXPECT_NE(told.find("line100042"), std::string::npos);
  EXPECT_EQ(told.find("s3cret"), std::string::npos);
  EXPECT_EQ(told.find("nonce"), std::string::npos);
  EXPECT_EQ(told.find("Digest"), std::string::npos);
}

TEST_F(Life, BootsForAsLongAsItsModelDoes) {
  profile_.boot_time = 2s;
  profile_.boot_spread = 3s;
  start();
  run_for(1min);
  const Moment asked = events_.named("provision.request").at(0).time;
  EXPECT_GE(asked, Moment(2s));
  EXPECT_LE(asked, Moment(5s));
}

TEST_F(Life, RegistersWithStoredSettingsAfterARebootWithoutAProvisioningServer) {
  store_settings();
  provisioning_.script = [](const http::Request&) { return ScriptedProvisioning::status(500); };
  world_.power_on(*device_);
  run_for(1min);
  EXPECT_EQ(events_.named("settings.loaded").at(0).number("revision"), 18);
  EXPECT_GT(events_.count("provision.refused"), profile_.attempts_before_stored_settings) << "it goes on asking";
  EXPECT_EQ(events_.count("registration.accepted"), 1U);
  EXPECT_EQ(events_.count("settings.stored"), 0U);
}

TEST_F(Life, TakesNewSettingsWhileItLivesOnStoredOnes) {
  store_settings();
  bool down = true;
  provisioning_.script = [&](const http::Request&) {
    provisioning::ProvisionResponse answer = settings();
    answer.revision = 19;
    answer.device_name = "line7";
    answer.authentication->username = "line7";
    return down ? ScriptedProvisioning::status(500) : ScriptedProvisioning::ok(answer);
  };
  world_.power_on(*device_);
  run_for(1min);
  ASSERT_EQ(events_.count("registration.accepted"), 1U);
  down = false;
  run_for(10min);
  const auto accepted = events_.named("registration.accepted");
  ASSERT_EQ(accepted.size(), 2U);
  EXPECT_EQ(accepted[1].text("aor"), "sip:line7@voip.example.net");
  EXPECT_EQ(events_.named("registration.removed").at(0).text("aor"), "sip:line100042@voip.example.net");
  EXPECT_EQ(events_.named("settings.stored").at(0).number("revision"), 19);
}

TEST_F(Life, TellsTheRevisionItHasAfterAReboot) {
  store_settings();
  world_.power_on(*device_);
  run_for(1min);
  EXPECT_EQ(provisioning::parse_provision_request(provisioning_.requests.at(0).message.body)->settings_revision, 18U);
  EXPECT_EQ(events_.count("settings.stored"), 0U) << "the same settings are not written again";
  EXPECT_EQ(events_.count("registration.accepted"), 1U);
}

TEST_F(Life, EachBootHasACallIdOfItsOwnAndCountsFromOne) {
  start();
  run_for(1min);
  power_cycle();
  run_for(1min);
  ASSERT_EQ(registrar_.requests.size(), 4U);
  std::vector<std::string> calls;
  for (const auto& request : registrar_.requests) calls.emplace_back(*sip::call_id_of(request.message));
  EXPECT_EQ(calls[0], calls[1]);
  EXPECT_EQ(calls[2], calls[3]);
  EXPECT_NE(calls[0], calls[2]);
  for (std::size_t i = 0; i < 4; ++i) EXPECT_EQ(sip::cseq_of(registrar_.requests[i].message)->number, i % 2 + 1);
}

TEST_F(Life, ABootHasTheSameCallIdWhateverBecameOfTheBootBefore) {
  const auto call_of_the_second_boot = [](Duration cut_at) {
    struct Other : Life {
      void TestBody() override {}
      std::string live(Duration moment) {
        start();
        run_for(moment);
        world_.power_cut(*device_);
        run_for(1s);
        world_.power_on(*device_);
        run_for(1min);
        return std::string(*sip::call_id_of(registrar_.requests.back().message));
      }
    };
    return Other().live(cut_at);
  };
  EXPECT_EQ(call_of_the_second_boot(kBootTime / 2), call_of_the_second_boot(1min));
}

TEST_F(Life, ThePowerButtonTakesTheBindingAway) {
  start();
  run_for(1min);
  world_.power_off(*device_);
  run_for(1s);
  EXPECT_FALSE(device_->powered());
  const auto& last = registrar_.requests.back();
  EXPECT_EQ(*sip::number_of(last.message, sip::HeaderName::kExpires), 0U);
  EXPECT_TRUE(last.authorized);
  EXPECT_EQ(events_.count("registration.removed"), 1U);
  EXPECT_TRUE(events_.states().ends_with("believes-registered>leaving leaving>off"));
}

TEST_F(Life, ThePowerButtonTakesABindingAwayThatWasGrantedWhenTheLastHadRunOut) {
  registrar_.granted = 60s;
  start();
  run_for(20s);
  const Moment end = events_.named("registration.accepted").at(0).time + 60s;
  registrar_.script = [end](const ScriptedRegistrar::Request& request, sip::Message usual) {
    return request.time > end ? std::optional(std::move(usual)) : std::nullopt;
  };
  world_.run(end + 10s);
  ASSERT_EQ(events_.count("registration.expired"), 1U);
  ASSERT_EQ(events_.count("registration.accepted"), 2U);
  world_.power_off(*device_);
  run_for(1s);
  EXPECT_EQ(events_.count("registration.removed"), 1U);
}

TEST_F(Life, ThePowerButtonAnswersAChallengeToo) {
  start();
  run_for(1min);
  registrar_.script = [n = 0](const auto& request, sip::Message usual) mutable -> std::optional<sip::Message> {
    if (n++ > 0) return usual;
    sip::Message answer = ScriptedRegistrar::response(request, 401);
    answer.add(sip::HeaderName::kWwwAuthenticate, R"(Digest realm="voip.example.net", nonce="fresh", stale=true)");
    return answer;
  };
  world_.power_off(*device_);
  run_for(1s);
  EXPECT_FALSE(device_->powered());
  EXPECT_EQ(events_.count("registration.removed"), 1U);
}

TEST_F(Life, ThePowerButtonWaitsForASilentRegistrarOnlyForAMoment) {
  start();
  run_for(1min);
  world_.power_cut(*registrar_host_);
  world_.power_off(*device_);
  run_for(1999ms);
  EXPECT_TRUE(device_->powered());
  run_for(2ms);
  EXPECT_FALSE(device_->powered());
  EXPECT_EQ(events_.count("registration.removed"), 0U);
}

TEST_F(Life, ThePowerButtonEndsADeviceThatIsNotRegisteredAtOnce) {
  provisioning_.script = [](const http::Request&) { return std::nullopt; };
  start();
  run_for(5s);
  world_.power_off(*device_);
  run_for(1ms);
  EXPECT_FALSE(device_->powered());
  EXPECT_TRUE(registrar_.requests.empty());
}

TEST_F(Life, ThePowerButtonBreaksNoWriteOff) {
  start();
  world_.at(Moment(kBootTime) + 10us, [&] { world_.power_off(*device_); });
  run_for(1min);
  EXPECT_FALSE(device_->powered());
  events_.clear();
  world_.power_on(*device_);
  run_for(1min);
  EXPECT_EQ(events_.count("settings.loaded"), 1U);
  EXPECT_EQ(events_.count("settings.rejected"), 0U);
}

TEST_F(Life, APowerCutIsNotHeardOf) {
  start();
  run_for(1min);
  const std::size_t before = registrar_.requests.size();
  world_.power_cut(*device_);
  run_for(1min);
  EXPECT_EQ(registrar_.requests.size(), before);
}

TEST_F(Life, APowerCutAtAnyMomentIsSurvived) {
  profile_.boot_spread = 20us;
  start();
  for (Duration at = 0s; at < kBootTime + 400us; at += at < kBootTime ? Duration(100ms) : Duration(5us)) {
    world_.power_on(*device_);
    run_for(at);
    world_.power_cut(*device_);
    run_for(10ms);
  }
  events_.clear();
  world_.power_on(*device_);
  run_for(1min);
  EXPECT_EQ(events_.count("registration.accepted"), 1U);
}

TEST_F(Life, ManualSettingsNeedNoProvisioningServer) {
  const DeviceSettings manual = settings_of(settings());
  config_.manual_settings = &manual;
  start();
  run_for(1min);
  EXPECT_TRUE(provisioning_.requests.empty());
  EXPECT_EQ(events_.count("registration.accepted"), 1U);
}

TEST_F(Life, LeadsToRegisteredOverALossyLineToo) {
  std::vector<Host*> homes;
  for (std::uint8_t i = 0; i < 50; ++i) {
    HostConfig home;
    home.name = "home-" + std::to_string(i);
    home.addresses = {IpAddress::v4(10, 0, 2, i)};
    home.link = {.latency = 20ms, .jitter = 5ms, .loss = Probability::parts_per_million(100'000)};
    home.main = [this](Host& host) { return run_device(host, config_); };
    homes.push_back(&world_.add_host(std::move(home)));
  }
  std::set<std::string> registered;
  registrar_.script = [&](const auto& request, sip::Message usual) {
    if (usual.status() == 200) registered.insert(to_text(request.from));
    return std::optional(std::move(usual));
  };
  start();
  for (Host* home : homes) world_.power_on(*home);
  run_for(5min);
  EXPECT_EQ(registered.size(), homes.size() + 1);
}

TEST_F(Life, RepeatsItselfToTheLastBit) {
  const auto fingerprint = [] {
    struct Other : Life {
      void TestBody() override {}
      std::uint64_t live() {
        profile_.boot_spread = 5s;
        registrar_.script = [n = 0](const auto&, sip::Message usual) mutable -> std::optional<sip::Message> {
          if (++n % 3 == 0) return std::nullopt;
          return usual;
        };
        start();
        run_for(3h);
        return world_.fingerprint();
      }
    };
    return Other().live();
  };
  EXPECT_EQ(fingerprint(), fingerprint());
}

}  // namespace
}  // namespace dialtone
