// One office behind one address translator: what gets out, what comes back, and until when.
#include <algorithm>

#include "tests/world/virtual/office.h"

namespace dialtone {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using Filtering = NatOptions::Filtering;

TEST_F(Office, SpeaksWithThePublicAddressAndKeepsAPortThatIsFree) {
  Nat& nat = add_nat();
  Party& server = add_party("server", kServerAddress);
  Party& phone = add_phone(10, nat);
  send_at(seconds(1), phone, {kServerAddress, kSip}, "hello");
  send_at(seconds(2), server, {kOfficeAddress, kSip}, "answer");
  run_until(seconds(3));
  EXPECT_EQ(server.heard, (std::vector<Heard>{{Moment(seconds(1)), {kOfficeAddress, kSip}, "hello"}}));
  EXPECT_EQ(phone.heard, (std::vector<Heard>{{Moment(seconds(2)), {kServerAddress, kSip}, "answer"}}));
  EXPECT_EQ(nat.sessions(), 1U);
}

TEST_F(Office, GivesTwoPhonesOnOnePortAnOuterPortEach) {
  Nat& nat = add_nat();
  Party& server = add_party("server", kServerAddress);
  Party& one = add_phone(10, nat);
  Party& other = add_phone(11, nat);
  send_at(seconds(1), one, {kServerAddress, kSip}, "one");
  send_at(seconds(2), other, {kServerAddress, kSip}, "other");
  run_until(seconds(3));
  ASSERT_EQ(server.heard.size(), 2U);
  EXPECT_EQ(server.heard[0].from, (Endpoint{kOfficeAddress, kSip}));
  EXPECT_EQ(server.heard[1].from.address, kOfficeAddress);
  EXPECT_NE(server.heard[1].from.port, kSip);
  send_at(seconds(4), server, server.heard[0].from, "for one");
  send_at(seconds(4), server, server.heard[1].from, "for the other");
  run_until(seconds(5));
  EXPECT_EQ(one.texts(), std::vector<std::string>{"for one"});
  EXPECT_EQ(other.texts(), std::vector<std::string>{"for the other"});
}

TEST_F(Office, KeepsOneOuterPortTowardsEveryone) {
  Nat& nat = add_nat();
  Party& server = add_party("server", kServerAddress);
  Party& stranger = add_party("stranger", kStranger);
  add_phone(10, nat);
  Party& phone = add_phone(11, nat);
  send_at(seconds(1), *parties_[2], {kServerAddress, kSip}, "takes 5060");
  send_at(seconds(2), phone, {kServerAddress, kSip}, "x");
  send_at(seconds(3), phone, {kStranger, kSip}, "x");
  run_until(seconds(4));
  EXPECT_EQ(server.heard.at(1).from, stranger.heard.at(0).from);
}

TEST_F(Office, WithASymmetricTranslatorHasAnOuterPortForEachRemoteEnd) {
  Nat& nat = add_nat({.mapping = NatOptions::Mapping::kAddressAndPortDependent});
  Party& server = add_party("server", kServerAddress);
  Party& stranger = add_party("stranger", kStranger);
  Party& phone = add_phone(10, nat);
  send_at(seconds(1), phone, {kServerAddress, kSip}, "x");
  send_at(seconds(2), phone, {kStranger, kSip}, "x");
  send_at(seconds(3), phone, {kServerAddress, kSip}, "y");
  run_until(seconds(4));
  EXPECT_NE(server.heard.at(0).from, stranger.heard.at(0).from);
  EXPECT_EQ(server.heard.at(1).from, server.heard.at(0).from);
}

// --- how long a mapping lasts ---

TEST_F(Office, LetsAnAnswerInUntilTheMappingTimesOut) {
  Nat& nat = add_nat();
  Party& server = add_party("server", kServerAddress);
  Party& phone = add_phone(10, nat);
  send_at(Duration::zero(), phone, {kServerAddress, kSip}, "hello");
  send_at(milliseconds(29'999), server, {kOfficeAddress, kSip}, "in time");
  send_at(milliseconds(30'001), server, {kOfficeAddress, kSip}, "too late");
  run_until(seconds(40));
  EXPECT_EQ(phone.texts(), std::vector<std::string>{"in time"});
  EXPECT_EQ(nat.sessions(), 0U);
}

TEST_F(Office, KeepsAMappingThatIsUsedFromInside) {
  Nat& nat = add_nat();
  Party& server = add_party("server", kServerAddress);
  Party& phone = add_phone(10, nat);
  for (int i = 0; i < 4; ++i) send_at(seconds(29 * i), phone, {kServerAddress, kSip}, "keep-alive");
  send_at(seconds(3 * 29) + milliseconds(29'999), server, {kOfficeAddress, kSip}, "in time");
  send_at(seconds(3 * 29) + milliseconds(30'001), server, {kOfficeAddress, kSip}, "too late");
  run_until(minutes(3));
  EXPECT_EQ(phone.texts(), std::vector<std::string>{"in time"});
}

TEST_F(Office, IsNotKeptOpenFromOutsideUnlessToldSo) {
  for (const bool refreshes : {false, true}) {
    VirtualWorld world({.seed = 1});
    Nat& nat = world.add_nat("office", kOfficeAddress, {.inbound_refresh = refreshes});
    std::vector<std::string> heard;
    HostConfig phone{.name = "phone", .addresses = {phone_address(10)}};
    phone.behind = &nat;
    phone.main = [&](Host& host) -> Task<void> {
      auto socket = host.open_udp({host.address(), kSip});
      EXPECT_TRUE((*socket)->send({kServerAddress, kSip}, "hello"));
      while (auto datagram = co_await (*socket)->receive(Moment(minutes(2)))) heard.push_back(datagram->bytes);
    };
    HostConfig server{.name = "server", .addresses = {kServerAddress}};
    server.main = [&](Host& host) -> Task<void> {
      auto socket = host.open_udp({host.address(), kSip});
      for (const int at : {20, 40, 60}) {
        co_await host.sleep_until(Moment(seconds(at)));
        EXPECT_TRUE((*socket)->send({kOfficeAddress, kSip}, std::to_string(at)));
      }
    };
    world.power_on(world.add_host(std::move(phone)));
    world.power_on(world.add_host(std::move(server)));
    world.run(Moment(minutes(3)));
    const std::vector<std::string> all{"20", "40", "60"};
    EXPECT_EQ(heard, refreshes ? all : std::vector<std::string>{"20"});
  }
}

TEST_F(Office, HasAMappingOfItsOwnTimeOut) {
  Nat& nat = add_nat({.udp_timeout = seconds(5)});
  Party& server = add_party("server", kServerAddress);
  Party& phone = add_phone(10, nat);
  send_at(Duration::zero(), phone, {kServerAddress, kSip}, "hello");
  send_at(milliseconds(4'999), server, {kOfficeAddress, kSip}, "in time");
  send_at(milliseconds(5'001), server, {kOfficeAddress, kSip}, "too late");
  run_until(seconds(10));
  EXPECT_EQ(phone.texts(), std::vector<std::string>{"in time"});
}

TEST_F(Office, ForgetsItsMappingsAtAMoment) {
  Nat& nat = add_nat();
  Party& server = add_party("server", kServerAddress);
  Party& phone = add_phone(10, nat);
  send_at(seconds(1), phone, {kServerAddress, kSip}, "hello");
  world_.at(Moment(seconds(2)), [&nat] { nat.forget(); });
  send_at(seconds(3), server, {kOfficeAddress, kSip}, "lost");
  send_at(seconds(4), phone, {kServerAddress, kSip}, "again");
  send_at(seconds(5), server, {kOfficeAddress, kSip}, "heard");
  run_until(seconds(6));
  EXPECT_EQ(phone.texts(), std::vector<std::string>{"heard"});
}

TEST_F(Office, IsCutOffWhileTheTranslatorHasNoPowerAndForgottenAtItsReboot) {
  Nat& nat = add_nat();
  Party& server = add_party("server", kServerAddress);
  Party& phone = add_phone(10, nat);
  Party& neighbour = add_phone(11, nat);
  send_at(seconds(1), phone, {kServerAddress, kSip}, "before");
  world_.at(Moment(seconds(2)), [&] { world_.power_cut(nat); });
  send_at(seconds(3), phone, {kServerAddress, kSip}, "lost");
  send_at(seconds(3), phone, {phone_address(11), kSip}, "the switch has power");
  world_.at(Moment(seconds(4)), [&] { world_.power_on(nat); });
  send_at(seconds(5), server, {kOfficeAddress, kSip}, "lost too");
  send_at(seconds(6), phone, {kServerAddress, kSip}, "after");
  run_until(seconds(7));
  EXPECT_EQ(server.texts(), (std::vector<std::string>{"before", "after"}));
  EXPECT_EQ(neighbour.texts(), std::vector<std::string>{"the switch has power"});
  EXPECT_TRUE(phone.heard.empty());
}

TEST_F(Office, KnowsOnlySoManyConversations) {
  Nat& nat = add_nat({.most_sessions = 2});
  Party& server = add_party("server", kServerAddress);
  std::vector<Party*> phones;
  for (int i = 0; i < 3; ++i) phones.push_back(&add_phone(10 + i, nat));
  for (int i = 0; i < 3; ++i)
    send_at(seconds(i), *phones[static_cast<std::size_t>(i)], {kServerAddress, kSip}, std::to_string(i));
  send_at(seconds(10), *phones[0], {kServerAddress, kSip}, "0 again");
  // The second phone's conversation has ended at 31 s.
  send_at(milliseconds(30'999), *phones[2], {kServerAddress, kSip}, "still too early");
  send_at(milliseconds(31'001), *phones[2], {kServerAddress, kSip}, "2");
  run_until(minutes(1));
  EXPECT_EQ(server.texts(), (std::vector<std::string>{"0", "1", "0 again", "2"}));
  EXPECT_LE(nat.sessions(), 2U);
}

TEST_F(Office, IsNotReachedByItsPrivateAddresses) {
  Nat& nat = add_nat();
  Party& server = add_party("server", kServerAddress);
  Party& phone = add_phone(10, nat);
  send_at(seconds(1), phone, {kServerAddress, kSip}, "hello");
  send_at(seconds(2), server, {phone_address(10), kSip}, "by the private address");
  run_until(seconds(3));
  EXPECT_TRUE(phone.heard.empty());
}

TEST_F(Office, SpeaksDirectlyAmongItself) {
  Nat& nat = add_nat();
  Party& one = add_phone(10, nat);
  Party& other = add_phone(11, nat);
  send_at(seconds(1), one, {phone_address(11), kSip}, "hello");
  run_until(seconds(2));
  EXPECT_EQ(other.heard, (std::vector<Heard>{{Moment(seconds(1)), {phone_address(10), kSip}, "hello"}}));
  EXPECT_EQ(nat.sessions(), 0U);
}

TEST_F(Office, MayHaveTheSamePrivateAddressesAsAnother) {
  Nat& nat = add_nat();
  Nat& other_nat = world_.add_nat("other-office", IpAddress::v4(198, 51, 100, 8));
  Party& server = add_party("server", kServerAddress);
  Party& phone = add_phone(10, nat);
  Party& namesake = add_party("namesake", phone_address(10), &other_nat);
  send_at(seconds(1), phone, {kServerAddress, kSip}, "one");
  send_at(seconds(2), namesake, {kServerAddress, kSip}, "two");
  run_until(seconds(3));
  ASSERT_EQ(server.heard.size(), 2U);
  EXPECT_EQ(server.heard[0].from.address, kOfficeAddress);
  EXPECT_EQ(server.heard[1].from, (Endpoint{IpAddress::v4(198, 51, 100, 8), kSip}));
}

TEST_F(Office, ReachesItsOwnPublicAddressOnlyWithHairpinning) {
  for (const bool hairpinning : {false, true}) {
    VirtualWorld world({.seed = 1});
    Nat& nat = world.add_nat("office", kOfficeAddress,
                             {.filtering = Filtering::kEndpointIndependent, .hairpinning = hairpinning});
    std::vector<std::pair<Endpoint, std::string>> heard;
    HostConfig called{.name = "called", .addresses = {phone_address(10)}};
    called.behind = &nat;
    called.main = [&](Host& host) -> Task<void> {
      auto socket = host.open_udp({host.address(), kSip});
      EXPECT_TRUE((*socket)->send({kServerAddress, kSip}, "opens the mapping"));
      while (auto datagram = co_await (*socket)->receive(Moment(seconds(9))))
        heard.emplace_back(datagram->from, datagram->bytes);
    };
    HostConfig caller{.name = "caller", .addresses = {phone_address(11)}};
    caller.behind = &nat;
    caller.main = [&](Host& host) -> Task<void> {
      auto socket = host.open_udp({host.address(), 6000});
      co_await host.sleep(seconds(1));
      EXPECT_TRUE((*socket)->send({kOfficeAddress, kSip}, "round the corner"));
    };
    world.power_on(world.add_host(std::move(called)));
    world.power_on(world.add_host(std::move(caller)));
    world.run(Moment(seconds(10)));
    const std::vector<std::pair<Endpoint, std::string>> expected{{{kOfficeAddress, 6000}, "round the corner"}};
    EXPECT_EQ(heard, hairpinning ? expected : decltype(heard){});
  }
}

// --- links, rules and captures ---

TEST_F(Office, HasTheLinksOfThePhoneAndOfTheTranslatorOneAfterTheOther) {
  Nat& nat = add_nat({.link = {.latency = milliseconds(20)}});
  Party& server = add_party("server", kServerAddress, nullptr, {.latency = milliseconds(2)});
  Party& phone = add_party("phone", phone_address(10), &nat, {.latency = microseconds(300)});
  send_at(Duration::zero(), phone, {kServerAddress, kSip}, "hello");
  send_at(seconds(1), server, {kOfficeAddress, kSip}, "answer");
  run_until(seconds(2));
  EXPECT_EQ(server.heard.at(0).at, Moment(microseconds(22'300)));
  EXPECT_EQ(phone.heard.at(0).at, Moment(seconds(1) + microseconds(22'300)));
}

TEST_F(Office, ShowsRulesEachSideOfTheTranslator) {
  std::vector<std::string> seen;
  const RuleGuard guard = world_.network().install([&](const Packet& packet, Moment) {
    seen.push_back(to_text(packet.from) + ">" + to_text(packet.to));
    return packet.payload == "stop" && packet.from.address == kOfficeAddress ? Verdict::drop() : Verdict::pass();
  });
  Nat& nat = add_nat();
  Party& server = add_party("server", kServerAddress);
  Party& phone = add_phone(10, nat);
  send_at(seconds(1), phone, {kServerAddress, kSip}, "hello");
  send_at(seconds(2), server, {kOfficeAddress, kSip}, "answer");
  send_at(seconds(3), phone, {kServerAddress, kSip}, "stop");
  run_until(seconds(4));
  EXPECT_EQ(seen,
            (std::vector<std::string>{"192.168.1.10:5060>203.0.113.1:5060", "198.51.100.7:5060>203.0.113.1:5060",
                                      "203.0.113.1:5060>198.51.100.7:5060", "203.0.113.1:5060>192.168.1.10:5060",
                                      "192.168.1.10:5060>203.0.113.1:5060", "198.51.100.7:5060>203.0.113.1:5060"}));
  EXPECT_EQ(server.texts(), std::vector<std::string>{"hello"});
}

TEST_F(Office, DoesNotTranslateTheOtherAddressFamily) {
  Nat& nat = add_nat();
  std::array<std::uint8_t, 16> bytes{0xFD};
  bytes[15] = 1;
  const IpAddress server_v6 = IpAddress::v6(bytes);
  bytes[15] = 2;
  const IpAddress phone_v6 = IpAddress::v6(bytes);
  Endpoint seen;
  HostConfig server{.name = "server", .addresses = {server_v6}};
  server.main = [&](Host& host) -> Task<void> {
    auto socket = host.open_udp({server_v6, kSip});
    const auto datagram = co_await (*socket)->receive(Moment(seconds(5)));
    if (datagram) seen = datagram->from;
  };
  HostConfig phone{.name = "phone", .addresses = {phone_address(10), phone_v6}};
  phone.behind = &nat;
  phone.main = [&](Host& host) -> Task<void> {
    auto socket = host.open_udp({phone_v6, kSip});
    co_await host.sleep(seconds(1));
    EXPECT_TRUE((*socket)->send({server_v6, kSip}, "hello"));
  };
  world_.power_on(world_.add_host(std::move(server)));
  world_.power_on(world_.add_host(std::move(phone)));
  run_until(seconds(6));
  EXPECT_EQ(seen, (Endpoint{phone_v6, kSip}));
  EXPECT_EQ(nat.sessions(), 0U);
}

}  // namespace
}  // namespace dialtone
