// Counts how often each stream of draws (one purpose and key) has been used. A device has some ten streams and there
// are very many devices, while a server has one stream per peer: a short list is searched, a long one is a hash table
// with open addressing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace dialtone {

class Ordinals {
 public:
  // Returns 0 at the first call for a stream, 1 at the second, and so on. `stream` is a hash.
  std::uint32_t next(std::uint64_t stream);

 private:
  struct Entry {
    std::uint64_t stream = 0;
    std::uint32_t count = 0;  // 0: the entry is unused
  };
  static constexpr std::size_t kMostSearched = 16;

  bool is_table() const { return entries_.size() > kMostSearched; }
  Entry& place_of(std::uint64_t stream);
  void grow();

  std::vector<Entry> entries_;
  std::size_t used_ = 0;
};

}  // namespace dialtone
