// What a load sends, whatever the answers.
#include "device_sim/load/load.h"

#include <chrono>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "tests/device_sim/device_story.h"
#include "tests/wanted.h"
#include "wire/digest/credentials.h"
#include "wire/http/basic_credentials.h"

namespace dialtone {
namespace {

class LoadStory : public testing::Test {
 protected:
  static inline const IpAddress kServers = IpAddress::v4(10, 0, 0, 1);
  static inline const IpAddress kLoad = IpAddress::v4(10, 0, 0, 9);

  LoadStory() : world_({.seed = 1, .recorder = &events_}) {
    config_.profile = &profile_;
    config_.provisioning_url = "http://10.0.0.1:8080/provision";
    config_.call_agent = "10.0.0.1";
    config_.habits.interval = 500ms;
    subscriber_.serial_number = "DT1";
    subscriber_.mac_address = {{2, 0, 0, 0, 0, 1}};
    subscriber_.customer_number = "C1";
    subscriber_.device_name = "line1";
    subscriber_.domain = "voip.example.net";
    subscriber_.auth_username = "line1";
    subscriber_.auth_password = "s3cret";
    subscriber_.provision_username = "DT1";
    subscriber_.provision_password = "pr0vision";
    config_.identity = [this](std::uint64_t exchange) { return LoadIdentity{subscriber_, exchange + 1}; };
    registrar_.speaks_tcp = true;
  }

  void start() {
    add("registrar", kServers, [this](Host& host) { return registrar_.run(host); });
    add("provisioning", IpAddress::v4(10, 0, 0, 2), [this](Host& host) { return provisioning_.run(host); });
    load_ = &add("device", kLoad, [this](Host& host) { return run_load(host, config_); });
  }
  void run_until(Duration since_start) { world_.run(Moment(since_start)); }
  // The registrar answers everything with that status.
  void answer_with(int status) {
    registrar_.script = [status](const ScriptedRegistrar::Request& request, const sip::Message&) {
      return std::optional(ScriptedRegistrar::response(request, status));
    };
  }
  std::vector<Duration> moments(std::string_view event) const {
    std::vector<Duration> all;
    for (const StoryRecord::Seen& seen : events_.named(event)) all.push_back(seen.time - Moment{});
    return all;
  }
  std::vector<std::int64_t> statuses() const {
    std::vector<std::int64_t> all;
    for (const StoryRecord::Seen& seen : events_.named("load.answered")) all.push_back(seen.number("status"));
    return all;
  }
  std::int64_t unsent() const {
    std::int64_t sum = 0;
    for (const StoryRecord::Seen& seen : events_.named("load.unsent")) sum += seen.number("unsent");
    return sum;
  }

  StoryRecord events_;
  DeviceProfile profile_;
  Subscriber subscriber_;
  LoadConfig config_;
  ScriptedRegistrar registrar_;
  ScriptedProvisioning provisioning_;
  VirtualWorld world_;
  Host* load_ = nullptr;

