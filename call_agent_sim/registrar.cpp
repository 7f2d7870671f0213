#include "call_agent_sim/registrar.h"

#include <algorithm>
#include <chrono>

#include "call_agent_sim/registration.h"
#include "wire/sip/grammar.h"
#include "wire/sip/response.h"

namespace dialtone {
namespace {

// What the Require headers list, as one list: no extension is understood here.
std::string required_extensions(const sip::Message& request) {
  std::string list;
  for (std::size_t i = 0; i < request.header_count(); ++i) {
    const sip::Header header = request.header(i);
    if (header.name != sip::HeaderName::kRequire || header.value.empty()) continue;
    if (!list.empty()) list += ", ";
    list += header.value;
  }
  return list;
}

void append_q(std::string& out, int thousandths) {
  if (thousandths == 1000) return;
  const std::string digits = std::to_string(1000 + thousandths);
  out += ";q=0.";
  out += std::string_view(digits).substr(1);
}

}  // namespace

Registrar::Registrar(Host& host, SubscriberStore& store, const RegistrarOptions& options, LocalAddresses local,
                     const std::string& secret)
    : host_(host),
      options_(options),
      local_(std::move(local)),
      nonces_(secret, options.nonce_lifetime),
      accounts_(host, store),
      authenticator_(host, accounts_, nonces_, options.realm),
      bindings_(host) {}

Task<sip::Message> Registrar::answer(const sip::Message& request, std::string to_tag, Endpoint source) {
  const Result<AddressOfRecord, Refusal> aor = address_of_record(request, local_);
  if (!aor) co_return refuse(request, aor.error(), "", to_tag, source);
  const Result<std::string, Refusal> registered = co_await register_contacts(request, *aor, source);
  if (!registered) co_return refuse(request, registered.error(), aor->text(), to_tag, source);
  sip::Message answer = sip::response_to(request, 200, to_tag, source);
  list_bindings(answer, *registered);
  co_return answer;
}

// The address of record as the account has it.
Task<Result<std::string, Refusal>> Registrar::register_contacts(const sip::Message& request, const AddressOfRecord& aor,
                                                                Endpoint source) {
  if (std::string extensions = required_extensions(request); !extensions.empty()) {
    co_return Refusal{420, "unknown extension", sip::HeaderName::kUnsupported, std::move(extensions)};
  }
  const Result<Account, Refusal> account = co_await authenticator_.authenticate(request, aor, source);
  if (!account) co_return account.error();
  const std::string name = AddressOfRecord{account->device_name, account->domain}.text();
  Result<std::vector<BindingChange>, Refusal> changes =
      plan_changes(request, bindings_.of(name), options_, host_.now(), source);
  if (!changes) co_return changes.error();
  for (BindingChange& change : *changes) {
    if (!change.index) {
      bindings_.add(name, std::move(*change.binding));
    } else if (change.binding) {
      bindings_.replace(name, *change.index, std::move(*change.binding));
    } else {
      bindings_.remove(name, *change.index);
    }
  }
  co_return name;
}

sip::Message Registrar::refuse(const sip::Message& request, const Refusal& refusal, std::string_view aor,
                               std::string_view to_tag, const Endpoint& source) {
  const std::string peer = to_text(source);
  const std::string_view event = refusal.status == 401 ? "register.challenged" : "register.rejected";
  host_.record(event, {{"aor", aor},
                       {"peer", std::string_view(peer)},
                       {"status", refusal.status},
                       {"reason", std::string_view(refusal.reason)}});
  sip::Message answer = sip::response_to(request, refusal.status, to_tag, source);
  if (refusal.header != sip::HeaderName::kUnknown) answer.add(refusal.header, refusal.header_value);
  return answer;
}

// Whole seconds, rounded down, but never 0 for a binding that lives.
void Registrar::list_bindings(sip::Message& answer, std::string_view aor) const {
  for (const Binding& binding : bindings_.of(aor)) {
    const auto left = std::chrono::floor<std::chrono::seconds>(binding.expires - host_.now()).count();
    std::string value;
    value.reserve(binding.contact.size() + 32);
    value += '<';
    value += binding.contact;
    value += ">;expires=";
    sip::append_number(value, static_cast<std::uint32_t>(std::max<std::int64_t>(left, 1)));
    append_q(value, binding.q);
    answer.add(sip::HeaderName::kContact, value);
  }
}

}  // namespace dialtone
