// The receiving part of a TCP connection.
#include <algorithm>
#include <cassert>

#include "world/virtual/tcp_connection.h"
#include "world/virtual/virtual_host.h"
#include "world/virtual/virtual_stream.h"

namespace dialtone {

void TcpConnection::receive(const Packet& packet) {
  take_segment(packet);
  check();
}

void TcpConnection::take_segment(const Packet& packet) {
  assert(packet.protocol == Transport::kTcp);
  assert(packet.to == local_ && packet.from == remote_);
  const TcpHeader& header = packet.tcp;
  if (state_ == State::kOver) return;
  if (header.rst) {
    // Only a reset whose numbers fit the connection may end it (RFC 9293 3.5.3).
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
    // The peer has not received our answer to its SYN, or the last segment of the set-up.
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
  segment_bytes_ = std::min<std::uint32_t>(header.maximum_segment_bytes, host_.segment_bytes(remote_, peer_));
  if (tries_ == 1) measure(host_.world_now() - (retransmit_timer_.at() - kInitialRetransmit));
  send_segment(next_, {}, false);
  become_established();
}

void TcpConnection::become_established() {
  assert(state_ == State::kSynSent || state_ == State::kSynReceived);
  assert(unacknowledged_ == 1 && expected_ == 1);
  assert(segment_bytes_ > 0);
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
  stalled_since_ = host_.world_now();
  if (header.acknowledgement > unacknowledged_) {
    new_acknowledgement(header.acknowledgement);
  } else if (header.acknowledgement == unacknowledged_ && in_flight() > 0 && !carries_more && !window_opened) {
    duplicate_acknowledgement();
  }
  transmit();
}

void TcpConnection::new_acknowledgement(std::uint64_t acknowledgement) {
  assert(acknowledgement > unacknowledged_);
  assert(acknowledgement <= highest_sent_);
  const std::uint64_t acknowledged = acknowledgement - unacknowledged_;
  unacknowledged_ = acknowledgement;
  const std::uint64_t data = std::min(acknowledgement, data_end());
  assert(data >= unacknowledged_data_ && "what was acknowledged stays so");
  send_head_ += static_cast<std::size_t>(data - unacknowledged_data_);
  unacknowledged_data_ = data;
  if (send_head_ == send_buffer_.size()) {
    send_buffer_.clear();
    if (send_buffer_.capacity() > 4096) send_buffer_.shrink_to_fit();
    send_head_ = 0;
  }
  next_ = std::max(next_, unacknowledged_);
  if (timed_sequence_ != 0 && acknowledgement >= timed_sequence_) {
    measure(host_.world_now() - timed_at_);
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
    host_.schedule_again(retransmit_timer_, host_.world_now() + kOrphanLinger);
  }
  tell_writable();
}

void TcpConnection::duplicate_acknowledgement() {
  if (recovering_) {
    congestion_window_ += segment_bytes_;
    return;
  }
  assert(in_flight() > 0);
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
    // The stream is gone, so nobody will read the data, and the peer must learn this (RFC 9293 3.10.7.4, RFC 2525
    // 2.17).
    send_reset();
    fail(IoError::kClosed);
    return;
  }
  if (end <= expected_) {  // received before
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
  assert(sequence <= expected_ && "what comes early waits for what is missing before it");
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
    host_.schedule_again(acknowledgement_timer_, host_.world_now() + kDelayedAcknowledgement);
  }
}

void TcpConnection::on_delayed_acknowledgement() {
  host_.note_timer(host_.world_now());
  assert(state_ == State::kEstablished);
  assert(unacknowledged_segments_ > 0);
  send_segment(next_, {}, false);
}

}  // namespace dialtone
