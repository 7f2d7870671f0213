#include "device_sim/signalling/datagram_keep_alive.h"

namespace dialtone {
namespace {

// Binding request, no attributes, the magic cookie, then twelve bytes of the transaction.
std::string stun_binding_request(std::uint64_t transaction) {
  std::string bytes("\x00\x01\x00\x00\x21\x12\xA4\x42\x00\x00\x00\x00", 12);
  for (int shift = 56; shift >= 0; shift -= 8) bytes += static_cast<char>(transaction >> shift & 0xFF);
  return bytes;
}

}  // namespace

std::string keep_alive_bytes(DatagramKeepAlive kind, std::uint64_t transaction) {
  switch (kind) {
    case DatagramKeepAlive::kNone: return {};
    case DatagramKeepAlive::kLineEnds: return "\r\n\r\n";
    case DatagramKeepAlive::kZeroBytes: return std::string(4, '\0');
    case DatagramKeepAlive::kStun: return stun_binding_request(transaction);
  }
  return {};
}

}  // namespace dialtone
