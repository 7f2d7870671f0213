// A world, virtual or real, whose hosts have an IPv4 and an IPv6 address, and the events of these hosts.
#pragma once

#include <gtest/gtest.h>

#include <array>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "values/endpoint.h"
#include "world/events/host_events.h"
#include "world/real/real_world.h"
#include "world/virtual/virtual_world.h"

namespace dialtone {

using namespace std::chrono_literals;

struct InVirtualTime {
  static constexpr bool kIsVirtual = true;
  static std::unique_ptr<World> make_world(Recorder& recorder) {
    return make_virtual_world({.seed = 7, .recorder = &recorder});
  }
  static IpAddress address(int number) { return IpAddress::v4(10, 0, 0, static_cast<std::uint8_t>(number)); }
  static IpAddress address_v6(int number) {
    std::array<std::uint8_t, 16> bytes{0xFD};
    bytes[15] = static_cast<std::uint8_t>(number);
    return IpAddress::v6(bytes);
  }
};

struct InRealTime {
  static constexpr bool kIsVirtual = false;
  static std::unique_ptr<World> make_world(Recorder& recorder) {
    return make_real_world(
        {.recorder = &recorder, .only_given_names = true, .longest_step = std::chrono::milliseconds(5)});
  }
  static IpAddress address(int number) { return IpAddress::v4(127, 31, 0, static_cast<std::uint8_t>(number)); }
  static IpAddress address_v6(int) { return IpAddress::loopback_v6(); }
};

using BothWorlds = testing::Types<InVirtualTime, InRealTime>;

// Records each event as a line: `proxy proxy.failed peer=10.0.0.3 status=502 reason=...`.
class EventLines : public Recorder {
 public:
  void record(const RecordedEvent& event) override {
    std::string line = std::string(event.host) + " " + std::string(event.name);
    for (const Field& field : event.fields) {
      line += " " + std::string(field.key) + "=";
      line += field.kind == Field::Kind::kText ? std::string(field.text) : std::to_string(field.integer);
    }
    all.push_back(std::move(line));
    if (!event.is<host_events::ServerStarted>()) return;
    started[std::string(event.host)] = *parse_endpoint(event.text(fields::kEndpoint));
  }
  // Returns the last line that begins with `begin`; empty if there is none.
  std::string last(std::string_view begin) const {
    for (auto line = all.rbegin(); line != all.rend(); ++line) {
      if (line->starts_with(begin)) return *line;
    }
    return "";
  }

  std::vector<std::string> all;
  std::map<std::string, Endpoint> started;  // by host
};

// Longer than any operation that is expected to finish.
inline constexpr Duration kPatience = 20s;

template <typename Arm>
class MiddleboxStory : public testing::Test {
 protected:
  MiddleboxStory() : world_(Arm::make_world(events_)) {}

  // Adds a host and switches it on. What `main` captures by reference must outlive the world.
  Host& power(const std::string& name, Host::Main main) {
    HostConfig config;
    config.name = name;
    ++hosts_;
    config.addresses = {Arm::address(hosts_), Arm::address_v6(hosts_)};
    config.main = std::move(main);
    Host& host = world_->add_host(std::move(config));
    world_->power_on(host);
    return host;
  }
  // Runs the world until `done` is true; fails after `longest`.
  void run_until(const std::function<bool()>& done, Duration longest = kPatience) {
    const Moment limit = world_->now() + longest;
    while (!done() && world_->now() < limit) run_for(1ms);
    EXPECT_TRUE(done()) << "it has not come to that";
  }
  // Runs the world for `time`, even if nothing is scheduled.
  void run_for(Duration time) {
    const Moment until = world_->now() + time;
    world_->at(until, [] {});
    world_->run(until);
  }
  // Waits until the host listens; returns the endpoint.
  Endpoint started(const std::string& host) {
    run_until([&] { return events_.started.contains(host); });
    return events_.started[host];
  }

  EventLines events_;
  std::unique_ptr<World> world_;

 private:
  int hosts_ = 0;
};

// Reads until the peer ends its side; an error is appended as "!connection reset".
inline Task<std::string> read_all(Host& host, Stream& stream) {
  std::string all;
  std::vector<char> piece(65536);
  for (;;) {
    const Result<std::size_t, IoError> got = co_await stream.read(piece, host.now() + kPatience);
    if (!got) {
      all += "!" + std::string(to_text(got.error()));
      break;
    }
    if (*got == 0) break;
    all.append(piece.data(), *got);
  }
  co_return all;
}

}  // namespace dialtone
