#include "call_agent_sim/transactions.h"

#include <cassert>
#include <cstring>
#include <utility>

#include "wire/digest/md5.h"

namespace dialtone {

std::size_t Transactions::NameHash::operator()(const Name& name) const noexcept {
  std::size_t hash = 0;
  std::memcpy(&hash, name.data(), sizeof hash);
  return hash;
}

Transactions::Name Transactions::name_of(std::string_view key) {
  digest::Md5 md5;
  md5.update(key);
  return md5.finish();
}

Transactions::State Transactions::begin(const Name& name, Moment now) {
  forget(now);
  const auto [entry, is_new] = answers_.try_emplace(name);
  if (is_new) return State::kNew;
  return entry->second.empty() ? State::kInProgress : State::kAnswered;
}

std::string_view Transactions::answer(const Name& name) const { return answers_.find(name)->second; }

void Transactions::finish(const Name& name, std::string answer, Moment now) {
  const auto entry = answers_.find(name);
  assert(entry != answers_.end() && entry->second.empty() && !answer.empty());
  // Kept for half a minute, by the hundred thousand: not a byte more than needed.
  answer.shrink_to_fit();
  entry->second = std::move(answer);
  finished_.push_back({now + kTimerJ, name});
  if (finished_.size() <= most_) return;
  answers_.erase(finished_.front().name);
  finished_.pop_front();
}

void Transactions::forget(Moment now) {
  while (!finished_.empty() && finished_.front().timer_j <= now) {
    answers_.erase(finished_.front().name);
    finished_.pop_front();
  }
}

}  // namespace dialtone
