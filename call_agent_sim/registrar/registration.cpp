#include "call_agent_sim/registrar/registration.h"

#include <algorithm>
#include <cassert>
#include <chrono>
#include <functional>
#include <string>

#include "wire/sip/contact.h"
#include "wire/sip/typed_headers.h"

namespace dialtone {
namespace {

using Changes = std::vector<BindingChange>;
using std::chrono::seconds;

// An interval of an hour or more must not be refused with 423.
constexpr Duration kNeverTooBrief = std::chrono::hours(1);

// The longest interval that an answer can state.
constexpr Duration kLongestInterval = seconds(0xFFFFFFFF);

// A binding's texts are kept for hours and listed in each answer, so they are limited.
constexpr std::size_t kLongestText = 1024;

class Planner {
 public:
  Planner(const sip::Message& request, const std::vector<Binding>& bindings, const RegistrarOptions& options,
          Moment now, const sip::Flow& flow)
      : request_(request), bindings_(bindings), options_(options), now_(now), flow_(flow) {}

  Result<Changes, Refusal> plan() {
    const Result<sip::ContactList> list = sip::contacts_of(request_);
    if (!list) return Refusal{400, list.error().reason};
    if (!list->is_star && list->contacts.empty()) return Changes();
    call_id_ = *sip::call_id_of(request_);
    if (call_id_.size() > kLongestText) return Refusal{400, "Call-ID too long to keep"};
    cseq_ = sip::cseq_of(request_)->number;
    if (list->is_star) {
      const Result<std::uint32_t> expires = sip::number_of(request_, sip::HeaderName::kExpires);
      if (!expires || *expires != 0) return Refusal{400, "Contact * without Expires 0"};
    }
    if (!has(RegistrarQuirk::kIgnoresCSeq) && is_of_long_ago()) return Refusal{500, "CSeq not higher than the last"};
    if (list->is_star) {
      for (std::size_t i = 0; i < bindings_.size(); ++i) remove(i);
      return changes();
    }
    for (const sip::Contact& contact : list->contacts) {
      if (const Result<void, Refusal> planned = plan_contact(contact); !planned) return planned.error();
    }
    if (const Result<void, Refusal> fits = make_room(); !fits) return fits.error();
    return changes();
  }

 private:
  bool has(RegistrarQuirk quirk) const { return options_.quirks.has(quirk); }

  bool is_of_long_ago() const {
    return std::any_of(bindings_.begin(), bindings_.end(),
                       [&](const Binding& binding) { return binding.call_id == call_id_ && cseq_ <= binding.cseq; });
  }

  Result<void, Refusal> plan_contact(const sip::Contact& contact) {
    if (contact.address.uri.text.size() > kLongestText) return Refusal{400, "contact too long to keep"};
    const Result<Duration, Refusal> interval = interval_of(contact);
    if (!interval) return interval.error();
    const std::optional<std::size_t> index = find(contact.address.uri);
    if (index ? is_touched(*index) : is_added(contact.address.uri)) return Refusal{400, "contact listed twice"};
    if (*interval == Duration::zero()) {
      if (index) remove(*index);
      return {};
    }
    if (index && has(RegistrarQuirk::kForgetsABindingAtARefresh)) {
      removals_.push_back(*index);
      return {};
    }
    Binding binding;
    binding.contact = contact.address.uri.text;
    binding.call_id = call_id_;
    binding.cseq = cseq_;
    binding.q = contact.q;
    binding.flow = flow_;
    binding.updated = now_;
    binding.expires = now_ + *interval;
    (index ? replacements_ : additions_).push_back({index, std::move(binding)});
    return {};
  }

  void remove(std::size_t index) { (has(RegistrarQuirk::kKeepsRemovedBindings) ? kept_ : removals_).push_back(index); }

