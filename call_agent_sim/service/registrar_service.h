// What a call agent does for its devices: it registers them, and answers OPTIONS (RFC 3261 8.2, 10.3, 11).
#pragma once

#include "call_agent_sim/registrar/registrar.h"
#include "protocol/sip/service.h"

namespace dialtone {

class RegistrarService : public sip::Service {
 public:
  // `registrar` must outlive it.
  explicit RegistrarService(Registrar& registrar) : registrar_(registrar) {}

  // Lets each well-formed REGISTER pass: the registrar looks at the target before it looks at the demands.
  int judge(const sip::Message& request, bool is_malformed) const override;
  sip::Message plain_answer(const sip::Message& request, int status, std::string_view to_tag,
                            const Endpoint& source) const override;
  Task<sip::ServiceAnswer> answer(const sip::Message& request, std::string to_tag, sip::Flow flow) override;

 private:
  Registrar& registrar_;
};

}  // namespace dialtone
