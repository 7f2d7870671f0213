#include "scenarios/middlebox/proxy_cache.h"

#include <cassert>
#include <iterator>

namespace dialtone {
namespace {

std::size_t size_of(const http::Request& request, const http::Response& answer) {
  std::size_t all = request.target.size() + answer.body.size();
  for (const http::Header& header : answer.headers) all += header.name.size() + header.value.size();
  return all;
}

}  // namespace

std::optional<http::Response> ProxyCache::find(const http::Request& request, Moment now) {
  const auto found = by_key_.find({request.method, request.target});
  if (found == by_key_.end()) return std::nullopt;
  const Kept& kept = *found->second;
  assert(kept.key == found->first && kept.since <= now);
  if (kept.until <= now) {
    forget(found);
    return std::nullopt;
  }
  http::Response answer = kept.answer;
  answer.headers.set("Age", std::to_string(std::chrono::floor<std::chrono::seconds>(now - kept.since).count()));
  return answer;
}

void ProxyCache::keep(const http::Request& request, const http::Response& answer, Moment now, Duration lifetime) {
  Key key{request.method, request.target};
  const std::size_t size_bytes = size_of(request, answer);
  if (const auto older = by_key_.find(key); older != by_key_.end()) forget(older);
  assert(kept_.empty() || kept_.back().since <= now);
  if (most_answers_ == 0 || size_bytes > most_bytes_) return;
  while (by_key_.size() >= most_answers_ || bytes_ + size_bytes > most_bytes_) {
    forget(by_key_.find(kept_.front().key));
  }
  bytes_ += size_bytes;
  kept_.push_back({key, answer, now, now + lifetime, size_bytes});
  const bool is_new = by_key_.emplace(std::move(key), std::prev(kept_.end())).second;
  assert(is_new && "an answer takes the place of an older one");
  assert(kept_.size() == by_key_.size());
  assert(by_key_.size() <= most_answers_ && bytes_ <= most_bytes_);
}

void ProxyCache::forget(std::map<Key, Oldest::iterator>::iterator found) {
  assert(bytes_ >= found->second->size_bytes);
  bytes_ -= found->second->size_bytes;
  kept_.erase(found->second);
  by_key_.erase(found);
  assert(kept_.size() == by_key_.size());
}

}  // namespace dialtone
