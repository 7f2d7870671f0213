#include "protocol/digest/wrong_secrets.h"

#include <cassert>
#include <iterator>

namespace dialtone {

WrongSecrets::WrongSecrets(std::size_t bound, Duration period, std::size_t most)
    : bound_(bound), period_(period), most_(most) {
  assert(bound_ > 0 && most_ > 0 && period_ > Duration::zero());
}

Duration WrongSecrets::locked_for(const Guesser& guesser, Moment now) const {
  const auto found = places_.find(guesser);
  if (found == places_.end()) return Duration::zero();
  const Entry& entry = *found->second;
  if (entry.wrong.size() < bound_ || is_over(entry, now)) return Duration::zero();
  return entry.wrong.back().at + period_ - now;
}

void WrongSecrets::note(const Guesser& guesser, std::uint64_t mark, Moment now) {
  if (locked_for(guesser, now) > Duration::zero()) return;
  forget_what_is_over(now);
  const Entries::iterator entry = entry_of(guesser);
  std::vector<Wrong>& wrong = entry->wrong;
  std::erase_if(wrong, [&](const Wrong& each) { return now - each.at >= period_ || each.mark == mark; });
  wrong.push_back({now, mark});
  assert(wrong.size() <= bound_);
  Entries& entries = wrong.size() < bound_ ? open_ : locked_;
  entries.splice(entries.end(), open_, entry);
}

WrongSecrets::Entries::iterator WrongSecrets::entry_of(const Guesser& guesser) {
  const auto found = places_.find(guesser);
  if (found != places_.end()) return found->second;
  if (places_.size() == most_) forget_first(open_.empty() ? locked_ : open_);
  open_.push_back({guesser});
  return places_.emplace(guesser, std::prev(open_.end())).first->second;
}

void WrongSecrets::forget_first(Entries& entries) {
  places_.erase(entries.front().guesser);
  entries.pop_front();
}

void WrongSecrets::forget_what_is_over(Moment now) {
  for (Entries* entries : {&open_, &locked_}) {
    while (!entries->empty() && is_over(entries->front(), now)) forget_first(*entries);
  }
}

}  // namespace dialtone