  Result<Duration, Refusal> interval_of(const sip::Contact& contact) const {
    Duration interval = options_.default_expires;
    const Result<std::uint32_t> header = sip::number_of(request_, sip::HeaderName::kExpires);
    if (header) interval = seconds(*header);
    if (contact.expires) interval = seconds(*contact.expires);
    if (interval == Duration::zero()) return interval;
    const Duration least = std::min(options_.min_expires, kNeverTooBrief);
    if (interval < least && !has(RegistrarQuirk::kIgnoresMinExpires)) {
      const auto minimum = std::chrono::ceil<seconds>(options_.min_expires).count();
      return Refusal{423, "interval too brief", {{sip::HeaderName::kMinExpires, std::to_string(minimum)}}};
    }
    if (has(RegistrarQuirk::kIgnoresExpires)) return options_.default_expires;
    if (options_.granted_expires) return *options_.granted_expires;
    if (has(RegistrarQuirk::kGrantsMoreThanAsked)) return std::min<Duration>(2 * interval, kLongestInterval);
    return std::min(interval, options_.max_expires);
  }

  std::optional<std::size_t> find(const sip::Uri& contact) const {
    for (std::size_t i = 0; i < bindings_.size(); ++i) {
      if (is_same(bindings_[i].contact, contact)) return i;
    }
    return std::nullopt;
  }

  bool is_added(const sip::Uri& contact) const {
    return std::any_of(additions_.begin(), additions_.end(),
                       [&](const BindingChange& change) { return is_same(change.binding->contact, contact); });
  }

  static bool is_same(std::string_view known, const sip::Uri& contact) {
    if (known == contact.text) return true;
    const Result<sip::Uri> uri = sip::parse_uri(known);
    return uri && sip::equivalent(*uri, contact);
  }

  bool is_touched(std::size_t index) const {
    const auto is_it = [index](std::size_t each) { return each == index; };
    return std::any_of(removals_.begin(), removals_.end(), is_it) || std::any_of(kept_.begin(), kept_.end(), is_it) ||
           std::any_of(replacements_.begin(), replacements_.end(),
                       [&](const BindingChange& change) { return change.index == index; });
  }

  Result<void, Refusal> make_room() {
    if (has(RegistrarQuirk::kIgnoresMaxContacts)) return {};
    while (bindings_.size() - removals_.size() + additions_.size() > options_.max_contacts) {
      const std::optional<std::size_t> oldest = oldest_untouched();
      if (options_.when_full == WhenFull::kReject || !oldest) return Refusal{403, "too many contacts"};
      removals_.push_back(*oldest);
    }
    return {};
  }

  std::optional<std::size_t> oldest_untouched() const {
    std::optional<std::size_t> oldest;
    for (std::size_t i = 0; i < bindings_.size(); ++i) {
      if (!is_touched(i) && (!oldest || bindings_[i].updated < bindings_[*oldest].updated)) oldest = i;
    }
    return oldest;
  }

  Changes changes() {
    if (has(RegistrarQuirk::kStoresNothing)) return {};
    Changes all = std::move(replacements_);
    for (BindingChange& addition : additions_) all.push_back(std::move(addition));
    std::sort(removals_.begin(), removals_.end(), std::greater<>());
    assert(std::adjacent_find(removals_.begin(), removals_.end()) == removals_.end() && "each is removed once");
    assert(removals_.empty() || removals_.front() < bindings_.size());
    for (std::size_t index : removals_) all.push_back({index, std::nullopt});
    return all;
  }

  const sip::Message& request_;
  const std::vector<Binding>& bindings_;
  const RegistrarOptions& options_;
  Moment now_;
  sip::Flow flow_;
  std::string_view call_id_;
  std::uint32_t cseq_ = 0;
  Changes replacements_;
  Changes additions_;
  std::vector<std::size_t> removals_;
  // Bindings that a quirk keeps although the request removes them.
  std::vector<std::size_t> kept_;
};

}  // namespace

Result<Changes, Refusal> plan_changes(const sip::Message& request, const std::vector<Binding>& bindings,
                                      const RegistrarOptions& options, Moment now, const sip::Flow& flow) {
  return Planner(request, bindings, options, now, flow).plan();
}

}  // namespace dialtone
