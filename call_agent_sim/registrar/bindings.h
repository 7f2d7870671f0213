// The location service (RFC 3261 10.3): which contacts each address of record has, and until when. It records
// binding.added, binding.refreshed, binding.removed, binding.expired and binding.restored.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "call_agent_sim/registrar/registrar_quirks.h"
#include "protocol/sip/flow.h"
#include "values/hash.h"
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
  // The way that request took.
  sip::Flow flow{};
  Moment updated;
  Moment expires;
  // Its place in the order of expiry among those of one moment.
  std::uint64_t sequence = 0;
};

// The names of a binding.
struct BoundContact {
  std::string address_of_record;
  std::string contact;
};

// Is told of every change, when it is made.
class BindingsObserver {
 public:
  virtual ~BindingsObserver() = default;
  // It is new, or in the place of the one with the same contact.
  virtual void on_bound(std::string_view address_of_record, const Binding& binding) = 0;
  virtual void on_unbound(std::string_view address_of_record, const Binding& binding) = 0;
};

class Bindings {
 public:
  // Of `quirks` it has those about expiry.
  explicit Bindings(Host& host, RegistrarQuirks quirks = {}) : host_(host), quirks_(quirks) {}
  Bindings(const Bindings&) = delete;
  Bindings& operator=(const Bindings&) = delete;

  // `observer` must outlive the last change.
  void tell(BindingsObserver& observer) { observers_.push_back(&observer); }

  // In the order in which they were added; a view until the next change. Empty where there is none.
  const std::vector<Binding>& of(std::string_view address_of_record) const;
  // Null where there is none with that contact, byte for byte; a view until the next change.
  const Binding* find(std::string_view address_of_record, std::string_view contact) const;
  // All of them, in the order in which they expire.
  std::vector<BoundContact> all() const;

  // Adds a binding or puts it in the place of the one at `index` of of().
  void add(std::string_view address_of_record, Binding binding);
  void replace(std::string_view address_of_record, std::size_t index, Binding binding);
  void remove(std::string_view address_of_record, std::size_t index);
  // Adds one of an earlier life; what has expired meanwhile expires at once.
  void restore(std::string_view address_of_record, Binding binding);
  // Removes all of them, as if they had never been.
  void forget();

  // Removes each binding at the moment when it expires, for as long as the host lives.
  Task<void> expire_all();

  // How many addresses of record have a binding.
  std::size_t size() const { return records_.size(); }

 private:
  struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const noexcept { return hash_text(text); }
  };
  using Records = std::unordered_map<std::string, std::vector<Binding>, TextHash, std::equal_to<>>;
  // A moment, and an order within it.
  using Expiry = std::pair<Moment, std::uint64_t>;

  Binding& insert(std::string_view address_of_record, Binding binding);
  void schedule(Records::value_type& record, Binding& binding);
  void unschedule(const Binding& binding);
  // That each address of record has a binding that expires. Compares the sizes alone.
  void check() const;
  void expire_due();
  // Takes the one that expires first, and records it as that event.
  template <typename BindingEvent>
  void take_first();
  void tell_bound(std::string_view address_of_record, const Binding& binding);
  void tell_unbound(std::string_view address_of_record, const Binding& binding);
  template <typename BindingEvent>
  void note(std::string_view address_of_record, const Binding& binding);

  Host& host_;
  RegistrarQuirks quirks_;
  Records records_;
  std::map<Expiry, Records::value_type*> expiries_;
  std::uint64_t next_sequence_ = 0;
  std::vector<BindingsObserver*> observers_;
  // An earlier expiry than before.
  Signal earlier_;
};

}  // namespace dialtone
