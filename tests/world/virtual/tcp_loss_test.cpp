// Loss slows a transfer down, but no transfer hangs.
#include <gtest/gtest.h>

#include <array>

#include "values/hash.h"
#include "world/virtual/virtual_world.h"

namespace dialtone {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

struct Transfer {
  std::string wanted;
  std::string got;
  bool ended = false;
  bool failed = false;
  Moment end{};
};

Task<void> serve(Host& host, Transfer& transfer) {
  auto listener = host.listen({IpAddress::v4(10, 0, 0, 1), 80});
  auto stream = co_await (*listener)->accept(kNever);
  if (!stream) co_return;
  std::array<char, 16> rest{};
  const auto question = co_await (*stream)->read(rest, kNever);
  if (!question || *question == 0) transfer.failed = true;
  const auto written = co_await (*stream)->write(transfer.wanted, kNever);
  if (!written) transfer.failed = true;
  (*stream)->shutdown_write();
  while (true) {
    const auto read = co_await (*stream)->read(rest, kNever);
    if (!read || *read == 0) break;
  }
}

Task<void> fetch(Host& host, Transfer& transfer) {
  auto stream = co_await host.connect({IpAddress::v4(10, 0, 0, 1), 80}, kNever);
  if (!stream) {
    transfer.failed = true;
    co_return;
  }
  // The connecting side writes first, as all parties in this project do: its bytes complete the set-up if the last
  // segment of the set-up was lost. Otherwise it could wait for ever for a server that has given up.
  if (!co_await (*stream)->write("?", kNever)) transfer.failed = true;
  std::array<char, 4096> buffer{};
  for (;;) {
    const auto read = co_await (*stream)->read(buffer, kNever);
    if (!read) transfer.failed = true;
    if (!read || *read == 0) break;
    transfer.got.append(buffer.data(), *read);
  }
  transfer.ended = true;
  transfer.end = host.now();
}

Transfer transfer_with(std::uint64_t seed, const Link& link, std::size_t bytes) {
  Transfer transfer;
  for (std::size_t i = 0; i < bytes; ++i) transfer.wanted += static_cast<char>(mix(i + seed));
  VirtualWorld world({.seed = seed});
  HostConfig server{.name = "server", .addresses = {IpAddress::v4(10, 0, 0, 1)}};
  server.main = [&](Host& host) { return serve(host, transfer); };
  HostConfig client{.name = "client", .addresses = {IpAddress::v4(10, 0, 0, 2)}, .link = link};
  client.main = [&](Host& host) { return fetch(host, transfer); };
  world.power_on(world.add_host(std::move(server)));
  world.power_on(world.add_host(std::move(client)));
  world.run(Moment(std::chrono::hours(24)));
  return transfer;
}

class EveryLoss : public testing::TestWithParam<int> {};

TEST_P(EveryLoss, CompletesATransferOver100Seeds) {
  const Link link{.latency = milliseconds(10),
                  .loss = Probability::parts_per_million(static_cast<std::uint64_t>(GetParam()) * 10'000)};
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    const Transfer transfer = transfer_with(seed, link, 64 * 1024);
    ASSERT_TRUE(transfer.ended && !transfer.failed) << "loss " << GetParam() << " %, seed " << seed;
    ASSERT_EQ(transfer.got, transfer.wanted) << "loss " << GetParam() << " %, seed " << seed;
  }
}

INSTANTIATE_TEST_SUITE_P(Percent, EveryLoss, testing::Range(1, 31));

TEST(TcpOverALossyLine, IsSlowerThanOverACleanOne) {
  const Link clean{.latency = milliseconds(10)};
  const Link lossy{.latency = milliseconds(10), .loss = Probability::parts_per_million(100'000)};
  EXPECT_LT(transfer_with(1, clean, 256 * 1024).end, transfer_with(1, lossy, 256 * 1024).end);
}

TEST(TcpOverABadLine, SurvivesLossJitterReorderingAndDuplicationTogether) {
  const Link bad{.latency = milliseconds(20),
                 .jitter = milliseconds(15),
                 .loss = Probability::parts_per_million(50'000),
                 .duplication = Probability::parts_per_million(50'000),
                 .reordering = Probability::parts_per_million(100'000),
                 .bits_per_second = 2'000'000};
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const Transfer transfer = transfer_with(seed, bad, 300'000);
    ASSERT_TRUE(transfer.ended && !transfer.failed) << "seed " << seed;
    ASSERT_EQ(transfer.got, transfer.wanted) << "seed " << seed;
  }
}

// The reader's window has room for 100 bytes. While the line is down, 100 bytes are sent, 1,000 more are written, and
// the reader makes room. The retransmitted segment then contains all 1,100 bytes, and its acknowledgement must count.
TEST(TcpOverALineThatWasDown, TakesTheAcknowledgementOfWhatWasWrittenMeanwhile) {
  constexpr std::size_t kUnreadAtMost = 256 * 1024;
  constexpr std::size_t kRoom = 100;
  const std::string before(kUnreadAtMost - kRoom, 'x');
  const std::string meanwhile(kRoom + 1'000, 'y');
  VirtualWorld world({.seed = 1});
  bool down = false;
  const RuleGuard guard =
      world.network().install([&](const Packet&, Moment) { return down ? Verdict::drop() : Verdict::pass(); });
  world.at(Moment(seconds(10)), [&] { down = true; });
  world.at(Moment(seconds(20)), [&] { down = false; });
  std::string got;
  HostConfig reader{.name = "reader", .addresses = {IpAddress::v4(10, 0, 0, 1)}};
  reader.main = [&](Host& host) -> Task<void> {
    auto listener = host.listen({host.address(), 80});
    auto stream = co_await (*listener)->accept(kNever);
    co_await host.sleep(seconds(15));
    std::array<char, 65'536> piece{};
    while (true) {
      const auto read = co_await (*stream)->read(piece, kNever);
      if (!read || *read == 0) break;
      got.append(piece.data(), *read);
    }
  };
  HostConfig writer{.name = "writer", .addresses = {IpAddress::v4(10, 0, 0, 2)}};
  writer.main = [&](Host& host) -> Task<void> {
    auto stream = co_await host.connect({IpAddress::v4(10, 0, 0, 1), 80}, kNever);
    EXPECT_TRUE(co_await (*stream)->write(before, kNever));
    co_await host.sleep(seconds(11));
    EXPECT_TRUE(co_await (*stream)->write(meanwhile, kNever));
    co_await host.sleep(seconds(60));
    EXPECT_TRUE(co_await (*stream)->write("the end", host.now() + seconds(1)));
    co_await host.sleep(seconds(1));
  };
  world.power_on(world.add_host(std::move(reader)));
  world.power_on(world.add_host(std::move(writer)));
  world.run(Moment(minutes(5)));
  EXPECT_EQ(got, before + meanwhile + "the end");
}

TEST(TcpOverANarrowLine, TakesTheTimeThatTheBandwidthNeeds) {
  // 1 MB at 8 Mbit/s is a second of payload; headers and the start are added.
  const Link narrow{.latency = milliseconds(5), .bits_per_second = 8'000'000};
  const Transfer transfer = transfer_with(1, narrow, 1'000'000);
  ASSERT_TRUE(transfer.ended);
  EXPECT_GT(transfer.end - Moment{}, milliseconds(1000));
  EXPECT_LT(transfer.end - Moment{}, milliseconds(1500));
}

TEST(TcpOverASmallMtu, KeepsItsSegmentsBelowIt) {
  const Link small{.latency = milliseconds(5), .mtu_bytes = 576};
  VirtualWorld world({.seed = 1});
  Transfer transfer;
  transfer.wanted = std::string(20'000, 'x');
  std::uint32_t largest = 0;
  const RuleGuard guard = world.network().install([&](const Packet& packet, Moment) {
    largest = std::max(largest, packet.wire_bytes());
    return Verdict::pass();
  });
  HostConfig server{.name = "server", .addresses = {IpAddress::v4(10, 0, 0, 1)}};
  server.main = [&](Host& host) { return serve(host, transfer); };
  HostConfig client{.name = "client", .addresses = {IpAddress::v4(10, 0, 0, 2)}, .link = small};
  client.main = [&](Host& host) { return fetch(host, transfer); };
  world.power_on(world.add_host(std::move(server)));
  world.power_on(world.add_host(std::move(client)));
  world.run(Moment(minutes(1)));
  EXPECT_EQ(transfer.got, transfer.wanted);
  EXPECT_EQ(largest, 576U);
}

}  // namespace
}  // namespace dialtone
