#include "prov_server/carried_document.h"

#include <optional>
#include <utility>
#include <vector>

#include "wire/http/percent.h"

namespace dialtone {
namespace {

using http::ParseFault;

Result<std::optional<std::string>, ParseFault> document_of_query(std::string_view query) {
  Result<std::vector<http::QueryParameter>> parameters = http::parse_query(query);
  if (!parameters) return ParseFault{400, "the query is malformed"};
  std::optional<std::string> document;
  for (http::QueryParameter& parameter : *parameters) {
    if (parameter.name != "document") continue;
    if (document) return ParseFault{400, "the query has more than one document"};
    document = std::move(parameter.value);
  }
  return document;
}

}  // namespace

Result<http::RequestTarget, ParseFault> provisioning_target(const http::Request& request, std::string_view path) {
  const bool known_method = request.method == "GET" || request.method == "POST";
  Result<http::RequestTarget> target = http::parse_request_target(request.target);
  if (target && target->path != path) return ParseFault{404, "there is nothing at this path"};
  // OPTIONS and CONNECT have targets of other forms, so the method is checked first.
  if (!known_method) return ParseFault{405, "only GET and POST are served here"};
  if (!target) return ParseFault{400, "the request target is malformed"};
  return *std::move(target);
}

Result<std::string, ParseFault> carried_document(const http::Request& request, const http::RequestTarget& target,
                                                 std::size_t most_bytes) {
  Result<std::optional<std::string>, ParseFault> in_query = document_of_query(target.query.value_or(""));
  if (!in_query) return in_query.error();
  if (*in_query && !request.body.empty()) return ParseFault{400, "one document is in the body and one in the query"};
  if (!*in_query && request.body.empty()) return ParseFault{400, "the request carries no document"};
  std::string document = *in_query ? **std::move(in_query) : request.body;
  if (document.size() > most_bytes) return ParseFault{413, "the document is too large"};
  return document;
}

}  // namespace dialtone
