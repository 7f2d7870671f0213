// A request parser's result for bytes, however they are cut.
#pragma once

#include <algorithm>
#include <ostream>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "wire/http/parser.h"

namespace dialtone::http {

// The requests, and the error after them.
struct RequestOutcome {
  std::vector<Request> requests;
  int fault_status = 0;
  std::string fault_reason;
  bool idle = true;

  friend bool operator==(const RequestOutcome&, const RequestOutcome&) = default;
  friend std::ostream& operator<<(std::ostream& out, const RequestOutcome& outcome) {
    return out << outcome.requests.size() << " requests, " << outcome.fault_status << " " << outcome.fault_reason;
  }
};

// `next_size` returns the size of each piece, at least 1, given the number of bytes left.
template <typename NextSize>
RequestOutcome parse_in_pieces_of(std::string_view bytes, const MessageLimits& limits, NextSize next_size) {
  RequestParser parser(limits);
  RequestOutcome outcome;
  while (!bytes.empty() && parser.state() != ParseState::kFailed) {
    std::string_view part = bytes.substr(0, next_size(bytes.size()));
    bytes.remove_prefix(part.size());
    while (!part.empty() && parser.state() == ParseState::kNeedMore) {
      part.remove_prefix(parser.feed(part));
      if (parser.state() == ParseState::kComplete) outcome.requests.push_back(parser.take());
    }
  }
  if (parser.state() == ParseState::kFailed) {
    outcome.fault_status = parser.fault().status;
    outcome.fault_reason = parser.fault().reason;
  }
  outcome.idle = parser.idle();
  return outcome;
}

inline RequestOutcome parse_in_pieces(std::string_view bytes, std::size_t piece, const MessageLimits& limits = {}) {
  return parse_in_pieces_of(bytes, limits, [piece](std::size_t) { return piece; });
}

inline RequestOutcome parse_whole(std::string_view bytes, const MessageLimits& limits = {}) {
  return parse_in_pieces(bytes, std::max<std::size_t>(bytes.size(), 1), limits);
}

// Cuts once, after `first` bytes.
inline RequestOutcome parse_in_two(std::string_view bytes, std::size_t first) {
  bool cut = false;
  return parse_in_pieces_of(bytes, {}, [&](std::size_t left) { return std::exchange(cut, true) ? left : first; });
}

inline RequestOutcome parse_in_random_pieces(std::string_view bytes, std::mt19937& random) {
  return parse_in_pieces_of(bytes, {},
                            [&](std::size_t left) { return 1 + random() % std::min<std::size_t>(left, 40); });
}

}  // namespace dialtone::http
