// One direction of a relayed TCP connection: takes bytes from one side in pieces, asks the script about each, and gives
// them to the other side after the script's delay. The end and a reset travel in order with the bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <span>
#include <string>

#include "scenarios/middlebox/relayed_flow.h"
#include "world/host.h"
#include "world/sockets.h"

namespace dialtone {

// The initial and the longest wait before a sender repeats a dropped piece (RFC 6298 section 2).
inline constexpr Duration kLeastRelayRepetition = std::chrono::milliseconds(200);
inline constexpr Duration kMostRelayRepetition = std::chrono::seconds(60);

class RelayWay {
 public:
  struct Ends {
    const RelayedFlow& flow;
    bool to_server;
    Stream& from;
    Stream& to;
    // A shared read buffer, emptied before another strand runs.
    std::span<char> scratch;
    // Called when a packet is let through.
    std::function<void()> on_packet;
  };
  // Everything in `ends` must outlive this object. `changed` is notified whenever one of the states below becomes true.
  RelayWay(Ends ends, Signal& changed) : ends_(std::move(ends)), changed_(changed) {}
  RelayWay(const RelayWay&) = delete;
  RelayWay& operator=(const RelayWay&) = delete;

  // One of two strands: takes bytes from one side, `early` first, until that side ends or is reset.
  Task<void> take(std::string early);
  // The other strand: gives bytes to the other side until it is reset or accepts nothing any more.
  Task<void> give();
  // Sends a reset after the bytes in transit. For a side that has left although its own direction did not report that.
  Task<void> send_reset();

  // True after the end was passed on to the other side.
  bool has_ended() const { return state_ == State::kEnded; }
  // True after the other side was reset.
  bool has_reset() const { return state_ == State::kReset; }
  // True if the other side accepts nothing any more.
  bool is_broken() const { return state_ == State::kBroken; }

 private:
  enum class State : std::uint8_t { kOpen, kEnded, kReset, kBroken };
  enum class Kind : std::uint8_t { kBytes, kEnd, kReset };
  struct Piece {
    Kind kind;
    Moment due;
    std::string bytes;
  };

  // Asks the script once; returns false if the packet was dropped.
  bool try_pass(Kind kind, std::string_view bytes);
  // Waits and asks again for a dropped packet, until it is let through.
  Task<void> repeat(Kind kind, std::string bytes);
  void turn(State state);

  Ends ends_;
  Signal& changed_;
  State state_ = State::kOpen;
  std::deque<Piece> under_way_;
  std::size_t bytes_under_way_ = 0;
  Moment last_due_{};
  Signal arrived_;
  Signal room_;
};

}  // namespace dialtone
