#include "device_sim/signalling/sip_request_rules.h"

#include <array>
#include <span>
#include <string>

#include "wire/sip/headers/grammar.h"
#include "wire/sip/request_refusal.h"
#include "wire/sip/response.h"
#include "wire/sip/typed_headers.h"

namespace dialtone {
namespace {

constexpr std::string_view kAllow = "NOTIFY, OPTIONS";
constexpr std::array kServed = {sip::Method::kBye, sip::Method::kNotify, sip::Method::kOptions};
constexpr std::string_view kCheckSync = "check-sync";

SipRuling rule_on_notify(const sip::Message& request, bool is_from_call_agent) {
  if (!is_from_call_agent) return {403};
  const Result<sip::EventHeader> event = sip::event_header_of(request);
  if (!event) return {400};
  if (!sip::equal_ignoring_case(event->package, kCheckSync)) return {489};
  const bool reboots = sip::equal_ignoring_case(event->parameters.find("reboot").value_or(""), "true");
  return {200, reboots ? Demand::kReboot : Demand::kResync};
}

}  // namespace

SipRuling rule_on_malformed(const sip::Message& request) {
  if (request.method() == sip::Method::kAck) return {};
  return {sip::refusal_of_malformed(request)};
}

SipRuling rule_on(const sip::Message& request, bool is_from_call_agent) {
  if (request.method() == sip::Method::kAck) return {};
  if (const int status = sip::refusal_of(request, {.methods = kServed}); status != 0) return {status};
  if (const int status = sip::refusal_of_demands(request); status != 0) return {status};
  switch (request.method()) {
    case sip::Method::kNotify: return rule_on_notify(request, is_from_call_agent);
    // The device never has a call that BYE could end (RFC 3261 15.1.2).
    case sip::Method::kBye: return {481};
    default: return {200};
  }
}

sip::Message answer_to(const sip::Message& request, int status, std::string_view to_tag, const Endpoint& source) {
  using sip::HeaderName;
  sip::Message answer = sip::response_to(request, status, to_tag, source);
  const bool is_options = request.method() == sip::Method::kOptions;
  if (status == 405 || (status == 200 && is_options)) answer.add(HeaderName::kAllow, kAllow);
  if (status == 489 || (status == 200 && is_options)) answer.add(HeaderName::kAllowEvents, kCheckSync);
  sip::add_what_is_supported(answer, request);
  return answer;
}

}  // namespace dialtone
