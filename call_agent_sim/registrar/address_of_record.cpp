#include "call_agent_sim/registrar/address_of_record.h"

#include <algorithm>

#include "values/host_text.h"
#include "wire/sip/headers/grammar.h"
#include "wire/sip/typed_headers.h"

namespace dialtone {

bool LocalAddresses::contains(const sip::HostPort& host) const {
  const std::optional<IpAddress> address = host.address();
  if (!address) return false;
  return std::any_of(addresses_.begin(), addresses_.end(), [&](const IpAddress& own) {
    return without_mapping(own) == *address || (own.is_unspecified() && own.is_v4() == address->is_v4());
  });
}

std::string AddressOfRecord::text() const {
  std::string text;
  text.reserve(7 + device_name.size() + domain.size());
  text += "sip:";
  text += device_name;
  text += '@';
  sip::append(text, sip::HostPort{domain, std::nullopt});
  return text;
}

std::string uri_of(std::string_view address_of_record) {
  constexpr std::string_view kScheme = "sip:";
  const std::size_t at = address_of_record.rfind('@');
  std::string uri(kScheme);
  for (char c : address_of_record.substr(kScheme.size(), at - kScheme.size())) {
    const auto byte = static_cast<unsigned char>(c);
    if (sip::is_in(sip::kUserSet, c) && c != ':') {
      uri += c;
    } else {
      uri += '%';
      uri += "0123456789ABCDEF"[byte >> 4U];
      uri += "0123456789ABCDEF"[byte & 15U];
    }
  }
  uri += address_of_record.substr(at);
  return uri;
}

Result<AddressOfRecord, Refusal> address_of_record(const sip::Message& request, const LocalAddresses& local) {
  const Result<sip::Uri> target = sip::parse_uri(request.request_uri());
  if (!target) return Refusal{400, target.error().reason};
  if (!target->is_sip()) return Refusal{416, "Request-URI of another scheme than sip"};
  const Result<sip::Address> to = sip::to_of(request);
  if (!to) return Refusal{400, to.error().reason};
  if (!to->uri.is_sip() && !to->uri.is_sips()) return Refusal{400, "To of another scheme than SIP"};
  if (to->uri.user.empty()) return Refusal{400, "To without a user"};
  const sip::HostPort& domain = to->uri.host_port;
  const bool same_domain = is_same_host(target->host_port.host, domain.host);
  if (!same_domain && !local.contains(target->host_port))
    return Refusal{404, "Request-URI of another domain than the To"};
  AddressOfRecord result;
  result.device_name = sip::unescape(to->uri.user);
  result.is_local_address = local.contains(domain);
  result.domain = canonical_host(domain.host);
  return result;
}

}  // namespace dialtone
