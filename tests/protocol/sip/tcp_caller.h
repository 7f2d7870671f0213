// A client over TCP that sends the bytes which a test gives it, and notes what it gets.
#pragma once

#include <gtest/gtest.h>

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "world/virtual/virtual_world.h"

namespace dialtone {

class TcpCaller {
 public:
  // Connects to `server` when the world runs.
  TcpCaller(VirtualWorld& world, std::uint8_t number, const Endpoint& server) : server_(server) {
    HostConfig config{.name = "caller-" + std::to_string(number), .addresses = {IpAddress::v4(10, 0, 0, number)}};
    config.main = [this](Host& host) { return live(host); };
    world.power_on(world.add_host(std::move(config)));
  }
  TcpCaller(const TcpCaller&) = delete;
  TcpCaller& operator=(const TcpCaller&) = delete;

  void say(std::string_view bytes) {
    ASSERT_NE(stream_, nullptr);
    const auto written = stream_->try_write(bytes);
    ASSERT_TRUE(written);
    ASSERT_EQ(*written, bytes.size());
  }
  Endpoint local() const { return stream_->local(); }
  const std::string& received() const { return received_; }
  // When the server ended the connection, counted from the world's start.
  std::optional<Duration> ended() const { return ended_; }

 private:
  Task<void> live(Host& host) {
    auto stream = co_await host.connect(server_, kNever);
    stream_ = *std::move(stream);
    std::array<char, 1024> piece;
    for (;;) {
      const Result<std::size_t, IoError> got = co_await stream_->read(piece, kNever);
      if (!got || *got == 0) break;
      received_.append(piece.data(), *got);
    }
    ended_ = host.now() - Moment{};
    co_await host.sleep(std::chrono::hours(1000));
  }

  Endpoint server_;
  std::unique_ptr<Stream> stream_;
  std::string received_;
  std::optional<Duration> ended_;
};

// An OPTIONS request whose branch, Call-ID and CSeq follow from `number`.
inline std::string numbered_options(int number, std::string_view transport = "TCP") {
  const std::string text = std::to_string(number);
  return "OPTIONS sip:10.0.0.1 SIP/2.0\r\nVia: SIP/2.0/" + std::string(transport) + " 10.0.0.9;branch=z9hG4bKc" + text +
         ";rport\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:a@b>\r\nCall-ID: c" + text + "\r\nCSeq: " + text +
         " OPTIONS\r\nContent-Length: 0\r\n\r\n";
}

}  // namespace dialtone
