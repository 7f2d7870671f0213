#include "protocol/sip/server_transactions.h"

#include <cassert>
#include <cstring>
#include <utility>

#include "wire/digest/md5.h"

namespace dialtone::sip {

std::size_t ServerTransactions::NameHash::operator()(const Name& name) const noexcept {
  std::size_t hash = 0;
  std::memcpy(&hash, name.data(), sizeof hash);
  return hash;
}

ServerTransactions::Name ServerTransactions::name_of(std::string_view key, const IpAddress& client) {
  const std::array<std::uint8_t, 16>& address = client.bytes();
  digest::Md5 md5;
  md5.update({reinterpret_cast<const char*>(address.data()), address.size()});
  md5.update(key);
  return md5.finish();
}

ServerTransactions::State ServerTransactions::begin(const Name& name, Moment now) {
  forget(now);
  assert((finished_.empty() || finished_.front().timer_j > now) && "an answer is not given after its Timer J");
  const auto [entry, is_new] = answers_.try_emplace(name);
  if (is_new) return State::kNew;
  return entry->second.empty() ? State::kInProgress : State::kAnswered;
}

std::string_view ServerTransactions::answer(const Name& name) const {
  const auto entry = answers_.find(name);
  assert(entry != answers_.end() && !entry->second.empty());
  return entry->second;
}

void ServerTransactions::check() const {
  assert(finished_.size() <= answers_.size());
  assert(finished_.size() <= most_ && bytes_ <= most_bytes_);
  assert(finished_.empty() || finished_.front().timer_j <= finished_.back().timer_j);
}

void ServerTransactions::finish(const Name& name, std::string answer, Moment now) {
  const auto entry = answers_.find(name);
  assert(entry != answers_.end() && entry->second.empty() && "a transaction that has begun is finished once");
  assert(!answer.empty() && "an empty answer is none yet");
  assert((finished_.empty() || finished_.back().timer_j <= now + kTimerJ) && "the first to start is the first to fire");
  // A hundred thousand answers may be kept for half a minute, so each takes as little memory as possible.
  answer.shrink_to_fit();
  bytes_ += answer.size();
  entry->second = std::move(answer);
  finished_.push_back({now + kTimerJ, name});
  while (finished_.size() > most_ || bytes_ > most_bytes_) forget_first();
  check();
}

void ServerTransactions::forget(Moment now) {
  while (!finished_.empty() && finished_.front().timer_j <= now) forget_first();
}

void ServerTransactions::forget_first() {
  const auto entry = answers_.find(finished_.front().name);
  assert(entry != answers_.end() && "a finished transaction is known until it is forgotten");
  assert(bytes_ >= entry->second.size());
  bytes_ -= entry->second.size();
  answers_.erase(entry);
  finished_.pop_front();
}

}  // namespace dialtone::sip
