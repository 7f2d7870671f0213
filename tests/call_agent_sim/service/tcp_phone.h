// A phone that speaks to the call agent over a TCP connection of its own, byte by byte as the test says.
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
  // Connects when the world turns.
  TcpPhone(VirtualWorld& world, std::string name, IpAddress address, const Endpoint& server);

  void send(std::string_view bytes) {
    ASSERT_TRUE(stream_);
    const auto written = stream_->try_write(bytes);
    ASSERT_TRUE(written);
    ASSERT_EQ(*written, bytes.size());
  }
  // As much as there is room for; false where the connection is gone.
  bool push(std::string_view bytes) { return stream_->try_write(bytes).ok(); }
  // Ends its side.
  void hang_up() { stream_->shutdown_write(); }
  // Nothing is read from now on.
  void stop_reading() { reads_ = false; }

  bool connected() const { return stream_ != nullptr; }
  // Whether the server has ended the connection, and when.
  bool ended() const { return ended_.has_value(); }
  Moment ended_at() const { return *ended_; }
  // Whether that was a reset.
  bool was_reset() const { return reset_; }
  // Everything that came and was not taken.
  const std::string& received() const { return received_; }
  // The next whole message of those, without its bytes left; none where there is none.
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