 private:
  Host& add(std::string name, const IpAddress& address, Host::Main main) {
    HostConfig config{.name = std::move(name), .addresses = {address}};
    config.main = std::move(main);
    Host& host = world_.add_host(std::move(config));
    world_.power_on(host);
    return host;
  }
};

TEST_F(LoadStory, SendsAtItsRateWhateverItIsAnswered) {
  config_.habits.length = 2s;
  answer_with(503);
  start();
  run_until(1min);
  EXPECT_EQ(moments("load.sent"), (std::vector<Duration>{0s, 500ms, 1s, 1500ms}));
  EXPECT_EQ(statuses(), (std::vector<std::int64_t>{503, 503, 503, 503}));
  EXPECT_EQ(registrar_.requests.size(), 4U);
  EXPECT_EQ(events_.named("load.sent").front().text("identity"), "line1");
  EXPECT_EQ(events_.count("load.unsent"), 0U);
}

TEST_F(LoadStory, SendsUntilItsPowerEndsUnlessToldHowLong) {
  answer_with(403);
  start();
  run_until(100s);
  EXPECT_EQ(events_.count("load.sent"), 201U);
  world_.power_off(*load_);
  run_until(200s);
  EXPECT_EQ(events_.count("load.sent"), 201U);
  EXPECT_FALSE(load_->powered());
}

TEST_F(LoadStory, BeginsNoMoreThanMayBeInFlightAndSaysHowManyItDidNot) {
  config_.habits.interval = 100ms;
  config_.habits.most_in_flight = 5;
  config_.habits.length = 5s;
  registrar_.script = [](const auto&, const auto&) { return std::optional<sip::Message>(); };
  start();
  run_until(31s);
  EXPECT_EQ(events_.count("load.sent"), 5U);
  EXPECT_EQ(unsent(), 45);
  EXPECT_EQ(moments("load.unsent"), (std::vector<Duration>{1500ms, 2500ms, 3500ms, 4500ms, 4900ms}));
  EXPECT_EQ(events_.count("load.failed"), 0U);
  run_until(40s);
  ASSERT_EQ(events_.count("load.failed"), 5U);
  EXPECT_EQ(moments("load.failed").front(), 32s);
  EXPECT_EQ(events_.named("load.failed").front().number("duration"), Duration(32s).count());
}

TEST_F(LoadStory, AnswersOneChallengeOfEachExchange) {
  config_.habits.length = 1s;
  start();
  run_until(1min);
  EXPECT_EQ(statuses(), (std::vector<std::int64_t>{200, 200}));
  EXPECT_EQ(registrar_.requests.size(), 4U);
  config_.habits.secrets = LoadSecrets::kWrong;
  world_.power_cut(*load_);
  world_.power_on(*load_);
  run_until(2min);
  EXPECT_EQ(statuses(), (std::vector<std::int64_t>{200, 200, 401, 401}));
  EXPECT_EQ(registrar_.requests.size(), 8U) << "the second challenge ends the exchange";
  EXPECT_EQ(events_.named("load.answered").back().text("authorized"), "1");
}

TEST_F(LoadStory, AnswersNoChallengeWithoutASecret) {
  config_.habits.length = 1s;
  config_.habits.secrets = LoadSecrets::kNone;
  start();
  run_until(1min);
  EXPECT_EQ(statuses(), (std::vector<std::int64_t>{401, 401}));
  EXPECT_EQ(registrar_.requests.size(), 2U);
  EXPECT_EQ(events_.named("load.answered").back().text("authorized"), "0");
}

TEST_F(LoadStory, GuessesAnotherPasswordEachTimeUntilTheRightOne) {
  config_.habits.length = 5s;
  config_.habits.secrets = LoadSecrets::kGuessed;
  config_.habits.right_guess = 7;
  start();
  run_until(1min);
  EXPECT_EQ(statuses(), (std::vector<std::int64_t>{401, 401, 401, 401, 401, 401, 200, 401, 401, 401}));
}

TEST_F(LoadStory, RegistersOverAConnectionForEachExchange) {
  config_.habits.length = 1s;
  config_.transport = Transport::kTcp;
  start();
  run_until(1min);
  EXPECT_EQ(statuses(), (std::vector<std::int64_t>{200, 200}));
  EXPECT_EQ(registrar_.connections.size(), 2U);
  ASSERT_EQ(registrar_.requests.size(), 4U);
  EXPECT_EQ(registrar_.requests.back().transport, Transport::kTcp);
}

TEST_F(LoadStory, SendsNothingAfterwardsThatAPauseHasMissed) {
  answer_with(403);
  start();
  world_.at(Moment(1100ms), [this] { world_.pause(*load_); });
  world_.at(Moment(11s), [this] { world_.resume(*load_); });
  run_until(12s);
  EXPECT_EQ(moments("load.sent"), (std::vector<Duration>{0s, 500ms, 1s, 11s, 11500ms, 12s}));
}

TEST_F(LoadStory, GoesOnFromAnotherAddress) {
  config_.habits.length = 2s;
  start();
  world_.at(Moment(700ms), [this] { world_.change_address(*load_, IpAddress::v4(10, 0, 0, 10)); });
  run_until(1min);
  EXPECT_EQ(statuses(), (std::vector<std::int64_t>{200, 200, 200, 200}));
  EXPECT_EQ(registrar_.requests.front().from.address, kLoad);
  EXPECT_EQ(registrar_.requests.back().from.address, IpAddress::v4(10, 0, 0, 10));
}

TEST_F(LoadStory, AsksForSettingsInPlain) {
  config_.habits.length = 1s;
  config_.habits.request = LoadRequest::kProvisionRequest;
  config_.provisioning_url = "http://10.0.0.2/provision";
  provisioning_.script = [](const http::Request&) { return ScriptedProvisioning::status(404); };
  start();
  run_until(1min);
  EXPECT_EQ(statuses(), (std::vector<std::int64_t>{404, 404}));
  EXPECT_EQ(events_.named("load.sent").front().text("identity"), "DT1");
  ASSERT_EQ(provisioning_.requests.size(), 2U);
  EXPECT_NE(provisioning_.requests.front().message.body.find("DT1"), std::string::npos);
  EXPECT_EQ(provisioning_.requests.front().message.headers.find("Authorization"), nullptr);
}

TEST_F(LoadStory, ProvesToTheProvisioningServerByTheSchemeOfItsRow) {
  config_.habits.length = 500ms;
  config_.habits.request = LoadRequest::kProvisionRequest;
  config_.provisioning_url = "http://10.0.0.2/provision";
  subscriber_.provision_authentication = ProvisionAuthentication::kBasic;
  provisioning_.script = [](const http::Request& request) {
    const bool has_any = request.headers.find("Authorization") != nullptr;
    return ScriptedProvisioning::status(
        has_any ? 429 : 401, {{"WWW-Authenticate", "Digest realm=\"r\", nonce=\"n\", qop=\"auth\", algorithm=MD5"}});
  };
  start();
  run_until(1min);
  ASSERT_EQ(provisioning_.requests.size(), 1U);
  EXPECT_EQ(*wanted(provisioning_.requests.front().message.headers.find("Authorization")).begin(), 'B');
  subscriber_.provision_authentication = ProvisionAuthentication::kDigest;
  world_.power_cut(*load_);
  world_.power_on(*load_);
  run_until(2min);
  EXPECT_EQ(statuses(), (std::vector<std::int64_t>{429, 429}));
  EXPECT_EQ(provisioning_.requests.size(), 3U) << "the digest needs a challenge before";
}

TEST_F(LoadStory, TellsThatNobodyListens) {
  config_.habits.length = 500ms;
  config_.habits.request = LoadRequest::kProvisionRequest;
  config_.provisioning_url = "http://10.0.0.9:8080/provision";
  start();
  run_until(1min);
  ASSERT_EQ(events_.count("load.failed"), 1U);
  EXPECT_NE(events_.named("load.failed").front().text("reason").find("connecting to 10.0.0.9:8080"), std::string::npos);
}

}  // namespace
}  // namespace dialtone
