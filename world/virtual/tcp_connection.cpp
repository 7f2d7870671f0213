#include "world/virtual/tcp_connection.h"

#include <algorithm>
#include <cassert>

#include "world/virtual/virtual_host.h"
#include "world/virtual/virtual_stream.h"

namespace dialtone {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr std::size_t kBufferBytes = 256 * 1024;
constexpr std::uint64_t kInitialWindowSegments = 10;  // RFC 6928
constexpr Duration kInitialRetransmit = seconds(1);
constexpr Duration kLeastRetransmit = milliseconds(200);
constexpr Duration kMostRetransmit = seconds(60);
constexpr Duration kDelayedAcknowledgement = milliseconds(40);
// As Linux: six more SYNs, and about a quarter of an hour without progress.
constexpr int kSynTries = 7;
constexpr Duration kGiveUpAfter = seconds(924);
// How long an orphan waits for its peer's end.
constexpr Duration kOrphanLinger = seconds(60);

}  // namespace

TcpConnection::TcpConnection(VirtualHost& host, const Endpoint& local, const Endpoint& remote)
    : host_(host), local_(local), remote_(remote), retransmit_after_(kInitialRetransmit) {
  next_ = highest_sent_ = 1;
  tries_ = 1;
  send_syn();
  arm_retransmit();
}

TcpConnection::TcpConnection(VirtualHost& host, const Endpoint& local, const Endpoint& remote,
                             VirtualListener& listener, const TcpHeader& syn)
    : host_(host),
      local_(local),
      remote_(remote),
      listener_(&listener),
      state_(State::kSynReceived),
      retransmit_after_(kInitialRetransmit) {
  next_ = highest_sent_ = 1;
  expected_ = 1;
  tries_ = 1;
  peer_window_ = syn.window_bytes;
  segment_bytes_ = std::min<std::uint32_t>(syn.maximum_segment_bytes, host_.segment_bytes(remote_));
  send_syn();
  arm_retransmit();
}

void TcpConnection::Timer::fire(Event& event) {
  Timer& timer = static_cast<Timer&>(event);
  TcpConnection& connection = timer.connection;
  VirtualHost& host = connection.host_;
  (connection.*timer.act)();
  host.sweep(connection);
}

// --- the stream's side ---

void TcpConnection::detach() {
  observer_ = nullptr;
  orphan_ = true;
  if (state_ != State::kOver) {
    const bool unread = receive_head_ < receive_buffer_.size();
    if (unread || state_ == State::kSynSent) {
      reset();
    } else {
      shutdown_write();
      if (in_flight() == 0) host_.schedule_again(retransmit_timer_, host_.now() + kOrphanLinger);
    }
  }
  host_.sweep(*this);
}

bool TcpConnection::finished() const {
  if (state_ == State::kOver) return orphan_ || observer_ == nullptr;
  return orphan_ && fin_wanted_ && unacknowledged_ == stream_end() && fin_received_ && unacknowledged_segments_ == 0;
}

std::optional<Result<std::size_t, IoError>> TcpConnection::try_read(std::span<char> into) {
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
  const std::size_t room = kBufferBytes - (send_buffer_.size() - send_head_);
  const std::size_t count = std::min(room, bytes.size());
  send_buffer_.append(bytes.substr(0, count));
  transmit();
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
  receive_buffer_.clear();
  receive_head_ = 0;
  fail(IoError::kClosed);
}

void TcpConnection::forget_listener() {
  listener_ = nullptr;
  if (state_ == State::kOver) return;
  send_reset();
  orphan_ = true;
  fail(IoError::kClosed);
}

// --- sending ---

std::uint32_t TcpConnection::receive_window() const {
  const std::size_t buffered = receive_buffer_.size() - receive_head_;
  return static_cast<std::uint32_t>(buffered >= kBufferBytes ? 0 : kBufferBytes - buffered);
}

void TcpConnection::send_segment(std::uint64_t sequence, std::string_view payload, bool fin) {
  TcpHeader header;
  header.sequence = sequence;
  header.acknowledgement = expected_;
  header.ack = true;
  header.fin = fin;
  header.window_bytes = receive_window();
  window_was_closed_ = window_was_closed_ || header.window_bytes < segment_bytes_;
  unacknowledged_segments_ = 0;
  acknowledgement_timer_.cancel();
  host_.send_tcp(local_, remote_, header, payload);
}

