#include "world/real/real_world.h"

#include <Poco/Exception.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/resource.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "world/real/poco_net.h"

namespace dialtone {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

HostConfig host_with(std::string name, Host::Main main) {
  HostConfig config;
  config.name = std::move(name);
  config.addresses = {IpAddress::loopback_v4(), IpAddress::loopback_v6()};
  config.main = std::move(main);
  return config;
}

// Runs one host until its main returns.
void run_party(RealWorld& world, Host::Main main, Duration longest = seconds(20)) {
  Host& host = world.add_host(host_with("party", [&world, main = std::move(main)](Host& self) -> Task<void> {
    co_await main(self);
    world.stop();
  }));
  world.power_on(host);
  ASSERT_EQ(world.run(world.now() + longest), RunEnd::kStopped);
}

// --- open files ---

// Sets the soft limit of open files for its lifetime.
class FilesLimit {
 public:
  FilesLimit() { getrlimit(RLIMIT_NOFILE, &before_); }
  ~FilesLimit() { setrlimit(RLIMIT_NOFILE, &before_); }
  FilesLimit(const FilesLimit&) = delete;
  FilesLimit& operator=(const FilesLimit&) = delete;

  void set(rlim_t most) {
    rlimit limit = before_;
    limit.rlim_cur = most;
    ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &limit), 0);
  }
  // Uses up all descriptors.
  void exhaust() {
    // A sanitizer inspects an exception's type through a pipe the first time, which would fail later without a
    // descriptor.
    EXPECT_EQ(io_error(Poco::IOException("", EMFILE), IoError::kClosed), IoError::kTooManyFiles);
    set(0);
  }
  void lift() { setrlimit(RLIMIT_NOFILE, &before_); }
  rlim_t hard() const { return before_.rlim_max; }

 private:
  rlimit before_{};
};

TEST(OpenFiles, AreRaisedToTheHardLimit) {
  FilesLimit limit;
  limit.set(64);
  EXPECT_TRUE(raise_open_files_limit(65));
  rlimit after{};
  getrlimit(RLIMIT_NOFILE, &after);
  EXPECT_EQ(after.rlim_cur, limit.hard());
}

TEST(OpenFiles, SayHowManyARunNeedsWhereTheHardLimitIsBelow) {
  FilesLimit limit;
  if (limit.hard() == RLIM_INFINITY) {
    EXPECT_TRUE(raise_open_files_limit(RLIM_INFINITY)) << "what has no limit is enough";
    return;
  }
  const Result<void> raised = raise_open_files_limit(limit.hard() + 1);
  ASSERT_FALSE(raised);
  EXPECT_EQ(raised.error().reason, "open files: this run needs " + std::to_string(limit.hard() + 1) +
                                       ", the hard limit is " + std::to_string(limit.hard()) +
                                       "; raise it with ulimit -Hn or in limits.conf");
  EXPECT_TRUE(raise_open_files_limit(limit.hard()));
}

TEST(OpenFiles, WhichRunOutAreTold) {
  FilesLimit limit;
  std::vector<IoError> errors;
  RealWorld world({.only_given_names = true});
  run_party(world, [&](Host& host) -> Task<void> {
    auto listener = host.listen({host.address(), 0});
    // A sanitizer needs a descriptor of its own to inspect an object for the first time.
    EXPECT_FALSE((*listener)->try_accept().has_value());
    auto client = co_await host.connect((*listener)->local(), host.now() + seconds(5));
    EXPECT_TRUE(client.ok());
    limit.exhaust();
    const auto socket = host.open_udp({host.address(), 0});
    const auto second = host.listen({host.address(), 0});
    const auto stream = co_await host.connect((*listener)->local(), host.now() + seconds(5));
    const auto accepted = co_await (*listener)->accept(host.now() + seconds(5));
    limit.lift();
    for (const auto& error :
         {socket ? IoError::kClosed : socket.error(), second ? IoError::kClosed : second.error(),
          stream ? IoError::kClosed : stream.error(), accepted ? IoError::kClosed : accepted.error()}) {
      errors.push_back(error);
    }
    // The connection waited in the backlog all the time.
    EXPECT_TRUE((co_await (*listener)->accept(host.now() + seconds(5))).ok());
  });
  EXPECT_EQ(errors, std::vector<IoError>(4, IoError::kTooManyFiles));
}

// --- names ---

TEST(SystemNames, FindTheLocalHost) {
  RealWorld world({});
  Addresses found;
  run_party(world, [&](Host& host) -> Task<void> {
    const auto addresses = co_await host.resolve("localhost", host.now() + seconds(10));
    if (addresses) found = *addresses;
  });
  ASSERT_FALSE(found.empty());
  EXPECT_TRUE(std::all_of(found.begin(), found.end(), [](const IpAddress& each) { return each.is_loopback(); }));
}

