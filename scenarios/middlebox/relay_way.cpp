#include "scenarios/middlebox/relay_way.h"

#include <algorithm>
#include <cassert>
#include <string_view>
#include <utility>

namespace dialtone {
namespace {

// The payload of a segment on Ethernet: the unit of loss, delay and corruption.
constexpr std::size_t kSegmentBytes = 1460;
constexpr std::size_t kWindowBytes = 256 * 1024;

}  // namespace

Task<void> RelayWay::take(std::string early) {
  std::string taken = std::move(early);
  for (;;) {
    for (std::size_t at = 0; at < taken.size(); at += kSegmentBytes) {
      const std::string_view piece = std::string_view(taken).substr(at, kSegmentBytes);
      if (!try_pass(Kind::kBytes, piece)) co_await repeat(Kind::kBytes, std::string(piece));
    }
    while (bytes_under_way_ >= kWindowBytes) co_await Wait(room_, kNever, "bytes under way to arrive");
    const Result<std::size_t, IoError> got = co_await ends_.from.read(ends_.scratch, kNever);
    if (!got || *got == 0) {
      const Kind kind = got ? Kind::kEnd : Kind::kReset;
      if (!try_pass(kind, {})) co_await repeat(kind, {});
      co_return;
    }
    taken.assign(ends_.scratch.data(), *got);
  }
}

Task<void> RelayWay::send_reset() {
  if (!try_pass(Kind::kReset, {})) co_await repeat(Kind::kReset, {});
}

Task<void> RelayWay::repeat(Kind kind, std::string bytes) {
  Duration pause = kLeastRelayRepetition;
  do {
    co_await ends_.flow.host.sleep(pause);
    pause = std::min(2 * pause, kMostRelayRepetition);
  } while (!try_pass(kind, bytes));
}

bool RelayWay::try_pass(Kind kind, std::string_view bytes) {
  assert((kind == Kind::kBytes) == !bytes.empty() && bytes.size() <= kSegmentBytes);
  const RelayVerdict verdict = ends_.flow.ask(ends_.to_server, bytes);
  if (verdict.drop) return false;
  ends_.on_packet();
  last_due_ = std::max(last_due_, ends_.flow.host.now() + verdict.delay);
  assert(under_way_.empty() || under_way_.back().due <= last_due_);
  bytes_under_way_ += bytes.size();
  std::string payload(bytes);
  if (verdict.corrupts) ends_.flow.corrupt(payload);
  const bool joins = !under_way_.empty() && under_way_.back().kind == Kind::kBytes && kind == Kind::kBytes &&
                     under_way_.back().due == last_due_;
  if (joins) {
    under_way_.back().bytes += payload;
  } else {
    under_way_.push_back({kind, last_due_, std::move(payload)});
  }
  arrived_.notify();
  return true;
}

Task<void> RelayWay::give() {
  Host& host = ends_.flow.host;
  for (;;) {
    assert((!under_way_.empty() || bytes_under_way_ == 0) && "what is counted is under way");
    while (under_way_.empty()) co_await Wait(arrived_, kNever, "bytes to relay");
    const Moment due = under_way_.front().due;
    if (due > host.now()) co_await host.sleep_until(due);
    const Piece piece = std::move(under_way_.front());
    under_way_.pop_front();
    if (piece.kind == Kind::kEnd) {
      ends_.to.shutdown_write();
      turn(State::kEnded);
      continue;
    }
    if (piece.kind == Kind::kReset) {
      ends_.to.reset();
      co_return turn(State::kReset);
    }
    assert(state_ == State::kOpen && "nothing comes after the end");
    const Result<void, IoError> written = co_await ends_.to.write(piece.bytes, kNever);
    if (!written) co_return turn(State::kBroken);
    assert(bytes_under_way_ >= piece.bytes.size());
    bytes_under_way_ -= piece.bytes.size();
    room_.notify();
  }
}

void RelayWay::turn(State state) {
  assert((state_ == State::kOpen || (state_ == State::kEnded && state == State::kReset)) && "a way ends once");
  state_ = state;
  changed_.notify();
}

}  // namespace dialtone