void TcpConnection::send_syn() {
  TcpHeader header;
  header.syn = true;
  header.ack = state_ != State::kSynSent;
  header.acknowledgement = expected_;
  header.window_bytes = receive_window();
  header.maximum_segment_bytes = static_cast<std::uint16_t>(host_.segment_bytes(remote_));
  host_.send_tcp(local_, remote_, header, {});
}

void TcpConnection::send_reset() {
  TcpHeader header;
  header.rst = true;
  header.ack = true;
  header.sequence = next_;
  header.acknowledgement = expected_;
  host_.send_tcp(local_, remote_, header, {});
}

// Sends what there is at `sequence`, at most `most` bytes; returns how far the sequence moves on.
std::size_t TcpConnection::send_at(std::uint64_t sequence, std::size_t most) {
  const std::uint64_t end = data_end();
  const std::size_t available = sequence < end ? static_cast<std::size_t>(end - sequence) : 0;
  const std::size_t count = std::min({available, most, std::size_t{segment_bytes_}});
  const bool fin = fin_wanted_ && sequence + count == end && (count > 0 || sequence == end);
  if (count == 0 && !fin) return 0;
  const std::size_t offset = send_head_ + static_cast<std::size_t>(sequence - unacknowledged_data_);
  const std::string_view payload =
      count == 0 ? std::string_view() : std::string_view(send_buffer_).substr(offset, count);
  send_segment(sequence, payload, fin);
  return count + (fin ? 1 : 0);
}

void TcpConnection::transmit() {
  if (state_ != State::kEstablished) return;
  for (;;) {
    const std::uint64_t window = std::min<std::uint64_t>(congestion_window_, peer_window_);
    const bool only_fin = next_ == data_end() && fin_wanted_;
    if (next_ >= stream_end() || (in_flight() >= window && !only_fin)) break;
    const std::size_t most = window > in_flight() ? static_cast<std::size_t>(window - in_flight()) : 0;
    const std::size_t moved = send_at(next_, most);
    if (moved == 0) break;
    if (timed_sequence_ == 0 && next_ >= highest_sent_) {
      timed_sequence_ = next_ + moved;
      timed_at_ = host_.now();
    }
    next_ += moved;
    highest_sent_ = std::max(highest_sent_, next_);
  }
  const bool pending = next_ < stream_end();
  if ((in_flight() > 0 || pending) && !retransmit_timer_.scheduled()) {
    stalled_since_ = host_.now();
    arm_retransmit();
  }
}

void TcpConnection::retransmit_first() {
  timed_sequence_ = 0;
  if (send_at(unacknowledged_, segment_bytes_) == 0) return;
  arm_retransmit();
}

void TcpConnection::arm_retransmit() { host_.schedule_again(retransmit_timer_, host_.now() + retransmit_after_); }

void TcpConnection::on_retransmit() {
  host_.note_timer(host_.now());
  if (state_ == State::kOver) return;
  if (state_ != State::kEstablished) {
    if (tries_ >= kSynTries) {
      fail(IoError::kTimedOut);
      return;
    }
    ++tries_;
    retransmit_after_ = std::min(retransmit_after_ * 2, kMostRetransmit);
    send_syn();
    arm_retransmit();
    return;
  }
  if (unacknowledged_ == stream_end()) {  // an orphan whose peer does not end
    orphan_ = true;
    fail(IoError::kTimedOut);
    return;
  }
  if (host_.now() - stalled_since_ >= kGiveUpAfter) {
    fail(IoError::kTimedOut);
    return;
  }
  retransmit_after_ = std::min(retransmit_after_ * 2, kMostRetransmit);
  timed_sequence_ = 0;
  recovering_ = false;
  duplicates_ = 0;
  if (in_flight() > 0) {
    slow_start_threshold_ = std::max<std::uint64_t>(in_flight() / 2, 2ULL * segment_bytes_);
    congestion_window_ = segment_bytes_;
    next_ = unacknowledged_;
    const std::size_t moved = send_at(next_, segment_bytes_);
    next_ += moved;
  } else {
    // A closed window is probed with one byte past it (RFC 9293 3.8.6.1).
    next_ += send_at(next_, 1);
    highest_sent_ = std::max(highest_sent_, next_);
  }
  arm_retransmit();
}