TEST(SystemNames, DoNotFindAnInvalidOne) {
  RealWorld world({});
  std::optional<IoError> error;
  run_party(world, [&](Host& host) -> Task<void> {
    // A name cannot contain a blank, which the system's resolver notices without a name server.
    const auto addresses = co_await host.resolve("no name", host.now() + seconds(10));
    if (!addresses) error = addresses.error();
  });
  EXPECT_EQ(error, IoError::kNoSuchName);
}

TEST(SystemNames, AreNotAskedWhereOnlyGivenOnesAre) {
  RealWorld world({.only_given_names = true});
  std::optional<IoError> error;
  run_party(world, [&](Host& host) -> Task<void> {
    const auto addresses = co_await host.resolve("localhost", host.now() + seconds(10));
    if (!addresses) error = addresses.error();
  });
  EXPECT_EQ(error, IoError::kNoSuchName) << "the system knows it";
}

TEST(SystemNames, AreNotAskedForGivenOnesAndAddresses) {
  RealWorld world({});
  world.set_name("given.invalid", {IpAddress::v4(192, 0, 2, 1)});
  std::vector<std::string> answers;
  run_party(world, [&](Host& host) -> Task<void> {
    for (const std::string name : {"given.invalid", "192.0.2.2", "2001:db8::2"}) {
      // Fails at once: a deadline in the past permits no look-up.
      const auto addresses = co_await host.resolve(name, host.now());
      answers.push_back(addresses ? to_text(addresses->front()) : std::string(to_text(addresses.error())));
    }
  });
  EXPECT_EQ(answers, (std::vector<std::string>{"192.0.2.1", "192.0.2.2", "2001:db8::2"}));
}

TEST(SystemNames, MayBeForgottenByWhoAsked) {
  RealWorld world({});
  std::optional<IoError> error;
  run_party(world, [&](Host& host) -> Task<void> {
    // Sometimes the answer has come before the loop reads the clock, so the test repeats.
    for (int tried = 0; tried < 50 && !error; ++tried) {
      const auto addresses = co_await host.resolve("localhost", host.now());
      if (!addresses) error = addresses.error();
      co_await host.sleep(milliseconds(20));
    }
  });
  EXPECT_EQ(error, IoError::kDeadline);
  Host& cut = world.add_host(host_with("cut", [](Host& host) -> Task<void> {
    static_cast<void>(co_await host.resolve("localhost", kNever));
    co_await host.sleep(seconds(100));
  }));
  world.power_on(cut);
  world.run(world.now());
  world.power_cut(cut);
  EXPECT_EQ(world.run(world.now() + milliseconds(20)), RunEnd::kUntil);
}

// --- life ---

TEST(RealWorld, MeasuresHowLateItsTimersAre) {
  RealWorld world({});
  EXPECT_EQ(world.timer_lag_p99_ms(), 0.0);
  run_party(world, [](Host& host) -> Task<void> { co_await host.sleep(milliseconds(1)); });
  // A blocked loop makes its timers late, and the measure shows it.
  world.at(world.now() + milliseconds(1), [] {
    const auto end = std::chrono::steady_clock::now() + milliseconds(30);
    while (std::chrono::steady_clock::now() < end) {
    }
  });
  for (int i = 0; i < 100; ++i) world.at(world.now() + milliseconds(2), [] {});
  world.run(world.now() + milliseconds(40));
  EXPECT_GT(world.timer_lag_p99_ms(), 20.0);
}

TEST(RealWorld, StandsStillWhileItIsHeldUpForLongerThanItsLongestStep) {
  // Read before the world is made, so that the time between the world's first reading of the clock and its run counts
  // for both.
  const auto began = std::chrono::steady_clock::now();
  RealWorld world({.longest_step = milliseconds(5)});
  world.at(world.now() + milliseconds(1), [] { ::poll(nullptr, 0, 50); });
  EXPECT_EQ(world.run(world.now() + milliseconds(30)), RunEnd::kUntil);
  EXPECT_GE(std::chrono::steady_clock::now() - began, milliseconds(50 + 30 - 5));
}

TEST(RealWorld, GoesOnWhileTwoPartiesWakeEachOtherForEver) {
  RealWorld world({});
  Signal ping;
  Signal pong;
  bool is_over = false;
  int turns = 0;
  const auto answer = [&](Signal& awaited, Signal& notified) -> Task<void> {
    constexpr int kEndless = 300'000'000;
    while (!is_over && ++turns < kEndless) {
      co_await Wait(awaited, kNever, "the other");
      notified.notify();
    }
  };
  Host& host = world.add_host(host_with("spinner", [&](Host& self) -> Task<void> {
    self.spawn("ping", answer(ping, pong));
    self.spawn("pong", answer(pong, ping));
    co_await self.sleep(milliseconds(1));
    ping.notify();
    co_await self.sleep(milliseconds(10));
    is_over = true;
  }));
  world.power_on(host);
  const Moment limit = world.now() + seconds(20);
  while (!is_over && world.now() < limit) EXPECT_EQ(world.run(world.now() + milliseconds(5)), RunEnd::kUntil);
  EXPECT_TRUE(is_over);
  EXPECT_GT(turns, 10);
  EXPECT_LT(turns, 200'000'000) << "the loop did not turn";
}

