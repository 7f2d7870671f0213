// One suite for both worlds: whatever a party can do through Host behaves alike in virtual and in real time.
//
// Permitted differences, and why:
// - When a real host has lost power, its kernel still completes connections into the backlog, because the listening
//   socket stays open until the host boots again; a virtual host without power answers no SYN.
// - A power cut divides a write to real flash between pieces of 64 bytes, or of 4,096 if a range is written or a file
//   appended to, because the operating system writes whole pieces. It divides a write to virtual flash between any two
//   bytes.
// - While a virtual host is paused, its write to flash continues. A real host writes a piece at each of its turns, and
//   has no turns while it is paused.
// - A host script's answer to a name look-up comes at once in the real world. In the virtual world it takes a round
//   trip
//   and may be lost, as any answer.
// - Virtual time is exact, real time is not: only in virtual worlds are moments compared to the nanosecond.
#pragma once

#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "world/real/real_world.h"
#include "world/virtual/virtual_world.h"

namespace dialtone {

struct VirtualArm {
  static constexpr bool kIsVirtual = true;
  static std::unique_ptr<World> make_world(Recorder& recorder) {
    return make_virtual_world({.seed = 7, .recorder = &recorder});
  }
  static std::vector<IpAddress> addresses(int number) {
    return {IpAddress::v4(10, 0, 0, static_cast<std::uint8_t>(number)), v6(number)};
  }
  static IpAddress v6(int number) {
    std::array<std::uint8_t, 16> bytes{0xFD};
    bytes[15] = static_cast<std::uint8_t>(number);
    return IpAddress::v6(bytes);
  }
};

struct RealArm {
  static constexpr bool kIsVirtual = false;
  // The steps of a test are milliseconds apart: on a busy machine their order would change if the world's time advanced
  // while the test does not run.
  static std::unique_ptr<World> make_world(Recorder& recorder) {
    return make_real_world(
        {.recorder = &recorder, .only_given_names = true, .longest_step = std::chrono::milliseconds(5)});
  }
  static std::vector<IpAddress> addresses(int) { return {IpAddress::loopback_v4(), IpAddress::loopback_v6()}; }
  static IpAddress v6(int) { return IpAddress::loopback_v6(); }
};

// The real world with flash in the files of a folder, instead of in memory.
struct FolderArm : RealArm {
  struct InFolder : RealWorld {
    InFolder(Recorder& recorder, std::filesystem::path where)
        : RealWorld({.recorder = &recorder,
                     .flash_folder = where,
                     .only_given_names = true,
                     .longest_step = std::chrono::milliseconds(5)}),
          folder(std::move(where)) {}
    ~InFolder() override { std::filesystem::remove_all(folder); }

    std::filesystem::path folder;
  };
  static std::unique_ptr<World> make_world(Recorder& recorder) {
    std::string path = testing::TempDir() + "dialtone-conformance-XXXXXX";
    return std::make_unique<InFolder>(recorder, ::mkdtemp(path.data()));
  }
};

// Hosts with IPv6 addresses only: both families must behave alike.
template <typename Arm>
struct OverIpv6 : Arm {
  static std::vector<IpAddress> addresses(int number) { return {Arm::v6(number)}; }
};

// Each host has its own loopback address, and only that.
struct OwnLoopbackArm : RealArm {
  static std::vector<IpAddress> addresses(int number) {
    return {IpAddress::v4(127, 16, 0, static_cast<std::uint8_t>(number))};
  }
};

using Arms = testing::Types<VirtualArm, RealArm>;
using ArmsOfFlash = testing::Types<VirtualArm, RealArm, FolderArm>;
using ArmsOfAllAddresses = testing::Types<VirtualArm, RealArm, OverIpv6<VirtualArm>, OverIpv6<RealArm>, OwnLoopbackArm>;

// Records the run's events as lines: "device clock.changed by=1000".
class Notebook : public Recorder {
 public:
  void record(const RecordedEvent& event) override {
    std::string line = std::string(event.host) + ' ' + std::string(event.name);
    for (const Field& field : event.fields) {
      line += ' ' + std::string(field.key) + '=';
      line += field.kind == Field::Kind::kText ? std::string(field.text) : std::to_string(field.integer);
    }
    lines.push_back(std::move(line));
  }

