#include "world/real/real_stream.h"

#include <Poco/Net/StreamSocketImpl.h>
#include <sys/socket.h>

#include <cassert>
#include <cerrno>

#include "world/real/poco_net.h"
#include "world/real/real_host.h"
#include "world/real/system_address.h"

namespace dialtone {
namespace {

bool nothing_now(int error_number) { return error_number == EAGAIN || error_number == EWOULDBLOCK; }

}  // namespace

// --- RealStream ---

RealStream::RealStream(RealHost& host, Reactor& reactor, SystemSocket socket, const Endpoint& remote)
    : Watched(reactor, socket->sockfd()), host_(host), socket_(std::move(socket)), remote_(remote) {
  host_.add_stream(*this);
}

RealStream::RealStream(RealHost& host, Watched&& connecting, const Readiness& seen, SystemSocket socket,
                       const Endpoint& remote)
    : Watched(std::move(connecting)),
      host_(host),
      socket_(std::move(socket)),
      remote_(remote),
      may_have_more_(seen.readable),
      peer_ended_(seen.ended) {
  host_.add_stream(*this);
}

RealStream::~RealStream() {
  if (closed_) return;
  if (!host_.powered()) {
    ignore();
    host_.bury(socket_);
    return;
  }
  socket_->close();
}

Endpoint RealStream::local() const {
  SystemAddress address;
  socklen_t size = SystemAddress::kRoom;
  if (local_.port == 0 && !closed_ && ::getsockname(descriptor(), address.data(), &size) == 0) {
    local_ = address.endpoint();
  }
  return local_;
}

std::optional<Result<std::size_t, IoError>> RealStream::try_read(std::span<char> into) {
  using Read = Result<std::size_t, IoError>;
  assert(!into.empty());
  if (closed_) return Read(error_.value_or(IoError::kClosed));
  if (!may_have_more_) {
    watch();
    return std::nullopt;
  }
  if (has_had_its_share()) return std::nullopt;
  const ssize_t count = ::recv(descriptor(), into.data(), into.size(), 0);
  if (count > 0) {
    const auto read = static_cast<std::size_t>(count);
    // A short read has emptied the buffer: the reactor will report new data, and an end of the peer.
    may_have_more_ = read == into.size() || peer_ended_;
    return Read(read);
  }
  if (count == 0) return error_ ? Read(*error_) : Read(std::size_t{0});
  if (!nothing_now(errno)) return Read(failed(io_error(errno, IoError::kReset)));
  may_have_more_ = false;
  watch();
  return std::nullopt;
}

Result<std::size_t, IoError> RealStream::try_write(std::string_view bytes) {
  if (error_) return *error_;
  if (closed_ || write_ended_ || !host_.powered()) return IoError::kClosed;
  if (has_had_its_share()) return std::size_t{0};
  const ssize_t count = ::send(descriptor(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
  if (count < 0 && !nothing_now(errno)) return failed(io_error(errno, IoError::kReset));
  const std::size_t written = count < 0 ? 0 : static_cast<std::size_t>(count);
  if (written < bytes.size()) watch();
  return written;
}

void RealStream::shutdown_write() {
  if (closed_ || write_ended_ || !host_.powered()) return;
  write_ended_ = true;
  // If the peer has gone, the next read reports that.
  ::shutdown(descriptor(), SHUT_WR);
}

void RealStream::reset() {
  if (closed_ || !host_.powered()) return;
  error_.reset();
  close_with_reset();
}

void RealStream::reset_by_network() {
  if (closed_ || !host_.powered()) return;
  failed(IoError::kReset);
  close_with_reset();
}

void RealStream::close_with_reset() {
  assert(!closed_);
  static_cast<void>(local());
  closed_ = true;
  const linger at_once{.l_onoff = 1, .l_linger = 0};
  ::setsockopt(descriptor(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  socket_->close();
  readable_.notify();
  writable_.notify();
}

IoError RealStream::failed(IoError error) {
  if (!error_) error_ = error;
  return *error_;
}

void RealStream::ready(const Readiness& readiness) {
  if (readiness.ended) peer_ended_ = true;
  if (readiness.readable) {
    may_have_more_ = true;
    readable_.notify();
  }
  if (readiness.writable) writable_.notify();
}

// --- RealListener ---

RealListener::RealListener(RealHost& host, Reactor& reactor, SystemSocket socket, const Endpoint& local)
    : Watched(reactor, socket->sockfd()), host_(host), reactor_(reactor), socket_(std::move(socket)), local_(local) {}

RealListener::~RealListener() {
  if (host_.powered()) {
    close();
  } else if (is_open_) {
    ignore();
    host_.bury(socket_);
  }
}

std::optional<Result<std::unique_ptr<Stream>, IoError>> RealListener::try_accept() {
  using Accepted = Result<std::unique_ptr<Stream>, IoError>;
  if (!is_open_) return std::nullopt;
  if (!may_have_more_) {
    watch();
    return std::nullopt;
  }
  if (has_had_its_share()) return std::nullopt;
  for (;;) {
    SystemAddress peer;
    socklen_t size = SystemAddress::kRoom;
    const int accepted = ::accept4(descriptor(), peer.data(), &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (accepted >= 0) {
      const SystemSocket socket(new Poco::Net::StreamSocketImpl(accepted));
      return Accepted(std::make_unique<RealStream>(host_, reactor_, socket, peer.endpoint()));
    }
    if (io_error(errno, IoError::kReset) == IoError::kTooManyFiles) return Accepted(IoError::kTooManyFiles);
    if (errno == ECONNABORTED || errno == EINTR || errno == EPROTO) continue;  // reset before it was accepted
    break;
  }
  may_have_more_ = false;
  watch();
  return std::nullopt;
}

void RealListener::stop_listening() {
  // Without power the socket stays open and silent; the destructor hands it to the host.
  if (!host_.powered()) return;
  // Only while the descriptor number is this socket's: once it is closed, another host's socket may get the number.
  ignore();
  socket_->close();
  is_open_ = false;
}

void RealListener::ready(const Readiness& /*readiness*/) {
  may_have_more_ = true;
  acceptable_.notify();
}

// --- RealConnecting ---

RealConnecting::RealConnecting(RealHost& host, Reactor& reactor, SystemSocket socket, const Endpoint& remote,
                               int error_number)
    : Watched(reactor, socket->sockfd()),
      host_(host),
      socket_(std::move(socket)),
      remote_(remote),
      error_number_(error_number) {
  if (error_number_ == EINPROGRESS) watch();
}

RealConnecting::~RealConnecting() {
  if (socket_.isNull()) return;
  if (!host_.powered()) {
    ignore();
    host_.bury(socket_);
    return;
  }
  socket_->close();
}

std::optional<Result<std::unique_ptr<Stream>, IoError>> RealConnecting::try_finish() {
  using Finished = Result<std::unique_ptr<Stream>, IoError>;
  assert(!socket_.isNull() && "it is decided once");
  if (error_number_ == EINPROGRESS) return std::nullopt;
  if (error_number_ != 0) return Finished(io_error(error_number_, IoError::kUnreachable));
  SystemSocket socket;
  socket.swap(socket_);
  Watched& told = *this;
  return Finished(std::make_unique<RealStream>(host_, std::move(told), seen_, std::move(socket), remote_));
}

void RealConnecting::ready(const Readiness& readiness) {
  seen_.readable = seen_.readable || readiness.readable;
  seen_.ended = seen_.ended || readiness.ended;
  if (error_number_ != EINPROGRESS || !readiness.writable) return;
  int error_number = 0;
  socklen_t size = sizeof error_number;
  ::getsockopt(descriptor(), SOL_SOCKET, SO_ERROR, &error_number, &size);
  error_number_ = error_number;
  decided_.notify();
}

}  // namespace dialtone
