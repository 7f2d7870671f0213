// The location service (RFC 3261 10.3): which contacts each address of record has, and until when. It records
// binding.added, binding.refreshed, binding.removed and binding.expired.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "values/endpoint.h"
#include "values/time.h"
#include "world/host.h"

namespace dialtone {

struct Binding {
  // A URI without angle brackets.
  std::string contact;
  // Of the request that made it or changed it last.
  std::string call_id;
  std::uint32_t cseq = 0;
  // In thousandths.
  int q = 1000;
  // Where that request came from.
  Endpoint peer;
  Moment updated;
  Moment expires;
  // Its place in the order of expiry among those of one moment.
  std::uint64_t sequence = 0;
};

class Bindings {
 public:
  explicit Bindings(Host& host) : host_(host) {}
  Bindings(const Bindings&) = delete;
  Bindings& operator=(const Bindings&) = delete;

  // In the order in which they were added; a view until the next change. Empty where there is none.
  const std::vector<Binding>& of(std::string_view address_of_record) const;
  // Adds a binding or puts it in the place of the one at `index` of of().
  void add(std::string_view address_of_record, Binding binding);
  void replace(std::string_view address_of_record, std::size_t index, Binding binding);
  void remove(std::string_view address_of_record, std::size_t index);

  // Removes each binding at the moment when it expires, for as long as the host lives.
  Task<void> expire_all();

  // How many addresses of record have a binding.
  std::size_t size() const { return records_.size(); }

 private:
  struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const noexcept { return std::hash<std::string_view>()(text); }
  };
  using Records = std::unordered_map<std::string, std::vector<Binding>, TextHash, std::equal_to<>>;
  // A moment, and an order within it.
  using Expiry = std::pair<Moment, std::uint64_t>;

  void schedule(Records::value_type& record, Binding& binding);
  void unschedule(const Binding& binding) { expiries_.erase({binding.expires, binding.sequence}); }
  void expire_due();
  void note(std::string_view event, std::string_view address_of_record, const Binding& binding);

  Host& host_;
  Records records_;
  std::map<Expiry, Records::value_type*> expiries_;
  std::uint64_t next_sequence_ = 0;
  // An earlier expiry than before.
  Signal earlier_;
};

}  // namespace dialtone
