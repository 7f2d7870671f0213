// The registrar (RFC 3261 10.3; contract.md, "Registration"): who may register, for how long, and what it answers.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
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
  // `nonce_key` makes the nonces.
  Registrar(Host& host, SubscriberStore& store, const RegistrarOptions& options, LocalAddresses local,
            NonceKey nonce_key);

  // The answer to a REGISTER that was validated; `to_tag` is the tag of its To. `request` must outlive the task. A
  // request that was answered with anything but 200 has changed nothing; the connection of another is kept as long as
  // the bindings that the request made or refreshed. Records register.challenged, register.rejected and
  // register.locked; what changes, Bindings records.
  Task<sip::ServiceAnswer> answer(const sip::Message& request, std::string to_tag, sip::Flow flow);

  // From the next request on. Bindings stay as they are.
  void change(const RegistrarOptions& options);

  // No 200 goes out before its bindings are in the journal. It outlives the registrar's last answer.
  void keep_in(BindingJournal& journal) { journal_ = &journal; }

  Bindings& bindings() { return bindings_; }

 private:
  struct Registered {
    // As the account has it.
    std::string address_of_record;
    std::optional<Moment> bound_until;
  };
  Task<Result<Registered, Refusal>> register_contacts(const sip::Message& request, const AddressOfRecord& aor,
                                                      std::uint64_t salt, sip::Flow flow);
  sip::Message refuse(const sip::Message& request, const Refusal& refusal, std::string_view aor,
                      std::string_view to_tag, const Endpoint& source);
  void list_bindings(sip::Message& answer, std::string_view aor) const;
  // What the Date of an answer says now.
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
  // The last one that was registered, where the quirk needs it.
  std::string last_registered_;
  // The last date, and its second.
  std::string date_;
  std::chrono::sys_seconds date_second_;
};

}  // namespace dialtone
