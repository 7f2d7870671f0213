#include "device_sim/signalling/registrar_answer.h"

#include <algorithm>
#include <functional>

#include "values/host_text.h"
#include "wire/sip/contact.h"
#include "wire/sip/headers/grammar.h"
#include "wire/sip/typed_headers.h"

namespace dialtone {
namespace {

// The Request-URI of a REGISTER has neither a user nor headers (RFC 3261 10.2, 19.1.1).
std::string registrar_uri_of(const sip::Uri& contact) {
  std::string uri = "sip:";
  sip::append(uri, contact.host_port);
  uri += contact.parameters.text();
  return uri;
}

bool is_same_uri(std::string_view left, std::string_view right) {
  if (left == right) return true;
  const Result<sip::Uri> one = sip::parse_uri(left);
  const Result<sip::Uri> other = sip::parse_uri(right);
  return one && other && sip::equivalent(*one, *other);
}

// Returns the last equivalent contact, otherwise the only listed one. Null if several are listed and none is
// equivalent, or if none is listed.
const sip::LenientContact* own_among(const std::vector<sip::LenientContact>& listed, std::string_view contact) {
  const Result<sip::Uri> own = sip::parse_uri(contact);
  const sip::LenientContact* last = nullptr;
  for (const sip::LenientContact& each : listed) {
    if (own && each.uri && sip::equivalent(*each.uri, *own)) last = &each;
  }
  if (last == nullptr && listed.size() == 1) return &listed.front();
  return last;
}

}  // namespace

bool operator==(const RegistrarTarget& left, const RegistrarTarget& right) {
  return is_same_host(left.host, right.host) && left.port == right.port && left.transport == right.transport &&
         left.is_permanent == right.is_permanent && is_same_uri(left.request_uri, right.request_uri);
}

Grant grant_of(const sip::Message& response, std::string_view contact, std::uint32_t asked_seconds) {
  const std::uint32_t otherwise = sip::expires_of(response).value_or(asked_seconds);
  const std::vector<sip::LenientContact> listed = sip::lenient_contacts_of(response);
  const sip::LenientContact* own = own_among(listed, contact);
  const std::uint32_t seconds = own == nullptr ? otherwise : own->expires.value_or(otherwise);
  return {.time = std::chrono::seconds(seconds), .is_unmatched = own == nullptr && !listed.empty()};
}

std::vector<RegistrarTarget> redirections_of(const sip::Message& response, std::string_view request_uri,
                                             Transport transport) {
  std::vector<RegistrarTarget> targets;
  std::vector<int> ranks;
  for (const sip::LenientContact& each : sip::lenient_contacts_of(response)) {
    if (!each.uri || !each.uri->is_sip() || each.uri->host_port.host.empty()) continue;
    const sip::Uri& uri = *each.uri;
    const std::optional<std::string_view> named = uri.parameters.find("transport");
    const bool is_tcp = named ? sip::equal_ignoring_case(*named, "tcp") : transport == Transport::kTcp;
    const auto place = std::upper_bound(ranks.begin(), ranks.end(), each.q, std::greater<>()) - ranks.begin();
    ranks.insert(ranks.begin() + place, each.q);
    targets.insert(targets.begin() + place,
                   {.host = std::string(uri.host_port.host),
                    .port = uri.host_port.port,
                    .transport = is_tcp ? Transport::kTcp : Transport::kUdp,
                    .request_uri = response.status() == 305 ? std::string(request_uri) : registrar_uri_of(uri),
                    .is_permanent = response.status() == 301});
  }
  return targets;
}

bool next_call_agent_may_do_better(int status) { return status == 408 || (status >= 500 && status < 600); }

bool is_definite_refusal(int status) { return status == 403 || status >= 600; }

std::optional<Duration> retry_after_of(const sip::Message& response, Duration longest) {
  const Result<std::uint32_t> seconds = sip::retry_after_of(response);
  if (!seconds || *seconds == 0) return std::nullopt;
  return std::min<Duration>(std::chrono::seconds(*seconds), longest);
}

}  // namespace dialtone
