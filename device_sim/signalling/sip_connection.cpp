#include "device_sim/signalling/sip_connection.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <utility>

#include "device_sim/model/device_events.h"

namespace dialtone {
namespace {

constexpr Purpose kKeepAlive("device.keep_alive");
constexpr std::string_view kPing = "\r\n\r\n";
constexpr std::size_t kMostWaitingBytes = 64 * 1024;

}  // namespace

SipConnection::SipConnection(Host& host, std::unique_ptr<Stream> stream, const KeepAliveRule& keep_alive,
                             Receive receive, Signal& failed)
    : host_(host),
      stream_(std::move(stream)),
      keep_alive_(keep_alive),
      receive_(std::move(receive)),
      failed_(failed),
      ping_at_(draw_ping()),
      reading_(host, "call agent's connection", read_all(), ended_) {}

Result<void, IoError> SipConnection::send(std::string_view bytes) {
  if (has_failed()) return IoError::kClosed;
  if (waiting_.empty()) {
    const Result<std::size_t, IoError> written = stream_->try_write(bytes);
    if (!written) return written.error();
    bytes.remove_prefix(*written);
    if (bytes.empty()) return {};
  }
  if (waiting_.size() + bytes.size() > kMostWaitingBytes) return IoError::kTimedOut;
  waiting_ += bytes;
  assert(!waiting_.empty() && waiting_.size() <= kMostWaitingBytes);
  if (!writing_ || writing_->done()) writing_.emplace(host_, "a full connection", write_waiting(), ended_);
  return {};
}

Task<void> SipConnection::write_waiting() {
  while (!waiting_.empty()) {
    const std::string bytes = waiting_;
    const Result<void, IoError> written = co_await stream_->write(bytes, kNever);
    // The reader hears of it too, and says so.
    if (!written) co_return;
    assert(waiting_.size() >= bytes.size());
    waiting_.erase(0, bytes.size());
  }
}

Task<void> SipConnection::read_all() {
  std::array<char, 512> buffer;
  for (;;) {
    const Result<std::size_t, IoError> got = co_await stream_->read(buffer, std::min(ping_at_, pong_until_));
    if (!got && got.error() == IoError::kDeadline) {
      if (host_.now() >= pong_until_) co_return fail("no answer to a keep-alive");
      ping();
    } else if (!got) {
      co_return fail(to_text(got.error()));
    } else if (*got == 0) {
      co_return fail("closed by the call agent");
    } else {
      reader_.feed({buffer.data(), *got});
      if (!take_messages()) co_return fail(reader_.fault());
    }
  }
}

bool SipConnection::take_messages() {
  using State = sip::StreamReader::State;
  for (;;) {
    switch (reader_.next()) {
      case State::kNeedMore: return true;
      case State::kFailed: return false;
      case State::kPing: break;
      case State::kPong:
        is_proven_ = has_pinged_;
        pong_until_ = kNever;
        break;
      case State::kMessage: receive_(reader_.take()); break;
    }
  }
}

void SipConnection::ping() {
  assert(host_.now() >= ping_at_ && host_.now() < pong_until_);
  static_cast<void>(send(kPing).ok());
  has_pinged_ = true;
  if (keep_alive_.answer_deadline > Duration::zero()) pong_until_ = host_.now() + keep_alive_.answer_deadline;
  ping_at_ = draw_ping();
}

Moment SipConnection::draw_ping() {
  if (keep_alive_.least == Duration::zero()) return kNever;
  return host_.now() + host_.chance(kKeepAlive).between(keep_alive_.least, keep_alive_.most);
}

void SipConnection::fail(std::string_view reason) {
  assert(!has_failed() && !reason.empty());
  writing_.reset();
  fault_ = reason;
  const std::string to = to_text(remote());
  host_.record(device_events::ConnectionLost{.to = to, .reason = reason});
  failed_.notify();
}

}  // namespace dialtone
