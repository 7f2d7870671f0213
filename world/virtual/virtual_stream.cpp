#include "world/virtual/virtual_stream.h"

#include <cassert>

#include "world/virtual/virtual_host.h"

namespace dialtone {

VirtualStream::VirtualStream(VirtualHost& host, TcpConnection& connection) : host_(host), connection_(connection) {
  connection_.attach(*this);
}

VirtualStream::~VirtualStream() {
  // Without power the connection sends nothing, and ends with the host's tables.
  if (host_.powered()) connection_.detach();
}

std::optional<Result<std::size_t, IoError>> VirtualStream::try_read(std::span<char> into) {
  return connection_.try_read(into);
}

Result<std::size_t, IoError> VirtualStream::try_write(std::string_view bytes) {
  if (!host_.powered()) return IoError::kClosed;
  return connection_.try_write(bytes);
}

void VirtualStream::shutdown_write() {
  if (host_.powered()) connection_.shutdown_write();
}

void VirtualStream::reset() {
  if (host_.powered()) connection_.reset();
}

VirtualListener::~VirtualListener() {
  if (host_.powered()) close();
}

std::optional<Result<std::unique_ptr<Stream>, IoError>> VirtualListener::try_accept() {
  if (next_ == waiting_.size()) return std::nullopt;
  std::unique_ptr<Stream> stream = std::move(waiting_[next_++]);
  assert(stream != nullptr && "a connection is accepted once");
  if (next_ == waiting_.size()) {
    waiting_.clear();
    next_ = 0;
  }
  return Result<std::unique_ptr<Stream>, IoError>(std::move(stream));
}

bool VirtualListener::established(TcpConnection& connection) {
  assert(host_.powered() && connection.established());
  if (!has_room()) return false;
  waiting_.push_back(std::make_unique<VirtualStream>(host_, connection));
  acceptable_.notify();
  return true;
}

void VirtualListener::stop_listening() {
  host_.remove_listener(*this);
  // Connections that wait to be accepted are reset.
  for (std::unique_ptr<Stream>& stream : waiting_) {
    if (stream != nullptr) stream->reset();
  }
  waiting_.clear();
  next_ = 0;
}

VirtualConnecting::VirtualConnecting(VirtualHost& host, TcpConnection& connection)
    : host_(host), connection_(&connection) {
  connection_->attach(*this);
}

VirtualConnecting::~VirtualConnecting() {
  if (connection_ != nullptr && host_.powered()) connection_->detach();
}

std::optional<Result<std::unique_ptr<Stream>, IoError>> VirtualConnecting::try_finish() {
  assert(connection_ != nullptr && "it is decided once");
  if (connection_->error()) return Result<std::unique_ptr<Stream>, IoError>(*connection_->error());
  if (!connection_->established()) return std::nullopt;
  TcpConnection& connection = *connection_;
  connection_ = nullptr;
  std::unique_ptr<Stream> stream = std::make_unique<VirtualStream>(host_, connection);
  return Result<std::unique_ptr<Stream>, IoError>(std::move(stream));
}

}  // namespace dialtone
