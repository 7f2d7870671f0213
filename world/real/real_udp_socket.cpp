#include "world/real/real_udp_socket.h"

#include <sys/socket.h>

#include <cassert>
#include <cerrno>

#include "world/real/poco_net.h"
#include "world/real/real_host.h"

namespace dialtone {
RealUdpSocket::RealUdpSocket(RealHost& host, Reactor& reactor, DatagramBatch& batch,
                             Poco::AutoPtr<Poco::Net::SocketImpl> socket, const Endpoint& local)
    : Watched(reactor, socket->sockfd()), host_(host), batch_(batch), socket_(std::move(socket)), local_(local) {}

RealUdpSocket::~RealUdpSocket() {
  if (!host_.powered()) {
    ignore();
    host_.bury(socket_);
    return;
  }
  socket_->close();
}

Result<void, IoError> RealUdpSocket::send(const Endpoint& to, std::string_view bytes) {
  if (bytes.size() > kLargestPayload) return IoError::kTooLong;
  if (to.address.is_v4() != local_.address.is_v4()) return IoError::kUnreachable;
  if (!host_.powered()) return Result<void, IoError>();
  const SystemAddress address(to);
  const ssize_t sent = ::sendto(descriptor(), bytes.data(), bytes.size(), MSG_NOSIGNAL, address.data(), address.size());
  // If the system's buffer is full or the destination unreachable, the datagram is lost, as in a network.
  if (sent < 0 && errno == EMSGSIZE) return IoError::kTooLong;
  return Result<void, IoError>();
}

std::optional<Datagram> RealUdpSocket::try_receive() {
  if (next_ < received_.size()) return std::move(received_[next_++]);
  if (!may_have_more_) {
    watch();
    return std::nullopt;
  }
  if (has_had_its_share()) return std::nullopt;
  constexpr int kMostErrors = 16;
  for (int tried = 0; tried < kMostErrors; ++tried) {
    const int count = batch_.take(descriptor());
    if (count > 0) return take_first(count);
    // Any other error belongs to a datagram sent earlier; the system reports it once.
    if (errno == EAGAIN || errno == EWOULDBLOCK) break;
  }
  may_have_more_ = false;
  watch();
  return std::nullopt;
}

Datagram RealUdpSocket::take_first(int count) {
  assert(count > 0 && next_ == received_.size() && "what came before was taken");
  const auto taken = static_cast<std::size_t>(count);
  may_have_more_ = taken == DatagramBatch::kMost;
  // A full batch of datagrams indicates a storm.
  if (may_have_more_ && !enlarged_) enlarge_buffer();
  received_.clear();
  next_ = 0;
  for (std::size_t i = 1; i < taken; ++i) received_.push_back({batch_.from(i), std::string(batch_.bytes(i))});
  return {batch_.from(0), std::string(batch_.bytes(0))};
}

void RealUdpSocket::enlarge_buffer() {
  constexpr int kBufferBytes = 4 * 1024 * 1024;
  enlarged_ = true;
  // SO_RCVBUFFORCE may exceed the system-wide limit, if the process is privileged.
  if (::setsockopt(descriptor(), SOL_SOCKET, SO_RCVBUFFORCE, &kBufferBytes, sizeof kBufferBytes) == 0) return;
  ::setsockopt(descriptor(), SOL_SOCKET, SO_RCVBUF, &kBufferBytes, sizeof kBufferBytes);
}

void RealUdpSocket::ready(const Readiness& readiness) {
  if (!readiness.readable) return;
  may_have_more_ = true;
  readable_.notify();
}

}  // namespace dialtone
