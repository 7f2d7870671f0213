// Where a request carries its provisioning document: the body of a GET, its query, or a POST.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "values/result.h"
#include "wire/http/head.h"
#include "wire/http/message.h"
#include "wire/http/url.h"

namespace dialtone {

// Whether the request is for `path` and by GET or POST. Fails with the status to answer: 405 another method, 404
// another path, 400 a target that is none.
Result<http::RequestTarget, http::ParseFault> provisioning_target(const http::Request& request, std::string_view path);

// The document's bytes. Fails with the status to answer: 400 no document, several, or one in the query and one in the
// body, 413 over `most_bytes`.
Result<std::string, http::ParseFault> carried_document(const http::Request& request, const http::RequestTarget& target,
                                                       std::size_t most_bytes);

}  // namespace dialtone
