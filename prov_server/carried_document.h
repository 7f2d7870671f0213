// Finds the provisioning document in a request: in the body of a GET, its query, or a POST.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "values/result.h"
#include "wire/http/head.h"
#include "wire/http/message.h"
#include "wire/http/url.h"

namespace dialtone {

// Checks that the request is a GET or POST for `path`. Fails with the status to answer: 405 for another method, 404 for
// another path, 400 for a malformed target.
Result<http::RequestTarget, http::ParseFault> provisioning_target(const http::Request& request, std::string_view path);

// Returns the document's bytes. Fails with the status to answer: 400 for no document, several documents, or one in the
// query and one in the body; 413 over `most_bytes`.
Result<std::string, http::ParseFault> carried_document(const http::Request& request, const http::RequestTarget& target,
                                                       std::size_t most_bytes);

}  // namespace dialtone
