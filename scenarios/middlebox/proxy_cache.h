// A proxy's cache that keeps and repeats answers whatever Cache-Control says, which RFC 9111 forbids.
#pragma once

#include <cstddef>
#include <list>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "values/time.h"
#include "wire/http/message.h"

namespace dialtone {

class ProxyCache {
 public:
  // Beyond this number of answers, or of bytes of their bodies, headers and targets, the oldest are removed.
  ProxyCache(std::size_t most_answers, std::size_t most_bytes) : most_answers_(most_answers), most_bytes_(most_bytes) {}

  // Returns the cached answer for this method and target, with its Age in whole seconds (RFC 9111 section 5.1); nullopt
  // if there is none.
  std::optional<http::Response> find(const http::Request& request, Moment now);
  // Keeps the answer until now + `lifetime`; replaces an older one.
  void keep(const http::Request& request, const http::Response& answer, Moment now, Duration lifetime);

  std::size_t size() const { return by_key_.size(); }

 private:
  using Key = std::pair<std::string, std::string>;  // method, target
  struct Kept {
    Key key;
    http::Response answer;
    Moment since;
    Moment until;

    std::size_t size_bytes = 0;
  };
  using Oldest = std::list<Kept>;

  void forget(std::map<Key, Oldest::iterator>::iterator found);

  std::size_t most_answers_;
  std::size_t most_bytes_;
  std::size_t bytes_ = 0;
  Oldest kept_;  // oldest first
  std::map<Key, Oldest::iterator> by_key_;
};

}  // namespace dialtone
