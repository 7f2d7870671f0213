// One end of a TCP connection in segments: set-up, windows, retransmission (RFC 6298), fast retransmit (RFC 6582),
// delayed acknowledgement (RFC 1122 4.2.3.2), half-close and reset. Belongs to its host, and outlives the party's
// stream, as in a kernel, until both sides have ended.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "values/endpoint.h"
#include "values/result.h"
#include "world/event_queue.h"
#include "world/io_error.h"
#include "world/virtual/packet.h"

namespace dialtone {

class VirtualHost;
class VirtualListener;

// What a connection notifies of changes: the stream.
class TcpObserver {
 public:
  virtual ~TcpObserver() = default;
  virtual void became_readable() = 0;
  virtual void became_writable() = 0;
};

class TcpConnection {
 public:
  // Active open: sends the SYN; `listener` is then null. For a passive open, `listener` gets the established
  // connection.
  TcpConnection(VirtualHost& host, const Endpoint& local, const Endpoint& remote);
  TcpConnection(VirtualHost& host, const Endpoint& local, const Endpoint& remote, VirtualListener& listener,
                const TcpHeader& syn);
  TcpConnection(const TcpConnection&) = delete;
  TcpConnection& operator=(const TcpConnection&) = delete;

  const Endpoint& local() const { return local_; }
  const Endpoint& remote() const { return remote_; }

  // --- for the stream; see Stream ---
  void attach(TcpObserver& observer);
  // Called when the stream is gone: written bytes are still delivered; unread bytes reset the connection. May destroy
  // this object.
  void detach();
  bool established() const { return state_ == State::kEstablished; }
  // Returns why the connection has failed or ended, if it has.
  std::optional<IoError> error() const { return error_; }
  std::optional<Result<std::size_t, IoError>> try_read(std::span<char> into);
  Result<std::size_t, IoError> try_write(std::string_view bytes);
  void shutdown_write();
  void reset();

  // --- for the host ---
  void receive(const Packet& packet);
  // Called when the listener of a passive open is gone.
  void forget_listener();
  // Both ends get kReset, as if something in the path had reset the connection; this end loses its unread bytes.
  void reset_by_network();
  // Called when the host has lost the connection's address: this end gets kUnreachable, and the peer is told nothing.
  void lose_address();
  VirtualListener* listener() const { return listener_; }
  // Returns true if nothing needs the connection any more: it may be destroyed.
  bool finished() const;

 private:
  // The buffer for each direction: bytes sent and not acknowledged, or received and not read.
  static constexpr std::size_t kBufferBytes = 256 * 1024;
  static constexpr std::uint64_t kInitialWindowSegments = 10;  // RFC 6928
  static constexpr Duration kInitialRetransmit = std::chrono::seconds(1);
  static constexpr Duration kLeastRetransmit = std::chrono::milliseconds(200);
  static constexpr Duration kMostRetransmit = std::chrono::seconds(60);
  static constexpr Duration kDelayedAcknowledgement = std::chrono::milliseconds(40);
  // As in Linux: a SYN is sent up to seven times, and a connection without progress ends after about a quarter of an
  // hour.
  static constexpr int kSynTries = 7;
  static constexpr Duration kGiveUpAfter = std::chrono::seconds(924);
  // How long a connection whose stream was destroyed waits for its peer to end.
  static constexpr Duration kOrphanLinger = std::chrono::seconds(60);

  enum class State : std::uint8_t { kSynSent, kSynReceived, kEstablished, kOver };
  class Timer : public Event {
   public:
    Timer(TcpConnection& owner, void (TcpConnection::*action)())
        : Event(&Timer::fire), connection(owner), act(action) {}
    static void fire(Event& event);
    TcpConnection& connection;
    void (TcpConnection::*act)();
  };

  // Checks that the sequence numbers, the state and the timers agree.
  void check() const;
  void check_state() const;

  // --- sending ---
  void send_segment(std::uint64_t sequence, std::string_view payload, bool fin);
  void send_syn();
  void send_reset();
  void transmit();
  void retransmit_first();
  std::size_t send_at(std::uint64_t sequence, std::size_t most);
  std::uint64_t data_end() const { return unacknowledged_data_ + send_buffer_.size() - send_head_; }
  std::uint64_t stream_end() const { return data_end() + (fin_wanted_ ? 1 : 0); }
  std::uint64_t in_flight() const { return next_ - unacknowledged_; }
  std::uint32_t receive_window() const;
  // --- receiving ---
  void take_segment(const Packet& packet);
  void receive_syn_sent(const TcpHeader& header);
  void receive_acknowledgement(const TcpHeader& header, bool carries_more);
  void receive_data(const Packet& packet);
  void accept_bytes(std::uint64_t sequence, std::string_view bytes, bool fin);
  void acknowledge_soon(bool at_once);
  void become_established();
  // --- timers ---
  void on_retransmit();
  void on_delayed_acknowledgement();
  void arm_retransmit();
  void measure(Duration round_trip);
  void duplicate_acknowledgement();
  void new_acknowledgement(std::uint64_t acknowledgement);
  // --- the end ---
  void forget_unread();
  void fail(IoError error);
  void tell_readable();
  void tell_writable();

  VirtualHost& host_;
  Endpoint local_;
  Endpoint remote_;
  // The next host on the way to the remote end; null: none. Hosts live as long as the world.
  VirtualHost* peer_;
  TcpObserver* observer_ = nullptr;
  VirtualListener* listener_ = nullptr;
  State state_ = State::kSynSent;
  std::optional<IoError> error_;
  bool orphan_ = false;

  // The bytes to send begin at send_buffer_[send_head_], which has the sequence number unacknowledged_data_.
  std::string send_buffer_;
  std::size_t send_head_ = 0;
  std::uint64_t unacknowledged_ = 0;
  std::uint64_t unacknowledged_data_ = 1;
  std::uint64_t next_ = 0;
  std::uint64_t highest_sent_ = 0;
  std::uint32_t peer_window_ = 0;
  std::uint32_t segment_bytes_ = 536;
  bool fin_wanted_ = false;

  std::uint64_t congestion_window_ = 0;
  std::uint64_t slow_start_threshold_ = 0xFFFFFFFF;
  std::uint64_t recover_ = 0;
  std::uint8_t duplicates_ = 0;
  bool recovering_ = false;

  Duration smoothed_round_trip_{};
  Duration round_trip_variation_{};
  Duration retransmit_after_;
  Moment stalled_since_{};
  std::uint64_t timed_sequence_ = 0;  // 0: no segment is being timed
  Moment timed_at_{};
  std::uint8_t tries_ = 0;

  std::string receive_buffer_;
  std::size_t receive_head_ = 0;
  std::uint64_t expected_ = 0;
  bool fin_received_ = false;
  bool window_was_closed_ = false;
  std::uint8_t unacknowledged_segments_ = 0;
  struct Early {
    std::string bytes;
    bool fin;
  };
  std::unique_ptr<std::map<std::uint64_t, Early>> early_;

  Timer retransmit_timer_{*this, &TcpConnection::on_retransmit};
  Timer acknowledgement_timer_{*this, &TcpConnection::on_delayed_acknowledgement};
};

}  // namespace dialtone