TEST(RealWorld, SaysWhoAwaitsWhat) {
  RealWorld world({});
  Host& host = world.add_host(host_with("prov", [](Host& self) -> Task<void> {
    auto listener = self.listen({self.address(), 0});
    static_cast<void>(co_await (*listener)->accept(kNever));
  }));
  world.power_on(host);
  world.run(world.now() + milliseconds(1));
  std::ostringstream out;
  world.describe(out, 10);
  EXPECT_EQ(out.str(), "prov\n  main awaits a connection, for ever\n");
}

TEST(RealWorld, HearsNothingOfACutHostsSocketsUntilTheyAreResetAtTheReboot) {
  RealWorld world({.longest_step = milliseconds(5)});
  Endpoint told;
  int boot = 0;
  Host& victim = world.add_host(host_with("victim", [&](Host& host) -> Task<void> {
    if (++boot == 2) {
      co_await host.sleep(seconds(100));
      co_return;
    }
    auto listener = host.listen({host.address(), 0});
    told = (*listener)->local();
    const auto stream = co_await (*listener)->accept(kNever);
    co_await host.sleep(seconds(100));
  }));
  std::vector<IoError> seen;
  Host& peer = world.add_host(host_with("peer", [&](Host& host) -> Task<void> {
    auto accepted = co_await host.connect(told, host.now() + seconds(5));
    world.at(host.now(), [&] { world.power_cut(victim); });
    std::array<char, 4> buffer{};
    co_await host.sleep(milliseconds(5));
    auto unaccepted = co_await host.connect(told, host.now() + seconds(5));
    EXPECT_TRUE(unaccepted.ok());
    const auto silence = co_await (*accepted)->read(buffer, host.now() + milliseconds(20));
    seen.push_back(silence ? IoError::kClosed : silence.error());
    world.at(host.now(), [&] { world.power_on(victim); });
    // The peer has sent nothing: the reset comes at the reboot.
    for (Stream* stream : {accepted->get(), unaccepted->get()}) {
      const auto reset = co_await stream->read(buffer, host.now() + seconds(5));
      seen.push_back(reset ? IoError::kClosed : reset.error());
    }
    const auto refused = co_await host.connect(told, host.now() + seconds(5));
    seen.push_back(refused ? IoError::kClosed : refused.error());
    world.stop();
  }));
  world.power_on(victim);
  world.run(world.now() + milliseconds(5));
  world.power_on(peer);
  EXPECT_EQ(world.run(world.now() + seconds(20)), RunEnd::kStopped);
  EXPECT_EQ(seen, (std::vector<IoError>{IoError::kDeadline, IoError::kReset, IoError::kReset, IoError::kRefused}));
}

// --- loopback addresses ---

// A device at its own address and a server at 127.0.0.1: the address that the server sees.
TEST(LoopbackAddress, OfADeviceIsWhatAServerAtAnotherSees) {
  RealWorld world({});
  Endpoint udp;
  Endpoint tcp;
  std::vector<std::string> seen;
  HostConfig server = host_with("server", [&](Host& host) -> Task<void> {
    auto socket = host.open_udp({IpAddress::loopback_v4(), 0});
    udp = (*socket)->local();
    auto listener = host.listen({IpAddress::loopback_v4(), 0});
    tcp = (*listener)->local();
    auto datagram = co_await (*socket)->receive(host.now() + seconds(10));
    if (datagram) seen.push_back(to_text(datagram->from.address));
    if (datagram) EXPECT_TRUE((*socket)->send(datagram->from, "an answer"));
    auto stream = co_await (*listener)->accept(host.now() + seconds(10));
    if (stream) seen.push_back(to_text((*stream)->remote().address));
    world.stop();
  });
  HostConfig device = host_with("device", [&](Host& host) -> Task<void> {
    auto socket = host.open_udp({host.address(), 0});
    EXPECT_TRUE((*socket)->send(udp, "a question"));
    EXPECT_TRUE(co_await (*socket)->receive(host.now() + seconds(10)));
    auto stream = co_await host.connect(tcp, host.now() + seconds(10));
    EXPECT_TRUE(stream);
    auto listener = host.listen({host.address(), 0});
    EXPECT_TRUE(listener);
    if (listener) EXPECT_EQ((*listener)->local().address, host.address());
    co_await host.sleep(seconds(10));
  });
  device.addresses = {IpAddress::v4(127, 16, 0, 5)};
  world.power_on(world.add_host(std::move(server)));
  world.power_on(world.add_host(std::move(device)));
  EXPECT_EQ(world.run(world.now() + seconds(20)), RunEnd::kStopped);
  EXPECT_EQ(seen, (std::vector<std::string>{"127.16.0.5", "127.16.0.5"}));
}

}  // namespace
}  // namespace dialtone
