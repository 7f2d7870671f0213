// The sending part of a TCP connection: what it sends, and when it retransmits.
#include <algorithm>
#include <cassert>

#include "world/virtual/tcp_connection.h"
#include "world/virtual/virtual_host.h"

namespace dialtone {

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
  host_.send_tcp(local_, remote_, peer_, header, payload);
}

void TcpConnection::send_syn() {
  TcpHeader header;
  header.syn = true;
  header.ack = state_ != State::kSynSent;
  header.acknowledgement = expected_;
  header.window_bytes = receive_window();
  header.maximum_segment_bytes = static_cast<std::uint16_t>(host_.segment_bytes(remote_, peer_));
  host_.send_tcp(local_, remote_, peer_, header, {});
}

void TcpConnection::send_reset() {
  TcpHeader header;
  header.rst = true;
  header.ack = true;
  header.sequence = next_;
  header.acknowledgement = expected_;
  host_.send_tcp(local_, remote_, peer_, header, {});
}

// Sends at most `most` bytes from `sequence` on; returns by how much the sequence number advances.
std::size_t TcpConnection::send_at(std::uint64_t sequence, std::size_t most) {
  const std::uint64_t end = data_end();
  const std::size_t available = sequence < end ? static_cast<std::size_t>(end - sequence) : 0;
  const std::size_t count = std::min({available, most, std::size_t{segment_bytes_}});
  const bool fin = fin_wanted_ && sequence + count == end && (count > 0 || sequence == end);
  if (count == 0 && !fin) return 0;
  assert(count == 0 || sequence >= unacknowledged_data_);
  const std::size_t offset = send_head_ + static_cast<std::size_t>(sequence - unacknowledged_data_);
  assert(count == 0 || offset + count <= send_buffer_.size());
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
      timed_at_ = host_.world_now();
    }
    next_ += moved;
    highest_sent_ = std::max(highest_sent_, next_);
    assert((in_flight() <= window || only_fin || next_ == stream_end()) && "the window bounds what is in flight");
  }
  const bool pending = next_ < stream_end();
  if ((in_flight() > 0 || pending) && !retransmit_timer_.scheduled()) {
    stalled_since_ = host_.world_now();
    arm_retransmit();
  }
}

void TcpConnection::retransmit_first() {
  timed_sequence_ = 0;
  const std::size_t moved = send_at(unacknowledged_, segment_bytes_);
  if (moved == 0) return;
  // Bytes written since the first transmission may fill up the segment.
  highest_sent_ = std::max(highest_sent_, unacknowledged_ + moved);
  arm_retransmit();
}

void TcpConnection::arm_retransmit() { host_.schedule_again(retransmit_timer_, host_.world_now() + retransmit_after_); }

void TcpConnection::on_retransmit() {
  host_.note_timer(host_.world_now());
  assert(state_ != State::kOver && "what is over has no timers");
  if (state_ != State::kEstablished) {
    assert(tries_ <= kSynTries);
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
  if (unacknowledged_ == stream_end()) {
    assert(orphan_ && "with nothing to repeat, only an orphan waits for its peer's end");
    fail(IoError::kTimedOut);
    return;
  }
  if (host_.world_now() - stalled_since_ >= kGiveUpAfter) {
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
    assert(moved > 0 && "what is in flight can be sent again");
    next_ += moved;
  } else {
    // A closed window is probed with one byte beyond it (RFC 9293 3.8.6.1).
    next_ += send_at(next_, 1);
  }
  highest_sent_ = std::max(highest_sent_, next_);
  arm_retransmit();
}

void TcpConnection::measure(Duration round_trip) {
  assert(round_trip >= Duration::zero());
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

}  // namespace dialtone
