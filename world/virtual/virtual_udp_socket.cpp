#include "world/virtual/virtual_udp_socket.h"

#include <cassert>

#include "world/virtual/virtual_host.h"

namespace dialtone {
namespace {

// Server programs raise the buffer to some megabytes for storms; the bookkeeping of each datagram counts too.
constexpr std::size_t kBufferBytes = 8 * 1024 * 1024;
constexpr std::size_t kBookkeepingBytes = 256;

}  // namespace

VirtualUdpSocket::~VirtualUdpSocket() {
  if (host_.powered()) host_.remove_udp(*this);
}

Result<void, IoError> VirtualUdpSocket::send(const Endpoint& to, std::string_view bytes) {
  if (bytes.size() > kLargestPayload) return IoError::kTooLong;
  if (to.address.is_v4() != local_.address.is_v4()) return IoError::kUnreachable;
  if (!host_.powered()) return Result<void, IoError>();
  if (!has_address_) return IoError::kUnreachable;
  host_.send_udp(local_, to, bytes);
  return Result<void, IoError>();
}

std::optional<Datagram> VirtualUdpSocket::try_receive() {
  if (next_ == received_.size()) return std::nullopt;
  Datagram datagram = std::move(received_[next_++]);
  const std::size_t cost = datagram.bytes.size() + kBookkeepingBytes;
  assert(buffered_bytes_ >= cost);
  buffered_bytes_ -= cost;
  assert((buffered_bytes_ == 0) == (next_ == received_.size()) && "what is buffered is what was not taken yet");
  if (next_ == received_.size()) {
    next_ = 0;
    if (received_.capacity() > 4) {
      received_ = {};
    } else {
      received_.clear();
    }
  }
  return datagram;
}

void VirtualUdpSocket::deliver(const Endpoint& from, std::string bytes) {
  const std::size_t cost = bytes.size() + kBookkeepingBytes;
  if (buffered_bytes_ + cost > kBufferBytes) return;
  buffered_bytes_ += cost;
  received_.push_back(Datagram{from, std::move(bytes)});
  readable_.notify();
}

}  // namespace dialtone
