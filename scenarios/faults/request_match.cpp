#include "scenarios/faults/request_match.h"

#include <algorithm>

#include "wire/sip/headers/header_name.h"
#include "wire/sip/writer.h"

namespace dialtone {
namespace {

// True if the request has a header of that name with a matching value. A missing header counts as an empty value.
bool has_header(const HeaderMatch& wanted, const SeenRequest& request) {
  bool is_there = false;
  if (request.http != nullptr) {
    for (const http::Header& header : request.http->headers) {
      if (!http::equal_names(header.name, wanted.name)) continue;
      if (wanted.value.matches(header.value)) return true;
      is_there = true;
    }
  } else if (request.sip != nullptr) {
    for (std::size_t i = 0; i < request.sip->header_count(); ++i) {
      const sip::Header header = request.sip->header(i);
      if (!sip::is_same_header(header.name_text, wanted.name)) continue;
      if (wanted.value.matches(header.value)) return true;
      is_there = true;
    }
  }
  return !is_there && wanted.value.matches("");
}

// The bytes of the body for HTTP, of the whole request for SIP.
std::size_t bytes_of(const SeenRequest& request) {
  if (request.http != nullptr) return request.http->body.size();
  return request.sip != nullptr ? sip::write(*request.sip).size() : 0;
}

bool has_size(const FaultMatch& match, const SeenRequest& request) {
  return !match.has_bounds() || match.has_size(bytes_of(request));
}

}  // namespace

bool fits(const FaultMatch& match, const SeenRequest& request) {
  return (match.method.empty() || match.method == request.method) &&
         (match.path.empty() || match.path == request.path) &&
         (!match.authorized || *match.authorized == request.is_authorized) &&
         std::all_of(match.headers.begin(), match.headers.end(),
                     [&](const HeaderMatch& wanted) { return has_header(wanted, request); }) &&
         has_size(match, request);
}

}  // namespace dialtone
