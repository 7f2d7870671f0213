// A buffer for the datagrams that one system call receives. One per world: datagrams are copied out at once.
#pragma once

#include <sys/socket.h>

#include <array>
#include <cstddef>
#include <memory>
#include <string_view>

#include "world/real/system_address.h"

namespace dialtone {

class DatagramBatch {
 public:
  static constexpr std::size_t kMost = 16;

  DatagramBatch();
  DatagramBatch(const DatagramBatch&) = delete;
  DatagramBatch& operator=(const DatagramBatch&) = delete;

  // Receives the datagrams that have arrived, without waiting; returns their number, or -1 with errno. Fewer than
  // kMost: no more are waiting.
  int take(int descriptor);
  Endpoint from(std::size_t number) const { return addresses_[number].endpoint(); }
  std::string_view bytes(std::size_t number) const {
    return {room_.get() + number * kLargest, headers_[number].msg_len};
  }

 private:
  static constexpr std::size_t kLargest = 65'536;

  // Memory pages that are never touched cost nothing.
  std::unique_ptr<char[]> room_;
  std::array<SystemAddress, kMost> addresses_;
  std::array<iovec, kMost> pieces_{};
  std::array<mmsghdr, kMost> headers_{};
};

}  // namespace dialtone
