#include "world/sockets.h"

namespace dialtone {

Task<Result<Datagram, IoError>> UdpSocket::receive(Moment deadline) {
  for (;;) {
    if (std::optional<Datagram> datagram = try_receive()) co_return std::move(*datagram);
    const Wake wake = co_await Wait(readable_, deadline, "a datagram");
    if (wake == Wake::kDeadline) co_return IoError::kDeadline;
  }
}

Task<Result<std::size_t, IoError>> Stream::read(std::span<char> into, Moment deadline) {
  for (;;) {
    if (std::optional<Result<std::size_t, IoError>> got = try_read(into)) co_return *got;
    const Wake wake = co_await readable(deadline);
    if (wake == Wake::kDeadline) co_return IoError::kDeadline;
  }
}

Task<Result<void, IoError>> Stream::write(std::string_view bytes, Moment deadline) {
  for (;;) {
    const Result<std::size_t, IoError> written = try_write(bytes);
    if (!written) co_return written.error();
    bytes.remove_prefix(*written);
    if (bytes.empty()) co_return Result<void, IoError>();
    const Wake wake = co_await writable(deadline);
    if (wake == Wake::kDeadline) co_return IoError::kDeadline;
  }
}

Task<Result<std::unique_ptr<Stream>, IoError>> Listener::accept(Moment deadline) {
  for (;;) {
    if (closed_) co_return IoError::kClosed;
    std::optional<Result<std::unique_ptr<Stream>, IoError>> accepted = try_accept();
    if (accepted) co_return std::move(*accepted);
    const Wake wake = co_await Wait(acceptable_, deadline, "a connection");
    if (wake == Wake::kDeadline) co_return IoError::kDeadline;
  }
}

void Listener::close() {
  if (closed_) return;
  closed_ = true;
  stop_listening();
  acceptable_.notify();
}

Task<Result<std::unique_ptr<Stream>, IoError>> Connecting::finish(Moment deadline) {
  for (;;) {
    std::optional<Result<std::unique_ptr<Stream>, IoError>> decided = try_finish();
    if (decided) co_return std::move(*decided);
    const Wake wake = co_await Wait(decided_, deadline, "a connection to be set up");
    if (wake == Wake::kDeadline) co_return IoError::kDeadline;
  }
}

}  // namespace dialtone
