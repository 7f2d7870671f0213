// A host of a virtual world that sends datagrams from one of its ports and receives on all of them.
#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "world/virtual/virtual_world.h"

namespace dialtone {

class DatagramProbe {
 public:
  // Sends from the first of `ports`. The world must outlive the probe, and must not run after the probe is destroyed.
  DatagramProbe(VirtualWorld& world, const IpAddress& address, std::span<const std::uint16_t> ports)
      : world_(world), ports_(ports.begin(), ports.end()) {
    HostConfig config;
    config.name = "probe";
    config.addresses = {address};
    config.main = [this](Host& host) { return live(host); };
    world_.power_on(world_.add_host(std::move(config)));
    world_.run(world_.now());
  }

  // Sends `bytes` and returns everything that came back within 10 ms of the world's time.
  std::vector<std::string> ask(const Endpoint& to, std::string_view bytes) {
    heard_.clear();
    EXPECT_TRUE(sockets_.at(0)->send(to, bytes));
    world_.run(world_.now() + std::chrono::milliseconds(10));
    return heard_;
  }

 private:
  Task<void> live(Host& host) {
    for (const std::uint16_t port : ports_) {
      Result<std::unique_ptr<UdpSocket>, IoError> socket = host.open_udp({host.address(), port});
      if (!socket) co_return;
      sockets_.push_back(*std::move(socket));
      host.spawn("socket", hear(*sockets_.back()));
    }
    co_await host.sleep(std::chrono::hours(1'000'000));
  }

  Task<void> hear(UdpSocket& socket) {
    for (;;) {
      const Result<Datagram, IoError> datagram = co_await socket.receive(kNever);
      if (datagram) heard_.push_back(datagram->bytes);
    }
  }

  VirtualWorld& world_;
  std::vector<std::uint16_t> ports_;
  std::vector<std::unique_ptr<UdpSocket>> sockets_;
  std::vector<std::string> heard_;
};

}  // namespace dialtone
