#include "scenarios/middlebox/proxy_cache.h"

#include <iterator>

namespace dialtone {

std::optional<http::Response> ProxyCache::find(const http::Request& request, Moment now) {
  const auto found = by_key_.find({request.method, request.target});
  if (found == by_key_.end()) return std::nullopt;
  const Kept& kept = *found->second;
  if (kept.until <= now) {
    forget(found);
    return std::nullopt;
  }
  http::Response answer = kept.answer;
  answer.headers.set("Age", std::to_string(std::chrono::floor<std::chrono::seconds>(now - kept.since).count()));
  return answer;
}

void ProxyCache::keep(const http::Request& request, const http::Response& answer, Moment now, Duration lifetime) {
  if (most_answers_ == 0) return;
  Key key{request.method, request.target};
  if (const auto older = by_key_.find(key); older != by_key_.end()) forget(older);
  if (by_key_.size() >= most_answers_) forget(by_key_.find(kept_.front().key));
  kept_.push_back({key, answer, now, now + lifetime});
  by_key_.emplace(std::move(key), std::prev(kept_.end()));
}

void ProxyCache::forget(std::map<Key, Oldest::iterator>::iterator found) {
  kept_.erase(found->second);
  by_key_.erase(found);
}

}  // namespace dialtone
