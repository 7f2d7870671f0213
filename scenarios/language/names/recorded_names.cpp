#include "scenarios/language/names/recorded_names.h"

#include <algorithm>

#include "scenarios/language/document/diagnostic.h"
#include "values/spelling.h"
#include "wire/http/message.h"

namespace dialtone {

Result<void> check_recorded_name(std::string_view text) {
  if (text == kRequests) return {};
  for (const std::string_view protocol : {kSipHeaders, kHttpHeaders}) {
    if (!text.starts_with(protocol)) continue;
    const std::string_view header = text.substr(protocol.size());
    const bool is_token =
        !header.empty() && header.size() <= 64 && std::all_of(header.begin(), header.end(), http::is_token_character);
    if (is_token) return {};
    return Failure{in_quotes(text) + " names no header, such as " + std::string(protocol) + "Via"};
  }
  const std::size_t dot = text.find('.');
  const std::string header(dot == std::string_view::npos ? "Via" : text.substr(dot + 1));
  const std::vector<std::string> meant{std::string(kRequests), std::string(kSipHeaders) + header,
                                       std::string(kHttpHeaders) + header};
  return Failure{in_quotes(text) + " is not requests, SIP.HEADER or HTTP.HEADER" +
                 did_you_mean(text, {meant.begin(), meant.end()})};
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
