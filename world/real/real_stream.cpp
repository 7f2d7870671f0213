#include "world/real/real_stream.h"

#include <sys/socket.h>

#include "world/real/poco_net.h"
#include "world/real/real_host.h"

namespace dialtone {
namespace {

using Poco::Net::PollSet;

Endpoint local_of(const Poco::Net::StreamSocket& socket) {
  try {
    return from_poco(socket.address());
  } catch (const Poco::Exception&) {
    return {};
  }
}

}  // namespace

// --- RealStream ---

RealStream::RealStream(RealHost& host, Reactor& reactor, const Poco::Net::StreamSocket& socket, const Endpoint& remote)
    : Watched(reactor, socket), host_(host), socket_(socket), local_(local_of(socket)), remote_(remote) {}

RealStream::~RealStream() {
  ignore();
  if (closed_) return;
  if (!host_.powered()) {
    host_.bury(socket_);
    return;
  }
  socket_.close();
}

std::optional<Result<std::size_t, IoError>> RealStream::try_read(std::span<char> into) {
  if (closed_) return Result<std::size_t, IoError>(IoError::kClosed);
  if (has_had_its_share()) {
    want(PollSet::POLL_READ);
    return std::nullopt;
  }
  try {
    const int count = socket_.receiveBytes(into.data(), static_cast<int>(into.size()));
    if (count == 0 && error_) return Result<std::size_t, IoError>(*error_);
    if (count >= 0) return Result<std::size_t, IoError>(static_cast<std::size_t>(count));
  } catch (const Poco::Exception& exception) {
    if (!would_block(exception)) return Result<std::size_t, IoError>(failed(io_error(exception, IoError::kReset)));
  }
  want(PollSet::POLL_READ);
  return std::nullopt;
}

Result<std::size_t, IoError> RealStream::try_write(std::string_view bytes) {
  if (closed_ || write_ended_ || !host_.powered()) return IoError::kClosed;
  if (error_) return *error_;
  try {
    const int count = socket_.sendBytes(bytes.data(), static_cast<int>(bytes.size()), MSG_NOSIGNAL);
    if (count >= 0) {
      if (static_cast<std::size_t>(count) < bytes.size()) want(PollSet::POLL_WRITE);
      return static_cast<std::size_t>(count);
    }
  } catch (const Poco::Exception& exception) {
    if (!would_block(exception)) return failed(io_error(exception, IoError::kReset));
  }
  want(PollSet::POLL_WRITE);
  return std::size_t{0};
}

void RealStream::shutdown_write() {
  if (closed_ || write_ended_ || !host_.powered()) return;
  write_ended_ = true;
  try {
    socket_.shutdownSend();
  } catch (const Poco::Exception&) {
    // The peer has gone already: the next read tells.
  }
}

void RealStream::reset() {
  if (closed_ || !host_.powered()) return;
  closed_ = true;
  ignore();
  try {
    socket_.setLinger(true, 0);
  } catch (const Poco::Exception&) {
    // The connection is gone already.
  }
  socket_.close();
  readable_.notify();
  writable_.notify();
}

IoError RealStream::failed(IoError error) {
  if (!error_) error_ = error;
  return *error_;
}

void RealStream::ready(bool readable, bool writable) {
  if (readable) {
    if (!readable_.awaited()) stop_wanting(PollSet::POLL_READ);
    readable_.notify();
  }
  if (writable) {
    stop_wanting(PollSet::POLL_WRITE);
    writable_.notify();
  }
}

// --- RealListener ---

RealListener::RealListener(RealHost& host, Reactor& reactor, const Poco::Net::ServerSocket& socket,
                           const Endpoint& local)
    : Watched(reactor, socket), host_(host), reactor_(reactor), socket_(socket), local_(local) {}

RealListener::~RealListener() {
  ignore();
  if (!host_.powered()) {
    host_.bury(socket_);
    return;
  }
  close();
}

std::optional<Result<std::unique_ptr<Stream>, IoError>> RealListener::try_accept() {
  using Accepted = Result<std::unique_ptr<Stream>, IoError>;
  if (has_had_its_share()) {
    want(PollSet::POLL_READ);
    return std::nullopt;
  }
  try {
    if (socket_.poll(Poco::Timespan(0), Poco::Net::Socket::SELECT_READ)) {
      Poco::Net::SocketAddress peer;
      Poco::Net::StreamSocket stream = socket_.acceptConnection(peer);
      stream.setBlocking(false);
      stream.setNoDelay(true);
      return Accepted(std::make_unique<RealStream>(host_, reactor_, stream, from_poco(peer)));
    }
  } catch (const Poco::Exception& exception) {
    // A connection that was reset before it was accepted is nothing to tell of.
    if (io_error(exception, IoError::kReset) == IoError::kTooManyFiles) return Accepted(IoError::kTooManyFiles);
  }
  want(PollSet::POLL_READ);
  return std::nullopt;
}

void RealListener::stop_listening() {
  ignore();
  // Without power the socket stays open and silent; the destructor buries it.
  if (host_.powered()) socket_.close();
}

void RealListener::ready(bool /*readable*/, bool /*writable*/) {
  if (!acceptable_.awaited()) stop_wanting(PollSet::POLL_READ);
  acceptable_.notify();
}

// --- RealConnecting ---

RealConnecting::RealConnecting(RealHost& host, Reactor& reactor, const Poco::Net::StreamSocket& socket,
                               const Endpoint& remote)
    : Watched(reactor, socket), host_(host), reactor_(reactor), socket_(socket), remote_(remote) {
  want(PollSet::POLL_WRITE);
}

RealConnecting::~RealConnecting() {
  ignore();
  if (handed_over_) return;
  if (!host_.powered()) {
    host_.bury(socket_);
    return;
  }
  socket_.close();
}

std::optional<Result<std::unique_ptr<Stream>, IoError>> RealConnecting::try_finish() {
  using Finished = Result<std::unique_ptr<Stream>, IoError>;
  if (!decided_already_) return std::nullopt;
  try {
    const int error = socket_.impl()->socketError();
    if (error != 0) return Finished(io_error(error, IoError::kUnreachable));
    socket_.setNoDelay(true);
  } catch (const Poco::Exception& exception) {
    return Finished(io_error(exception, IoError::kReset));
  }
  handed_over_ = true;
  return Finished(std::make_unique<RealStream>(host_, reactor_, socket_, remote_));
}

void RealConnecting::ready(bool /*readable*/, bool /*writable*/) {
  decided_already_ = true;
  ignore();
  decided_.notify();
}

}  // namespace dialtone
