#include "protocol/http/incoming_body.h"

#include <algorithm>
#include <cassert>
#include <charconv>

namespace dialtone {

std::optional<std::uint64_t> HttpServer::IncomingBody::length() const {
  const std::string* value = connection_.parser.message().headers.find("Content-Length");
  if (value == nullptr) return std::nullopt;
  std::uint64_t length = 0;
  const std::from_chars_result read = std::from_chars(value->data(), value->data() + value->size(), length);
  assert(read.ec == std::errc() && "the parser refuses another");
  return length;
}

Task<Result<std::size_t>> HttpServer::IncomingBody::read(std::span<char> into) {
  assert(!into.empty());
  http::RequestParser& parser = connection_.parser;
  std::string& pending = connection_.pending;
  for (;;) {
    parser.take_piece(piece_);
    if (!piece_.empty()) {
      assert(piece_.size() <= into.size() && "a body has at most as many bytes as its coding");
      std::copy(piece_.begin(), piece_.end(), into.begin());
      co_return piece_.size();
    }
    if (is_complete()) co_return std::size_t{0};
    if (parser.state() == http::ParseState::kFailed) fault_ = parser.fault();
    if (fault_) co_return Failure{fault_->reason};
    if (is_lost_) co_return Failure{"the connection ended before the body"};
    if (pending.empty()) {
      co_await receive(into.size());
    } else {
      pending.erase(0, parser.feed(std::string_view(pending).substr(0, into.size())));
    }
  }
}

Task<void> HttpServer::IncomingBody::tell_to_continue() {
  connection_.told_to_continue = true;
  const Moment deadline = host_.now() + server_.options_.write_timeout;
  const Result<void, IoError> told = co_await connection_.stream->write("HTTP/1.1 100 Continue\r\n\r\n", deadline);
  if (!told) is_lost_ = true;
}

Task<void> HttpServer::IncomingBody::receive(std::size_t most_bytes) {
  if (connection_.parser.expects_continue() && !connection_.told_to_continue) co_await tell_to_continue();
  // After the power button was pressed, the server waits for no more bytes.
  if (host_.power_off_requested()) is_lost_ = true;
  if (is_lost_) co_return;
  const Moment begin = host_.now();
  const std::span<char> scratch(server_.scratch_);
  server_.begun_.push_back(connection_.place);
  const Result<std::size_t, IoError> got =
      co_await connection_.stream->read(scratch.first(std::min(most_bytes, scratch.size())), pace_.deadline(begin));
  connection_.place.unlink();
  if (!got && got.error() == IoError::kDeadline) {
    fault_ = {408, "the request did not come in time"};
  } else if (!got || *got == 0) {
    is_lost_ = true;
  } else {
    pace_.note(host_.now() - begin, *got);
    const std::string_view bytes(scratch.data(), *got);
    connection_.pending = bytes.substr(connection_.parser.feed(bytes));
  }
}

}  // namespace dialtone
