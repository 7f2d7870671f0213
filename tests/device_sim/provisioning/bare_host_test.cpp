// Devices with a provisioning URL without a scheme.
#include "device_sim/provisioning/bare_host.h"

#include "tests/device_sim/device_story.h"

namespace dialtone {
namespace {

class BareHost : public DeviceStory {
 protected:
  BareHost() {
    world_.set_name("prov.example.net", {server_});
    config_.provisioning_url = "prov.example.net/phones/ata.xml?key=secret";
  }
  void take_it_for_tftp() { profile_.quirks.add(Quirk::kTakesABareHostForTftp); }
  // Receives on the server's TFTP port.
  void listen() {
    guard_ = world_.network().install([this](const Packet& packet, Moment now) {
      if (packet.to == Endpoint{server_, 69}) asked_.emplace_back(now, packet.payload);
      return Verdict::pass();
    });
  }

  static constexpr Duration kAnswerDeadline = 30s;
  const IpAddress server_ = IpAddress::v4(10, 0, 0, 1);
  std::vector<std::pair<Moment, std::string>> asked_;
  RuleGuard guard_;
};

TEST_F(BareHost, IsToldByTheMissingScheme) {
  EXPECT_TRUE(is_bare_host("prov.example.net:8080/provision"));
  EXPECT_FALSE(is_bare_host("http://prov.example.net"));
  EXPECT_EQ(bare_host_by_http("prov.example.net"), "http://prov.example.net");
}

TEST_F(BareHost, IsAskedByHttp) {
  listen();
  start();
  run_for(5s);
  EXPECT_EQ(events_.count("provision.accepted"), 1U);
  EXPECT_TRUE(asked_.empty());
}

TEST_F(BareHost, IsAskedByTftpOfADeviceThatTakesItForThatUntilItsDeadline) {
  take_it_for_tftp();
  profile_.answer_deadline = kAnswerDeadline;
  listen();
  start();
  run_until(kBootTime + kAnswerDeadline);
  std::vector<Moment> moments;
  for (const auto& [moment, bytes] : asked_) {
    EXPECT_EQ(bytes, std::string("\0\1phones/ata.xml\0octet\0", 23));
    moments.push_back(moment);
  }
  EXPECT_EQ(moments, (std::vector<Moment>{Moment(1s), Moment(2s), Moment(4s), Moment(8s), Moment(16s)}));
  const auto requests = events_.named("provision.request");
  ASSERT_EQ(requests.size(), 1U);
  EXPECT_EQ(requests[0].text("url"), "tftp://prov.example.net/phones/ata.xml");
  const auto failed = events_.named("provision.failed");
  ASSERT_EQ(failed.size(), 1U);
  EXPECT_EQ(failed[0].time, Moment(kBootTime + kAnswerDeadline));
  EXPECT_EQ(failed[0].text("reason"), "no answer by TFTP");
}

TEST_F(BareHost, GivesNoSettingsByTftpWhateverIsAnswered) {
  take_it_for_tftp();
  HostConfig config;
  config.name = "tftp";
  config.addresses = {IpAddress::v4(10, 0, 0, 77)};
  config.main = [](Host& host) -> Task<void> {
    auto socket = host.open_udp({host.address(), 69});
    const auto request = co_await (*socket)->receive(kNever);
    if (request) static_cast<void>((*socket)->send(request->from, std::string("\0\5\0\1no\0", 7)).ok());
    co_await host.sleep(1h);
  };
  world_.power_on(world_.add_host(std::move(config)));
  world_.set_name("prov.example.net", {IpAddress::v4(10, 0, 0, 77)});
  start();
  run_until(kBootTime);
  const auto failed = events_.named("provision.failed");
  ASSERT_EQ(failed.size(), 1U);
  EXPECT_EQ(failed[0].text("reason"), "TFTP has no settings");
}

}  // namespace
}  // namespace dialtone
