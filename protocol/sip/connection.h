// A SIP connection over TCP (RFC 3261 18): frames incoming messages, and keeps outgoing bytes that the peer does not
// accept at once.
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

// Has no strand of its own: its owner reads, and writes what waits. ClientConnection and ServerConnections are such
// owners.
class Connection {
 public:
  // `keep_alive` is the meaning of line ends between messages. At most `most_waiting_bytes` wait for a peer that does
  // not read.
  Connection(std::unique_ptr<Stream> stream, StreamReader::KeepAlive keep_alive, std::size_t most_waiting_bytes)
      : stream_(std::move(stream)), reader_(keep_alive), most_waiting_bytes_(most_waiting_bytes) {}
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  Endpoint local() const { return stream_->local(); }
  Endpoint remote() const { return stream_->remote(); }
  // Throws the connection away: the peer gets a reset.
  void reset() { stream_->reset(); }

  // --- incoming ---

  // Waits for bytes, as Stream::read; they are for feeding to reader().
  Task<Result<std::size_t, IoError>> read(std::span<char> into, Moment deadline) {
    return stream_->read(into, deadline);
  }
  StreamReader& reader() { return reader_; }
  const StreamReader& reader() const { return reader_; }

  // --- outgoing ---

  // Writes as many bytes as the peer accepts now; 0 if others wait already. Errors as Stream::try_write.
  Result<std::size_t, IoError> write_now(std::string_view bytes);
  // Has bytes wait for write_waiting(). False where too many would wait: then none of these do.
  bool keep(std::string_view bytes);
  std::size_t waiting_bytes() const { return waiting_.size() + being_written_; }
  // Writes what waits at the time of the call; more may be added meanwhile. One strand at a time. Errors as
  // Stream::write, after which nothing more can be written.
  Task<Result<void, IoError>> write_waiting(Moment deadline);

 private:
  std::unique_ptr<Stream> stream_;
  StreamReader reader_;
  const std::size_t most_waiting_bytes_;
  std::string waiting_;
  // Taken from `waiting_` by write_waiting().
  std::size_t being_written_ = 0;
};

}  // namespace dialtone::sip
