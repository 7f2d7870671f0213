#include "scenarios/language/names/recorded_names.h"

#include <algorithm>

#include "scenarios/language/document/diagnostic.h"
#include "values/spelling.h"
#include "wire/http/message.h"

namespace dialtone {
namespace {

// The headers that a name may be meant for, between blanks. A name that is not close to one of them may be any header.
constexpr std::string_view kSipNames =
    "Accept Accept-Contact Accept-Encoding Accept-Language Alert-Info Allow Allow-Events Answer-Mode "
    "Authentication-Info Authorization Call-ID Call-Info Contact Content-Disposition Content-Encoding "
    "Content-Language Content-Length Content-Type CSeq Date Diversion Error-Info Event Expires Flow-Timer From "
    "Geolocation Geolocation-Error Geolocation-Routing History-Info Identity In-Reply-To Join Max-Breadth "
    "Max-Forwards MIME-Version Min-Expires Min-SE Organization P-Access-Network-Info P-Asserted-Identity "
    "P-Associated-URI P-Called-Party-ID P-Charging-Vector P-Preferred-Identity Path Permission-Missing Priority "
    "Privacy Proxy-Authenticate Proxy-Authorization Proxy-Require RAck Reason Record-Route Refer-To Referred-By "
    "Reject-Contact Replaces Reply-To Request-Disposition Require Retry-After Route RSeq Server Service-Route "
    "Session-Expires SIP-ETag SIP-If-Match Subject Subscription-State Supported Timestamp To Unsupported "
    "User-Agent User-to-User Via Warning WWW-Authenticate";
constexpr std::string_view kHttpNames =
    "Accept Accept-Charset Accept-Encoding Accept-Language Accept-Ranges Age Allow Authentication-Info "
    "Authorization Cache-Control Connection Content-Disposition Content-Encoding Content-Language Content-Length "
    "Content-Location Content-MD5 Content-Range Content-Type Cookie Date ETag Expect Expires Forwarded From Host "
    "If-Match If-Modified-Since If-None-Match If-Range If-Unmodified-Since Keep-Alive Last-Modified Link "
    "Location Max-Forwards Origin Pragma Proxy-Authenticate Proxy-Authorization Range Referer Retry-After Server "
    "Set-Cookie TE Trailer Transfer-Encoding Upgrade User-Agent Vary Via WWW-Authenticate";

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find(' ', begin), text.size());
    words.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return words;
}

// `; did you mean 'SIP.Contact'?`, empty for a header that is known, or like none.
std::string hint_for(std::string_view protocol, std::string_view header) {
  const std::vector<std::string_view> known = words_of(protocol == kSipHeaders ? kSipNames : kHttpNames);
  if (std::any_of(known.begin(), known.end(), [&](std::string_view name) { return http::equal_names(name, header); })) {
    return {};
  }
  std::vector<std::string> meant;
  for (const std::string_view name : known) meant.push_back(std::string(protocol) + std::string(name));
  if (did_you_mean(header, known).empty()) return {};
  return did_you_mean(std::string(protocol) + std::string(header), {meant.begin(), meant.end()});
}

}  // namespace

Result<void> check_recorded_name(std::string_view text) {
  if (text == kRequests) return {};
  for (const std::string_view protocol : {kSipHeaders, kHttpHeaders}) {
    if (!text.starts_with(protocol)) continue;
    const std::string_view header = text.substr(protocol.size());
    const bool is_token =
        !header.empty() && header.size() <= 64 && std::all_of(header.begin(), header.end(), http::is_token_character);
    if (is_token) {
      const std::string hint = hint_for(protocol, header);
      return hint.empty() ? Result<void>() : Failure{in_quotes(text) + " names no known header" + hint};
    }
    return Failure{in_quotes(text) + " names no header, such as " + std::string(protocol) + "Via"};
  }
  const std::size_t dot = text.find('.');
  const std::string header(dot == std::string_view::npos ? "Via" : text.substr(dot + 1));
  const std::vector<std::string> meant{std::string(kRequests), std::string(kSipHeaders) + header,
                                       std::string(kHttpHeaders) + header};
  return Failure{in_quotes(text) + " is not requests, SIP.HEADER or HTTP.HEADER" +
                 did_you_mean(text, {meant.begin(), meant.end()})};
}

bool is_masked(std::string_view header) {
  return http::equal_names(header, "Cookie") || http::equal_names(header, "Set-Cookie");
}

bool is_challenge(std::string_view header) {
  return http::equal_names(header, "WWW-Authenticate") || http::equal_names(header, "Proxy-Authenticate");
}

RecordedNames recorded_names(const std::vector<std::string>& record, std::string_view protocol) {
  RecordedNames names;
  for (const std::string& name : record) {
    if (name == kRequests) names.requests = true;
    if (name.starts_with(protocol)) names.headers.push_back(name.substr(protocol.size()));
  }
  return names;
}

}  // namespace dialtone
