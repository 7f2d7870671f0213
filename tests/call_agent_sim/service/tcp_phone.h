// A phone on its own TCP connection to the call agent, which sends the bytes that a test gives.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "wire/sip/message.h"
#include "world/virtual/virtual_world.h"

namespace dialtone {

class TcpPhone {
 public:
  // Connects when the world runs.
  TcpPhone(VirtualWorld& world, std::string name, IpAddress address, const Endpoint& server);

  void send(std::string_view bytes) {
    ASSERT_TRUE(stream_);
    const auto written = stream_->try_write(bytes);
    ASSERT_TRUE(written);
    ASSERT_EQ(*written, bytes.size());
  }
  // Sends as much as there is room for; returns false if the connection is gone.
  bool push(std::string_view bytes) { return stream_->try_write(bytes).ok(); }
  // Ends the phone's side.
  void hang_up() { stream_->shutdown_write(); }
  // Reads nothing from now on.
  void stop_reading() { reads_ = false; }

  bool connected() const { return stream_ != nullptr; }
  // Returns whether the server has ended the connection, and when.
  bool ended() const { return ended_.has_value(); }
  Moment ended_at() const { return *ended_; }
  // Returns true if the end was a reset.
  bool was_reset() const { return reset_; }
  // Everything received and not taken.
  const std::string& received() const { return received_; }
  // Takes the next complete message; nullopt if there is none.
  std::optional<sip::Message> take_message();

 private:
  Task<void> live(Host& host);

  Endpoint server_;
  IpAddress address_;
  std::unique_ptr<Stream> stream_;
  std::string received_;
  std::optional<Moment> ended_;
  bool reset_ = false;
  bool reads_ = true;
};

}  // namespace dialtone
