#include "world/virtual/rule.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "world/virtual/virtual_world.h"

namespace dialtone {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

const Endpoint kListener{IpAddress::v4(10, 0, 0, 1), 9};

// One datagram on its way to a server, and a rule in its path.
class JudgedDatagram : public testing::Test {
 protected:
  struct Arrival {
    Duration after{};
    std::string bytes;
  };

  // Returns what arrives, and the world's fingerprint.
  std::vector<Arrival> arrivals_under(const Verdict& verdict, const std::string& bytes = "whole") {
    VirtualWorld world({.seed = 3});
    const RuleGuard guard = world.network().install([&](const Packet&, Moment) { return verdict; });
    std::vector<Arrival> arrivals;
    HostConfig server{.name = "server", .addresses = {kListener.address}};
    server.main = [&](Host& host) -> Task<void> {
      auto socket = host.open_udp(kListener);
      while (auto datagram = co_await (*socket)->receive(kNever)) {
        arrivals.push_back({host.now() - Moment{}, datagram->bytes});
      }
    };
    HostConfig client{.name = "client", .addresses = {IpAddress::v4(10, 0, 0, 2)}};
    client.link.latency = milliseconds(5);
    client.main = [&](Host& host) -> Task<void> {
      auto socket = host.open_udp({host.address(), 0});
      EXPECT_TRUE((*socket)->send(kListener, bytes));
      co_await host.sleep(seconds(1));
    };
    world.power_on(world.add_host(std::move(server)));
    world.power_on(world.add_host(std::move(client)));
    world.run(Moment(seconds(2)));
    fingerprint_ = world.fingerprint();
    return arrivals;
  }

  std::uint64_t fingerprint_ = 0;
};

TEST_F(JudgedDatagram, ArrivesLateAndCorruptedAndMoreThanOnceAllTogether) {
  const Verdict verdict = Verdict::corrupt().with(Verdict::duplicate(2)).with(Verdict::deliver_after(milliseconds(30)));
  const std::vector<Arrival> arrivals = arrivals_under(verdict);
  ASSERT_EQ(arrivals.size(), 3U);
  for (const Arrival& arrival : arrivals) {
    EXPECT_EQ(arrival.after, milliseconds(35));
    EXPECT_EQ(arrival.bytes.size(), 5U);
    EXPECT_NE(arrival.bytes, "whole");
    EXPECT_EQ(arrival.bytes, arrivals[0].bytes);
  }
}

TEST_F(JudgedDatagram, ArrivesOnceMoreOnTime) {
  const std::vector<Arrival> arrivals = arrivals_under(Verdict::duplicate());
  ASSERT_EQ(arrivals.size(), 2U);
  EXPECT_EQ(arrivals[1].after, milliseconds(5));
  EXPECT_EQ(arrivals[1].bytes, "whole");
}

TEST_F(JudgedDatagram, IsDroppedWhereThereIsNothingToCorrupt) {
  EXPECT_TRUE(arrivals_under(Verdict::corrupt().with(Verdict::duplicate()), "").empty());
}

TEST_F(JudgedDatagram, HasAnotherFingerprintUnderEachVerdict) {
  const std::vector<Verdict> verdicts{
      Verdict::pass(),
      Verdict::drop(),
      Verdict::corrupt(),
      Verdict::deliver_after(Duration::zero()),
      Verdict::deliver_after(Duration(1)),
      Verdict::duplicate(),
      Verdict::duplicate(2),
      Verdict::corrupt().with(Verdict::duplicate()),
      Verdict::corrupt().with(Verdict::deliver_after(Duration(1))),
      Verdict::duplicate().with(Verdict::deliver_after(Duration(1))),
      Verdict::corrupt().with(Verdict::duplicate()).with(Verdict::deliver_after(Duration(1))),
  };
  std::set<std::uint64_t> fingerprints;
  for (const Verdict& verdict : verdicts) {
    arrivals_under(verdict);
    fingerprints.insert(fingerprint_);
  }
  EXPECT_EQ(fingerprints.size(), verdicts.size());
}

TEST(Verdict, OfTwoAtOnceAddsUp) {
  const Verdict late = Verdict::deliver_after(milliseconds(2));
  EXPECT_EQ(late.with(Verdict::deliver_after(milliseconds(3))), Verdict::deliver_after(milliseconds(5)));
  EXPECT_EQ(Verdict::duplicate(200).with(Verdict::duplicate(200)), Verdict::duplicate(255));
  EXPECT_EQ(Verdict::corrupt().with(Verdict::corrupt()), Verdict::corrupt());
  EXPECT_EQ(Verdict::pass().with(late), late);
  EXPECT_EQ(late.with(Verdict::pass()), late);
  EXPECT_EQ(late.with(Verdict::drop()), Verdict::drop());
  EXPECT_EQ(Verdict::drop().with(late), Verdict::drop());
  EXPECT_EQ(Verdict::pass().with(Verdict::pass()), Verdict::pass());
}

// The values are part of published fingerprints, so they must not change.
TEST(Verdict, IsFoldedAsItAlwaysWas) {
  EXPECT_EQ(Verdict::pass().fold(), 0U);
  EXPECT_EQ(Verdict::deliver_after(milliseconds(2)).fold(), 1U);
  EXPECT_EQ(Verdict::deliver_after(Duration::zero()).fold(), 1U);
  EXPECT_EQ(Verdict::drop().fold(), 2U);
  EXPECT_EQ(Verdict::corrupt().fold(), 3U);
}

}  // namespace
}  // namespace dialtone
