// The registrar (RFC 3261 10.3; contract.md, "Registration"): who may register, for how long, and what it answers.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "call_agent_sim/accounts.h"
#include "call_agent_sim/address_of_record.h"
#include "call_agent_sim/authenticator.h"
#include "call_agent_sim/bindings.h"
#include "call_agent_sim/nonces.h"
#include "call_agent_sim/registrar_options.h"
#include "wire/sip/message.h"

namespace dialtone {

class Registrar {
 public:
  // `secret` makes the nonces unguessable.
  Registrar(Host& host, SubscriberStore& store, const RegistrarOptions& options, LocalAddresses local,
            const std::string& secret);

  // The answer to a REGISTER that was validated; `to_tag` is the tag of its To. `request` must outlive the task. A
  // request that was answered with anything but 200 has changed nothing. Records register.challenged and
  // register.rejected; what changes, Bindings records.
  Task<sip::Message> answer(const sip::Message& request, std::string to_tag, Endpoint source);

  Bindings& bindings() { return bindings_; }

 private:
  Task<Result<std::string, Refusal>> register_contacts(const sip::Message& request, const AddressOfRecord& aor,
                                                       Endpoint source);
  sip::Message refuse(const sip::Message& request, const Refusal& refusal, std::string_view aor,
                      std::string_view to_tag, const Endpoint& source);
  void list_bindings(sip::Message& answer, std::string_view aor) const;

  Host& host_;
  RegistrarOptions options_;
  LocalAddresses local_;
  Nonces nonces_;
  Accounts accounts_;
  Authenticator authenticator_;
  Bindings bindings_;
};

}  // namespace dialtone