void TcpConnection::measure(Duration round_trip) {
  if (smoothed_round_trip_ == Duration::zero()) {
    smoothed_round_trip_ = round_trip;
    round_trip_variation_ = round_trip / 2;
  } else {
    const Duration difference =
        round_trip > smoothed_round_trip_ ? round_trip - smoothed_round_trip_ : smoothed_round_trip_ - round_trip;
    round_trip_variation_ = (round_trip_variation_ * 3 + difference) / 4;
    smoothed_round_trip_ = (smoothed_round_trip_ * 7 + round_trip) / 8;
  }
  retransmit_after_ = std::clamp(smoothed_round_trip_ + 4 * round_trip_variation_, kLeastRetransmit, kMostRetransmit);
}

// --- receiving ---

void TcpConnection::receive(const Packet& packet) {
  const TcpHeader& header = packet.tcp;
  if (state_ == State::kOver) return;
  if (header.rst) {
    // Only what fits the conversation may end it (RFC 9293 3.5.3).
    const bool fits = state_ == State::kSynSent ? header.ack && header.acknowledgement == next_
                                                : header.sequence + kBufferBytes >= expected_;
    if (fits) fail(state_ == State::kSynSent ? IoError::kRefused : IoError::kReset);
    return;
  }
  if (state_ == State::kSynSent) {
    receive_syn_sent(header);
    return;
  }
  if (header.syn) {
    // The peer did not hear our answer to its SYN, or the last step of the set-up.
    if (state_ == State::kSynReceived) {
      send_syn();
    } else {
      send_segment(next_, {}, false);
    }
    return;
  }
  if (state_ == State::kSynReceived) {
    if (!header.ack || header.acknowledgement < 1) return;
    unacknowledged_ = 1;
    peer_window_ = header.window_bytes;
    become_established();
    if (state_ != State::kEstablished) return;
  }
  const bool carries = !packet.payload.empty() || header.fin;
  if (header.ack) receive_acknowledgement(header, carries);
  if (carries && state_ == State::kEstablished) receive_data(packet);
}

void TcpConnection::receive_syn_sent(const TcpHeader& header) {
  if (!header.syn || !header.ack || header.acknowledgement != 1) return;
  expected_ = 1;
  unacknowledged_ = 1;
  peer_window_ = header.window_bytes;
  segment_bytes_ = std::min<std::uint32_t>(header.maximum_segment_bytes, host_.segment_bytes(remote_));
  if (tries_ == 1) measure(host_.now() - (retransmit_timer_.at() - kInitialRetransmit));
  send_segment(next_, {}, false);
  become_established();
}

void TcpConnection::become_established() {
  state_ = State::kEstablished;
  retransmit_timer_.cancel();
  retransmit_after_ = std::clamp(retransmit_after_, kLeastRetransmit, kInitialRetransmit);
  congestion_window_ = kInitialWindowSegments * segment_bytes_;
  if (listener_ != nullptr) {
    VirtualListener& listener = *listener_;
    listener_ = nullptr;
    if (!listener.established(*this)) {
      send_reset();
      orphan_ = true;
      fail(IoError::kReset);
      return;
    }
  }
  tell_writable();
  transmit();
}

void TcpConnection::receive_acknowledgement(const TcpHeader& header, bool carries_more) {
  if (header.acknowledgement > highest_sent_) return;
  const bool window_opened = header.window_bytes > peer_window_;
  peer_window_ = header.window_bytes;
  stalled_since_ = host_.now();
  if (header.acknowledgement > unacknowledged_) {
    new_acknowledgement(header.acknowledgement);
  } else if (header.acknowledgement == unacknowledged_ && in_flight() > 0 && !carries_more && !window_opened) {
    duplicate_acknowledgement();
  }
  transmit();
}

