#include "world/virtual/tcp_connection.h"

#include <algorithm>
#include <cassert>

#include "world/virtual/virtual_host.h"
#include "world/virtual/virtual_stream.h"

namespace dialtone {

TcpConnection::TcpConnection(VirtualHost& host, const Endpoint& local, const Endpoint& remote)
    : host_(host),
      local_(local),
      remote_(remote),
      peer_(host.next_hop(remote.address)),
      retransmit_after_(kInitialRetransmit) {
  next_ = highest_sent_ = 1;
  tries_ = 1;
  send_syn();
  arm_retransmit();
  check();
}

TcpConnection::TcpConnection(VirtualHost& host, const Endpoint& local, const Endpoint& remote,
                             VirtualListener& listener, const TcpHeader& syn)
    : host_(host),
      local_(local),
      remote_(remote),
      peer_(host.next_hop(remote.address)),
      listener_(&listener),
      state_(State::kSynReceived),
      retransmit_after_(kInitialRetransmit) {
  next_ = highest_sent_ = 1;
  expected_ = 1;
  tries_ = 1;
  peer_window_ = syn.window_bytes;
  segment_bytes_ = std::min<std::uint32_t>(syn.maximum_segment_bytes, host_.segment_bytes(remote_, peer_));
  send_syn();
  arm_retransmit();
  check();
}

void TcpConnection::check() const {
  assert(unacknowledged_ <= next_);
  assert(next_ <= highest_sent_);
  assert(highest_sent_ <= stream_end());
  assert(send_head_ <= send_buffer_.size());
  assert(send_buffer_.size() - send_head_ <= kBufferBytes);
  assert(receive_head_ <= receive_buffer_.size());
  assert(early_ == nullptr || (!early_->empty() && early_->begin()->first > expected_));
  assert(kLeastRetransmit <= retransmit_after_ && retransmit_after_ <= kMostRetransmit);
  check_state();
}

void TcpConnection::check_state() const {
  assert(error_.has_value() == (state_ == State::kOver));
  assert((listener_ != nullptr) == (state_ == State::kSynReceived) && "a listener waits for what is being set up");
  switch (state_) {
    case State::kSynSent:
      assert(expected_ == 0);
      assert(retransmit_timer_.scheduled());
      break;
    case State::kSynReceived:
      assert(expected_ == 1);
      assert(retransmit_timer_.scheduled());
      break;
    case State::kEstablished:
      assert(unacknowledged_ >= 1 && expected_ >= 1);
      assert(congestion_window_ >= segment_bytes_);
      assert((in_flight() == 0 || retransmit_timer_.scheduled()) && "what is in flight is repeated in time");
      break;
    case State::kOver:
      assert(!retransmit_timer_.scheduled() && !acknowledgement_timer_.scheduled());
      assert(early_ == nullptr);
      break;
  }
}

void TcpConnection::Timer::fire(Event& event) {
  Timer& timer = static_cast<Timer&>(event);
  TcpConnection& connection = timer.connection;
  VirtualHost& host = connection.host_;
  (connection.*timer.act)();
  connection.check();
  host.sweep(connection);
}

// --- for the stream ---

void TcpConnection::attach(TcpObserver& observer) {
  assert(!orphan_ && "nobody takes what its party has left");
  observer_ = &observer;
}

void TcpConnection::detach() {
  assert(observer_ != nullptr);
  assert((!orphan_ || state_ == State::kOver) && "a party leaves it once");
  observer_ = nullptr;
  orphan_ = true;
  if (state_ != State::kOver) {
    const bool unread = receive_head_ < receive_buffer_.size();
    if (unread || state_ == State::kSynSent) {
      reset();
    } else {
      shutdown_write();
      if (in_flight() == 0) host_.schedule_again(retransmit_timer_, host_.world_now() + kOrphanLinger);
    }
  }
  host_.sweep(*this);
}

bool TcpConnection::finished() const {
  if (state_ == State::kOver) return orphan_ || observer_ == nullptr;
  return orphan_ && fin_wanted_ && unacknowledged_ == stream_end() && fin_received_ && unacknowledged_segments_ == 0;
}

std::optional<Result<std::size_t, IoError>> TcpConnection::try_read(std::span<char> into) {
  assert(!into.empty());
  const std::size_t available = receive_buffer_.size() - receive_head_;
  if (available == 0) {
    if (error_) return Result<std::size_t, IoError>(*error_);
    if (fin_received_) return Result<std::size_t, IoError>(std::size_t{0});
    return std::nullopt;
  }
  const std::size_t count = std::min(available, into.size());
  std::copy_n(receive_buffer_.begin() + static_cast<std::ptrdiff_t>(receive_head_), count, into.begin());
  receive_head_ += count;
  if (receive_head_ == receive_buffer_.size()) {
    receive_buffer_.clear();
    receive_head_ = 0;
  } else if (receive_head_ > kBufferBytes / 2) {
    receive_buffer_.erase(0, receive_head_);
    receive_head_ = 0;
  }
  if (window_was_closed_ && receive_window() >= kBufferBytes / 2 && state_ == State::kEstablished) {
    window_was_closed_ = false;
    send_segment(next_, {}, false);
  }
  return Result<std::size_t, IoError>(count);
}

Result<std::size_t, IoError> TcpConnection::try_write(std::string_view bytes) {
  if (error_) return *error_;
  if (fin_wanted_) return IoError::kClosed;
  if (send_head_ > 0 && send_head_ * 2 >= send_buffer_.size()) {
    send_buffer_.erase(0, send_head_);
    send_head_ = 0;
  }
  assert(send_buffer_.size() - send_head_ <= kBufferBytes);
  const std::size_t room = kBufferBytes - (send_buffer_.size() - send_head_);
  const std::size_t count = std::min(room, bytes.size());
  send_buffer_.append(bytes.substr(0, count));
  transmit();
  check();
  return count;
}

void TcpConnection::shutdown_write() {
  if (fin_wanted_ || state_ == State::kOver) return;
  fin_wanted_ = true;
  transmit();
}

void TcpConnection::reset() {
  if (state_ == State::kOver) return;
  send_reset();
  forget_unread();
  fail(IoError::kClosed);
}

void TcpConnection::forget_listener() {
  assert(listener_ != nullptr);
  listener_ = nullptr;
  send_reset();
  orphan_ = true;
  fail(IoError::kClosed);
}

void TcpConnection::reset_by_network() {
  if (state_ == State::kOver) return;
  send_reset();
  forget_unread();
  fail(IoError::kReset);
}

// --- the end ---

void TcpConnection::forget_unread() {
  receive_buffer_.clear();
  receive_head_ = 0;
}

void TcpConnection::lose_address() {
  if (state_ != State::kOver) fail(IoError::kUnreachable);
}

void TcpConnection::fail(IoError error) {
  assert(state_ != State::kOver && "it ends once");
  state_ = State::kOver;
  error_ = error;
  retransmit_timer_.cancel();
  acknowledgement_timer_.cancel();
  early_.reset();
  if (listener_ != nullptr) {
    listener_ = nullptr;
    orphan_ = true;
  }
  tell_readable();
  tell_writable();
}

void TcpConnection::tell_readable() {
  if (observer_ != nullptr) observer_->became_readable();
}

void TcpConnection::tell_writable() {
  if (observer_ != nullptr) observer_->became_writable();
}

}  // namespace dialtone
