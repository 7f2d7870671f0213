#include "protocol/sip/client_connection.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <utility>

namespace dialtone::sip {
namespace {

constexpr std::string_view kPing = "\r\n\r\n";
constexpr std::size_t kMostWaitingBytes = 64 * 1024;

}  // namespace

ClientConnection::ClientConnection(Host& host, std::unique_ptr<Stream> stream, const ClientConnectionOptions& options,
                                   Owner& owner)
    : host_(host),
      options_(options),
      owner_(owner),
      connection_(std::move(stream), StreamReader::KeepAlive::kPong, kMostWaitingBytes),
      ping_at_(draw_ping()),
      reading_(host, std::string(options.peer) + "'s connection", read_all(), ended_) {}

Result<void, IoError> ClientConnection::send(std::string_view bytes) {
  if (has_failed()) return IoError::kClosed;
  const Result<std::size_t, IoError> written = connection_.write_now(bytes);
  if (!written) return written.error();
  bytes.remove_prefix(*written);
  if (bytes.empty()) return {};
  if (!connection_.keep(bytes)) return IoError::kTimedOut;
  if (!writing_ || writing_->done()) writing_.emplace(host_, "a full connection", write_all(), ended_);
  return {};
}

Task<void> ClientConnection::write_all() {
  while (connection_.waiting_bytes() > 0) {
    const Result<void, IoError> written = co_await connection_.write_waiting(kNever);
    // read_all() gets the error too, and reports the failure.
    if (!written) co_return;
  }
}

Task<void> ClientConnection::read_all() {
  std::array<char, 512> buffer;
  for (;;) {
    const Result<std::size_t, IoError> got = co_await connection_.read(buffer, std::min(ping_at_, pong_until_));
    if (!got && got.error() == IoError::kDeadline) {
      if (host_.now() >= pong_until_) co_return fail("no answer to a keep-alive");
      ping();
    } else if (!got) {
      co_return fail(to_text(got.error()));
    } else if (*got == 0) {
      co_return fail("closed by the " + std::string(options_.peer));
    } else {
      connection_.reader().feed({buffer.data(), *got});
      if (!take_messages()) co_return fail(connection_.reader().fault());
    }
  }
}

bool ClientConnection::take_messages() {
  using State = StreamReader::State;
  for (;;) {
    switch (connection_.reader().next()) {
      case State::kNeedMore: return true;
      case State::kFailed: return false;
      case State::kPing: break;
      case State::kPong:
        is_proven_ = has_pinged_;
        pong_until_ = kNever;
        break;
      case State::kMessage: owner_.take(connection_.reader().take()); break;
    }
  }
}

void ClientConnection::ping() {
  assert(host_.now() >= ping_at_ && host_.now() < pong_until_);
  static_cast<void>(send(kPing).ok());
  has_pinged_ = true;
  const Duration answer_deadline = options_.keep_alive.answer_deadline;
  // If an earlier ping still waits for its pong, its deadline stays.
  const bool waits = pong_until_ != kNever;
  if (answer_deadline > Duration::zero() && !waits) pong_until_ = host_.now() + answer_deadline;
  ping_at_ = draw_ping();
}

Moment ClientConnection::draw_ping() {
  const KeepAliveRule& rule = options_.keep_alive;
  if (rule.least == Duration::zero()) return kNever;
  return host_.now() + host_.chance(options_.pings).between(rule.least, rule.most);
}

void ClientConnection::fail(std::string_view reason) {
  assert(!has_failed() && !reason.empty());
  writing_.reset();
  fault_ = reason;
  owner_.lose(fault_);
}

}  // namespace dialtone::sip
