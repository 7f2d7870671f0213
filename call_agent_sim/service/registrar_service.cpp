#include "call_agent_sim/service/registrar_service.h"

#include <array>
#include <utility>

#include "wire/sip/request_refusal.h"
#include "wire/sip/response.h"

namespace dialtone {
namespace {

constexpr std::string_view kAllow = "OPTIONS, REGISTER";
constexpr std::array kServed = {sip::Method::kOptions, sip::Method::kRegister};
// Longer bodies get 513: no method that is served here has a body.
constexpr std::size_t kMostBodyBytes = 8 * 1024;

}  // namespace

int RegistrarService::judge(const sip::Message& request, bool is_malformed) const {
  if (is_malformed) return sip::refusal_of_malformed(request);
  const sip::ServedRequests served = {.methods = kServed, .most_body_bytes = kMostBodyBytes};
  if (const int status = sip::refusal_of(request, served); status != 0) return status;
  if (request.method() == sip::Method::kRegister) return 0;
  const int status = sip::refusal_of_demands(request);
  return status != 0 ? status : 200;
}

sip::Message RegistrarService::plain_answer(const sip::Message& request, int status, std::string_view to_tag,
                                            const Endpoint& source) const {
  sip::Message answer = sip::response_to(request, status, to_tag, source);
  if (status == 200 || status == 405 || status == 501) answer.add(sip::HeaderName::kAllow, kAllow);
  sip::add_what_is_supported(answer, request);
  return answer;
}

Task<sip::ServiceAnswer> RegistrarService::answer(const sip::Message& request, std::string to_tag, sip::Flow flow) {
  return registrar_.answer(request, std::move(to_tag), flow);
}

}  // namespace dialtone
