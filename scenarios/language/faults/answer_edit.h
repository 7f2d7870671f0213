// Answers that are changed on their way out, as servers and what stands before them spoil them in the field.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "scenarios/language/faults/fault.h"
#include "wire/http/message.h"

namespace dialtone {

// `others_body`: the body that was sent to another device before; empty: there is none, and nothing is swapped.
void edit_answer(const AnswerEdit& edit, std::string_view others_body, http::Response& answer);

// With these values, one behind the other where a name is there several times; an empty one takes the header away.
void set_headers(const std::vector<std::pair<std::string, std::string>>& values, http::Headers& headers);
// Every occurrence of `from`, which is not empty.
void replace_all(std::string& text, std::string_view from, std::string_view to);
// As ISO-8859-1, what it has no character for as `?`.
std::string latin1_of(std::string_view utf8);
// As gzip (RFC 1952).
std::string gzip_of(std::string_view bytes);

}  // namespace dialtone
