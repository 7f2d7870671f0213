// Where a request carries its provisioning document: the body of a GET, its query, or a POST.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "values/result.h"
#include "wire/http/head.h"
#include "wire/http/message.h"

namespace dialtone {

// The document's bytes. Fails with the status to answer: 404 another path than `path`, 405 another method than GET and
// POST, 400 no document, several, or one in the query and one in the body, 413 over `most_bytes`.
Result<std::string, http::ParseFault> carried_document(const http::Request& request, std::string_view path,
                                                       std::size_t most_bytes);

}  // namespace dialtone
