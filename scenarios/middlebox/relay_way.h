// One direction of a relayed TCP connection: it takes bytes from one side, in pieces that the script is asked about,
// and gives them to the other when they have been under way for as long as the script says. The end and a reset travel
// as the bytes do, behind them.
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

// How long a sender waits before it repeats what was not let through: at first, and at most (RFC 6298 section 2).
inline constexpr Duration kLeastRelayRepetition = std::chrono::milliseconds(200);
inline constexpr Duration kMostRelayRepetition = std::chrono::seconds(60);

class RelayWay {
 public:
  struct Ends {
    const RelayedFlow& flow;
    bool to_server;
    Stream& from;
    Stream& to;
    // Where bytes are read to; others may use it too, it is emptied before anyone else runs.
    std::span<char> scratch;
    // Called when a packet is let through.
    std::function<void()> on_packet;
  };
  // What `ends` refers to outlives it. `changed` is notified whenever one of the states below becomes true.
  RelayWay(Ends ends, Signal& changed) : ends_(std::move(ends)), changed_(changed) {}
  RelayWay(const RelayWay&) = delete;
  RelayWay& operator=(const RelayWay&) = delete;

  // Two strands: this takes from one side, `early` first, until that ends or is reset.
  Task<void> take(std::string early);
  // And this gives to the other, until that is reset or takes nothing any more.
  Task<void> give();
  // Sends a reset behind what is under way, for a side that has gone without its own way saying so.
  Task<void> send_reset();

  // The other side was told of the end.
  bool has_ended() const { return state_ == State::kEnded; }
  // The other side was reset.
  bool has_reset() const { return state_ == State::kReset; }
  // The other side takes nothing any more.
  bool is_broken() const { return state_ == State::kBroken; }

 private:
  enum class State : std::uint8_t { kOpen, kEnded, kReset, kBroken };
  enum class Kind : std::uint8_t { kBytes, kEnd, kReset };
  struct Piece {
    Kind kind;
    Moment due;
    std::string bytes;
  };

  // Asks the script once; false: it was dropped.
  bool try_pass(Kind kind, std::string_view bytes);
  // For what was dropped: waits and asks again, until it is let through.
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