void TcpConnection::new_acknowledgement(std::uint64_t acknowledgement) {
  const std::uint64_t acknowledged = acknowledgement - unacknowledged_;
  unacknowledged_ = acknowledgement;
  const std::uint64_t data = std::min(acknowledgement, data_end());
  send_head_ += static_cast<std::size_t>(data - unacknowledged_data_);
  unacknowledged_data_ = data;
  if (send_head_ == send_buffer_.size()) {
    send_buffer_.clear();
    if (send_buffer_.capacity() > 4096) send_buffer_.shrink_to_fit();
    send_head_ = 0;
  }
  next_ = std::max(next_, unacknowledged_);
  if (timed_sequence_ != 0 && acknowledgement >= timed_sequence_) {
    measure(host_.now() - timed_at_);
    timed_sequence_ = 0;
  }
  duplicates_ = 0;
  if (recovering_ && acknowledgement < recover_) {
    retransmit_first();
  } else if (recovering_) {
    recovering_ = false;
    congestion_window_ = slow_start_threshold_;
  } else if (congestion_window_ < slow_start_threshold_) {
    congestion_window_ += std::min<std::uint64_t>(acknowledged, segment_bytes_);
  } else {
    congestion_window_ +=
        std::max<std::uint64_t>(1, std::uint64_t{segment_bytes_} * segment_bytes_ / congestion_window_);
  }
  retransmit_timer_.cancel();
  if (in_flight() > 0) {
    arm_retransmit();
  } else if (orphan_ && unacknowledged_ == stream_end() && !fin_received_) {
    host_.schedule_again(retransmit_timer_, host_.now() + kOrphanLinger);
  }
  tell_writable();
}

void TcpConnection::duplicate_acknowledgement() {
  if (recovering_) {
    congestion_window_ += segment_bytes_;
    return;
  }
  if (++duplicates_ != 3) return;
  recovering_ = true;
  recover_ = highest_sent_;
  slow_start_threshold_ = std::max<std::uint64_t>(in_flight() / 2, 2ULL * segment_bytes_);
  congestion_window_ = slow_start_threshold_ + 3ULL * segment_bytes_;
  retransmit_first();
}

void TcpConnection::receive_data(const Packet& packet) {
  const std::uint64_t begin = packet.tcp.sequence;
  const std::uint64_t end = begin + packet.payload.size() + (packet.tcp.fin ? 1 : 0);
  if (orphan_ && end > expected_ && !packet.payload.empty()) {
    // Nobody will read it: the peer must hear that (RFC 9293 3.10.7.4, RFC 2525 2.17).
    send_reset();
    fail(IoError::kClosed);
    return;
  }
  if (end <= expected_) {  // seen already
    acknowledge_soon(true);
    return;
  }
  if (packet.payload.size() > receive_window()) {
    acknowledge_soon(true);
    return;
  }
  if (begin > expected_) {
    if (early_ == nullptr) early_ = std::make_unique<std::map<std::uint64_t, Early>>();
    early_->try_emplace(begin, Early{packet.payload, packet.tcp.fin});
    acknowledge_soon(true);
    return;
  }
  accept_bytes(begin, packet.payload, packet.tcp.fin);
  bool filled = false;
  while (early_ != nullptr && !early_->empty() && early_->begin()->first <= expected_) {
    const auto node = early_->extract(early_->begin());
    accept_bytes(node.key(), node.mapped().bytes, node.mapped().fin);
    filled = true;
  }
  if (early_ != nullptr && early_->empty()) early_.reset();
  acknowledge_soon(filled || early_ != nullptr);
  tell_readable();
}

void TcpConnection::accept_bytes(std::uint64_t sequence, std::string_view bytes, bool fin) {
  const std::uint64_t end = sequence + bytes.size();
  if (end > expected_) {
    bytes.remove_prefix(static_cast<std::size_t>(expected_ - sequence));
    receive_buffer_.append(bytes);
    expected_ = end;
  }
  if (fin && !fin_received_ && end == expected_) {
    fin_received_ = true;
    ++expected_;
  }
}

void TcpConnection::acknowledge_soon(bool at_once) {
  ++unacknowledged_segments_;
  if (at_once || unacknowledged_segments_ >= 2 || orphan_) {
    send_segment(next_, {}, false);
  } else if (!acknowledgement_timer_.scheduled()) {
    host_.schedule_again(acknowledgement_timer_, host_.now() + kDelayedAcknowledgement);
  }
}

void TcpConnection::on_delayed_acknowledgement() {
  host_.note_timer(host_.now());
  if (state_ == State::kEstablished) send_segment(next_, {}, false);
}

// --- the end ---

void TcpConnection::fail(IoError error) {
  state_ = State::kOver;
  if (!error_) error_ = error;
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
  if (observer_ != nullptr) observer_->readable();
}

void TcpConnection::tell_writable() {
  if (observer_ != nullptr) observer_->writable();
}

}  // namespace dialtone
