#include "device_sim/signalling/register_request.h"

#include <algorithm>

#include "wire/sip/headers/via.h"
#include "wire/sip/message.h"
#include "wire/sip/writer.h"

namespace dialtone {
namespace {

constexpr std::uint32_t kMaxForwards = 70;

// RFC 3261 25.1: unreserved and user-unreserved.
bool stands_in_user(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("-_.!~*'()&=+$,;?/").find(c) != std::string_view::npos;
}

void append_user(std::string& out, std::string_view user) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  for (;;) {
    const auto escaped = std::find_if_not(user.begin(), user.end(), stands_in_user);
    out.append(user.begin(), escaped);
    if (escaped == user.end()) return;
    const auto byte = static_cast<unsigned char>(*escaped);
    out += '%';
    out += kDigits[byte >> 4];
    out += kDigits[byte & 15];
    user = {escaped + 1, user.end()};
  }
}

// Returns the part of a URI before the host; reserves room for `rest_bytes` more.
std::string user_at(const DeviceSettings& settings, std::size_t rest_bytes) {
  constexpr std::string_view kScheme = "sip:";
  std::string uri;
  uri.reserve(kScheme.size() + settings.device_name.size() + 1 + rest_bytes);
  uri += kScheme;
  append_user(uri, settings.device_name);
  uri += '@';
  return uri;
}

void append_host(std::string& out, std::string_view host) {
  const bool brackets = host.find(':') != std::string_view::npos;
  if (brackets) out += '[';
  out += host;
  if (brackets) out += ']';
}

std::string in_brackets(std::string_view uri) {
  std::string text;
  text.reserve(uri.size() + 2);
  text += '<';
  text += uri;
  text += '>';
  return text;
}

}  // namespace

std::string address_of_record(const DeviceSettings& settings) {
  std::string uri = user_at(settings, settings.domain.size() + 2);
  append_host(uri, settings.domain);
  return uri;
}

std::string registrar_uri(const DeviceSettings& settings) {
  std::string uri = "sip:";
  append_host(uri, settings.domain);
  return uri;
}

std::string contact_uri(const DeviceSettings& settings, const Endpoint& reached_at, Transport transport) {
  constexpr std::string_view kOverTcp = ";transport=tcp";
  const std::string host = to_text(reached_at);
  std::string uri = user_at(settings, host.size() + kOverTcp.size());
  uri += host;
  if (transport == Transport::kTcp) uri += kOverTcp;
  return uri;
}

std::string write_register(const RegisterRequest& request) {
  using sip::HeaderName;
  const std::string record = in_brackets(address_of_record(request.settings));
  sip::Message message = sip::Message::request(sip::Method::kRegister, request.request_uri);
  const std::string local = to_text(request.local);
  std::string via;
  via.reserve(30 + local.size() + request.branch.size());
  via += "SIP/2.0/";
  via += sip::via_transport(request.transport);
  via += ' ';
  via += local;
  via += ";branch=";
  via += request.branch;
  via += ";rport";
  message.add(HeaderName::kVia, via);
  message.add(HeaderName::kMaxForwards, kMaxForwards);
  std::string from;
  from.reserve(record.size() + 5 + request.from_tag.size());
  from += record;
  from += ";tag=";
  from += request.from_tag;
  message.add(HeaderName::kFrom, from);
  message.add(HeaderName::kTo, record);
  message.add(HeaderName::kCallId, request.call_id);
  message.add(HeaderName::kCSeq, std::to_string(request.cseq) + " REGISTER");
  message.add(HeaderName::kContact, request.removes_all ? "*" : in_brackets(request.contact));
  if (!request.stale_contact.empty() && !request.removes_all) {
    message.add(HeaderName::kContact, in_brackets(request.stale_contact) + ";expires=0");
  }
  message.add(HeaderName::kExpires, request.expires_seconds);
  if (!request.authorization.empty()) message.add(HeaderName::kAuthorization, request.authorization);
  if (!request.proxy_authorization.empty()) {
    message.add(HeaderName::kProxyAuthorization, request.proxy_authorization);
  }
  message.add(HeaderName::kAllow, "NOTIFY, OPTIONS");
  message.add(HeaderName::kUserAgent, request.user_agent);
  return sip::write(message);
}

}  // namespace dialtone
