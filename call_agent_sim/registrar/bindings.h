// The location service (RFC 3261 10.3): the contacts of each address of record with their expiry. Records
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
  // The Call-ID of the request that made or last changed the binding.
  std::string call_id;
  std::uint32_t cseq = 0;
  // In thousandths.
  int q = 1000;
  // The flow of that request.
  sip::Flow flow{};
  Moment updated;
  Moment expires;
  // The order among bindings that expire at the same moment.
  std::uint64_t sequence = 0;
};

// The two texts that identify a binding.
struct BoundContact {
  std::string address_of_record;
  std::string contact;
};

// Notified of every change when it is made.
class BindingsObserver {
 public:
  virtual ~BindingsObserver() = default;
  // The binding is new, or replaces the one with the same contact.
  virtual void on_bound(std::string_view address_of_record, const Binding& binding) = 0;
  virtual void on_unbound(std::string_view address_of_record, const Binding& binding) = 0;
};

class Bindings {
 public:
  // Of `quirks` only those about expiry are used.
  explicit Bindings(Host& host, RegistrarQuirks quirks = {}) : host_(host), quirks_(quirks) {}
  Bindings(const Bindings&) = delete;
  Bindings& operator=(const Bindings&) = delete;

  // Adds an observer, which must outlive the last change.
  void tell(BindingsObserver& observer) { observers_.push_back(&observer); }

  // Returns the bindings in the order of their addition; empty if there are none. Valid until the next change.
  const std::vector<Binding>& of(std::string_view address_of_record) const;
  // Returns the binding with exactly that contact, or null. Valid until the next change.
  const Binding* find(std::string_view address_of_record, std::string_view contact) const;
  // Returns all bindings in the order of their expiry.
  std::vector<BoundContact> all() const;

  // Adds a binding, or replaces the one at `index` of of().
  void add(std::string_view address_of_record, Binding binding);
  void replace(std::string_view address_of_record, std::size_t index, Binding binding);
  void remove(std::string_view address_of_record, std::size_t index);
  // Adds a binding of an earlier life; if it has expired meanwhile, it expires at once.
  void restore(std::string_view address_of_record, Binding binding);
  // Removes all bindings without recording anything.
  void forget();

  // Removes each binding at the moment of its expiry; runs as long as the host does.
  Task<void> expire_all();

  // The number of addresses of record with a binding.
  std::size_t size() const { return records_.size(); }

 private:
  struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const noexcept { return hash_text(text); }
  };
  using Records = std::unordered_map<std::string, std::vector<Binding>, TextHash, std::equal_to<>>;
  // A moment, and the order among bindings that expire at that moment.
  using Expiry = std::pair<Moment, std::uint64_t>;

  Binding& insert(std::string_view address_of_record, Binding binding);
  void schedule(Records::value_type& record, Binding& binding);
  void unschedule(const Binding& binding);
  // Checks that each address of record has a binding that expires, by comparing sizes.
  void check() const;
  void expire_due();
  // Removes the binding that expires first, and records a `BindingEvent`.
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
  // Notified when a new binding expires earlier than all others.
  Signal earlier_;
};

}  // namespace dialtone
