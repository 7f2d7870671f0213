// A device's own SIP port, and a stranger that sends to it.
#pragma once

#include <malloc.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/device_sim/signalling/registering.h"
#include "wire/sip/parser.h"
#include "world/virtual/network.h"

namespace dialtone {

// A host that the device does not know.
class Stranger {
 public:
  Task<void> run(Host& host) {
    const std::unique_ptr<UdpSocket> socket = *host.open_udp({host.address(), 5060});
    socket_ = socket.get();
    for (;;) static_cast<void>((co_await socket_->receive(kNever)).ok());
  }
  void send(const Endpoint& to, std::string_view bytes) { static_cast<void>(socket_->send(to, bytes).ok()); }

 private:
  UdpSocket* socket_ = nullptr;
};

inline std::string repeated(std::string_view part, std::size_t times) {
  std::string text;
  for (std::size_t i = 0; i < times; ++i) text += part;
  return text;
}

// Returns meaningless bytes, the same each time.
inline std::string noise(std::size_t size) {
  std::string bytes;
  for (std::uint32_t state = 12345; bytes.size() < size; state = state * 1664525 + 1013904223) {
    bytes += static_cast<char>(state >> 24);
  }
  return bytes;
}

inline std::size_t allocated_bytes() {
  const struct mallinfo2 all = mallinfo2();
  return all.uordblks + all.hblkhd;
}

class HostilePort : public Registering {
 protected:
  HostilePort() {
    HostConfig config;
    config.name = "stranger";
    config.addresses = {IpAddress::v4(10, 0, 0, 66)};
    config.main = [this](Host& host) { return stranger_.run(host); };
    world_.power_on(world_.add_host(std::move(config)));
    tap_.emplace(world_.network().install([this](const Packet& packet, Moment) {
      if (packet.from == contact_) sent_.push_back(packet.payload);
      return Verdict::pass();
    }));
  }

  // Returns what the device sends in answer to `bytes`, which come from the stranger or from the call agent's address.
  std::vector<std::string> answers_to(std::string_view bytes, bool is_from_call_agent = false) {
    sent_.clear();
    if (is_from_call_agent) {
      registrar_.send(contact_, bytes);
    } else {
      stranger_.send(contact_, bytes);
    }
    run_for(1ms);
    return sent_;
  }
  // Returns the status of the only answer; 0: there is none.
  int status_for(std::string_view bytes) {
    const std::vector<std::string> answers = answers_to(bytes);
    EXPECT_LE(answers.size(), 1U);
    return answers.empty() ? 0 : sip::parse_message(answers[0])->status();
  }
  // Returns how many times the registration has failed.
  std::size_t troubles() const {
    std::size_t all = 0;
    for (const char* name : {"registration.failed", "registration.rejected", "registration.expired", "device.reboot",
                             "device.resync", "connection.lost", "retry.scheduled"}) {
      all += events_.count(name);
    }
    return all;
  }
  // Returns the moments of requests to the registrar within three undisturbed hours.
  static std::vector<Duration> undisturbed() {
    struct Other : HostilePort {
      void TestBody() override {}
      std::vector<Duration> live() {
        start();
        run_until(3h);
        return registrar_.times();
      }
    };
    return Other().live();
  }

  Stranger stranger_;
  std::vector<std::string> sent_;
  std::optional<RuleGuard> tap_;
};

}  // namespace dialtone
