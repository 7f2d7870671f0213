// A link's effects on packets, each to the nanosecond: duplication, delay, retransmission; and the host's fingerprint.
#include <gtest/gtest.h>

#include <array>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "world/virtual/virtual_world.h"

namespace dialtone {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr Duration kOneWay = milliseconds(10);
const Endpoint kHearer{IpAddress::v4(10, 7, 0, 1), 700};

constexpr DeclaredField kStatus{"status", FieldKind::kNumber, "as a number"};
constexpr DeclaredField kStatusText{"status", FieldKind::kText, "as a text"};
constexpr DeclaredField kOther{"other", FieldKind::kNumber, ""};

struct Happenings;
struct Bare {
  static constexpr EventOf<Happenings> kEvent{"something.happened", EventSource::kDevice, "without fields"};
};
struct WithStatus {
  static constexpr EventOf<Happenings> kEvent{"something.happened", EventSource::kDevice, "with a number"};
  Required<kStatus> status;
};
struct WithText {
  static constexpr EventOf<Happenings> kEvent{"something.happened", EventSource::kDevice, "with a text"};
  Required<kStatusText> status;
};
struct WithOther {
  static constexpr EventOf<Happenings> kEvent{"something.happened", EventSource::kDevice, "with another field"};
  Required<kOther> other;
};
struct OtherName {
  static constexpr EventOf<Happenings> kEvent{"something.else", EventSource::kDevice, "without fields"};
};
struct Happenings : EventList<Bare, WithStatus, WithText, WithOther, OtherName> {};

class OneLine : public testing::Test {
 protected:
  Host& add(const std::string& name, std::uint8_t number, Host::Main main, const Link& link = {}) {
    HostConfig config{.name = name, .addresses = {IpAddress::v4(10, 7, 0, number)}, .link = link};
    config.main = std::move(main);
    return world_.add_host(std::move(config));
  }
  // Returns when the one datagram of a host with this link arrives.
  std::vector<Duration> arrivals(const Link& link) {
    std::vector<Duration> all;
    world_.power_on(add("hearer", 1, [&all](Host& host) -> Task<void> {
      auto socket = host.open_udp(kHearer);
      while (co_await (*socket)->receive(Moment(seconds(1)))) all.push_back(host.now() - Moment{});
    }));
    world_.power_on(add(
        "sender", 2,
        [](Host& host) -> Task<void> {
          auto socket = host.open_udp({host.address(), 0});
          EXPECT_TRUE((*socket)->send(kHearer, "hello"));
          co_await host.sleep(seconds(2));
        },
        link));
    world_.run(Moment(seconds(3)));
    return all;
  }
  // Returns the moments when a host sent packets for which `is_meant` is true; no packet arrives.
  std::vector<Moment> lost_packets(Host::Main main, Duration longest, bool (*is_meant)(const TcpHeader&)) {
    std::vector<Moment> sent;
    const RuleGuard hole = world_.network().install([&](const Packet& packet, Moment now) {
      if (!is_meant(packet.tcp)) return Verdict::pass();
      sent.push_back(now);
      return Verdict::drop();
    });
    world_.power_on(add("caller", 2, std::move(main)));
    world_.run(Moment(longest));
    return sent;
  }

