#include "scenarios/middlebox/relayed_connection.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace dialtone {
namespace {

constexpr std::size_t kMostEarlyBytes = 64 * 1024;

}  // namespace

Task<void> RelayedConnection::carry() {
  if (!co_await let_through(true)) co_return;
  Result<std::unique_ptr<Stream>, IoError> connected = co_await flow_.host.connect(flow_.server, kNever);
  if (connected) server_ = *std::move(connected);
  const bool stays = co_await let_through(false);
  if (stays && server_ != nullptr) {
    co_await carry_both_ways();
  } else {
    reset();
  }
}

Task<bool> RelayedConnection::let_through(bool to_server) {
  Duration pause = kLeastRelayRepetition;
  RelayVerdict verdict = flow_.ask(to_server, {});
  while (verdict.drop) {
    if (co_await client_leaves(flow_.host.now() + pause)) co_return false;
    pause = std::min(2 * pause, kMostRelayRepetition);
    verdict = flow_.ask(to_server, {});
  }
  touch();
  if (verdict.delay > Duration::zero()) co_await flow_.host.sleep(verdict.delay);
  co_return true;
}

Task<bool> RelayedConnection::client_leaves(Moment until) {
  while (early_.size() < kMostEarlyBytes) {
    const Result<std::size_t, IoError> got = co_await client_->read(scratch_, until);
    if (!got) co_return got.error() != IoError::kDeadline;
    if (*got == 0) co_return true;
    early_.append(scratch_.data(), *got);
  }
  co_await flow_.host.sleep_until(until);
  co_return false;
}

Task<void> RelayedConnection::carry_both_ways() {
  assert(client_ != nullptr && server_ != nullptr);
  RelayWay up({flow_, true, *client_, *server_, scratch_, [this] { touch(); }}, changed_);
  RelayWay down({flow_, false, *server_, *client_, scratch_, [this] { touch(); }}, changed_);
  const std::string name = to_text(flow_.client);
  Signal ended;
  const Child taking_up(flow_.host, "relay-tcp from " + name, up.take(std::move(early_)), ended);
  const Child giving_up(flow_.host, "relay-tcp of " + name, up.give(), ended);
  const Child taking_down(flow_.host, "relay-tcp for " + name, down.take({}), ended);
  const Child giving_down(flow_.host, "relay-tcp to " + name, down.give(), ended);
  bool told = false;
  for (;;) {
    const bool all_broken = up.is_broken() && down.is_broken();
    if (up.has_reset() || down.has_reset() || all_broken || (up.has_ended() && down.has_ended())) co_return;
    if (!told && (up.is_broken() || down.is_broken())) {
      told = true;
      co_await (up.is_broken() ? down : up).send_reset();
    } else {
      co_await Wait(changed_, kNever, "the end of both ways");
    }
  }
}

void RelayedConnection::reset() {
  client_->reset();
  if (server_ != nullptr) server_->reset();
}

void RelayedConnection::touch() {
  assert(linked());
  unlink();
  by_silence_.push_back(*this);
}

}  // namespace dialtone
