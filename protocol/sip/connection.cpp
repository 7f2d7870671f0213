#include "protocol/sip/connection.h"

#include <cassert>

namespace dialtone::sip {

Result<std::size_t, IoError> Connection::write_now(std::string_view bytes) {
  if (waiting_bytes() > 0) return std::size_t{0};
  return stream_->try_write(bytes);
}

bool Connection::keep(std::string_view bytes) {
  assert(!bytes.empty());
  if (waiting_bytes() + bytes.size() > most_waiting_bytes_) return false;
  waiting_ += bytes;
  assert(waiting_bytes() <= most_waiting_bytes_);
  return true;
}

Task<Result<void, IoError>> Connection::write_waiting(Moment deadline) {
  assert(being_written_ == 0 && "one strand writes");
  const std::string bytes = std::exchange(waiting_, {});
  being_written_ = bytes.size();
  const Result<void, IoError> written = co_await stream_->write(bytes, deadline);
  being_written_ = 0;
  co_return written;
}

}  // namespace dialtone::sip
