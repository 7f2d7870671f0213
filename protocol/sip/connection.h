// A SIP connection over TCP (RFC 3261 18): cuts incoming bytes into messages, and keeps outgoing bytes that the peer
// does not accept at once.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "wire/sip/stream_reader.h"
#include "world/sockets.h"

namespace dialtone::sip {

// Has no strand of its own: its owner reads, and calls write_waiting(). ClientConnection and ServerConnections are such
// owners.
class Connection {
 public:
  // `keep_alive` is the meaning of line ends between messages. At most `most_waiting_bytes` are kept for a peer that
  // does not read.
  Connection(std::unique_ptr<Stream> stream, StreamReader::KeepAlive keep_alive, std::size_t most_waiting_bytes)
      : stream_(std::move(stream)), reader_(keep_alive), most_waiting_bytes_(most_waiting_bytes) {}
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  Endpoint local() const { return stream_->local(); }
  Endpoint remote() const { return stream_->remote(); }
  // Aborts the connection: the peer gets a reset.
  void reset() { stream_->reset(); }

  // --- incoming ---

  // Waits for bytes, as Stream::read; the caller feeds them to reader().
  Task<Result<std::size_t, IoError>> read(std::span<char> into, Moment deadline) {
    return stream_->read(into, deadline);
  }
  StreamReader& reader() { return reader_; }
  const StreamReader& reader() const { return reader_; }

  // --- outgoing ---

  // Writes as many bytes as the peer accepts now; 0 if earlier bytes still wait. Errors as Stream::try_write.
  Result<std::size_t, IoError> write_now(std::string_view bytes);
  // Keeps bytes for write_waiting(). Returns false, and keeps none of them, if too many bytes would wait.
  bool keep(std::string_view bytes);
  std::size_t waiting_bytes() const { return waiting_.size() + being_written_; }
  // Writes the bytes that wait at the time of the call; more may be added meanwhile. Only one strand at a time. Errors
  // as Stream::write, after which nothing more can be written.
  Task<Result<void, IoError>> write_waiting(Moment deadline);

 private:
  std::unique_ptr<Stream> stream_;
  StreamReader reader_;
  const std::size_t most_waiting_bytes_;
  std::string waiting_;
  // How many bytes write_waiting() has taken from `waiting_`.
  std::size_t being_written_ = 0;
};

}  // namespace dialtone::sip
