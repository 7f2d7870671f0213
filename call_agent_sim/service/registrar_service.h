// A call agent's service: registers devices, and answers OPTIONS (RFC 3261 8.2, 10.3, 11).
#pragma once

#include "call_agent_sim/registrar/registrar.h"
#include "protocol/sip/service.h"

namespace dialtone {

class RegistrarService : public sip::Service {
 public:
  // `registrar` must outlive the service.
  explicit RegistrarService(Registrar& registrar) : registrar_(registrar) {}

  // Accepts each well-formed REGISTER, because the registrar checks its target before its Require and Proxy-Require.
  int judge(const sip::Message& request, bool is_malformed) const override;
  sip::Message plain_answer(const sip::Message& request, int status, std::string_view to_tag,
                            const Endpoint& source) const override;
  Task<sip::ServiceAnswer> answer(const sip::Message& request, std::string to_tag, sip::Flow flow) override;

 private:
  Registrar& registrar_;
};

}  // namespace dialtone
