#include "wire/sip/request_refusal.h"

#include <algorithm>
#include <optional>
#include <string_view>

#include "wire/sip/headers/grammar.h"
#include "wire/sip/typed_headers.h"
#include "wire/sip/validate.h"

namespace dialtone::sip {
namespace {

// Reads `handling` of Content-Disposition; without it a body is mandatory (RFC 3261 20.11).
bool has_optional_body(const Message& request) {
  const std::optional<std::string_view> value = request.first("Content-Disposition");
  if (!value) return false;
  const Result<Parameters> parameters = Parameters::parse(value->substr(std::min(value->find(';'), value->size())));
  return parameters && equal_ignoring_case(parameters->find("handling").value_or(""), "optional");
}

bool has_encoded_body(const Message& request) {
  const std::optional<std::string_view> encoding = request.first(HeaderName::kContentEncoding);
  return !request.body().empty() && encoding && !equal_ignoring_case(*encoding, "identity");
}

bool has_served_scheme(const Message& request) {
  const Result<Uri> uri = parse_uri(request.request_uri());
  return uri && uri->is_sip();
}

}  // namespace

int refusal_of(const Message& request, const ServedRequests& served) {
  if (!request.has_known_version() || !validate(request)) return refusal_of_malformed(request);
  if (request.body().size() > served.most_body_bytes) return 513;
  if (request.method() == Method::kCancel) return 481;
  if (!has_served_scheme(request)) return 416;
  if (request.method() == Method::kUnknown) return 501;
  return std::find(served.methods.begin(), served.methods.end(), request.method()) == served.methods.end() ? 405 : 0;
}

int refusal_of_malformed(const Message& request) { return is_of_known_version(request) ? 400 : 505; }

int refusal_of_demands(const Message& request) {
  if (request.count(HeaderName::kRequire) > 0 && !unsupported_of(request, {}).empty()) return 420;
  if (request.body().empty() || has_optional_body(request)) return 0;
  // A body without Content-Type and Content-Encoding is ignored.
  return request.first(HeaderName::kContentType) || has_encoded_body(request) ? 415 : 0;
}

void add_what_is_supported(Message& answer, const Message& request) {
  if (answer.status() == 420) answer.add(HeaderName::kUnsupported, unsupported_of(request, {}));
  if (answer.status() != 415) return;
  if (has_encoded_body(request)) {
    answer.add("Accept-Encoding", "identity");
  } else {
    answer.add(HeaderName::kAccept, "");
  }
}

}  // namespace dialtone::sip