  std::vector<std::string> lines;
};

// A world with hosts whose mains a test writes. A main is stored with its host; what it captures by reference must
// outlive the world.
template <typename Arm>
class Conformance : public testing::Test {
 protected:
  Conformance() : world_(Arm::make_world(events_)) {}

  // Adds a host and switches it on.
  Host& power(const std::string& name, Host::Main main) {
    Host& host = add(name, std::move(main));
    world_->power_on(host);
    return host;
  }
  Host& add(const std::string& name, Host::Main main, HostScript* script = nullptr) {
    HostConfig config;
    config.name = name;
    config.script = script;
    config.addresses = Arm::addresses(++hosts_);
    config.link.latency = std::chrono::milliseconds(1);
    config.main = [this, main = std::move(main)](Host& host) { return counted(host, main); };
    ++expected_;
    return world_->add_host(std::move(config));
  }
  // Runs the world until every main has returned; fails after `longest`.
  void run_to_the_end(Duration longest = std::chrono::seconds(20)) {
    const Moment limit = world_->now() + longest;
    while (returned_ < expected_ && world_->now() < limit) world_->run(world_->now() + std::chrono::milliseconds(5));
    EXPECT_EQ(returned_, expected_) << "some host is still at work";
  }
  void run_for(Duration time) { world_->run(world_->now() + time); }
  // Runs the world, a step at a time, until `holds` is true; fails after 20 s.
  void run_until(const std::function<bool()>& holds, Duration step) {
    const Moment limit = world_->now() + std::chrono::seconds(20);
    while (!holds() && world_->now() < limit) run_for(step);
    EXPECT_TRUE(holds()) << "what was waited for did not come";
  }
  static Endpoint any(Host& host) { return {host.address(), 0}; }

  Notebook events_;
  std::unique_ptr<World> world_;

 private:
  Task<void> counted(Host& host, const Host::Main& main) {
    co_await main(host);
    ++returned_;
  }

  int hosts_ = 0;
  int expected_ = 0;
  int returned_ = 0;
};

// --- helpers for parties ---

inline Moment in(Host& host, Duration time) { return host.now() + time; }
// Longer than any operation that is expected to end.
inline constexpr Duration kLong = std::chrono::seconds(10);

// Waits until another party has stored the endpoint on which it listens.
inline Task<Endpoint> learn(Host& host, const Endpoint& endpoint) {
  while (endpoint.port == 0) co_await host.sleep(std::chrono::milliseconds(1));
  co_return endpoint;
}

inline Task<std::unique_ptr<Stream>> accept_one(Host& host, const Endpoint& local, Endpoint& told) {
  auto listener = host.listen(local);
  if (!listener) co_return nullptr;
  told = (*listener)->local();
  auto stream = co_await (*listener)->accept(in(host, kLong));
  if (!stream) co_return nullptr;
  co_return std::move(*stream);
}

inline Task<std::unique_ptr<Stream>> connect_to(Host& host, const Endpoint& told) {
  const Endpoint remote = co_await learn(host, told);
  auto stream = co_await host.connect(remote, in(host, kLong));
  if (!stream) co_return nullptr;
  co_return std::move(*stream);
}

// Reads until the peer ends its side; appends an error, for example "!connection reset".
inline Task<std::string> read_to_end(Host& host, Stream& stream, std::size_t piece = 65536) {
  std::string all;
  std::vector<char> buffer(piece);
  for (;;) {
    const auto got = co_await stream.read(buffer, in(host, kLong));
    if (!got) {
      all += "!" + std::string(to_text(got.error()));
      break;
    }
    if (*got == 0) break;
    all.append(buffer.data(), *got);
  }
  co_return all;
}

}  // namespace dialtone
