#include "world/real/real_udp_socket.h"

#include <array>

#include "world/real/poco_net.h"
#include "world/real/real_host.h"

namespace dialtone {
namespace {

constexpr std::size_t kLargestPayload = 65'507;

}  // namespace

RealUdpSocket::RealUdpSocket(RealHost& host, Reactor& reactor, const Poco::Net::DatagramSocket& socket,
                             const Endpoint& local)
    : Watched(reactor, socket), host_(host), socket_(socket), local_(local) {}

RealUdpSocket::~RealUdpSocket() {
  ignore();
  if (!host_.powered()) {
    host_.bury(socket_);
    return;
  }
  socket_.close();
}

Result<void, IoError> RealUdpSocket::send(const Endpoint& to, std::string_view bytes) {
  if (bytes.size() > kLargestPayload) return IoError::kTooLong;
  if (to.address.is_v4() != local_.address.is_v4()) return IoError::kUnreachable;
  if (!host_.powered()) return Result<void, IoError>();
  try {
    socket_.sendTo(bytes.data(), static_cast<int>(bytes.size()), to_poco(to));
  } catch (const Poco::Exception& exception) {
    // A full buffer loses the datagram, as a network would; so does a destination that cannot be reached now.
    const IoError error = io_error(exception, IoError::kClosed);
    if (error == IoError::kTooLong) return error;
  }
  return Result<void, IoError>();
}

std::optional<Datagram> RealUdpSocket::try_receive() {
  if (has_had_its_share()) {
    want(Poco::Net::PollSet::POLL_READ);
    return std::nullopt;
  }
  std::array<char, kLargestPayload + 1> buffer;
  try {
    Poco::Net::SocketAddress from;
    const int count = socket_.receiveFrom(buffer.data(), static_cast<int>(buffer.size()), from);
    if (count >= 0) return Datagram{from_poco(from), std::string(buffer.data(), static_cast<std::size_t>(count))};
  } catch (const Poco::Exception& exception) {
    // An error that an earlier datagram met belongs to that datagram: nothing is here now.
    static_cast<void>(exception);
  }
  want(Poco::Net::PollSet::POLL_READ);
  return std::nullopt;
}

void RealUdpSocket::ready(bool readable, bool /*writable*/) {
  if (!readable) return;
  if (!readable_.awaited()) stop_wanting(Poco::Net::PollSet::POLL_READ);
  readable_.notify();
}

}  // namespace dialtone
