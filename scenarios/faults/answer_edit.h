// Changes answers before they are sent, as faulty servers and proxies do.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "scenarios/language/faults/fault.h"
#include "wire/http/message.h"

namespace dialtone {

// `others_body`: the body last sent to another device; empty: none, and nothing is swapped.
void edit_answer(const AnswerEdit& edit, std::string_view others_body, http::Response& answer);

// Sets the headers. A name may have several values; an empty value removes the header.
void set_headers(const std::vector<std::pair<std::string, std::string>>& values, http::Headers& headers);
// Replaces every occurrence of `from`, which must not be empty.
void replace_all(std::string& text, std::string_view from, std::string_view to);
// Converts to ISO-8859-1; other characters become `?`.
std::string latin1_of(std::string_view utf8);
// Compresses with gzip (RFC 1952).
std::string gzip_of(std::string_view bytes);

}  // namespace dialtone
