// What a careless device makes of a provision-response that breaks off (Quirk::kAppliesHalfADocument).
#pragma once

#include <optional>
#include <string_view>

#include "wire/provisioning/provision_response.h"

namespace dialtone {

// The most that can be read of it: the document as far as some element's end, where the elements that are open then are
// closed. Nothing where no part of it is a whole answer.
std::optional<provisioning::ProvisionAnswer> read_half_document(std::string_view document);

}  // namespace dialtone
