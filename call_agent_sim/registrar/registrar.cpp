#include "call_agent_sim/registrar/registrar.h"

#include <algorithm>
#include <cassert>
#include <chrono>
#include <utility>

#include "call_agent_sim/registrar/call_agent_events.h"
#include "call_agent_sim/registrar/registration.h"
#include "values/hash.h"
#include "wire/http/date.h"
#include "wire/sip/headers/grammar.h"
#include "wire/sip/request_refusal.h"
#include "wire/sip/response.h"
#include "wire/sip/typed_headers.h"

namespace dialtone {
namespace {

void append_q(std::string& out, int thousandths) {
  if (thousandths == 1000) return;
  const std::string digits = std::to_string(1000 + thousandths);
  out += ";q=0.";
  out += std::string_view(digits).substr(1);
}

Duration nonce_lifetime(const RegistrarOptions& options) {
  return options.quirks.has(RegistrarQuirk::kTakesStaleNonces) ? Nonces::kForEver : options.nonce_lifetime;
}

// Draws a secret only if there is a rule.
std::optional<Lockout> lockout(Host& host, const LockoutOptions& options) {
  constexpr Purpose kSecret("call_agent.lockout_secret");
  if (!options.rule) return std::nullopt;
  return std::optional<Lockout>(std::in_place, options, host.chance(kSecret).bits());
}

}  // namespace

Registrar::Registrar(Host& host, SubscriberStore& store, const RegistrarOptions& options, LocalAddresses local,
                     NonceKey nonce_key)
    : host_(host),
      options_(options),
      local_(std::move(local)),
      nonces_(std::move(nonce_key), nonce_lifetime(options)),
      lockout_(lockout(host, options.lockout)),
      accounts_(host, store),
      authenticator_(host, accounts_, nonces_, lockout_ ? &*lockout_ : nullptr, options_, local_),
      bindings_(host, options.quirks) {}

void Registrar::change(const RegistrarOptions& options) {
  if (options.granted_in_turn != options_.granted_in_turn) granted_.clear();
  options_ = options;
  nonces_.set_lifetime(nonce_lifetime(options_));
}

Task<sip::ServiceAnswer> Registrar::answer(const sip::Message& request, std::string to_tag, sip::Flow flow) {
  const Result<AddressOfRecord, Refusal> aor = address_of_record(request, local_);
  if (!aor) co_return sip::ServiceAnswer{refuse(request, aor.error(), "", to_tag, flow.peer)};
  Result<Registered, Refusal> registered = co_await register_contacts(request, *aor, hash_text(to_tag), flow);
  if (!registered) co_return sip::ServiceAnswer{refuse(request, registered.error(), aor->text(), to_tag, flow.peer)};
  assert(!registered->bound_until || *registered->bound_until > host_.now());
  if (journal_ != nullptr) co_await journal_->written();
  sip::ServiceAnswer answer{sip::response_to(request, 200, to_tag, flow.peer), registered->bound_until};
  if (options_.quirks.has(RegistrarQuirk::kAnswersWithAnothersContact)) {
    std::swap(registered->address_of_record, last_registered_);
  }
  list_bindings(answer.message, registered->address_of_record);
  answer.message.add(sip::HeaderName::kDate, date());
  co_return answer;
}

Task<Result<Registrar::Registered, Refusal>> Registrar::register_contacts(const sip::Message& request,
                                                                          const AddressOfRecord& aor,
                                                                          std::uint64_t salt, sip::Flow flow) {
  if (const int status = sip::refusal_of_demands(request); status != 0) {
    co_return Refusal{status, status == 420 ? "unknown extension" : "a body that is not understood"};
  }
  const Result<Account, Refusal> account = co_await authenticator_.authenticate(request, aor, salt, flow.peer.address);
  if (!account) co_return account.error();
  const std::string name = AddressOfRecord{account->device_name, account->domain}.text();
  Result<std::vector<BindingChange>, Refusal> changes =
      options_.granted_in_turn ? plan_changes(request, bindings_.of(name), granting_in_turn(name), host_.now(), flow)
                               : plan_changes(request, bindings_.of(name), options_, host_.now(), flow);
  if (!changes) co_return changes.error();
  Registered registered{name, std::nullopt};
  for (BindingChange& change : *changes) {
    assert((change.index || change.binding) && "a change is of a binding, or makes one");
    if (change.binding)
      registered.bound_until = std::max(registered.bound_until, std::optional(change.binding->expires));
    if (!change.index) {
      bindings_.add(name, std::move(*change.binding));
    } else if (change.binding) {
      bindings_.replace(name, *change.index, std::move(*change.binding));
    } else {
      bindings_.remove(name, *change.index);
    }
  }
  co_return registered;
}

RegistrarOptions Registrar::granting_in_turn(const std::string& address_of_record) {
  RegistrarOptions options = options_;
  options.granted_expires = options.granted_in_turn->in(granted_[address_of_record]++);
  return options;
}

sip::Message Registrar::refuse(const sip::Message& request, const Refusal& refusal, std::string_view aor,
                               std::string_view to_tag, const Endpoint& source) {
  assert(refusal.status >= 400);
  const std::string peer = to_text(source);
  std::string_view reason = refusal.reason;
  std::string with_credentials;
  if (options_.quirks.has(RegistrarQuirk::kWritesCredentialsIntoAnEvent)) {
    with_credentials = refusal.reason + ": ";
    with_credentials += request.first(sip::HeaderName::kAuthorization).value_or("none");
    reason = with_credentials;
  }
  if (refusal.status == 401) {
    host_.record(
        call_agent_events::RegisterChallenged{.aor = aor, .peer = peer, .status = refusal.status, .reason = reason});
  } else if (refusal.is_locked) {
    host_.record(
        call_agent_events::RegisterLocked{.aor = aor, .peer = peer, .status = refusal.status, .reason = reason});
  } else {
    host_.record(
        call_agent_events::RegisterRejected{.aor = aor, .peer = peer, .status = refusal.status, .reason = reason});
  }
  sip::Message answer = sip::response_to(request, refusal.status, to_tag, source);
  for (const auto& [name, value] : refusal.headers) answer.add(name, value);
  sip::add_what_is_supported(answer, request);
  return answer;
}

// SIP's Date (RFC 3261 20.17) has the format of HTTP's.
const std::string& Registrar::date() {
  const auto second = std::chrono::floor<std::chrono::seconds>(host_.wall_clock());
  if (date_.empty() || second != date_second_) date_ = http::to_http_date(host_.wall_clock());
  date_second_ = second;
  return date_;
}

// In whole seconds, rounded down, but never 0 for a live binding.
void Registrar::list_bindings(sip::Message& answer, std::string_view aor) const {
  for (const Binding& binding : bindings_.of(aor)) {
    auto left =
        std::max<std::int64_t>(std::chrono::floor<std::chrono::seconds>(binding.expires - host_.now()).count(), 1);
    if (options_.quirks.has(RegistrarQuirk::kGrantsNoTime)) left = 0;
    std::string value;
    value.reserve(binding.contact.size() + 32);
    value += '<';
    value += binding.contact;
    value += ">;expires=";
    sip::append_number(value, static_cast<std::uint32_t>(left));
    append_q(value, binding.q);
    answer.add(sip::HeaderName::kContact, value);
  }
}

}  // namespace dialtone