  VirtualWorld world_{{.seed = 3}};
};

TEST_F(OneLine, TakesItsLatency) { EXPECT_EQ(arrivals({.latency = kOneWay}), std::vector<Duration>{kOneWay}); }

TEST_F(OneLine, ThatReordersHoldsAPacketBackForItsLatencyOnceMore) {
  const Link link{.latency = kOneWay, .reordering = Probability::parts_per_million(1'000'000)};
  EXPECT_EQ(arrivals(link), std::vector<Duration>{2 * kOneWay});
}

TEST_F(OneLine, ThatDuplicatesBringsAPacketTwice) {
  const Link link{.latency = kOneWay, .duplication = Probability::parts_per_million(1'000'000)};
  EXPECT_EQ(arrivals(link), (std::vector<Duration>{kOneWay, kOneWay}));
}

TEST_F(OneLine, ThatIsDeadIsTriedSevenTimesEverMoreSlowlyAndThenGivenUp) {
  std::optional<IoError> error;
  Moment given_up{};
  add("nobody", 1, [](Host&) -> Task<void> { co_return; });
  const std::vector<Moment> sent = lost_packets(
      [&](Host& host) -> Task<void> {
        const auto stream = co_await host.connect({kHearer.address, 80}, kNever);
        if (!stream) error = stream.error();
        given_up = host.now();
      },
      hours(1), [](const TcpHeader& tcp) { return tcp.syn; });
  EXPECT_EQ(error, IoError::kTimedOut);
  EXPECT_EQ(given_up, Moment(seconds(63 + 60))) << "no wait is longer than a minute";
  std::vector<Moment> wanted;
  for (const int second : {0, 1, 3, 7, 15, 31, 63}) wanted.push_back(Moment(seconds(second)));
  EXPECT_EQ(sent, wanted);
}

TEST_F(OneLine, ThatDiesIsTriedEverMoreSlowlyForAQuarterOfAnHour) {
  Moment ended{};
  std::optional<IoError> error;
  world_.power_on(add("server", 1, [](Host& host) -> Task<void> {
    auto listener = host.listen({host.address(), 80});
    auto stream = co_await (*listener)->accept(kNever);
    co_await host.sleep(hours(2));
  }));
  bool is_dead = false;
  std::vector<Moment> sent;
  const RuleGuard hole = world_.network().install([&](const Packet&, Moment now) {
    if (!is_dead) return Verdict::pass();
    sent.push_back(now);
    return Verdict::drop();
  });
  world_.power_on(add("client", 2, [&](Host& host) -> Task<void> {
    auto stream = co_await host.connect({kHearer.address, 80}, kNever);
    co_await host.sleep(seconds(1));
    is_dead = true;
    EXPECT_TRUE(co_await (*stream)->write("lost", kNever));
    std::array<char, 8> buffer{};
    const auto got = co_await (*stream)->read(buffer, kNever);
    if (!got) error = got.error();
    ended = host.now();
  }));
  world_.run(Moment(hours(1)));
  EXPECT_EQ(error, IoError::kTimedOut);
  EXPECT_GE(ended, Moment(seconds(1 + 924)));
  EXPECT_LE(ended, Moment(seconds(1 + 924 + 60)));
  ASSERT_GE(sent.size(), 12U);
  for (std::size_t i = 2; i < 9; ++i) EXPECT_EQ(sent[i] - sent[i - 1], 2 * (sent[i - 1] - sent[i - 2])) << i;
  EXPECT_EQ(sent.back() - sent[sent.size() - 2], seconds(60)) << "and never more than that";
}

// RFC 5681 3.2
TEST_F(OneLine, ThatLosesASegmentAmongOthersSendsItAgainAtTheThirdDuplicate) {
  constexpr std::size_t kBytes = 14'600;
  Moment ended{};
  std::size_t read = 0;
  world_.power_on(add("server", 1,
                      [&](Host& host) -> Task<void> {
                        auto listener = host.listen({host.address(), 80});
                        auto stream = co_await (*listener)->accept(kNever);
                        std::array<char, 4096> buffer{};
                        while (read < kBytes) {
                          const auto got = co_await (*stream)->read(buffer, kNever);
                          if (!got || *got == 0) break;
                          read += *got;
                        }
                        ended = host.now();
                      },
                      {.latency = kOneWay}));
  bool is_lost = false;
  const RuleGuard hole = world_.network().install([&](const Packet& packet, Moment) {
    if (is_lost || packet.payload.empty()) return Verdict::pass();
    is_lost = true;
    return Verdict::drop();
  });
  world_.power_on(add("client", 2,
                      [&](Host& host) -> Task<void> {
                        auto stream = co_await host.connect({kHearer.address, 80}, kNever);
                        EXPECT_TRUE(co_await (*stream)->write(std::string(kBytes, 'x'), kNever));
                        co_await host.sleep(seconds(5));
                      },
                      {.latency = kOneWay}));
  world_.run(Moment(seconds(10)));
  EXPECT_EQ(read, kBytes);
  // The round trip is 40 ms; the retransmission timer would wait for 200 ms.
  EXPECT_LT(ended, Moment(milliseconds(200)));
}

TEST_F(OneLine, KeepsNoMoreForAPartyThatDoesNotReadThanASocketHolds) {
  constexpr std::size_t kBytes = 60'000;
  constexpr int kSent = 400;
  int heard = 0;
  world_.power_on(add("hearer", 1, [&](Host& host) -> Task<void> {
    auto socket = host.open_udp(kHearer);
    co_await host.sleep(seconds(10));
    while ((*socket)->try_receive()) ++heard;
  }));
  world_.power_on(add("sender", 2, [&](Host& host) -> Task<void> {
    auto socket = host.open_udp({host.address(), 0});
    for (int i = 0; i < kSent; ++i) EXPECT_TRUE((*socket)->send(kHearer, std::string(kBytes, 'x')));
    co_await host.sleep(seconds(20));
  }));
  world_.run(Moment(seconds(30)));
  EXPECT_EQ(heard, 8 * 1024 * 1024 / static_cast<int>(kBytes + 256));
}

TEST_F(OneLine, HasAnotherFingerprintWhereAnEventHasAnotherValueOrName) {
  const auto fingerprint = [](const auto& event) {
    VirtualWorld world({.seed = 3});
    HostConfig config{.name = "host", .addresses = {kHearer.address}};
    config.main = [&event](Host& host) -> Task<void> {
      host.record(event);
      co_return;
    };
    world.power_on(world.add_host(std::move(config)));
    world.run(Moment(seconds(1)));
    return world.fingerprint();
  };
  const std::set<std::uint64_t> all{fingerprint(Bare{}),
                                    fingerprint(OtherName{}),
                                    fingerprint(WithStatus{.status = 200}),
                                    fingerprint(WithStatus{.status = 201}),
                                    fingerprint(WithOther{.other = 200}),
                                    fingerprint(WithText{.status = "200"})};
  EXPECT_EQ(all.size(), 6U);
}

}  // namespace
}  // namespace dialtone
