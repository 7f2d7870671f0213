// The registrar (RFC 3261 10.3; docs/contract.md, "Registration"): who may register, for how long, and the answers.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "call_agent_sim/registrar/accounts.h"
#include "call_agent_sim/registrar/address_of_record.h"
#include "call_agent_sim/registrar/authenticator.h"
#include "call_agent_sim/registrar/binding_journal.h"
#include "call_agent_sim/registrar/bindings.h"
#include "call_agent_sim/registrar/registrar_options.h"
#include "protocol/digest/lockout.h"
#include "protocol/digest/nonces.h"
#include "protocol/sip/service.h"
#include "wire/sip/message.h"

namespace dialtone {

class Registrar {
 public:
  // `nonce_key` is the secret for the nonces.
  Registrar(Host& host, SubscriberStore& store, const RegistrarOptions& options, LocalAddresses local,
            NonceKey nonce_key);

  // Returns the answer to a validated REGISTER; `to_tag` becomes the tag of its To. `request` must outlive the task. A
  // request answered with anything but 200 has changed nothing. A 200 keeps the request's connection as long as the
  // bindings that the request made or refreshed. Records register.challenged, register.rejected and register.locked;
  // Bindings records the changes.
  Task<sip::ServiceAnswer> answer(const sip::Message& request, std::string to_tag, sip::Flow flow);

  // Takes effect from the next request on. Bindings are not changed.
  void change(const RegistrarOptions& options);

  // From this call on, each 200 waits until its bindings are in the journal. `journal` must outlive the last answer.
  void keep_in(BindingJournal& journal) { journal_ = &journal; }

  Bindings& bindings() { return bindings_; }

 private:
  struct Registered {
    // In the spelling of the account's row.
    std::string address_of_record;
    std::optional<Moment> bound_until;
  };
  Task<Result<Registered, Refusal>> register_contacts(const sip::Message& request, const AddressOfRecord& aor,
                                                      std::uint64_t salt, sip::Flow flow);
  // Returns the options with the duration that is granted to this request. Counts the request.
  RegistrarOptions granting_in_turn(const std::string& address_of_record);
  sip::Message refuse(const sip::Message& request, const Refusal& refusal, std::string_view aor,
                      std::string_view to_tag, const Endpoint& source);
  void list_bindings(sip::Message& answer, std::string_view aor) const;
  // Returns the Date header's text for the present second.
  const std::string& date();

  Host& host_;
  RegistrarOptions options_;
  LocalAddresses local_;
  Nonces nonces_;
  std::optional<Lockout> lockout_;
  Accounts accounts_;
  Authenticator authenticator_;
  Bindings bindings_;
  BindingJournal* journal_ = nullptr;
  // The number of requests granted so far by granting_in_turn(), for each address of record. Never iterated.
  std::unordered_map<std::string, std::uint64_t> granted_;
  // The last registered address of record, for a quirk.
  std::string last_registered_;
  // The last Date text, and its second.
  std::string date_;
  std::chrono::sys_seconds date_second_;
};

}  // namespace dialtone
